import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { instantOf } from '../reference/calendar.ts'
import { factsOf } from '../reference/facts.ts'
import { satisfactionByPayer } from '../reference/feedback.ts'
import { heldLines, record } from '../reference/record.ts'
import { viewOf } from '../reference/reference.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, plain, shuffled, type World, within } from './law.ts'

interface Row { readonly kind: string; readonly role: string; readonly n: number; readonly score: number | null; readonly tooFew: boolean; readonly withheld?: boolean }
interface Answer { readonly scores: readonly Row[]; readonly groups: readonly { readonly value: string; readonly voices: number; readonly scores: readonly Row[] }[]; readonly moreGroups: number }
interface Listed { readonly voices: readonly { readonly key: string; readonly source: string; readonly side: string; readonly kind: string; readonly roles: readonly string[]; readonly party: { readonly id: string } }[]; readonly total: number; readonly next: string | null }
type Params = Readonly<Record<string, string>>

const FAR_FUTURE = Date.parse('9999-12-31T00:00:00Z')
/** Of these a giver has one each; who answers about several products or topics is in several groups. */
const EXCLUSIVE = ['payerKind', 'payer', 'organization', 'category', 'intermediary', 'account', 'agreement', 'reason', 'partyKind', 'domain', 'channel', 'side', 'trait.country']
const KINDS = ['nps', 'csat', 'ces']
const ROLES = ['decider', 'customer', 'user', 'other']

const windowsOf = ({ questions }: World): Params[] => [
  ...questions.filter(({ study }) => study === 'satisfaction' || study === 'disagreements').slice(0, 2).map(({ params: { by: _, detail: __, ...params } }) => params as Params),
  { from: '2024-01-01', to: '2024-04-01' },
]

/** The world with many more answers, so that groups are large enough to have scores. */
function louder({ lines, seed }: World): Line[] {
  const random = randomFrom(seed + 23)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const givers = lines.flatMap((line) => (line.type === 'usage' ? [String(line.party)] : line.type === 'membership' ? [String(line.person)] : [])).concat(Array.from({ length: 12 }, (_, n) => `user:loud${n}`))
  const accounts = lines.flatMap((line) => (line.type === 'usage' && typeof line.account === 'string' ? [line.account] : []))
  const products = lines.flatMap((line) => (line.type === 'usage' ? [String(line.product)] : []))
  const said = Array.from({ length: 90 }, (_, n): Line => ({
    type: 'feedback', key: `loud${n}`, source: 'loud', party: pick(givers), kind: n % 3 === 0 ? 'csat' : 'nps', score: n % 3 === 0 ? 1 + Math.floor(random() * 5) : Math.floor(random() * 11),
    at: `2024-0${1 + Math.floor(random() * 3)}-1${Math.floor(random() * 10)}T08:00:00Z`, ...(products.length > 0 && random() < 0.7 ? { product: pick(products) } : {}), ...(accounts.length > 0 && random() < 0.3 ? { account: pick(accounts) } : {}), ...(random() < 0.3 ? { channel: pick(['mail', 'app']) } : {}),
  }))
  return [...lines, ...said]
}
const ask = async (bench: Bench, params: Params): Promise<Answer> => (await bench.ask('satisfaction', { limit: '100000', ...params })) as Answer
const list = async (bench: Bench, params: Params): Promise<Listed> => (await bench.ask('voices', params)) as Listed
const rowOf = (rows: readonly Row[], kind: string, role: string): Row | undefined => rows.find((row) => row.kind === kind && row.role === role)

