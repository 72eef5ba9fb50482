import { PERSONAL_MAIL_DOMAINS } from '../base/lists.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import { looksLikeCompany } from '../evidence/billed-party.ts'
import { type Candidate, distinctness, normalHeader, wordsOfHeader } from './guess-columns.ts'
import { currencyOfAmount, discountOf, gapOfInvoices, intervalOfHeader, intervalOfPeriods, intervalOfPlans, periodEnd, slugOf, sourceOfTable, WITH_PRODUCT } from './guess-constants.ts'
import { settleInvoiceLines } from './guess-invoice-lines.ts'
import { withOrders, withPrices } from './guess-orders.ts'
import { withPayments } from './guess-payments.ts'
import { guessedAgain } from './guessed-again.ts'
import { guessesOf, guessOfKind, isOfStaff, type KindGuess, neededGroups } from './guess-kinds.ts'
import { entityOf, readingOfColumn, type Style, styleOf } from './guess-readings.ts'
import { traitsOf } from './guess-traits.ts'
import { FIELDS, fieldOf } from './fields.ts'
import type { ColumnProfile, KnownFormat, TableLook } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { OWN_COLUMNS } from './open-converter.ts'
import type { KeptPlan } from './kept-plans.ts'
import type { DataWarning, FieldPlan, Kind, TablePlan } from './plan.ts'
import { isKept, reusedPlan } from './reused-plan.ts'
import { withSameIds } from './same-ids.ts'

export interface RecognizeSettings {
  /** The plan that was kept for a shape, best one of the same source; see shapeOf. */
  readonly kept: (shape: string, source: string) => KeptPlan | null
  /** Products that the workspace knows. */
  readonly products: readonly string[]
  readonly formats: readonly KnownFormat[]
}

/** What tables have in common that one plan fits: the same headers, in whatever order, but for our own columns of refused rows. */
export function shapeOf(columns: readonly string[]): string {
  return columns.filter((column) => !OWN_COLUMNS.has(column)).map(bareHeader).sort().join('\n')
}

