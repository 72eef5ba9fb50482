import { share, wordsOfHeader } from './guess-columns.ts'
import { entityOf } from './guess-readings.ts'
import { looksLikeCompany } from '../evidence/billed-party.ts'
import { type ColumnProfile, SKETCHED, type TableLook } from './known.ts'
import type { DataWarning, FieldPlan, Kind, TablePlan } from './plan.ts'

/** Fields that name an organization, or a customer who may be one. */
const OF_ORGANIZATIONS = ['organization', 'account', 'customer', 'payer', 'parent', 'reseller'] as const
const OF_PERSONS = ['person', 'contact'] as const
/** These name another organization than the row's own, by the same ids. */
const SECOND: ReadonlySet<string> = new Set(['payer', 'parent'])
/** What stands for itself, whatever the table. */
const BY_ITSELF: ReadonlySet<string> = new Set(['email', 'domain', 'name', 'anonymous'])
const LISTS: ReadonlySet<Kind> = new Set(['organizations', 'resellers'])
const MONEY: ReadonlySet<Kind> = new Set(['subscriptions', 'invoices', 'payments', 'sales', 'deals'])

/** Shared values that two columns need to be taken for the same things. */
const LEAST = 0.5
/** ... where the values are numbers such as every table has. */
const LEAST_OF_NUMBERS = 0.8
/** With fewer hashes to compare nobody knows. Few are enough: by chance two different values have one hash in four thousand million. */
const LEAST_COMPARED = 3

/** One column of identifiers. */
interface Ids {
  readonly plan: TablePlan
  readonly field: string
  readonly planned: FieldPlan
  readonly profile: ColumnProfile
  readonly namespace: string
}

/** The part of the values of the column with fewer distinct ones that the other holds too, from 0 to 1; null where too little is known. */
export function containment(one: ColumnProfile, other: ColumnProfile): number | null {
  const [smaller, larger] = one.distinct <= other.distinct ? [one, other] : [other, one]
  if (!smaller.sketch?.length || !larger.sketch?.length) return null
  const bound = Math.min(...[smaller.sketch, larger.sketch].map((sketch) => (sketch.length < SKETCHED ? Number.POSITIVE_INFINITY : (sketch.at(-1) as number))))
  const compared = smaller.sketch.filter((hash) => hash <= bound)
  if (bound !== Number.POSITIVE_INFINITY && compared.length < LEAST_COMPARED) return null
  const held = new Set(larger.sketch)
  return compared.filter((hash) => held.has(hash)).length / compared.length
}

/** Whole numbers that lie close together, as in 1 to n: two tables share them by chance. */
function isPlainNumbers(profile: ColumnProfile): boolean {
  if (share(profile.whole, profile) <= 0.9) return false
  const span = Number(profile.most) - Number(profile.least) + 1
  return !(span > 1_000 * profile.distinct)
}

function idsOf(plans: readonly TablePlan[], looks: readonly TableLook[], fields: readonly string[]): readonly Ids[] {
  return plans.flatMap((plan) => {
    const look = plan.format === null ? looks.find(({ name }) => name === plan.table) : undefined
    if (!look) return []
    return fields.flatMap((field): Ids[] => {
      const planned = plan.fields[field]
      const namespace = planned?.reading?.namespace
      const profile = look.profiles.find(({ column }) => column === planned?.column)
      return planned && !planned.from && profile && namespace !== undefined && !BY_ITSELF.has(namespace) ? [{ plan, field, planned, profile, namespace }] : []
    })
  })
}

interface Pair {
  readonly one: Ids
  readonly other: Ids
  readonly shared: number
  readonly isNumbers: boolean
}

/** Pairs of columns of different tables with other namespaces, the surest first. */
function pairsOf(ones: readonly Ids[], others: readonly Ids[]): readonly Pair[] {
  const pairs: Pair[] = []
  for (const [place, one] of ones.entries()) {
    for (const other of ones === others ? ones.slice(place + 1) : others) {
      if (one.plan === other.plan || one.namespace === other.namespace) continue
      const shared = containment(one.profile, other.profile)
      if (shared === null) continue
      const isNumbers = isPlainNumbers(one.profile) || isPlainNumbers(other.profile)
      if (shared >= (isNumbers ? LEAST_OF_NUMBERS : LEAST)) pairs.push({ one, other, shared, isNumbers })
    }
  }
  return pairs.sort((a, b) => Number(a.isNumbers) - Number(b.isNumbers) || b.shared - a.shared)
}

