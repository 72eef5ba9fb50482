import { describe, expect, test } from 'vitest'
import { functionOfRole } from './crm-cells.ts'
import { longSalesforceId } from './known-salesforce.ts'
import { type TrialTable, textTable, trialTables } from './trial.ts'

const TERMS = { product: 'notes', currency: 'EUR' }

async function imported(tables: Readonly<Record<string, readonly (readonly (string | null)[])[]>>): Promise<(name: string) => TrialTable> {
  const made = await trialTables(Object.entries(tables).map(([name, [header = [], ...rows]]) => textTable(name, header.map(String), rows)), TERMS)
  return (name) => made.get(name) as TrialTable
}

const ACME = '001D000000IqhSLIAZ'
const GLOBEX = '0011G00000eM9wvQAC'
const ANN = '0031G00000q9jPQQAY'
const DEAL = '006q000000HddohAAB'

describe('ids', () => {
  test('the three letters more of the long form say which letters are capitals', () => {
    expect(['001D000000IqhSL', '0011G00000eM9wv', '0015500000Xyy06', '006q000000Hddoh', '005000000000000'].map(longSalesforceId)).toEqual([ACME, GLOBEX, '0015500000Xyy06AAB', DEAL, '005000000000000AAA'])
    expect([ACME, 'not an id', '001D000000IqhS!'].map(longSalesforceId)).toEqual([ACME, 'not an id', '001D000000IqhS!'])
  })
})

test('roles say who decides, who speaks for it, who pays the bill', () => {
  expect(['Decision Maker', 'Economic Buyer', 'Economic Decision Maker', 'Evaluator', 'Influencer', 'Executive Sponsor', 'Technical Buyer', 'Business User', 'Other', 'Billing contact', 'Budget Holder;Champion'].map(functionOfRole)).toEqual([
    'decider', 'decider', 'decider', 'champion', 'champion', 'champion', 'champion', null, null, 'billing', 'decider',
  ])
})

