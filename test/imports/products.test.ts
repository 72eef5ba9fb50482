import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { asOneProduct } from '../../src/imports/one-product.ts'
import type { DataWarning } from '../../src/imports/plan.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const WINDOW = { from: '2026-10-23', to: '2026-11-22' }

const CUSTOMERS = `id,Description,Email,Name,Created (UTC),Delinquent,Currency
cus_N1aaaaaaaaaaaa,,billing@acme.example,Acme GmbH,2025-10-01 09:12,false,eur
cus_N2aaaaaaaaaaaa,,billing@globex.example,Globex Inc,2025-10-01 09:12,false,eur
`
const SUBSCRIPTION_HEAD = 'id,Customer ID,Customer Email,Customer Name,Plan,Plan Nickname,Product,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Ended At (UTC)'
const subscription = (number: number, mail: string, name: string, product: string, plan: string): string =>
  `sub_1N${number}aaaaaaaaaaaa,cus_N${number}aaaaaaaaaaaa,${mail},${name},price_1N${number},${plan},${product},1,eur,month,99.00,active,2025-12-03 09:00,2025-12-03 09:00,2026-11-03 09:00,2026-12-03 09:00,`
const SUBSCRIPTIONS = `${SUBSCRIPTION_HEAD}
${subscription(1, 'billing@acme.example', 'Acme GmbH', 'prod_NotablePro', 'Notable Pro')}
${subscription(2, 'billing@globex.example', 'Globex Inc', 'prod_NotablePro', 'Notable Pro')}
`
const TWO_PRODUCTS = `${SUBSCRIPTION_HEAD}
${subscription(1, 'billing@acme.example', 'Acme GmbH', 'prod_NotablePro', 'Notable Pro')}
${subscription(2, 'billing@globex.example', 'Globex Inc', 'prod_Sheets', 'Sheets')}
`
/** Three people of the two firms, one of nobody. */
const USERS = `user_id,email,name,last_seen_at,created_at
1001,ann@acme.example,Ann Li,2026-10-28T08:00:00Z,2026-06-19T00:00:00Z
1002,bo@acme.example,Bo Ray,2026-11-16T08:00:00Z,2025-07-06T00:00:00Z
1003,cy@globex.example,Cy Orr,2026-11-10T08:00:00Z,2025-07-06T00:00:00Z
1004,di@gmail.com,Di Fox,2026-11-11T08:00:00Z,2025-07-06T00:00:00Z
`

type Files = Readonly<Record<string, string>>

let bench: Bench
beforeEach(async () => { bench = await openBench({ now: () => NOW }) })
afterEach(() => bench.close())

async function looked(files: Files): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id } = imports.begin({})
  for (const [name, text] of Object.entries(files)) await imports.append(id, name, 0, (async function* () { yield Buffer.from(text) })())
  imports.look(id)
  return imports.settled(id)
}

async function taken({ id }: ImportState): Promise<ImportState> {
  bench.workspace.imports.take(id)
  const state = await bench.workspace.imports.settled(id)
  await bench.workspace.caughtUp()
  return state
}

async function payers(): Promise<Readonly<Record<string, number>>> {
  const { kinds } = (await bench.ask('payers-of-use', WINDOW)) as { readonly kinds: readonly { readonly kind: string; readonly users: number }[] }
  return Object.fromEntries(kinds.filter(({ users }) => users > 0).map(({ kind, users }) => [kind, users]))
}

async function products(): Promise<readonly string[]> {
  return ((await bench.ask('products', {})) as { readonly products: readonly { readonly product: string }[] }).products.map(({ product }) => product)
}

const planOf = (state: ImportState, table: string) => state.tables.find((one) => one.table === table)?.plan
const missingOf = (state: ImportState, table: string) => state.tables.find((one) => one.table === table)?.missing
const apart = (warnings: readonly DataWarning[]) => warnings.filter(({ code }) => code === 'products-apart')
const allOne = (state: ImportState, product: string) => bench.workspace.imports.plan(state.id, state.tables.map(({ plan }) => asOneProduct(plan, product)))

