import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableLook } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { lookAt } from './look.ts'
import { openTables } from './open-tables.ts'
import type { TablePlan } from './plan.ts'
import { missingFields, planWarnings, recognize, type RecognizeSettings, shapeOf, withKind } from './recognize.ts'
import { textTable } from './trial.ts'

const SETTINGS: RecognizeSettings = { kept: () => null, products: [], formats: [] }

/** A table as a spreadsheet would hold it: a header and rows, cells parted by `|`. */
function table(name: string, text: string) {
  const [columns = [], ...rows] = text.trim().split('\n').map((row) => row.split('|').map((cell) => cell.trim()))
  return textTable(name, columns, rows)
}

async function planned(name: string, text: string, settings: Partial<RecognizeSettings> = {}): Promise<TablePlan> {
  return recognize([await lookAt(table(name, text))], { ...SETTINGS, ...settings })[0] as TablePlan
}

function columnsOf(plan: TablePlan): Record<string, string> {
  return Object.fromEntries(Object.entries(plan.fields).map(([field, { column }]) => [field, column]))
}

describe('public data', () => {
  /** What each table must be recognized as, with the fields that matter; `nothing` for tables that say neither who nor what. */
  const EXPECTED: Readonly<Record<string, Readonly<Record<string, readonly [kind: string, fields?: Readonly<Record<string, string>>, missing?: readonly string[]]>>>> = {
    ravenstack_saas: {
      'accounts.csv': ['organizations', { organization: 'account_id', organizationName: 'account_name', category: 'industry', hasLeft: 'churn_flag' }],
      'churn_events.csv': ['requests', { id: 'churn_event_id', account: 'account_id', at: 'churn_date', left: 'churn_date', topic: 'reason_code', text: 'feedback_text' }],
      'feature_usage.csv.gz': ['usage-days', { id: 'usage_id', agreement: 'subscription_id', day: 'usage_date', event: 'feature_name', count: 'usage_count' }],
      'subscriptions.csv.gz': ['subscriptions', { id: 'subscription_id', customer: 'account_id', from: 'start_date', to: 'end_date', plan: 'plan_tier', seats: 'seats', amount: 'mrr_amount', trial: 'is_trial' }],
      'support_tickets.csv': ['scores', { id: 'ticket_id', account: 'account_id', at: 'submitted_at', score: 'satisfaction_score' }],
    },
    crm_pipeline: {
      'accounts.csv': ['organizations', { organizationName: 'account', category: 'sector', parentName: 'subsidiary_of' }],
      'products.csv': ['products', { product: 'product', price: 'sales_price' }],
      'sales_pipeline.csv': ['deals', { id: 'opportunity_id', product: 'product', customerName: 'account', stage: 'deal_stage', opened: 'engage_date', at: 'close_date', amount: 'close_value' }, ['currency']],
      'sales_teams.csv': ['nothing'],
    },
    adventureworks: {
      'customers.csv.gz': ['users', { person: 'CustomerKey', email: 'EmailAddress', firstName: 'FirstName', lastName: 'LastName' }],
      'geography.csv': ['nothing'],
      'internet_sales.csv.gz': ['sales', { id: 'SalesOrderNumber', line: 'SalesOrderLineNumber', customer: 'CustomerKey', product: 'ProductKey', at: 'OrderDate', quantity: 'OrderQuantity', amount: 'SalesAmount' }, ['currency']],
      'internet_sales_reason.csv.gz': ['nothing'],
      'oltp_business_contact.csv': ['contacts', { contact: 'PersonID', organization: 'BusinessEntityID', title: 'ContactType', email: 'PersonEmail' }],
      'oltp_customer.csv.gz': ['nothing'],
      'oltp_store.csv': ['organizations', { organization: 'BusinessEntityID', organizationName: 'Name' }],
      'products.csv': ['products', { product: 'ProductKey', name: 'ProductName', price: 'ListPrice' }],
      'prospective_buyers.csv.gz': ['contacts', { contact: 'ProspectiveBuyerKey', email: 'EmailAddress', firstName: 'FirstName', lastName: 'LastName' }],
      'reseller_sales.csv.gz': ['sales', { id: 'SalesOrderNumber', line: 'SalesOrderLineNumber', customer: 'ResellerKey', product: 'ProductKey', at: 'OrderDate', quantity: 'OrderQuantity', amount: 'SalesAmount' }, ['currency']],
      'resellers.csv': ['resellers', { organization: 'ResellerKey', organizationName: 'ResellerName', category: 'BusinessType' }],
      'survey_response.csv': ['requests', { id: 'SurveyResponseKey', person: 'CustomerKey', at: 'Date', topic: 'EnglishProductSubcategoryName' }],
      'territories.csv': ['nothing'],
    },
    northwind_pubs: {
      'nw_categories.csv': ['nothing'],
      'nw_customers.csv': ['contacts', { organization: 'CustomerID', organizationName: 'CompanyName', name: 'ContactName', title: 'ContactTitle' }],
      'nw_employees.csv': ['nothing'],
      'nw_order_details.csv': ['sales', { id: 'OrderID', line: 'ProductID', product: 'ProductID', quantity: 'Quantity', price: 'UnitPrice', discount: 'Discount', customer: 'CustomerID', at: 'OrderDate' }, ['currency']],
      'nw_orders.csv': ['sales', { id: 'OrderID', customer: 'CustomerID', at: 'OrderDate', sentTo: 'ShipName' }],
      'nw_products.csv': ['products', { product: 'ProductID', name: 'ProductName', price: 'UnitPrice' }],
      'nw_shippers.csv': ['organizations', { organization: 'ShipperID', organizationName: 'CompanyName' }],
      'nw_suppliers.csv': ['contacts', { organization: 'SupplierID', organizationName: 'CompanyName', name: 'ContactName', title: 'ContactTitle' }],
      'pubs_authors.csv': ['nothing'],
      'pubs_publishers.csv': ['organizations', { organization: 'pub_id', organizationName: 'pub_name' }],
      'pubs_sales.csv': ['sales', { id: 'ord_num', customer: 'stor_id', line: 'title_id', product: 'title_id', at: 'ord_date', quantity: 'qty', price: 'price' }, ['currency']],
      'pubs_stores.csv': ['organizations', { organization: 'stor_id', organizationName: 'stor_name' }],
      'pubs_titleauthor.csv': ['nothing'],
      'pubs_titles.csv': ['products', { product: 'title_id', name: 'title', price: 'price' }],
    },
    senzing: {
      'senzing_customers.csv': ['users', { person: 'RECORD_ID', is: 'RECORD_TYPE', email: 'EMAIL_ADDRESS', name: 'PRIMARY_NAME_FULL', firstName: 'PRIMARY_NAME_FIRST', lastName: 'PRIMARY_NAME_LAST', ownName: 'PRIMARY_NAME_ORG', category: 'CATEGORY' }],
      'senzing_key.csv': ['nothing'],
      'senzing_reference.csv': ['users', { person: 'RECORD_ID', is: 'RECORD_TYPE', email: 'EMAIL_ADDRESS', name: 'PRIMARY_NAME_FULL', firstName: 'PRIMARY_NAME_FIRST', lastName: 'PRIMARY_NAME_LAST', ownName: 'PRIMARY_NAME_ORG', accountName: 'EMPLOYER', category: 'CATEGORY' }],
      'senzing_watchlist.csv': ['users', { person: 'RECORD_ID', is: 'RECORD_TYPE', email: 'EMAIL_ADDRESS', name: 'PRIMARY_NAME_FULL', firstName: 'PRIMARY_NAME_FIRST', lastName: 'PRIMARY_NAME_LAST', accountName: 'EMPLOYER', category: 'CATEGORY' }],
    },
    'import_fixtures/mrr_playbook': {
      'subscription_periods.csv': ['subscriptions', { id: 'subscription_id', customer: 'customer_id', from: 'start_date', to: 'end_date', amount: 'monthly_amount' }, ['currency']],
    },
  }

  const data = process.env.HATRACK_TEST_DATA || resolve(import.meta.dirname, '../../../shared/data')

  for (const [set, tables] of Object.entries(EXPECTED)) {
    it.skipIf(!existsSync(join(data, set)))(`every table of ${set} is understood, or left alone`, async () => {
      const scratch = mkdtempSync(join(tmpdir(), 'hatrack-recognize-'))
      try {
        const files = readdirSync(join(data, set)).filter((name) => name in tables).map((name) => ({ name, path: join(data, set, name) }))
        const opened = await openTables(files, scratch)
        const looks: TableLook[] = []
        for (const one of opened.tables) looks.push(await lookAt(one))
        const plans = recognize(looks, SETTINGS)
        // A gzip is named by what it holds.
        const found = Object.fromEntries(plans.map((plan) => [plan.table.replace(/\.gz$/, ''), [plan.kind, columnsOf(plan), missingFields(plan)]]))
        expect(found).toEqual(Object.fromEntries(Object.entries(tables).map(([name, [kind, fields, missing]]) => [name.replace(/\.gz$/, ''), [kind, fields ?? {}, missing ?? []]])))
      } finally {
        rmSync(scratch, { recursive: true })
      }
    })
  }
})