describe('objects by their API names', () => {
  test('accounts are parts of their parents; partners are told by type or by mark', async () => {
    const accounts = (await imported({
      'Account.csv': [
        ['Id', 'IsDeleted', 'Name', 'Type', 'ParentId', 'Website', 'Industry', 'IsPartner'],
        [ACME.slice(0, 15), 'false', 'Acme', 'Customer - Direct', GLOBEX, 'https://www.acme.com', 'Paper', 'false'], [GLOBEX, 'false', 'Globex', 'Channel Partner / Reseller', '', 'globex.com', 'Energy', 'false'],
        ['0011G00000f8IrIQAU', 'false', 'Reyes', '', '', '', '', 'true'], ['0011G00000fIPsfQAG', 'true', 'Gone', '', '', '', '', 'false'],
      ],
    }))('Account.csv')
    expect(accounts.plan).toMatchObject({ format: 'salesforce-accounts', source: 'salesforce' })
    expect(accounts.lines.filter(({ type, name }) => type === 'party' && name !== undefined).map(({ ids, name, category }) => [ids, name, category])).toEqual([
      [[`salesforce-account:${ACME}`], 'Acme', 'Paper'], [[`salesforce-account:${GLOBEX}`], 'Globex', 'Channel Partner / Reseller'], [['salesforce-account:0011G00000f8IrIQAU'], 'Reyes', 'Partner'],
    ])
    expect(accounts.lines.filter(({ type }) => type === 'link')).toMatchObject([{ ids: [`salesforce-account:${ACME}`, 'domain:acme.com'], inferred: true }, { ids: [`salesforce-account:${GLOBEX}`, 'domain:globex.com'], inferred: true }])
    expect(accounts.lines.filter(({ type }) => type === 'ownership')).toMatchObject([{ organization: `salesforce-account:${ACME}`, parent: `salesforce-account:${GLOBEX}` }])
    expect(accounts.outcomes.at(-1)).toEqual({ kind: 'left-out', why: 'deleted in Salesforce' })
  })

  test('opportunities that were won are agreements; contact roles make deciders of the account, though ids are written short in one file and long in the other', async () => {
    const of = await imported({
      'Opportunity.csv': [
        ['Id', 'AccountId', 'Name', 'StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate', 'CreatedDate', 'IsWon', 'IsClosed', 'IsDeleted'],
        [DEAL.slice(0, 15), ACME.slice(0, 15), 'Acme yearly', 'Unterschrieben', '1200.5', 'USD', '2026-03-01', '2026-01-01T10:00:00.000Z', '1', '1', '0'], ['006q000000HcZXXAA3', ACME, 'No', 'Verloren', '300', 'USD', '2026-03-01', '2026-01-01T10:00:00.000Z', '0', '1', '0'],
        ['006q000000HdOhuAAF', ACME, 'Maybe', 'Closed Won soon', '10', 'USD', '2026-09-01', '2026-01-01T10:00:00.000Z', '0', '0', '0'],
      ],
      'OpportunityContactRole.csv': [
        ['Id', 'OpportunityId', 'ContactId', 'Role', 'IsPrimary', 'IsDeleted'], ['00K1', DEAL, ANN.slice(0, 15), 'Economic Buyer', 'true', 'false'], ['00K2', DEAL, '0031G00000rfAvuQAE', 'Business User', 'false', 'false'],
        ['00K3', '006q000000Hxxxx', ANN, 'Decision Maker', 'false', 'false'],
      ],
      'OpportunityLineItem.csv': [['Id', 'OpportunityId', 'Product2Id', 'PricebookEntryId', 'Quantity', 'TotalPrice'], ['00k1', DEAL, '01t1G000002Uf3MQAS', '01u1', '5', '1200.5']],
      'Product2.csv': [['Id', 'Name', 'ProductCode', 'IsActive'], ['01t1G000002Uf3MQAS', 'Drill', 'D1', 'true']],
    })
    expect(of('Opportunity.csv').lines.filter(({ type }) => type === 'agreement')).toMatchObject([
      { key: `deal ${DEAL}`, buyer: `salesforce-account:${ACME}`, product: 'Drill', amount: '1200.50', currency: 'USD', from: '2026-03-01' },
    ])
    expect(of('Opportunity.csv').lines.find(({ type }) => type === 'party')).toMatchObject({ kind: 'organization', ids: [`salesforce-account:${ACME}`] })
    expect(of('Opportunity.csv').outcomes.map((outcome) => (outcome.kind === 'left-out' ? outcome.why : outcome.kind))).toEqual(['lines', 'lines', 'lines'])
    expect(of('Opportunity.csv').lines.filter(({ type }) => type === 'deal').map(({ stage }) => stage)).toEqual(['won', 'lost', 'open'])
    expect(of('OpportunityContactRole.csv').lines.map(({ person, organization, function: role }) => [person, organization, role])).toEqual([
      [`salesforce-contact:${ANN}`, `salesforce-account:${ACME}`, 'decider'], ['salesforce-contact:0031G00000rfAvuQAE', `salesforce-account:${ACME}`, undefined],
    ])
    expect(of('OpportunityContactRole.csv').outcomes.at(-1)).toMatchObject({ kind: 'left-out', why: expect.stringContaining('not part of the import') })
  })

  test('relations may have several roles, and end; partners are told by their role', async () => {
    const of = await imported({
      'AccountContactRelation.csv': [['Id', 'AccountId', 'ContactId', 'Roles', 'IsActive', 'IsDirect'], ['07k1', ACME, ANN, 'Decision Maker;Influencer', 'true', 'false'], ['07k2', GLOBEX, ANN, '', 'true', 'true'], ['07k3', GLOBEX, ANN, 'Evaluator', 'false', 'true']],
      'Partner.csv': [['Id', 'AccountFromId', 'AccountToId', 'Role', 'IsPrimary'], ['00I1', ACME, GLOBEX, 'VAR/Reseller', 'true']],
    })
    expect(of('AccountContactRelation.csv').lines.map(({ organization, function: role }) => [organization, role])).toEqual([[`salesforce-account:${ACME}`, 'decider'], [`salesforce-account:${ACME}`, 'champion'], [`salesforce-account:${GLOBEX}`, undefined]])
    expect(of('Partner.csv').lines).toMatchObject([{ type: 'party', kind: 'organization', ids: [`salesforce-account:${GLOBEX}`], category: 'Partner: VAR/Reseller' }])
  })

  test('users are our own people, but for those of portals and programs', async () => {
    const users = (await imported({
      'User.csv': [
        ['Id', 'Username', 'Email', 'FirstName', 'LastName', 'UserType', 'ContactId', 'AccountId'], ['0051G000005MreQAAC', 'sue@we.example', 'sue@we.example', 'Sue', 'Sales', 'Standard', '', ''],
        ['0051G000005MrfQAAC', 'ann@acme.com', 'ann@acme.com', 'Ann', 'Abel', 'PowerPartner', ANN, ACME], ['0051G000005MrgQAAC', 'auto', '', '', 'Process', 'AutomatedProcess', '', ''],
      ],
    }))('User.csv')
    expect(users.lines.map(({ type, ids, party, organization }) => [type, ids ?? party ?? organization])).toEqual([
      ['party', ['salesforce-user:0051G000005MreQAAC', 'email:sue@we.example']], ['staff', 'salesforce-user:0051G000005MreQAAC'],
      ['party', ['salesforce-user:0051G000005MrfQAAC', `salesforce-contact:${ANN}`, 'email:ann@acme.com']], ['membership', `salesforce-account:${ACME}`],
    ])
  })
})

