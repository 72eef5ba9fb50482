import { Type } from 'typebox'
import { dayOf, dayText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { type ImportState, Tally } from '../imports/import-state.ts'
import { type Count, sumOf, tallyOf } from '../imports/tally.ts'
import { LEFT_OUT_STAFF, PAYER_KINDS } from '../roles/stamp.ts'
import type { Payment } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { isExplained } from './money.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { COMMON, knownAtFrom } from './question.ts'
import { sql } from './sql.ts'

const INPUT = Type.Object({
  id: Type.Optional(Type.String({ description: 'Id of an import; absent: everything that came, by whatever door.' })),
  knownAt: COMMON.knownAt,
}, { additionalProperties: false })

const MONEY = Type.Array(Type.Object({
  currency: Type.String(),
  in: Type.String({ description: 'in = explained + unknown + toOthers. Refunds and credits count negative.' }),
  explained: Type.String(), unknown: Type.String(),
  toOthers: Type.String({ description: 'Payments to other sellers than us.' }),
  payments: Type.Integer(),
}))
const USAGE = Type.Object({
  in: Type.Integer({ description: 'Events; in = stamped + leftOut.' }),
  stamped: Type.Integer(),
  kinds: Type.Array(Type.Object({ kind: Type.String(), events: Type.Integer() }), { description: 'Those stamped, by who pays.' }),
  leftOut: Type.Object({ staff: Type.Integer(), override: Type.Integer() }),
})
const OUTPUT = Type.Object({
  import: Type.Union([Type.Null(), Type.Object({ id: Type.String(), name: Type.String(), status: Type.String() })]),
  rows: Tally,
  tables: Type.Array(Type.Object({ import: Type.String(), table: Type.String(), source: Type.String(), kind: Type.String(), rows: Tally })),
  money: MONEY,
  unknownPayments: Type.Array(Type.Object({
    payment: Type.String({ description: 'Key of its line.' }), source: Type.String(), day: Type.String(), currency: Type.String(), amount: Type.String(),
    payer: Type.Union([PARTY, Type.Null()]), agreement: Type.Union([Type.String(), Type.Null()]), why: Type.String(), mend: Type.String(),
  }), { description: 'The largest first; at most 100.' }),
  unknownPaymentsInAll: Type.Integer(),
  usage: USAGE,
  lastDay: Type.Union([Type.String(), Type.Null()], { description: 'The last day of a payment or of use, not after today: figures of the days before it have something to show.' }),
  sources: Type.Array(Type.Object({ source: Type.String(), rows: Tally, money: MONEY, usage: Type.Object({ lines: Type.Integer(), events: Type.Integer() }) }), {
    description: 'By source, over all imports that are not undone, and money and use by all doors.',
  }),
})
const SHOWN = 100

/** Does what came in add up, row by row and to the minor unit? Cost grows with the payments and with the usage rows. */
export const importReconciliation: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'import-reconciliation',
  summary: 'Does it add up: rows in are written, known, refused or left out; money in is explained or unknown, with the payments behind it; use in is stamped or left out.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, { id, knownAt }) => {
    const state = id === undefined ? null : workspace.imports.get(id)
    return workspace.ask(SELF, knownAtFrom(knownAt), async (asked) => {
      const tables = countedTables(workspace, state)
      const payments = [...asked.view.world.payments.values()]
      const own = state === null ? payments : payments.filter(({ line }) => line.import === state.id)
      const unknown = own.filter((payment) => isToUs(asked, payment) && !isExplained(asked.view.coverage, payment)).sort(byAmount)
      const { last, ...usage } = await usageOf(asked, state)
      const lastDay = own.reduce((latest, { line }) => Math.max(latest, dayOf(line.at)), last ?? Number.NEGATIVE_INFINITY)
      return {
        import: state && { id: state.id, name: state.name, status: state.status },
        rows: tallyOf(sumOf(tables.map(({ count }) => count))),
        tables: tables.map(({ count, ...table }) => ({ ...table, rows: tallyOf(count) })),
        money: moneyOf(asked, own),
        unknownPayments: unknown.slice(0, SHOWN).map((payment) => unknownPayment(asked, payment)),
        unknownPaymentsInAll: unknown.length,
        usage,
        lastDay: lastDay === Number.NEGATIVE_INFINITY ? null : dayText(Math.min(lastDay, dayOf(workspace.now()))),
        sources: sourcesOf(asked, countedTables(workspace, null), payments),
      }
    })
  },
}

interface CountedTable {
  readonly import: string
  readonly table: string
  readonly source: string
  readonly kind: string
  readonly count: Count
}

/** Tables of which rows were taken. Those of undone imports no longer count, but for the import that is asked for. */
function countedTables(workspace: Workspace, state: ImportState | null): readonly CountedTable[] {
  const states = state === null ? workspace.imports.list().filter(({ status }) => status !== 'undone') : [state]
  return states.flatMap(({ id, tables }) => {
    const counts = workspace.imports.counts(id)
    return tables.flatMap(({ table, plan }) => {
      const count = counts[table]
      return count ? [{ import: id, table, source: plan.source, kind: plan.kind, count }] : []
    })
  })
}