/** Is it the only id of an organization in its table, but for payers and parents? */
function isOnly(ids: Ids, all: readonly Ids[]): boolean {
  return !SECOND.has(ids.field) && all.every((other) => other.plan !== ids.plan || other.field === ids.field || SECOND.has(other.field) || other.planned.column === ids.planned.column)
}

/** Do both names stand in one table, for two things? Then they are two. */
function standTogether(one: string, other: string, all: readonly Ids[]): boolean {
  return all.some((a) => a.namespace === one && !SECOND.has(a.field) && all.some((b) => b.plan === a.plan && b.namespace === other && !SECOND.has(b.field) && b.planned.column !== a.planned.column))
}

function percent(part: number): string {
  return part > 0.99 && part < 1 ? '99 %' : `${Math.round(part * 100)} %`
}

function says(one: Ids, other: Ids, shared: number): string {
  const held = one.profile.distinct <= other.profile.distinct ? `${percent(shared)} of its values are those of` : `it holds ${percent(shared)} of the values of`
  return `${held} ${other.planned.column} in ${other.plan.table}`
}

/** `fixed`: plans that somebody settled; they keep their names, and others take them. */
export interface SameIdsTerms {
  readonly looks: readonly TableLook[]
  readonly fixed: (plan: TablePlan) => boolean
}

/** Columns of several tables whose values are ids of the same organizations get one namespace; a shop's customers that are its users become persons. */
export function withSameIds(plans: readonly TablePlan[], terms: SameIdsTerms): TablePlan[] {
  return joinPersons(joinOrganizations(plans, terms), terms)
}

function joinOrganizations(plans: readonly TablePlan[], terms: SameIdsTerms): readonly TablePlan[] {
  let now = plans
  // One name goes with each turn.
  for (;;) {
    const all = idsOf(now, terms.looks, OF_ORGANIZATIONS)
    const persons = new Set(idsOf(now, terms.looks, OF_PERSONS).map(({ namespace }) => namespace))
    const open = all.filter(({ namespace, plan }) => !persons.has(namespace) && plan.constants.customerIs !== 'person')
    const pair = pairsOf(open, open).find(({ one, other, isNumbers }) => !standTogether(one.namespace, other.namespace, all) && (!isNumbers || (isOnly(one, all) && isOnly(other, all)))
      && winner(one, other, open, terms) !== null)
    if (!pair) return now
    const name = winner(pair.one, pair.other, open, terms) as string
    const before = now
    now = renamed(now, terms, pair.one.namespace === name ? pair.other : pair.one, pair.one.namespace === name ? pair.one : pair.other, pair.shared, open)
    if (now === before) return now
  }
}

/** `account`, if one is called so; else as the list of organizations calls them; else as the customers are called. Null where both are settled. */
function winner(one: Ids, other: Ids, all: readonly Ids[], { fixed }: SameIdsTerms): string | null {
  const both = [one.namespace, other.namespace]
  const settled = both.filter((namespace) => all.some((ids) => ids.namespace === namespace && fixed(ids.plan)))
  if (settled.length > 0) return settled.length === 1 ? (settled[0] as string) : null
  if (both.includes('account')) return 'account'
  const listed = both.find((namespace) => all.some((ids) => ids.namespace === namespace && LISTS.has(ids.plan.kind) && (ids.field === 'organization')))
  return listed ?? both.find((namespace) => namespace === 'customer') ?? (both.toSorted()[0] as string)
}

/** All columns with the one name get the other; the one by which it was found says why. */
function renamed(plans: readonly TablePlan[], { fixed }: SameIdsTerms, from: Ids, to: Ids, shared: number, all: readonly Ids[], is: 'organization' | 'person' = 'organization'): readonly TablePlan[] {
  const meant = new Set(all.filter(({ namespace }) => namespace === from.namespace).map(({ plan, field }) => `${plan.table}\0${field}`))
  let changed = false
  const after = plans.map((plan) => {
    if (fixed(plan)) return plan
    const names = OF_ORGANIZATIONS.filter((field) => meant.has(`${plan.table}\0${field}`))
    if (names.length === 0) return plan
    changed = true
    const fields: { [field: string]: FieldPlan } = { ...plan.fields }
    for (const name of names) {
      const planned = fields[name] as FieldPlan
      const because = plan.table === from.plan.table && name === from.field ? `; ${says(from, to, shared)}` : ''
      fields[name] = { ...planned, reading: { ...planned.reading, namespace: to.namespace }, because: `${planned.because}${because}` }
    }
    const constants = MONEY.has(plan.kind) && names.includes('customer') && plan.constants.customerIs === 'auto' ? { ...plan.constants, customerIs: is } : plan.constants
    return { ...plan, fields, constants }
  })
  return changed ? after : plans
}