describe('reports with labels', () => {
  test('accounts, contacts and opportunities are known by their labels', async () => {
    const of = await imported({
      'accounts.csv': [['Account ID', 'Account Name', 'Type', 'Parent Account', 'Website'], [ACME.slice(0, 15), 'Acme', 'Customer', 'Globex', 'acme.com'], [GLOBEX.slice(0, 15), 'Globex', 'Technology Partner', '', '']],
      'contacts.csv': [['Contact ID', 'First Name', 'Last Name', 'Title', 'Email', 'Account ID', 'Account Name', 'Email Opt Out'], [ANN.slice(0, 15), 'Ann', 'Abel', 'CFO', 'ann@acme.com', ACME.slice(0, 15), 'Acme', '1']],
      'opportunities.csv': [['Opportunity Name', 'Stage', 'Amount', 'Amount Currency', 'Close Date', 'Created Date', 'Account Name', 'Account ID', 'Won', 'Closed'], ['Acme yearly', 'Closed Won', '100', 'EUR', '01/03/2026', '13/01/2026', 'Acme', ACME.slice(0, 15), '1', '1']],
    })
    expect(['accounts.csv', 'contacts.csv', 'opportunities.csv'].map((name) => of(name).plan.format)).toEqual(['salesforce-accounts-report', 'salesforce-contacts-report', 'salesforce-opportunities-report'])
    expect(of('accounts.csv').lines.filter(({ type }) => type === 'ownership')).toMatchObject([{ organization: `salesforce-account:${ACME}`, parent: `salesforce-account:${GLOBEX}` }])
    expect(of('contacts.csv').lines.find(({ key }) => key === `salesforce-contact:${ANN}`)).toMatchObject({ ids: [`salesforce-contact:${ANN}`, 'email:ann@acme.com'], permission: 'no', traits: { title: 'CFO' } })
    expect(of('contacts.csv').lines.find(({ type }) => type === 'membership')).toMatchObject({ organization: `salesforce-account:${ACME}` })
    expect(of('opportunities.csv').lines.find(({ type }) => type === 'agreement')).toMatchObject({ buyer: `salesforce-account:${ACME}`, amount: '100.00', from: '2026-03-01' })
  })

  test('a table of another system with Id and Name is not taken for accounts', async () => {
    const other = (await imported({ 'things.csv': [['Id', 'Name', 'ParentId'], ['1', 'Bikes', ''], ['2', 'Parts', '1']] }))('things.csv')
    expect(other.plan.format).toBeNull()
  })
})