function signed({ line }: Payment): bigint {
  return line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)
}

function isToUs(asked: Asked, { seller }: Payment): boolean {
  return asked.view.world.party(seller) === asked.view.coverage.seller
}

function byAmount(a: Payment, b: Payment): number {
  return b.line.amountMinor - a.line.amountMinor || (a.line.key < b.line.key ? -1 : 1)
}

function moneyOf(asked: Asked, payments: readonly Payment[]) {
  const sums = new Map<string, { explained: bigint; unknown: bigint; toOthers: bigint; payments: number }>()
  for (const payment of payments) {
    const { currency } = payment.line
    const sum = sums.get(currency) ?? { explained: 0n, unknown: 0n, toOthers: 0n, payments: 0 }
    sum[!isToUs(asked, payment) ? 'toOthers' : isExplained(asked.view.coverage, payment) ? 'explained' : 'unknown'] += signed(payment)
    sum.payments += 1
    sums.set(currency, sum)
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, { explained, unknown, toOthers, payments: n }]) => ({
    currency, in: amountText(explained + unknown + toOthers, currency), explained: amountText(explained, currency), unknown: amountText(unknown, currency),
    toOthers: amountText(toOthers, currency), payments: n,
  }))
}

function unknownPayment(asked: Asked, payment: Payment) {
  const { world } = asked.view
  const { line } = payment
  const party = payment.payer === 0 ? null : world.party(payment.payer)
  return {
    payment: line.key, source: line.source, day: dayText(dayOf(line.at)), currency: line.currency, amount: amountText(signed(payment), line.currency),
    payer: party === null ? null : partyShape(world, party), agreement: line.agreement, ...whyUnknown(asked, payment, party),
  }
}

/** Why nobody knows what a payment is for, and what would tell. */
export function whyUnknown(asked: Asked, { line }: Payment, party: number | null): { readonly why: string; readonly mend: string } {
  const { world } = asked.view
  const payer = party === null || !world.isKnown(party) ? null : nameInWords(world, party)
  const agreement = line.agreement === null ? undefined : world.agreements.get(line.agreement)
  if (agreement) return { why: `It names the agreement ${line.agreement}, which somebody else sells, not we.`, mend: 'Correct the seller of the agreement, or of the payment.' }
  if (line.agreement !== null) {
    return { why: `It names the agreement ${line.agreement}, which no line describes${payer === null ? '' : `, and ${payer} buys nothing else from us`}.`, mend: 'Import the subscriptions or agreements that the payments name.' }
  }
  if (payer === null) return { why: 'It names neither a payer whom we know nor an agreement.', mend: 'Choose the column that says who paid, or for which subscription, and import it again.' }
  return { why: `${payer} paid, but buys nothing from us that we know of, and pays for nobody.`, mend: `Import the subscription or order of ${payer}, or say which customer ${payer} is the same as.` }
}

interface UseRow { readonly what: 'in' | 'became'; readonly kind: number; readonly left_out: number; readonly events: number; readonly last_day: number | null }

async function usageOf(asked: Asked, state: ImportState | null) {
  const { id, knownAt } = asked.view
  // An import without use has no number, and 0 stands for lines of no import.
  const number = state === null ? null : asked.projection.words.imports.find(state.id) || -1
  const rows = await asked.db.rows<UseRow>(sql('import-reconciliation'), { view: id, known: knownAt, undone: asked.undone, import: number })
  const sum = (matches: (row: UseRow) => boolean): number => rows.filter(matches).reduce((events, row) => events + row.events, 0)
  const counted = (row: UseRow): boolean => row.what === 'became' && row.left_out === 0
  return {
    last: rows.find(({ what }) => what === 'in')?.last_day ?? null,
    in: sum(({ what }) => what === 'in'),
    stamped: sum(counted),
    kinds: PAYER_KINDS.map((kind, place) => ({ kind, events: sum((row) => counted(row) && row.kind === place) })),
    leftOut: { staff: sum(({ left_out }) => left_out === LEFT_OUT_STAFF), override: sum(({ left_out }) => left_out > LEFT_OUT_STAFF) },
  }
}

function sourcesOf(asked: Asked, tables: readonly CountedTable[], payments: readonly Payment[]) {
  const use = asked.projection.usageOfSource
  const names = [...new Set([...tables.map(({ source }) => source), ...payments.map(({ line }) => line.source), ...use.keys()])].sort()
  return names.map((source) => ({
    source,
    rows: tallyOf(sumOf(tables.filter((table) => table.source === source).map(({ count }) => count))),
    money: moneyOf(asked, payments.filter(({ line }) => line.source === source)),
    usage: { lines: use.get(source)?.lines ?? 0, events: use.get(source)?.events ?? 0 },
  }))
}