describe('kinds and fields', () => {
  const TABLES: readonly (readonly [name: string, text: string, kind: string, fields: Readonly<Record<string, string>>, constants?: Readonly<Record<string, string>>])[] = [
    ['users.csv', `
      User ID | Email | Name | Company | Role | Last seen
      u1 | ann@acme.com | Ann Smith | Acme Inc | Admin | 2026-02-03 10:00
      u2 | bob@acme.com | Bob Reyes | Acme Inc | Member | 2026-02-04 11:30`,
    'users', { person: 'User ID', email: 'Email', name: 'Name', accountName: 'Company', function: 'Role', lastActive: 'Last seen' }, { product: 'product' }],
    ['nutzer.csv', `
      Nutzer-ID | E-Mail-Adresse | Vorname | Nachname | Firma | Zuletzt aktiv
      1 | ann@acme.de | Ann | Schmidt | Acme GmbH | 17.02.2026 10:00
      2 | bob@acme.de | Bob | Meyer | Acme GmbH | 03.02.2026 11:30`,
    'users', { person: 'Nutzer-ID', email: 'E-Mail-Adresse', firstName: 'Vorname', lastName: 'Nachname', accountName: 'Firma', lastActive: 'Zuletzt aktiv' }],
    ['utilisateurs.csv', `
      Courriel | Prénom | Nom | Entreprise | Dernière connexion
      ann@acme.fr | Ann | Dupont | Acme SA | 17/02/2026
      bob@acme.fr | Bob | Martin | Acme SA | 03/02/2026`,
    'users', { email: 'Courriel', firstName: 'Prénom', lastName: 'Nom', accountName: 'Entreprise', lastActive: 'Dernière connexion' }],
    ['usuarios.csv', `
      Correo electrónico | Nombre | Apellidos | Empresa | Último acceso
      ann@acme.es | Ann | García | Acme SL | 17/02/2026
      bob@acme.es | Bob | Pérez | Acme SL | 03/02/2026`,
    'users', { email: 'Correo electrónico', firstName: 'Nombre', lastName: 'Apellidos', accountName: 'Empresa', lastActive: 'Último acceso' }],
    ['rechnungen.csv', `
      Rechnungsnummer | Rechnungsdatum | Kundennummer | Kunde | Bruttobetrag | Währung | Status
      R-1 | 17.01.2026 | 100 | Acme GmbH | 1.190,00 | EUR | bezahlt
      R-2 | 03.02.2026 | 101 | Reyes AG | 238,00 | EUR | offen`,
    'invoices', { number: 'Rechnungsnummer', at: 'Rechnungsdatum', customer: 'Kundennummer', customerName: 'Kunde', amount: 'Bruttobetrag', currency: 'Währung', status: 'Status' }, { covers: 'month', customerIs: 'organization', product: 'product' }],
    ['factures.csv', `
      Numéro de facture | Date de facture | Client | Total TTC
      F-1 | 17/01/2026 | Acme SA | 1 190,00 €
      F-2 | 03/02/2026 | Reyes SARL | 238,00 €`,
    'invoices', { number: 'Numéro de facture', at: 'Date de facture', customerName: 'Client', amount: 'Total TTC' }, { covers: 'month', currency: 'EUR', customerIs: 'organization', product: 'product' }],
    ['facturas.csv', `
      Número de factura | Fecha de factura | Cliente | Importe total
      F-1 | 17/01/2026 | Acme SL | 1.190,00 €
      F-2 | 03/02/2026 | Reyes SA | 238,00 €`,
    'invoices', { number: 'Número de factura', at: 'Fecha de factura', customerName: 'Cliente', amount: 'Importe total' }],
    ['export.csv', `
      Invoice Number | Customer Email | Amount Due | Currency | Issued | Period Start | Period End
      1001 | ann@acme.com | 49.90 | USD | 2026-01-01 | 2026-01-01 | 2026-01-31
      1002 | bob@globex.com | 99.90 | USD | 2026-02-01 | 2026-02-01 | 2026-02-28`,
    'invoices', { number: 'Invoice Number', customerEmail: 'Customer Email', amount: 'Amount Due', currency: 'Currency', at: 'Issued', from: 'Period Start', to: 'Period End' }, { periodEnd: 'inclusive', customerIs: 'auto', product: 'product' }],
    ['abos.csv', `
      Vertragsnummer | Kunde | Tarif | Monatspreis (EUR) | Vertragsbeginn | Vertragsende | Plätze
      V1 | Acme GmbH | Pro | 49,90 | 01.02.2026 | | 10
      V2 | Reyes AG | Basic | 9,90 | 15.02.2026 | 15.03.2026 | 2`,
    'subscriptions', { id: 'Vertragsnummer', customerName: 'Kunde', plan: 'Tarif', amount: 'Monatspreis (EUR)', from: 'Vertragsbeginn', to: 'Vertragsende', seats: 'Plätze' }, { currency: 'EUR', interval: 'month', customerIs: 'organization', product: 'product' }],
    ['events.jsonl', `
      user_id | event | timestamp | account_id
      u1 | note_created | 2026-02-03T10:00:00Z | a1
      u2 | note_opened | 2026-02-03T11:00:00Z | a1`,
    'usage-events', { person: 'user_id', event: 'event', at: 'timestamp', account: 'account_id' }, { product: 'product' }],
    ['usage.csv', `
      account | day | events
      Acme Inc | 2026-02-03 | 12
      Globex Corp | 2026-02-03 | 3`,
    'usage-days', { account: 'account', day: 'day', count: 'events' }],
    ['subscriptions.csv', `
      id | customer_id | customer_name | plan | amount | currency | billing_interval | started_on | updated_at
      s1 | a1 | Acme | Pro | 490.00 | EUR | month | 2026-01-01 | 2026-02-01T00:00:00Z
      s2 | a2 | Globex | Team | 99.00 | EUR | year | 2026-01-05 | 2026-02-01T00:00:00Z`,
    'subscriptions', { id: 'id', customer: 'customer_id', customerName: 'customer_name', plan: 'plan', amount: 'amount', currency: 'currency', interval: 'billing_interval', from: 'started_on' }, { customerIs: 'organization', product: 'product' }],
    ['paid.csv', `
      paymentId | customerEmail | amount | currency | at | status
      p1 | ann@acme.com | 490.00 | EUR | 2026-01-01T10:00:00Z | paid
      p2 | bob@globex.com | 99.00 | EUR | 2026-01-05T10:00:00Z | failed`,
    'payments', { id: 'paymentId', customerEmail: 'customerEmail', amount: 'amount', currency: 'currency', at: 'at', status: 'status' }, { customerIs: 'auto' }],
    ['q.csv', `
      user_id | email | row_number
      u1 | ann@acme.com | 1
      u2 | bob@globex.com | 2`,
    'users', { person: 'user_id', email: 'email' }, {}],
    ['payments.csv', `
      Payment ID | Paid at | Amount | Refunded | Currency | Customer ID | Status
      p1 | 2026-02-03 10:00 | 49.90 | 0.00 | usd | c1 | succeeded
      p2 | 2026-02-04 10:00 | 49.90 | 49.90 | usd | c2 | succeeded`,
    'payments', { id: 'Payment ID', at: 'Paid at', amount: 'Amount', refunded: 'Refunded', currency: 'Currency', customer: 'Customer ID', status: 'Status' }, { customerIs: 'auto' }],
    ['sellout.csv', `
      Reseller | End customer | Product | Quantity | Sale date
      Alpine Bikes | Jo Smith | Road-150 | 1 | 2026-02-03
      Metro Sport | Al Jones | Road-250 | 2 | 2026-02-04`,
    'sell-through', { resellerName: 'Reseller', customerName: 'End customer', product: 'Product', quantity: 'Quantity', at: 'Sale date' }],
    ['nps.csv', `
      respondent_id | score | comment | submitted_at
      u1 | 10 | love it | 2026-02-03
      u2 | 0 | too slow for us | 2026-02-04`,
    'scores', { person: 'respondent_id', score: 'score', text: 'comment', at: 'submitted_at' }, { kind: 'nps' }],
    ['team_members.csv', `
      user_id | workspace_id | role
      u1 | w1 | admin
      u2 | w1 | member
      u3 | w1 | member
      u4 | w2 | admin`,
    'users', { person: 'user_id', account: 'workspace_id', function: 'role' }],
    ['memberships.csv', `
      user_id | organization_id | role | start_date
      u1 | o1 | admin | 2026-01-01
      u1 | o2 | member | 2026-02-01
      u2 | o1 | member | 2026-01-01`,
    'memberships', { person: 'user_id', organization: 'organization_id', function: 'role', from: 'start_date' }],
    ['hierarchy.csv', `
      child_id | parent_id
      o1 | o9
      o2 | o9`,
    'ownerships', { organization: 'child_id', parent: 'parent_id' }],
    ['partners.csv', `
      Partner ID | Partner name | Partner type
      r1 | Alpine Bikes | Gold
      r2 | Metro Sport | Silver`,
    'resellers', { organization: 'Partner ID', organizationName: 'Partner name', category: 'Partner type' }],
    ['weather.csv', `
      station | temperature | humidity
      Graz | 12.5 | 80
      Linz | 10.0 | 75`,
    'nothing', {}],
  ]

  for (const [name, text, kind, fields, constants] of TABLES) {
    it(`${name} is ${kind}`, async () => {
      const plan = await planned(name, text)
      expect({ kind: plan.kind, fields: columnsOf(plan) }).toEqual({ kind, fields })
      if (constants) expect(plan.constants).toEqual(constants)
    })
  }

  it('any order of the columns gives the same plan', async () => {
    for (const [name, text] of TABLES) {
      const { columns, rows } = await (async () => {
        const one = table(name, text)
        const rows: (readonly (string | null)[])[] = []
        for await (const batch of one.rows()) rows.push(...batch.map(({ cells }) => cells))
        return { columns: one.columns, rows }
      })()
      const plan = await planned(name, text)
      await fc.assert(fc.asyncProperty(fc.shuffledSubarray(columns.map((_, place) => place), { minLength: columns.length }), async (order) => {
        const shuffled = textTable(name, order.map((place) => columns[place] as string), rows.map((cells) => order.map((place) => cells[place] ?? null)))
        const other = recognize([await lookAt(shuffled)], SETTINGS)[0] as TablePlan
        expect({ ...other, leftOver: [...other.leftOver].sort() }).toEqual({ ...plan, leftOver: [...plan.leftOver].sort() })
      }), { numRuns: 10 })
    }
  })

  it('each field says why its column is taken, and how sure that is', async () => {
    const plan = await planned('users.csv', TABLES[0]?.[1] as string)
    expect(plan.fields.email).toMatchObject({ because: 'the header says so, and 100 % of the cells are e-mail addresses' })
    expect(plan.fields.email?.certainty).toBeGreaterThan(0.9)
    expect(plan.because).toContain('the name of the file says so')
  })

  it('addresses are found without a header that says so', async () => {
    const plan = await planned('people.csv', `
      Who | Where | Last login
      ann@acme.com | Graz | 2026-02-03
      bob@acme.com | Linz | 2026-02-04`)
    expect(columnsOf(plan)).toMatchObject({ email: 'Who', lastActive: 'Last login' })
    expect(plan.fields.email?.because).toBe('100 % of the cells are e-mail addresses')
  })

  it.each(['churn_2026.csv', 'kuendigungen.csv', 'résiliations.csv', 'bajas.csv'])('%s lists those who have left, whatever its day is called', async (name) => {
    const plan = await planned(name, `
      account_id | date | reason | comment
      a1 | 2026-02-03 | price | too expensive for us
      a2 | 2026-02-04 | support | nobody answered our calls`)
    expect(plan.kind).toBe('requests')
    expect(plan.fields.left).toMatchObject({ column: 'date', because: 'the name of the file speaks of leaving' })
  })

  it('secrets and private matters are no traits', async () => {
    const plan = await planned('users.csv', `
      user_id | email | password_hash | gender | plan | iban
      u1 | ann@acme.com | x1 | f | pro | AT61
      u2 | bob@acme.com | x2 | m | basic | AT62`)
    expect(plan.traits).toEqual(['plan'])
    expect(plan.leftOver).toEqual(['password_hash', 'gender', 'iban'])
  })

  it('of many columns those that tell people apart are traits, then categories; keys of other tables come last', async () => {
    const others = ['region_key', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7']
    const telling = ['date_of_birth', 'mobile_phone', 'passport_number', 'national_id', 'street', 'postal_code']
    const columns = ['user_id', 'email', ...others, ...telling]
    const rows = Array.from({ length: 20 }, (_, n) => [`u${n}`, `u${n}@acme.com`, ...others.map((_name, place) => (place === 0 ? `${n % 2}` : `w${n % 3}`)), `19${60 + n}-01-01`, `+43 660 12345${n}`, `P${n}0000`, `N${n}0000`, `Main St ${n}`, `80${n}0`])
    const plan = await planned('users.csv', [columns, ...rows].map((cells) => cells.join(' | ')).join('\n'))
    expect(telling.filter((column) => !plan.traits.includes(column))).toEqual([])
    expect(plan.traits).toHaveLength(12)
    expect(plan.traits).not.toContain('region_key')
  })

  it('a list of milestones is one, whatever its language, and asks for nothing but the currency where no column says it', async () => {
    const plan = await planned('milestones.csv', `
      Project | Milestone | Budget (EUR) | Actual cost | Due date | Completed
      a1 | First release | 24,000.00 | 28,080.00 | 2026-02-15 | 2026-03-13
      a1 | Billing | 18,000.00 |  | 2026-07-01 | `)
    expect(plan.kind).toBe('deliveries')
    expect(columnsOf(plan)).toEqual({ agreement: 'Project', milestone: 'Milestone', planned: 'Budget (EUR)', actual: 'Actual cost', due: 'Due date', done: 'Completed' })
    const german = await planned('liste.csv', `
      Projektnummer | Meilenstein | Plankosten | Istkosten | Fällig am | Erledigt am
      P-1 | Pflichtenheft | 9000,00 | 9180,00 | 15.02.2026 | 19.02.2026`)
    expect([german.kind, Object.keys(german.fields).sort()]).toEqual(['deliveries', ['actual', 'agreement', 'done', 'due', 'milestone', 'planned']])
  })

  it('a person may say what a table is', async () => {
    const look = await lookAt(table('list.csv', `
      email | company
      ann@acme.com | Acme Inc
      bob@acme.com | Acme Inc`))
    const plan = withKind(look, 'contacts')
    expect(plan).toMatchObject({ kind: 'contacts', certainty: 1, because: 'so it was said' })
    expect(columnsOf(plan)).toMatchObject({ email: 'email', organizationName: 'company' })
    expect(withKind(look, 'nothing')).toMatchObject({ kind: 'nothing', fields: {} })
  })
})

describe('what ordinary tables are', () => {
  const rows = (count: number, row: (n: number) => string): string => Array.from({ length: count }, (_, n) => row(n)).join('\n')

  it('a list of people with a date is no use, whatever its name', async () => {
    for (const name of ['data.csv', 'customers.csv', 'export.csv']) {
      const plan = await planned(name, `id|email|name|created_at|currency\n${rows(20, (n) => `${n}|ann${n}@firm${n}.de|Ann Smith${n}|2026-01-${String(n + 1).padStart(2, '0')}|EUR`)}`)
      expect(plan.kind, name).toBe('users')
      expect(columnsOf(plan), name).toMatchObject({ person: 'id', email: 'email', name: 'name', joined: 'created_at' })
      expect(plan.fields.lastActive).toBeUndefined()
    }
  })

  it('a list of firms with the address of their billing is organizations', async () => {
    const plan = await planned('customers.csv', `id|email|name|created_at\n${rows(20, (n) => `C${n}|billing@firm${n}.de|Firm ${n} GmbH|2026-01-02`)}`)
    expect([plan.kind, plan.fields.organizationName?.column]).toEqual(['organizations', 'name'])
  })

  it('events without a telling name are use where their names repeat', async () => {
    for (const at of ['ts', 't', 'occurred', 'event_time', 'timestamp']) {
      const plan = await planned('x.csv', `user_id|event|${at}\n${rows(20, (n) => `u${n % 7}|${n % 2 ? 'open' : 'save'}|2026-11-01 10:0${n % 10}:00`)}`)
      expect([plan.kind, plan.fields.at?.column, missingFields(plan).filter((one) => one !== 'product')], at).toEqual(['usage-events', at, []])
    }
  })

  it('an amount with a currency and a status is a payment, whatever the name of the file', async () => {
    const plan = await planned('export.csv', `id|amount|currency|customer_id|customer_email|status|created_at\n${rows(20, (n) => `${n}|${n + 1}.50|EUR|C${n}|billing@firm${n}.de|${n % 5 ? 'succeeded' : 'refunded'}|2026-01-02`)}`)
    expect([plan.kind, columnsOf(plan)]).toEqual(['payments', expect.objectContaining({ amount: 'amount', currency: 'currency', customer: 'customer_id', at: 'created_at', status: 'status' })])
  })

  it('a change is taken for the start of a subscription only where nothing better is there, and told', async () => {
    const look = await lookAt(table('subscriptions.csv', `id|customer_id|plan|amount|currency|updated_at\n${rows(5, (n) => `${n}|C${n}|pro|10.00|EUR|2026-01-0${n + 1}`)}`))
    const [plan] = recognize([look], SETTINGS) as [TablePlan]
    expect(plan.fields.from).toMatchObject({ column: 'updated_at', certainty: 0.3 })
    expect(planWarnings([plan], [look]).map(({ code, column }) => [code, column])).toEqual([['start-unknown', 'updated_at']])
    const better = await planned('subscriptions.csv', `id|customer_id|plan|amount|currency|interval|started_at|updated_at\n${rows(5, (n) => `${n}|C${n}|pro|10.00|EUR|month|2026-01-0${n + 1}|2026-11-01`)}`)
    expect([better.fields.from?.column, missingFields(better).filter((one) => one !== 'product')]).toEqual(['started_at', []])
  })

  it('our own subscriptions are none of Stripe', async () => {
    const plan = await planned('subs.csv', `id|customer_id|customer_name|customer_email|plan|amount|currency|interval|status|started_at|ended_at|updated_at
      1|C1|Firm 1 GmbH|billing@firm1.de|pro|100.00|EUR|month|active|2026-01-01||2026-11-01
      2|C2|Firm 2 GmbH|billing@firm2.de|pro|100.00|EUR|month|canceled|2026-01-01|2026-06-01|2026-11-01`, { formats: KNOWN_FORMATS })
    expect([plan.kind, plan.format, plan.fields.from?.column, plan.fields.to?.column]).toEqual(['subscriptions', null, 'started_at', 'ended_at'])
  })

  it('cells that say never are empty in a column of dates', async () => {
    const plan = await planned('x.csv', `id|email|last_seen\n${rows(30, (n) => `${n}|u${n}@acme.com|${n % 5 < 3 ? 'Never' : '2026-11-04'}`)}`)
    expect(plan.fields.lastActive).toMatchObject({ column: 'last_seen', because: expect.stringContaining("18 cells say 'Never': no date") })
  })

  it('addresses with names before them are addresses', async () => {
    const plan = await planned('users.csv', `id|name|owner e-mail\n${rows(10, (n) => `${n}|Ann Li|Ann Li <ann${n}@acme.com>`)}`)
    expect(plan.fields.email?.column).toBe('owner e-mail')
  })

  it.each(['Identifiant', 'Kennung', 'Identificador'])('%s is the id of a list', async (header) => {
    const plan = await planned('utilisateurs.csv', `${header}|Nom|E-mail\n${rows(10, (n) => `${n}|Li|ann${n}@acme.fr`)}`)
    expect([plan.kind, plan.fields.person?.column, plan.fields.person?.reading?.namespace]).toEqual(['users', header, 'user'])
  })
})

describe('dates', () => {
  const invoices = (dates: readonly string[], more = ''): string => ['Invoice | Customer | Amount | Currency | Date', ...dates.map((date, place) => `${place} | Acme Inc | 10.50 | USD | ${date}${more}`)].join('\n')

  it('one cell proves the order of the whole column', async () => {
    const plan = await planned('invoices.csv', invoices(['03/02/2026', '17/02/2026', '05/02/2026']))
    expect(plan.fields.at).toMatchObject({ reading: { date: 'day-first' }, because: expect.stringContaining('day-first: 17/02/2026 occurs') })
    expect((await planned('invoices.csv', invoices(['03/02/2026', '02/17/2026']))).fields.at).toMatchObject({ reading: { date: 'month-first' }, because: expect.stringContaining('month-first: 02/17/2026 occurs') })
  })

  it('dates that can be read both ways are taken as the other dates of the table, with little certainty', async () => {
    const plan = await planned('subscriptions.csv', `
      Subscription | Customer | Plan | Start date | End date
      1 | Acme | Pro | 03/04/2026 | 17/05/2026
      2 | Globex | Pro | 04/04/2026 | 18/05/2026`)
    expect(plan.fields.from).toMatchObject({ reading: { date: 'day-first' }, certainty: 0.55, because: expect.stringContaining('because End date is so; please check') })
  })

  it('decimal commas speak for the day first', async () => {
    const plan = await planned('rechnungen.csv', `
      Rechnungsnummer | Kunde | Betrag | Datum
      1 | Acme | 10,50 | 03/04/2026
      2 | Globex | 11,50 | 04/05/2026`)
    expect(plan.fields.at).toMatchObject({ reading: { date: 'day-first' }, certainty: 0.55 })
    expect(plan.fields.amount).toMatchObject({ reading: { decimal: ',' } })
  })

  it('where nothing tells, it says so', async () => {
    const plan = await planned('invoices.csv', invoices(['03/04/2026', '05/06/2026']))
    expect(plan.fields.at).toMatchObject({ certainty: 0.4, because: expect.stringContaining('nothing in the table tells') })
  })

  it('a column that contradicts itself is read as most of its cells, and says so', async () => {
    const plan = await planned('invoices.csv', invoices(['17/02/2026', '18/02/2026', '02/19/2026']))
    expect(plan.fields.at).toMatchObject({ reading: { date: 'day-first' }, certainty: 0.3, because: expect.stringContaining('the column contradicts itself: 17/02/2026 is day-first, 02/19/2026 is month-first') })
  })
})

describe('what is missing', () => {
  it('an amount needs a currency, a subscription an interval', async () => {
    const plan = await planned('subscriptions.csv', `
      Subscription | Customer | Plan | Amount | Start date
      1 | Acme | Pro | 10.50 | 2026-01-01
      2 | Globex | Pro | 11.50 | 2026-01-05`)
    expect(missingFields(plan)).toEqual(['currency', 'interval'])
    expect(missingFields({ ...plan, constants: { ...plan.constants, currency: 'EUR', interval: 'month' } })).toEqual([])
  })

  it('the product is that of the workspace, or asked for where it has several', async () => {
    const text = `
      user_id | event | timestamp
      u1 | opened | 2026-02-03T10:00:00Z
      u2 | opened | 2026-02-04T10:00:00Z`
    expect((await planned('events.csv', text, { products: ['notes'] })).constants.product).toBe('notes')
    expect(missingFields(await planned('events.csv', text, { products: ['notes', 'search'] }))).toEqual(['product'])
    expect((await planned('notes-app/events.csv', text)).constants.product).toBe('product')
  })

  it('the interval of an amount stands in its header, whatever the billing frequency', async () => {
    const plan = await planned('subscriptions.csv', `
      Subscription | Customer | MRR | Billing frequency | Start date
      1 | Acme | 10.50 | annual | 2026-01-01
      2 | Globex | 11.50 | monthly | 2026-01-05`)
    expect(plan.constants.interval).toBe('month')
    expect(plan.fields.interval).toBeUndefined()
  })

  it('else in a column, else in the periods', async () => {
    expect((await planned('subscriptions.csv', `
      Subscription | Customer | Amount | Billing frequency | Start date
      1 | Acme | 10.50 | annual | 2026-01-01
      2 | Globex | 11.50 | monthly | 2026-01-05`)).fields.interval).toMatchObject({ column: 'Billing frequency', reading: { words: { annual: 'year', monthly: 'month' } } })
    expect((await planned('subscriptions.csv', `
      Subscription | Customer | Amount | Start date | End date
      1 | Acme | 10.50 | 2026-01-01 | 2027-01-01
      2 | Globex | 11.50 | 2026-01-05 | 2027-01-05`)).constants.interval).toBe('year')
  })
})

describe('kept plans', () => {
  const text = `
    Invoice | Customer | Amount | Currency | Date
    1 | Acme Inc | 10.50 | USD | 03/02/2026
    2 | Acme Inc | 10.50 | USD | 17/02/2026`

  it('a plan is kept for all files with the same columns, in whatever order, refused rows included', async () => {
    const plan = { ...(await planned('invoices.csv', text)), source: 'our-invoices' }
    const shape = shapeOf(['Date', 'amount', 'CUSTOMER', 'invoice', 'Currency', 'hatrack_row', 'hatrack_reason', 'hatrack_says'])
    expect(shape).toBe(shapeOf(['Invoice', 'Customer', 'Amount', 'Currency', 'Date']))
    const next = await planned('next month.csv', text.replaceAll('Invoice |', 'INVOICE |'), { kept: (asked) => (asked === shape ? plan : null) })
    expect(next).toMatchObject({ table: 'next month.csv', source: 'our-invoices', certainty: 1, fields: { number: { column: 'INVOICE' } } })
  })

  it('an order of dates that the new file disproves is not kept', async () => {
    const plan = await planned('invoices.csv', text)
    const next = await planned('invoices.csv', text.replace('17/02/2026', '02/17/2026'), { kept: () => plan })
    expect(next.fields.at).toMatchObject({ reading: { date: 'month-first' }, because: expect.stringContaining('read otherwise than in the earlier file') })
  })
})

describe('several tables', () => {
  it('the same header names the same parties in all tables of an import', async () => {
    const looks = [await lookAt(table('customers.csv', `
      customer_id | first_name | last_name | email
      1 | Ann | Smith | ann@gmail.com
      2 | Bob | Reyes | bob@gmail.com`)), await lookAt(table('orders.csv', `
      order_id | customer_id | order_date | total | currency
      o1 | 1 | 2026-01-01 | 10.00 | EUR
      o2 | 2 | 2026-01-02 | 12.00 | EUR`))]
    const [people, orders] = recognize(looks, SETTINGS)
    expect(people?.kind).toBe('users')
    expect(orders?.constants.customerIs).toBe('person')
    expect(orders?.fields.customer?.reading?.namespace).toBe(people?.fields.person?.reading?.namespace)
  })

  it('ids called id or record_id name something else in each table', async () => {
    const looks = [await lookAt(table('crm_contacts.csv', `
      record_id | email | job_title
      1 | ann@acme.com | CEO
      2 | bob@acme.com | Buyer`)), await lookAt(table('watchlist.csv', `
      record_id | email | last_login
      1 | cleo@acme.com | 2026-01-01
      2 | dan@acme.com | 2026-01-02`))]
    const [contacts, users] = recognize(looks, SETTINGS)
    expect(contacts?.fields.contact?.reading?.namespace).toBe('contact')
    expect(users?.fields.person?.reading?.namespace).toBe('user')
  })
})