/** As headers of formats are compared: letters and digits only, lower case. */
function bareHeader(header: string): string {
  return header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Understands all tables of an import together: kept plans first, then known formats, then guesses by names and values. Pure. */
export function recognize(looks: readonly TableLook[], settings: RecognizeSettings): TablePlan[] {
  const world = worldOf(looks, settings)
  const guess = (look: TableLook): TablePlan => formatPlan(look, settings.formats) ?? guessedPlan(look, world)
  const plans = looks.map((look) => {
    const kept: KeptPlan | null = keptPlan(look, settings, looks)
    return kept === null ? guess(look) : kept.guessed === true ? (look.columns.some((column) => OWN_COLUMNS.has(column)) ? withoutMark(kept) : guessedAgain(kept, guess(look))) : kept
  })
  return withPayments(withSameIds(settled(joined(plans, looks, world), looks, world), { looks, fixed: isKept }), looks)
}

/** Refused rows that come back are read as the rows that they were. */
function withoutMark({ guessed: _, ...plan }: KeptPlan): TablePlan {
  return plan
}

/** Fields that other tables of the import give. */
function joined(plans: readonly TablePlan[], looks: readonly TableLook[], world: World): readonly TablePlan[] {
  const asSales = (look: TableLook): TablePlan => planOfGuess(look, guessOfKind('sales', look, world.profiles(look), world.referred(look)), world)
  return withPrices(withOrders(plans, looks, asSales))
}

export interface WithKindSettings {
  readonly products: readonly string[]
  /** Plans of the import's other tables, which may say how ids are named, the product, the currency. They stay as they are. */
  readonly beside?: readonly TablePlan[]
  /** How those tables look, to compare ids by their values. */
  readonly looks?: readonly TableLook[]
}

/** The plan of a table if a person says of what kind it is. */
export function withKind(look: TableLook, kind: Kind, settings: WithKindSettings = { products: [] }): TablePlan {
  const world = worldOf([look], settings)
  if (FIELDS[kind].length === 0) return { ...nothing(look, 'so it was said'), kind, certainty: 1 }
  const plan = planOfGuess(look, guessOfKind(kind, look, world.profiles(look), world.referred(look)), world)
  const beside = (settings.beside ?? []).filter(({ table }) => table !== look.name)
  const others = (settings.looks ?? []).filter(({ name }) => name !== look.name)
  const alone = settled(joined([...beside, plan], [look], world), [look], world)
  const all = [...others, look]
  const said = withPayments(withSameIds(alone, { looks: all, fixed: ({ table }) => table !== look.name }), all).at(-1) as TablePlan
  return { ...said, certainty: 1, because: 'so it was said' }
}

/** Names of fields that a plan lacks, the first of each group; empty: its table can be taken. */
export function missingFields(plan: TablePlan): string[] {
  const given = (name: string): boolean => plan.fields[name] !== undefined || (plan.constants[name] ?? '') !== ''
  if (plan.format !== null) {
    const asks = KNOWN_FORMATS.find(({ name }) => name === plan.format)?.asks ?? []
    return asks.filter((name) => !given(name) && (name !== 'currency' || given('amount')))
  }
  if (FIELDS[plan.kind].length === 0) return []
  const missing = neededGroups(plan.kind).filter((group) => !FIELDS[plan.kind].some(({ needed, name }) => needed === group && given(name)))
    .map((group) => FIELDS[plan.kind].find(({ needed }) => needed === group)?.name as string)
  if (needsProduct(plan) && !given('product')) missing.push('product')
  if ((given('amount') || given('paid') || given('price') || given('planned') || given('actual')) && plan.kind !== 'products' && !given('currency')) missing.push('currency')
  if (plan.kind === 'subscriptions' && given('amount') && !given('interval')) missing.push('interval')
  return missing
}

/** Do the lines of a table need a product, whoever names it? */
export function needsProduct(plan: Pick<TablePlan, 'kind' | 'fields' | 'constants'>): boolean {
  if (plan.kind === 'users') return plan.fields.lastActive !== undefined
  if (plan.constants.linesIn !== undefined) return false
  // What is paid for under a subscription is the subscription's product.
  return WITH_PRODUCT.has(plan.kind) && !(plan.kind === 'invoices' && plan.fields.agreement !== undefined)
}

/** Is the table of a known format whose rows name no product at all? */
export function asksForProduct({ format }: TablePlan): boolean {
  return format !== null && KNOWN_FORMATS.find(({ name }) => name === format)?.asks?.includes('product') === true
}

// ---- what tables tell about each other

interface World {
  readonly looks: readonly TableLook[]
  readonly products: readonly string[]
  profiles(look: TableLook): ReadonlyMap<string, ColumnProfile>
  /** Headers of a table that other tables have too. */
  referred(look: TableLook): ReadonlySet<string>
}

function worldOf(looks: readonly TableLook[], settings: Pick<RecognizeSettings, 'products'>): World {
  const profiles = new Map(looks.map((look) => [look, new Map(look.profiles.filter(({ column }) => !OWN_COLUMNS.has(column)).map((profile) => [profile.column, profile]))]))
  const headers = new Map(looks.map((look) => [look, new Set(look.columns.map(normalHeader))]))
  return {
    looks, products: settings.products,
    profiles: (look) => profiles.get(look) ?? new Map(),
    referred: (look) => new Set([...headers].filter(([other]) => other !== look).flatMap(([, names]) => [...names])),
  }
}

// ---- kept plans and known formats

function keptPlan(look: TableLook, settings: RecognizeSettings, looks: readonly TableLook[]): TablePlan | null {
  const isMended = look.columns.some((column) => OWN_COLUMNS.has(column))
  const kept = settings.kept(shapeOf(look.columns), sourceOfTable(isMended ? look.name.replace(/^.*\//, '').replace(/^(refused|mended)[\W_]*(rows[\W_]*)?(of[\W_]*)?/i, '') : look.name))
  return kept === null ? null : reusedPlan(kept, look, looks, bareHeader, isMended)
}

function formatPlan(look: TableLook, formats: readonly KnownFormat[]): TablePlan | null {
  const columns = new Map(look.columns.map((column) => [bareHeader(column), column]))
  const has = (header: string): boolean => columns.has(bareHeader(header))
  const format = formats.find(({ needs, without, holds }) => needs.every(has) && !(without ?? []).some(has) && (holds?.(look) ?? needs.length > 0))
  if (!format) return null
  const style = styleOf(look)
  const fields: Record<string, FieldPlan> = {}
  for (const [name, said] of Object.entries(format.fields)) {
    const { column: names, reading } = typeof said === 'object' && 'column' in said ? said : { column: said, reading: undefined }
    const written = typeof names === 'string' ? [names] : names
    const elsewhere = typeof said === 'object' && 'joined' in said ? written[0] : undefined
    const column = written.map((one) => columns.get(bareHeader(one))).find((one) => one !== undefined) ?? elsewhere
    if (column === undefined) continue
    fields[name] = { column, certainty: 1, because: `so ${format.title} names it`, ...readingOfFormat(format.kind, name, column, reading, look, style) }
  }
  if (format.asks?.includes('interval') && fields.interval === undefined) {
    const ofNames = intervalOfPlans(fields.plan ?? fields.product, new Map(look.profiles.map((profile) => [profile.column, profile])))
    if (ofNames) fields.interval = ofNames
  }
  const present = (names: readonly string[]): string[] => names.map((name) => columns.get(bareHeader(name))).filter((column) => column !== undefined)
  const traits = present(format.traits ?? [])
  return {
    table: look.name, kind: format.kind, format: format.name, source: format.system, certainty: 1, because: format.because ?? `it has the columns of ${format.title}`,
    fields, constants: { ...format.constants }, traits, leftOver: leftOver(look, fields, [...traits, ...present(format.reads ?? [])]),
  }
}

/** Readings that the format leaves open are decided from the column: exports follow the settings of whoever made them. */
function readingOfFormat(kind: Kind, name: string, column: string, reading: FieldPlan['reading'], look: TableLook, style: Style): Partial<FieldPlan> {
  const field = fieldOf(kind, name)
  const profile = look.profiles.find((one) => one.column === column)
  if (!field || !profile || profile.filled === 0 || (field.type !== 'day' && field.type !== 'instant' && field.type !== 'amount')) return reading ? { reading } : {}
  const guessed = readingOfColumn(kind, field, profile, look, style)
  const doubtful = guessed.certainty < 1 && reading?.date === undefined && reading?.decimal === undefined
  return { reading: { ...guessed.reading, ...reading }, ...(doubtful ? { certainty: guessed.certainty, because: guessed.because } : {}) }
}

// ---- guesses

function guessedPlan(look: TableLook, world: World): TablePlan {
  const evidence = evidencePlan(look)
  if (evidence) return evidence
  if (look.rows === 0) return nothing(look, 'it has no rows')
  if (isOfStaff(look.name)) return nothing(look, 'it seems to list your own people, who are neither users nor customers')
  const [best, second] = guessesOf(look, world.profiles(look), world.referred(look))
  if (!best || (best.score < LEAST_SCORE && !isPlainList(best))) return nothing(look, 'none of its columns says who, what and when')
  return planOfGuess(look, best, world, second)
}

/** What the columns of a table that is understood weigh together at least. */
const LEAST_SCORE = 2.2

/** Ids and addresses alone are a list of people, if both are certain. */
function isPlainList({ kind, chosen }: KindGuess): boolean {
  return kind === 'users' && (chosen.get('person')?.certainty ?? 0) > 0.9 && (chosen.get('email')?.certainty ?? 0) > 0.9
}

function nothing(look: TableLook, because: string): TablePlan {
  return { table: look.name, kind: 'nothing', format: null, source: sourceOfTable(look.name), certainty: 0.5, because, fields: {}, constants: {}, traits: [], leftOver: look.columns.filter((column) => !OWN_COLUMNS.has(column)) }
}

/** Lines of evidence, as Hatrack exports them. */
function evidencePlan(look: TableLook): TablePlan | null {
  const objects = look.first.map(({ object }) => object).filter((object) => object !== undefined)
  if (objects.length === 0) return null
  if (objects.every((object) => typeof object.type === 'string' && typeof object.key === 'string')) {
    return { ...nothing(look, 'every row has the type and the key of an evidence line'), kind: 'evidence', certainty: 0.95, leftOver: [] }
  }
  return null
}

function planOfGuess(look: TableLook, guess: KindGuess, world: World, second?: KindGuess): TablePlan {
  const style = styleOf(look)
  const source = sourceOfTable(look.name)
  const fields: Record<string, FieldPlan> = {}
  for (const [name, candidate] of guess.chosen) fields[name] = fieldPlan(guess.kind, candidate, look, style)
  const constants: Record<string, string> = {}
  settleSales(look, guess.kind, fields, constants, world.profiles(look))
  settleAmounts(look, guess.kind, fields, constants, world.profiles(look))
  if (guess.kind === 'invoices') settleInvoiceLines(look, fields, constants, world.profiles(look))
  settleStart(guess.kind, fields)
  settleCustomer(look, guess.kind, fields, constants)
  settleVoices(look, guess.kind, fields, constants)
  if (fields.is) for (const name of ['person', 'organization', 'contact']) if (fields[name]?.reading?.namespace === 'user') fields[name] = { ...fields[name], reading: { ...fields[name].reading, namespace: source } }
  const traits = traitsOf(look, guess.kind, fields, world.profiles(look))
  const gap = second === undefined ? 1 : Math.max(0, Math.min(1, (guess.score - second.score) / 3))
  const certainty = Math.round(Math.min(0.99, 0.45 + 0.05 * Math.min(6, guess.score) + 0.2 * gap) * 100) / 100
  return { table: look.name, kind: guess.kind, format: null, source, certainty, because: becauseOf(guess, fields), fields, constants, traits, leftOver: leftOver(look, fields, traits) }
}

function becauseOf(guess: KindGuess, fields: Readonly<Record<string, FieldPlan>>): string {
  const telling = [...guess.chosen.values()].filter(({ field }) => fields[field.name] !== undefined).sort((a, b) => (b.field.weight ?? 1) * b.certainty - (a.field.weight ?? 1) * a.certainty).slice(0, 3).map(({ column }) => `'${column}'`)
  const columns = telling.length === 0 ? '' : `it has the columns ${telling.join(', ')}`
  return [guess.named ? 'the name of the file says so' : '', columns].filter((part) => part !== '').join(', and ')
}

function fieldPlan(kind: Kind, { field, column, profile, certainty, because }: Candidate, look: TableLook, style: Style): FieldPlan {
  const guessed = readingOfColumn(kind, field, profile, look, style)
  const reading = Object.keys(guessed.reading).length === 0 ? {} : { reading: guessed.reading }
  return { column, ...reading, certainty: Math.round(Math.min(certainty, guessed.certainty === 1 ? certainty : guessed.certainty) * 100) / 100, because: guessed.because === '' ? because : `${because}; ${guessed.because}` }
}

const NOT_A_START = /^(updated|modified|lastmodified|created)(at|on|date)?$/

/** Whether a subscription begins on the day on which its row was made or changed, nobody knows: it is taken only where there is nothing better, and told. */
function settleStart(kind: Kind, fields: Record<string, FieldPlan>): void {
  if (kind !== 'subscriptions' || !fields.from || !NOT_A_START.test(normalHeader(fields.from.column))) return
  const isChange = /^(updated|modified|lastmodified)/.test(normalHeader(fields.from.column))
  fields.from = { ...fields.from, certainty: Math.min(fields.from.certainty, isChange ? 0.3 : 0.5), because: `${isChange ? WHEN_CHANGED : WHEN_MADE}; ${fields.from.because}` }
}

const WHEN_CHANGED = 'no column says when it began; this is when the row was changed last'
const WHEN_MADE = 'no column says when it began; this is when the row was made'

/** What is taken for something better than nothing, and columns of addresses of which nothing is taken. */
export function planWarnings(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  return plans.flatMap((plan): DataWarning[] => {
    const look = looks.find(({ name }) => name === plan.table)
    const profileOf = (column: string): ColumnProfile | undefined => look?.profiles.find((one) => one.column === column)
    const examples = (column: string): string[] => [...(profileOf(column)?.examples ?? [])].slice(0, 3)
    const from = plan.kind === 'subscriptions' ? plan.fields.from : undefined
    const isOther = from?.because.startsWith(WHEN_CHANGED) || from?.because.startsWith(WHEN_MADE)
    const start = from && isOther ? [{
      code: 'start-unknown', table: plan.table, column: from.column, count: profileOf(from.column)?.filled ?? 0, examples: examples(from.column),
      says: `No column says when a subscription began, so ${from.column} is taken for its first day. ${from.because.startsWith(WHEN_CHANGED) ? 'It moves whenever the row changes, and what was paid for before is lost from sight.' : ''}`.trim(),
      mend: 'Export or select the day on which it began, such as started_at, and choose it as the first day.',
    }] : []
    const addresses = plan.format !== null || plan.kind === 'nothing' || plan.kind === 'evidence' ? [] : plan.leftOver.flatMap((column): DataWarning[] => {
      const profile = profileOf(column)
      if (!profile || profile.email <= 0.5 * profile.filled || profile.filled === 0) return []
      return [{
        code: 'addresses-left-over', table: plan.table, column, count: profile.email, examples: examples(column), says: `Most cells of ${column} are e-mail addresses, and nothing is taken from the column.`,
        mend: 'If they are addresses of the people or customers of this table, choose the column for one of its fields; else nothing needs to be done.',
      }]
    })
    return [...start, ...addresses]
  })
}

/** What gives the amount of a sale where no column does, and what names a line of an order. */
function settleSales(look: TableLook, kind: Kind, fields: Record<string, FieldPlan>, constants: Record<string, string>, profiles: ReadonlyMap<string, ColumnProfile>): void {
  if (kind !== 'sales') return
  const amount = fields.amount && profiles.get(fields.amount.column)
  if (amount && amount.blank === 0) for (const name of ['price', 'discount']) delete fields[name]
  if (!fields.price) delete fields.discount
  if (fields.price) {
    const factors = [fields.quantity?.column, fields.discount && `1 less ${fields.discount.column}`].filter((factor) => factor !== undefined)
    if (!amount) fields.price = { ...fields.price, because: `${fields.price.because}; no column gives the amount: it is ${[fields.price.column, ...factors].join(' times ')}, exactly` }
    constants.rounding = 'exact'
  }
  if (fields.discount) {
    const profile = profiles.get(fields.discount.column)
    const place = look.columns.indexOf(fields.discount.column)
    const { is, because } = discountOf([...(profile?.examples ?? []), ...(profile?.common ?? []).map(([value]) => value), profile?.most ?? '', ...look.first.map((row) => row.cells[place] ?? '')])
    constants.discountIs = is
    fields.discount = { ...fields.discount, because: `${fields.discount.because}; ${because}` }
  }
  const id = fields.id && profiles.get(fields.id.column)
  const product = fields.product && profiles.get(fields.product.column)
  if (!fields.line && fields.id && fields.product && id && product && distinctness(id) < 0.9 && product.distinct > 1) {
    fields.line = { column: fields.product.column, certainty: 0.7, because: `${fields.id.column} occurs in several rows; with ${fields.product.column} it names one` }
  }
}

/** Currency and interval of amounts, and what periods mean. */
function settleAmounts(look: TableLook, kind: Kind, fields: Record<string, FieldPlan>, constants: Record<string, string>, profiles: ReadonlyMap<string, ColumnProfile>): void {
  const amount = fields.amount ?? fields.paid ?? fields.price ?? fields.planned ?? fields.actual
  if (amount && !fields.currency && kind !== 'products') {
    const said = currencyOfAmount(amount, profiles.get(amount.column))
    if (said === 'cells') fields.currency = { column: amount.column, certainty: 0.9, because: 'each cell of the amount names its currency' }
    else if (said) constants.currency = said.currency
  }
  if ((kind === 'subscriptions' || kind === 'deals') && fields.amount) {
    const ofHeader = intervalOfHeader(fields.amount.column)
    if (ofHeader) {
      // The header of the amount says for how long it is; the billing frequency says how often it is charged.
      delete fields.interval
      constants.interval = ofHeader
    } else if (!fields.interval && kind === 'subscriptions') {
      const ofNames = intervalOfPlans(fields.plan ?? fields.product, profiles)
      if (ofNames) fields.interval = ofNames
      const ofPeriods = ofNames ? null : intervalOfPeriods(look, fields)
      if (ofPeriods) constants.interval = ofPeriods
    }
  }
  if (kind === 'invoices' && fields.from && fields.to) constants.periodEnd = periodEnd(look, fields) ?? 'exclusive'
  if (kind === 'invoices' && !fields.from && !fields.agreement) constants.covers = gapOfInvoices(look, fields, profiles) ?? 'month'
}

const WITH_CUSTOMER: ReadonlySet<Kind> = new Set(['subscriptions', 'invoices', 'payments', 'sales', 'sell-through', 'deals'])
const ORGANIZATIONS: ReadonlySet<string> = new Set(['account', 'reseller', 'partner', 'store', 'stor', 'shop', 'dealer', 'distributor', 'vendor', 'supplier', 'publisher'])

function settleCustomer(look: TableLook, kind: Kind, fields: Readonly<Record<string, FieldPlan>>, constants: Record<string, string>): void {
  if (!WITH_CUSTOMER.has(kind)) return
  const entity = fields.customer?.reading?.namespace ?? (fields.customerName ? entityOf([normalHeader(fields.customerName.column).replace(/name$/, '')], 'known') : null)
  constants.customerIs = entity === 'user' || entity === 'contact' ? 'person' : entity !== null && entity !== undefined && ORGANIZATIONS.has(entity) ? 'organization' : soundLikeFirms(look, fields) ? 'organization' : 'auto'
}

const FULL_NAME = /^\p{Lu}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*){1,3}$/u

/** Most names are a single word, or have something in them that people's names have not, and no address is one of personal mail. */
function soundLikeFirms(look: TableLook, fields: Readonly<Record<string, FieldPlan>>): boolean {
  const valuesOf = (field: string): readonly string[] => {
    const profile = look.profiles.find(({ column }) => column === fields[field]?.column)
    return [...new Set([...(profile?.common ?? []).map(([value]) => value.trim()), ...(profile?.examples ?? [])])]
  }
  const names = valuesOf('customerName')
  const personal = valuesOf('customerEmail').filter((email) => PERSONAL_MAIL_DOMAINS.has(email.slice(email.lastIndexOf('@') + 1).replace(/>.*$/, '').toLowerCase()))
  return names.length > 1 && personal.length === 0 && names.filter((name) => looksLikeCompany(name) || !FULL_NAME.test(name)).length > 0.6 * names.length
}

const LEFT = /churn|cancel|terminat|kundig|resili|baja|left/
const LEFT_WORD = /^(churn\w*|cancell?(ed|ations?)|kundigung(en)?|kuendigung(en)?|abgewanderte?|resiliations?|departs|bajas?|cancelaciones|leavers)$/

/** Which score it is, by the words of header and table, else by the range of the values. */
function settleVoices(look: TableLook, kind: Kind, fields: Record<string, FieldPlan>, constants: Record<string, string>): void {
  // A list of those who left says when, and why.
  const speaks = fields.at && LEFT.test(normalHeader(fields.at.column)) ? 'the header' : wordsOfHeader(look.name).some((word) => LEFT_WORD.test(word)) ? 'the name of the file' : null
  if (kind === 'requests' && fields.at && speaks !== null) fields.left = { ...fields.at, because: `${speaks} speaks of leaving` }
  if (kind === 'requests' && !fields.kind && /churn|complain|cancel|beschwerde|reklamation|plainte|queja/i.test(look.name)) constants.kind = 'complaint'
  if (kind !== 'scores' || fields.kind) return
  const words = `${fields.score?.column ?? ''} ${look.name}`.toLowerCase()
  const profile = look.profiles.find(({ column }) => column === fields.score?.column)
  const most = Math.max(0, ...(profile?.common ?? []).map(([value]) => Number(value.replace(',', '.'))).filter((value) => !Number.isNaN(value)))
  const least = Math.min(...(profile?.common ?? []).map(([value]) => Number(value.replace(',', '.'))).filter((value) => !Number.isNaN(value)))
  constants.kind = /nps|promoter|recommend|weiterempf|recommand/.test(words) ? 'nps' : /ces|effort/.test(words) && most <= 7 ? 'ces' : most <= 5 && least >= 1 ? 'csat' : most <= 7 && least >= 1 ? 'ces' : 'nps'
}

function leftOver(look: TableLook, fields: Readonly<Record<string, FieldPlan>>, traits: readonly string[]): string[] {
  const taken = new Set([...Object.values(fields).filter(({ from }) => from === undefined).map(({ column }) => column), ...traits])
  return look.columns.filter((column) => !taken.has(column) && !OWN_COLUMNS.has(column))
}

// ---- what tables tell each other

/** Fields that name parties; the first of each kind is the one that a table is a list of. */
const NAMING = ['person', 'contact', 'organization', 'account', 'customer', 'reseller', 'parent', 'payer', 'seller']
const LISTS: Partial<Record<Kind, readonly string[]>> = { users: ['person'], organizations: ['organization'], resellers: ['organization'], contacts: ['contact', 'organization'] }

/** Namespaces, products and currencies are the same where tables of one import name the same things. */
function settled(plans: readonly TablePlan[], looks: readonly TableLook[], world: World): TablePlan[] {
  const namespaces = new Map<string, { readonly namespace: string; readonly kind: Kind; readonly field: string }>()
  for (const plan of plans) {
    if (plan.format !== null) continue
    for (const field of LISTS[plan.kind] ?? []) {
      const planned = plan.fields[field]
      // `id` and `record_id` name another thing in each table.
      if (planned && entityOf(wordsOfHeader(planned.column)) === null) continue
      if (planned?.reading?.namespace && !namespaces.has(normalHeader(planned.column))) namespaces.set(normalHeader(planned.column), { namespace: planned.reading.namespace, kind: plan.kind, field })
    }
  }
  const currencies = new Set(plans.flatMap(({ constants }) => (constants.currency ? [constants.currency] : [])))
  const headers = new Set(looks.flatMap((look) => look.columns.map(currencyWord)).filter((word) => word !== null))
  const currency = currencies.size === 1 ? [...currencies][0] : currencies.size === 0 && headers.size === 1 ? [...headers][0] : undefined
  const product = world.products.length === 1 ? world.products[0] : world.products.length === 0 ? UNNAMED_PRODUCT : undefined
  return plans.map((plan) => {
    if (isKept(plan)) return plan
    const fields = { ...plan.fields }
    const constants = { ...plan.constants }
    if (plan.format === null) {
      for (const name of NAMING) {
        const planned = fields[name]
        const known = planned ? namespaces.get(normalHeader(planned.column)) : undefined
        if (!planned || !known || planned.reading?.namespace === known.namespace) continue
        fields[name] = { ...planned, reading: { ...planned.reading, namespace: known.namespace } }
      }
      const listed = fields.customer ? namespaces.get(normalHeader(fields.customer.column)) : undefined
      if (listed && constants.customerIs === 'auto') constants.customerIs = listed.kind === 'users' || listed.field === 'contact' ? 'person' : 'organization'
    }
    if (needsProduct({ kind: plan.kind, fields, constants }) && !fields.product && constants.product === undefined && product !== undefined) constants.product = product
    if ((fields.amount ?? fields.paid ?? fields.price ?? fields.planned ?? fields.actual) && plan.kind !== 'products' && !fields.currency && constants.currency === undefined && currency && plan.format === null) constants.currency = currency
    return { ...plan, fields, constants }
  })
}

function currencyWord(column: string): string | null {
  const words = slugOf(column).split('-')
  return words.length > 1 && ['usd', 'eur', 'gbp', 'chf', 'cad', 'aud', 'jpy', 'sek', 'nok', 'dkk', 'pln'].includes(words.at(-1) ?? '') ? (words.at(-1) as string).toUpperCase() : null
}
