import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { areDifferentNames } from '../../src/imports/known-otherwise.ts'
import type { FieldPlan, TablePlan } from '../../src/imports/plan.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

test.each([
  ['Acme', 'Zeta Inc', true], ['Ann Li', 'Zoe Quast', true], ['Acme Ltd', 'Beta Ltd', true],
  ['Acme', 'ACME GmbH', false], ['Bob Ray', 'Robert Ray', false], ['Ann Li', 'Li, Ann', false], ['Data Dog', 'Datadog', false], ['IBM', 'International Business Machines', false], ['Müller AG', 'Mueller', false],
])('%s and %s: evidently different is %s', (one, other, different) => {
  expect(areDifferentNames(one, other)).toBe(different)
})

describe('ids that another system gives to others', () => {
  let bench: Bench
  beforeEach(async () => { bench = await openBench() })
  afterEach(() => bench.close())

  async function lookedAt(files: Readonly<Record<string, string>>): Promise<ImportState> {
    const { imports } = bench.workspace
    const { id } = imports.begin({})
    for (const [name, text] of Object.entries(files)) await imports.append(id, name, 0, (async function* () { yield Buffer.from(text) })())
    imports.look(id)
    return imports.settled(id)
  }

  async function take(files: Readonly<Record<string, string>>): Promise<ImportState> {
    const { id } = await lookedAt(files)
    bench.workspace.imports.take(id)
    const state = await bench.workspace.imports.settled(id)
    await bench.workspace.caughtUp()
    return state
  }

  const CRM = { 'crm_accounts.csv': 'account_id,account_name,industry\n1,Acme,steel\n2,Beta GmbH,paper\n3,Cobalt,paint\n' }
  const otherwise = ({ warnings }: ImportState) => warnings.filter(({ code }) => code === 'ids-known-otherwise')

  test('are told before the yes, with a namespace of their own to choose, and choosing it makes them others', async () => {
    await take(CRM)
    const state = await lookedAt({ 'billing_accounts.csv': 'account_id,account_name,industry\n1,Zeta Inc,glass\n2,Ypsilon,glass\n3,Cobalt Ltd,paint\n' })
    expect(otherwise(state)).toMatchObject([{
      table: 'billing_accounts.csv', column: 'account_id', count: 2, says: '2 ids of account_id are known here under other names: account:1 is Acme, in the file Zeta Inc.',
      examples: ['account:1 is Acme, in the file Zeta Inc', 'account:2 is Beta GmbH, in the file Ypsilon'], mend: expect.stringContaining("--namespace billing_accounts.csv:organization=billing-accounts"),
    }])
    const plan = state.tables[0]?.plan as TablePlan
    const { organization } = plan.fields
    const mended = await bench.workspace.imports.plan(state.id, [{ ...plan, fields: { ...plan.fields, organization: { ...(organization as FieldPlan), reading: { namespace: 'billing-accounts' } } } }])
    expect(otherwise(mended)).toEqual([])
    bench.workspace.imports.take(state.id)
    await bench.workspace.imports.settled(state.id)
    await bench.workspace.caughtUp()
    expect(JSON.stringify(await bench.ask('party', { party: 'account:1' }))).not.toContain('Zeta')
  })

  test('and so are those of persons; the same file again says nothing', async () => {
    const users = { 'app_users.csv': 'user_id,email,name\n1,ann@acme.example,Ann Li\n2,bo@beta.example,Bo Ray\n' }
    await take(users)
    expect(otherwise(await lookedAt(users))).toEqual([])
    expect(otherwise(await lookedAt({ 'desk_users.csv': 'user_id,email,name\n1,zoe@zeta.example,Zoe Quast\n2,bo@beta.example,Bo Ray\n' }))).toMatchObject([{ column: 'user_id', count: 1 }])
  })

  test('two tables of one import too', async () => {
    const state = await lookedAt({ ...CRM, 'billing_accounts.csv': 'account_id,account_name,plan_note\n1,Zeta Inc,a\n2,Ypsilon,b\n3,Xenon,c\n' })
    expect(otherwise(state)).toMatchObject([{ table: null, count: 3, says: expect.stringContaining('have other names in another table of this import: account:1 is ') }])
  })
})
