import type { EvidenceObject } from '../evidence/from-segment.ts'
import { customersOf } from './customers-of-rows.ts'
import { type KindTable, type KindTerms, line, type Made, type OpenWay } from './kind-way.ts'
import { organizationsOf } from './organizations-of-import.ts'
import { type RowReader, rowReader } from './row-reader.ts'
import { rowWarnings } from './row-warnings.ts'
import { instantWritten } from './values.ts'

const DAY_MS = 86_400_000

interface Agreement {
  readonly customer: string
  readonly from: string | null
  readonly to: string | null
}

/** Subscriptions of the same import by their id; null if it holds none. */
async function agreementsOf(terms: KindTerms): Promise<ReadonlyMap<string, Agreement> | null> {
  if (!terms.plan.fields.agreement) return null
  let agreements: Map<string, Agreement> | null = null
  for (const table of terms.others) {
    if (table.plan.kind !== 'subscriptions' || !table.plan.fields.id) continue
    agreements ??= new Map()
    const read = rowReader(table.plan)
    const customerOf = await customersOf({ ...terms, ...quietly(table), read, others: terms.others.filter((other) => other !== table) })
    for await (const cells of table.cells()) {
      read.begin(cells)
      const id = read.text('id')
      const customer = customerOf(read)
      if (id !== null && customer !== null) agreements.set(id, { customer: customer.id, from: read.day('from'), to: read.day('to') })
    }
  }
  return agreements
}

/** Another table read for its own sake: what is odd in it is told where it is converted. */
function quietly(table: KindTable): Pick<KindTerms, 'plan' | 'own' | 'warn' | 'derived'> {
  return { plan: table.plan, own: table, warn: rowWarnings(table.plan.table), derived: (one) => one }
}

function use(dayField: 'at' | 'day'): OpenWay {
  return async (terms) => {
    const agreements = await agreementsOf(terms)
    const organizations = await organizationsOf(terms)
    return {
      keyOf: (read) => read.text('id'),
      make: (key, read): Made => {
        const at = dayField === 'at' ? read.instant('at') : instantOfDay(read)
        const agreementId = read.text('agreement')
        const agreement = agreementId === null ? undefined : agreements?.get(agreementId)
        const named = read.id('account', 'account', 'nothing')
        const account = (named?.startsWith('name:') ? organizations.idOfName(named.slice('name:'.length)) : null) ?? named ?? agreement?.customer ?? null
        const email = read.email('email')
        const emailText = read.text('email')
        const known = read.id('person', 'user', 'nothing') ?? (email === null ? null : `email:${email}`) ?? read.id('anonymous', 'anonymous', 'nothing')
        if (known === null && email === null && emailText !== null && account === null) read.refuse('bad-value', `${read.columnOf('email')}: '${emailText}' is no e-mail address, and nothing else in the row says who it was`)
        // A broken tracker's word for nobody is nobody, and as such it is counted; it never becomes the account.
        const party = known ?? junkOf(read) ?? account
        const product = read.text('product')
        const count = read.whole('count')
        const event = read.text('event')
        const channel = read.text('channel')
        if (at === null) read.refuse('missing-field', `${read.columnOf(dayField)} is empty; a use needs its time`)
        if (product === null) read.refuse('missing-field', `${read.gives('product') ? `${read.columnOf('product')} is empty` : 'No column names the product'}; name the product, or give one for the whole table in the plan`)
        if (count !== null && count < 0) read.refuse('bad-number', `${read.columnOf('count')}: ${count} is less than nothing`)
        if (party === null && !read.fault) {
          if (agreementId !== null && agreements === null) read.refuse('missing-field', `${read.columnOf('agreement')}: who used it follows from the subscription; add the file that lists the subscriptions to this import`)
          else if (agreementId !== null) read.refuse('missing-field', `${read.columnOf('agreement')}: the list of subscriptions of this import holds no '${agreementId}', so nobody knows who used it; add it there`)
          else read.refuse('missing-field', 'Nothing in the row says who used it; fill in the person, the address or the account')
        }
        if (read.fault || party === null || at === null) return { lines: [] }
        if (agreementId !== null && agreements !== null) lookAtAgreement(agreementId, agreement, instantWritten(at).slice(0, 10), read, terms)
        if (count === 0) return { lines: [], leftOut: 'a count of 0: nothing was used' }
        if (named !== null && account !== null) organizations.look(account, read.columnOf('account'), read.text('account') ?? '', terms.warn)
        if (at > terms.now + DAY_MS) terms.warn.tell('dates-out-of-range', read.columnOf(dayField), read.text(dayField) ?? '')
        return {
          lines: [line({
            type: 'usage', key, party, product, event, at: instantWritten(at), account: account === party && known === null ? party : account, count: count === null || count === 1 ? null : count, channel, properties: propertiesOf(terms, read),
          })],
        }
      },
    }
  }
}

function instantOfDay(read: RowReader): number | null {
  const day = read.day('day')
  return day === null ? null : Date.parse(`${day}T00:00:00Z`)
}

function junkOf(read: RowReader): string | null {
  return read.id('person', 'user', 'taken') ?? read.id('anonymous', 'anonymous', 'taken')
}

function propertiesOf(terms: KindTerms, read: RowReader): EvidenceObject | null {
  const entries = terms.plan.traits.map((column) => [column, read.cells.text(column)] as const).filter(([, text]) => text !== null)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

/** Both ends of a subscription are inside it: whoever uses it on the last day still may. */
function lookAtAgreement(id: string, agreement: Agreement | undefined, day: string, read: RowReader, terms: KindTerms): void {
  if (agreement === undefined) terms.warn.tell('agreement-unknown', read.columnOf('agreement'), id)
  else if (agreement.from !== null && day < agreement.from) terms.warn.tell('use-before-agreement', null, `${id} begins ${agreement.from}, used ${day}`)
  else if (agreement.to !== null && day > agreement.to) terms.warn.tell('use-after-agreement', null, `${id} ended ${agreement.to}, used ${day}`)
}

export const usageEvents: OpenWay = use('at')
export const usageDays: OpenWay = use('day')
