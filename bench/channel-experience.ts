/** The part of each intermediary in channels of three sizes, ten voices of end users to each reseller: asked for the first time, and again. `npx tsx bench/channel-experience.ts [--size 10000]`, the most resellers. */
import { dayText } from '../src/base/day.ts'
import type { Operation } from '../src/base/operation.ts'
import type { Workspace } from '../src/roles/workspace.ts'
import { type Cell, splitOf } from '../src/studies/channel-variance.ts'
import { operations } from '../src/studies/index.ts'
import { type Measure, option, report } from './report.ts'
import { emptyWorld, FIRST_DAY, take } from './world.ts'

const largest = option('size', 10_000)
const sizes = [largest / 100, largest / 10, largest]
const VOICES_A_RESELLER = 10
const PRODUCTS = ['drill', 'saw', 'sander', 'grinder', 'router'] as const
const WINDOW = { from: dayText(FIRST_DAY), to: dayText(FIRST_DAY + 180) }

/** Every reseller buys all products from us; each of its end users bought one, used it, and said how content they are, for a reason in the product, in the reseller, and in themselves. */
function* channel(resellers: number): Generator<object> {
  for (const key of PRODUCTS) yield { type: 'product', key, name: key }
  for (let reseller = 0; reseller < resellers; reseller += 1) {
    const account = `account:r${reseller}`
    yield { type: 'party', key: `r${reseller}`, kind: 'organization', ids: [account], name: `Shop ${reseller}` }
    for (const product of PRODUCTS) yield { type: 'agreement', key: `w${reseller}-${product}`, product, seller: 'self', buyer: account, seats: 40, amount: '100.00', currency: 'EUR', interval: 'month', from: '2025-01-01' }
    for (let voice = 0; voice < VOICES_A_RESELLER; voice += 1) {
      const [user, place] = [`user:u${reseller}-${voice}`, (reseller * 7 + voice * 3) % PRODUCTS.length]
      const [product, day] = [PRODUCTS[place], dayText(FIRST_DAY + ((reseller + voice * 11) % 170))]
      const score = 6 + ((reseller * 31) % 5) - 2 - (place === 3 ? 3 : 0) + ((reseller * 13 + voice * 17) % 5) - 2
      yield { type: 'agreement', key: `e${reseller}-${voice}`, product, seller: account, buyer: user, amount: '90.00', currency: 'EUR', interval: 'once', from: '2025-06-01' }
      yield { type: 'usage', key: `u${reseller}-${voice}`, party: user, product, event: 'used', at: `${day}T09:00:00Z` }
      yield voice % 5 === 4 ? { type: 'feedback', key: `f${reseller}-${voice}`, party: user, product, kind: 'complaint', topic: 'delivery', at: `${day}T10:00:00Z` }
        : { type: 'feedback', key: `f${reseller}-${voice}`, party: user, product, kind: 'nps', score: Math.max(0, Math.min(10, score)), at: `${day}T10:00:00Z` }
    }
  }
}

/** The split alone, on as many answers about five products. */
function cells(resellers: number): Cell[] {
  return Array.from({ length: resellers * PRODUCTS.length }, (_, at) => {
    const scores = [0, 1].map((n) => 5 + ((at * 7) % PRODUCTS.length) + ((Math.floor(at / PRODUCTS.length) * 31) % 5) + ((at * 13 + n * 17) % 5))
    return { product: at % PRODUCTS.length, dealer: Math.floor(at / PRODUCTS.length), n: 2, sum: scores.reduce((sum, one) => sum + one, 0), squares: scores.reduce((sum, one) => sum + one * one, 0) }
  })
}

/** Processor time in milliseconds, of all threads: what the machine does besides is not in it. */
async function spent(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const measures: Measure[] = []
const add = (what: string, got: number): void => {
  measures.push({ id: 'P8', what, unit: 'ms', got, more: false })
  console.error(`${what}: ${got.toFixed(0)} ms`)
}
const study = (operations as readonly Operation<Workspace>[]).find(({ name }) => name === 'channel-experience')
for (const resellers of sizes) {
  const { workspace, close } = await emptyWorld()
  await take(workspace, channel(resellers))
  await workspace.caughtUp()
  const name = `${resellers.toLocaleString('en')} resellers, ${(resellers * VOICES_A_RESELLER).toLocaleString('en')} voices`
  const ask = (more: object): unknown => study?.run(workspace, { ...WINDOW, limit: '50', ...more } as never)
  add(`channel-experience, ${name}, first time`, await spent(() => ask({})))
  add(`channel-experience, ${name}, asked again`, await spent(() => ask({})))
  add(`channel-experience, ${name}, other answers`, await spent(() => ask({ kind: 'complaints' })))
  add(`channel-experience, ${name}, sorted by name, found by a part of it`, await spent(() => ask({ sort: 'name', q: 'shop 1' })))
  const split = cells(resellers)
  add(`the variance split alone, ${(resellers * PRODUCTS.length * 2).toLocaleString('en')} answers`, await spent(() => splitOf(split)))
  await close()
}
report({ name: 'channel-experience', about: `What each intermediary's part is, at ${sizes.map((size) => size.toLocaleString('en')).join(', ')} resellers with ${VOICES_A_RESELLER} voices each about ${PRODUCTS.length} products. Processor time of all threads.`, settings: { 'voices of each': VOICES_A_RESELLER }, measures })
process.exit(0)