describe('use that names no product, beside money that names one', () => {
  test('is of that product, with the reason, and is paid for', async () => {
    const state = await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': SUBSCRIPTIONS, 'users.csv': USERS })
    expect(planOf(state, 'users.csv')).toMatchObject({ constants: { product: 'prod_NotablePro' }, because: expect.stringContaining('its product is prod_NotablePro, the only one that subscriptions.csv names') })
    expect(state.products).toEqual({ silent: [], named: [{ product: 'prod_NotablePro', name: 'Notable Pro', tables: ['subscriptions.csv'] }] })
    expect(apart(state.warnings)).toEqual([])
    await taken(state)
    expect(await payers()).toEqual({ organization: 3, nobody: 1 })
  })

  test('all of it is one product: then no table names another, and no other is known', async () => {
    const state = await allOne(await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': TWO_PRODUCTS, 'users.csv': USERS }), 'notable')
    expect(planOf(state, 'subscriptions.csv')).toMatchObject({ constants: { product: 'notable' }, leftOver: expect.arrayContaining(['Product']) })
    expect(apart(state.warnings)).toEqual([])
    await taken(state)
    expect(await payers()).toEqual({ organization: 3, nobody: 1 })
    expect(await products()).toEqual(['notable'])
  })

  test('the folder of the files is no product', async () => {
    const state = await looked({ 'export/users.csv': USERS })
    expect(planOf(state, 'export/users.csv')?.constants.product).toBe('product')
    expect(state.products?.silent).toEqual(['export/users.csv'])
  })

  test('where several are named it is asked, and nothing is written before', async () => {
    const state = await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': TWO_PRODUCTS, 'users.csv': USERS })
    expect(missingOf(state, 'users.csv')).toEqual(['product'])
    expect(state.products).toEqual({ silent: ['users.csv'], named: [{ product: 'prod_NotablePro', name: 'Notable Pro', tables: ['subscriptions.csv'] }, { product: 'prod_Sheets', name: 'Sheets', tables: ['subscriptions.csv'] }] })
    expect(() => bench.workspace.imports.take(state.id)).toThrow('lacks product')
  })

  test('the only product of the workspace is meant; one of an import that was undone is forgotten', async () => {
    const first = await taken(await allOne(await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': SUBSCRIPTIONS }), 'notable'))
    expect(planOf(await looked({ 'users.csv': USERS }), 'users.csv')?.constants.product).toBe('notable')
    await bench.workspace.imports.undo(first.id)
    await bench.workspace.caughtUp()
    expect(planOf(await looked({ 'users.csv': USERS }), 'users.csv')?.constants.product).toBe('product')
  })

  test('where the workspace knows one and the files name another, it is asked', async () => {
    await bench.take([{ type: 'usage', key: 'u1', party: 'user:ann', product: 'notes', at: '2026-11-01T08:00:00Z' }])
    expect(missingOf(await looked({ 'subscriptions.csv': SUBSCRIPTIONS, 'users.csv': USERS }), 'users.csv')).toEqual(['product'])
  })
})

describe('products of use and of money that do not meet', () => {
  const apartSays = "Use is of the product 'product', money is of 'prod_NotablePro': no use of it will be paid for."

  test('are told before the yes, across imports, and after it as long as it is so', async () => {
    await taken(await looked({ 'users.csv': USERS }))
    const state = await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': SUBSCRIPTIONS.replaceAll('Notable Pro', 'price_1N') })
    expect(apart(state.warnings)).toMatchObject([{ says: apartSays, mend: expect.stringContaining('--set product=prod_NotablePro') }])
    await taken(state)
    expect(await payers()).toEqual({ nobody: 4 })
    const { warnings } = (await bench.ask('data-warnings', {})) as { readonly warnings: readonly DataWarning[] }
    expect(apart(warnings)).toMatchObject([{ says: apartSays.replace('will be', 'is') }])
    await bench.workspace.imports.undo(state.id)
    await bench.workspace.caughtUp()
    await taken(await allOne(await looked({ 'customers.csv': CUSTOMERS, 'subscriptions.csv': SUBSCRIPTIONS }), 'product'))
    expect(await payers()).toEqual({ organization: 3, nobody: 1 })
    expect(apart(((await bench.ask('data-warnings', {})) as { readonly warnings: readonly DataWarning[] }).warnings)).toEqual([])
  })

  test('a product that lives on the money of another one meets it', async () => {
    await bench.take([{ type: 'product', key: 'free', fundedBy: 'prod_NotablePro' }, { type: 'usage', key: 'u1', party: 'user:ann', product: 'free', at: '2026-11-01T08:00:00Z' }])
    expect(apart((await looked({ 'subscriptions.csv': SUBSCRIPTIONS })).warnings)).toEqual([])
  })

  test('rows that name their product themselves are of the one product too, once it is said', async () => {
    const events = ['ann', 'bo'].map((user, at) => JSON.stringify({ type: 'track', event: 'Opened', userId: user, messageId: `m${at}`, timestamp: '2026-11-02T08:00:00Z', properties: { product: `app-${at}` } })).join('\n')
    const state = await allOne(await looked({ 'events.jsonl': `${events}\n` }), 'notable')
    expect(planOf(state, 'events.jsonl')?.format).not.toBe(null)
    await taken(state)
    expect(await products()).toEqual(['notable'])
  })
})