describeOnEngines('what they say in random worlds', (place) => {
  const open = opener(place, 'laws_voices')

  test('groups of which a giver is in one add up to all, and are as many answers as the list behind them holds', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(louder(world))
        for (const params of windowsOf(world)) {
          const { scores } = await ask(bench, params)
          for (const by of EXCLUSIVE) {
            const { groups } = await ask(bench, { ...params, by })
            for (const { kind, role, n } of scores) expect([by, kind, role, groups.reduce((sum, group) => sum + (rowOf(group.scores, kind, role)?.n ?? 0), 0)]).toEqual([by, kind, role, n])
          }
          for (const { value, scores: rows } of (await ask(bench, { ...params, by: 'payerKind' })).groups) {
            for (const { kind, role, n } of rows) expect((await list(bench, { ...params, by: 'payerKind', group: value, kind, role, counted: 'newest' })).total).toBe(n)
          }
        }
        return []
      }), 0.4), LAW_TEST_MS)

  test('a few people can never be read out of the difference of one answer: what is hidden is none, or at least five', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(louder(world))
        const broken: string[] = []
        for (const by of ['payerKind', 'category', 'organization', 'side']) {
          const { scores, groups } = await ask(bench, { from: '2024-01-01', to: '2024-04-01', by })
          for (const { kind, role, n, tooFew } of scores) {
            if (tooFew) continue
            const shown = groups.flatMap((group) => rowOf(group.scores, kind, role) ?? []).filter((row) => row.score !== null)
            const hidden = n - shown.reduce((sum, row) => sum + row.n, 0)
            if (shown.some((row) => row.n < 5) || (hidden > 0 && hidden < 5)) broken.push(`by ${by}, ${kind} of ${role}: ${hidden} of ${n} can be read out`)
          }
        }
        return broken
      }), 0.4), LAW_TEST_MS)

  test('by who would have paid, they are what the naive second computation says', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(louder(world))
        const broken: string[] = []
        for (const params of windowsOf(world)) {
          const facts = factsOf(heldLines(record(louder(world), FAR_FUTURE).versions, instantOf(params.knownAt)))
          const expected = satisfactionByPayer(viewOf(facts, params, FAR_FUTURE))
          const { groups } = await ask(bench, { ...params, by: 'payerKind' })
          const text = (rows: readonly Row[]): string => rows.map(({ kind, role, n }) => `${kind} ${role} ${n}`).join(', ')
          const found = groups.map(({ value, scores }) => `${value}: ${text(scores)}`).filter((one) => !one.endsWith(': ')).sort().join('; ')
          const wanted = [...expected].map(([value, rows]) => `${value}: ${text(rows as readonly Row[])}`).sort().join('; ')
          if (found !== wanted) broken.push(`${JSON.stringify(params)}: expected ${wanted}; got ${found}`)
          for (const { value, scores } of groups) for (const row of scores) {
            const other = rowOf((expected.get(value) ?? []) as readonly Row[], row.kind, row.role)
            if (!row.withheld && row.score !== (other?.score ?? null) && Math.abs((row.score ?? 0) - (other?.score ?? 0)) > 1e-9) broken.push(`${value} ${row.kind} ${row.role}: expected ${other?.score}, got ${row.score}`)
          }
        }
        return broken
      }), 0.35), LAW_TEST_MS)

  test('roles are never mixed: what others answer changes nothing of a role', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        const params = { from: '2024-01-01', to: '2024-04-01' }
        await bench.take(louder(world))
        const { scores } = await ask(bench, params)
        const { voices } = await list(bench, params)
        for (const role of ROLES) {
          const others = new Set(voices.filter(({ roles }) => !roles.includes(role)).map(({ source, key }) => `${source} ${key}`))
          const altered = louder(world).map((line) => (line.type === 'feedback' && KINDS.includes(String(line.kind)) && others.has(`${line.source ?? 'default'} ${line.key}`) ? { ...line, score: line.kind === 'nps' ? 0 : 1 } : line))
          await within(open(), async (second) => {
            await second.take(altered)
            const again = (await ask(second, params)).scores
            expect([role, again.filter((row) => row.role === role)]).toEqual([role, scores.filter((row) => row.role === role)])
          })
        }
        return []
      }), 0.1), LAW_TEST_MS)

  test('the order of arrival alters nothing, and pages make up the whole list', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        const times = louder(world).map((line, n): Line => ({ ...line, recordedAt: new Date(Date.parse('2024-06-01T00:00:00Z') + n * 1000).toISOString() }))
        await bench.take(times)
        const params = { from: '2024-01-01', to: '2024-04-01' }
        const all = await list(bench, params)
        const pages: string[] = []
        for (let cursor: string | null = '0'; cursor !== null; ) {
          const page = await list(bench, { ...params, limit: '7', cursor })
          pages.push(...page.voices.map(({ source, key }) => `${source} ${key}`))
          cursor = page.next
        }
        expect(pages).toEqual(all.voices.map(({ source, key }) => `${source} ${key}`))
        await within(open(), async (second) => {
          await second.take(shuffled(randomFrom(world.seed), times))
          for (const [study, more] of [['voices', {}], ['satisfaction', { by: 'payerKind', period: 'month', detail: 'mean' }], ['disagreements', { by: 'category', period: 'quarter', detail: 'scores' }], ['service-gap', {}]] as const) {
            expect(plain(await second.ask(study, { ...params, ...more }))).toEqual(plain(await bench.ask(study, { ...params, ...more })))
          }
        })
        return []
      }), 0.2), LAW_TEST_MS)
})