/** Customers whose ids are those of the users are persons, unless they are called like firms. */
function joinPersons(plans: readonly TablePlan[], terms: SameIdsTerms): TablePlan[] {
  let now = plans
  for (;;) {
    const all = idsOf(now, terms.looks, OF_ORGANIZATIONS)
    const persons = idsOf(now, terms.looks, OF_PERSONS).filter(({ plan, field }) => field === 'person' && plan.kind === 'users')
    const customers = all.filter(({ field, plan }) => field === 'customer' && plan.constants.customerIs === 'auto' && !terms.fixed(plan) && !areFirms(plan, terms.looks))
    // Ids that other tables hold as those of organizations are theirs.
    const free = customers.filter(({ namespace }) => !all.some((ids) => ids.namespace === namespace && (ids.field === 'organization' || ids.field === 'account')))
    const pair = pairsOf(free, persons).find(({ one, other, isNumbers }) => !isNumbers || (isOnly(one, all) && !all.some(({ plan }) => plan === other.plan)))
    if (!pair) return [...now]
    now = renamed(now, terms, pair.one, pair.other, pair.shared, free, 'person')
  }
}

/** Do the names of customers look like those of firms, in more than a few rows? */
function areFirms(plan: TablePlan, looks: readonly TableLook[]): boolean {
  const profile = looks.find(({ name }) => name === plan.table)?.profiles.find(({ column }) => column === plan.fields.customerName?.column)
  const names = [...new Set([...(profile?.examples ?? []), ...(profile?.common ?? []).map(([name]) => name)])]
  return names.length > 0 && names.filter(looksLikeCompany).length / names.length >= 0.2
}

/** What the plans take for the same, or for different, on no better grounds than numbers; to be shown before anything is written. */
export function idWarnings(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  const all = idsOf(plans, looks, OF_ORGANIZATIONS)
  const persons = idsOf(plans, looks, OF_PERSONS).filter(({ plan }) => plan.kind === 'users')
  const warnings = new Map<string, DataWarning>()
  const tell = (code: string, one: Ids, other: Ids, shared: number, sentence: (number: string) => string, mend: string): void => {
    const name = `${code} ${[`${one.plan.table} ${one.planned.column}`, `${other.plan.table} ${other.planned.column}`].sort().join(' ')}`
    const smaller = one.profile.distinct <= other.profile.distinct ? one : other
    warnings.set(name, {
      code, table: null, column: one.planned.column, count: Math.round(shared * smaller.profile.distinct), says: sentence(percent(shared)), examples: smaller.profile.examples.slice(0, 3), mend,
    })
  }
  const named = ({ plan, planned }: Ids): string => `${planned.column} of ${plan.table}`
  const isMoney = ({ plan }: Ids): boolean => MONEY.has(plan.kind)
  for (const one of all.filter(({ field }) => !SECOND.has(field))) {
    for (const other of [...all.filter(({ field }) => !SECOND.has(field)), ...persons]) {
      if (other.plan === one.plan || !(isPlainNumbers(one.profile) || isPlainNumbers(other.profile))) continue
      const shared = containment(one.profile, other.profile) ?? 0
      if (one.namespace === other.namespace) {
        if (!one.planned.because.endsWith(says(one, other, shared))) continue
        const own = nameOf(one) === other.namespace ? `other-${nameOf(one)}` : nameOf(one)
        tell('same-ids', one, other, shared, (part) => `The numbers in ${named(one)} are taken for those in ${named(other)}: ${part} of them occur in both. Such numbers occur in many tables, so this may be chance.`,
          `If they are different things, say so in the plan: ids of '${own}' in ${one.planned.column} (--namespace ${one.plan.table}:${one.field}=${own}).`)
      } else if (isMoney(one) && !isMoney(other) && shared >= LEAST_OF_NUMBERS && !all.some((third) => third.plan !== one.plan && !isMoney(third) && third.namespace === one.namespace)) {
        tell('ids-apart', one, other, shared, (part) => `${part} of the numbers in ${named(one)} occur in ${named(other)} too, and yet they are taken for ids of different things. Use by those is then not paid by these.`,
          `If they are the same, say so in the plan: ids of '${other.namespace}' in ${one.planned.column} (--namespace ${one.plan.table}:${one.field}=${other.namespace}).`)
      }
    }
  }
  return [...warnings.values()]
}

/** As header and table alone would name the ids. */
function nameOf({ planned, plan, namespace }: Ids): string {
  return entityOf(wordsOfHeader(planned.column)) ?? entityOf(wordsOfHeader(plan.table.replace(/^.*\//, '').replace(/\..*$/, '')), 'known') ?? namespace
}
