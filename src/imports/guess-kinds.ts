import { looksLikeCompany } from '../evidence/billed-party.ts'
import { type Candidate, candidatesOf, distinctness, looksLikeNames, normalHeader, wordsOfHeader } from './guess-columns.ts'
import { FIELDS } from './fields.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { Kind } from './plan.ts'

/** What a table is guessed to be, with the columns taken for its fields. */
export interface KindGuess {
  readonly kind: Kind
  readonly score: number
  readonly chosen: ReadonlyMap<string, Candidate>
  /** Groups of fields of which none is there. */
  readonly missing: readonly string[]
  readonly named: boolean
}

type GuessedKind = Exclude<Kind, 'evidence' | 'objects' | 'nothing'>

/** Words of a table's name that speak for a kind: 1 fully, less where they speak for others too. */
const TABLE_WORDS: readonly (readonly [words: RegExp, kinds: Readonly<Partial<Record<GuessedKind, number>>>])[] = [
  [/^(users?|members|userlist|people|persons?|benutzer|nutzer|utilisateurs?|usuarios?|logins|profiles|signups)$/, { users: 1 }],
  [/^(customers?|clients?|kunden?|clientes?|buyers?)$/, { users: 0.5, organizations: 0.5, contacts: 0.4 }],
  [/^(accounts?|compan(y|ies)|organi[sz]ations?|orgs?|tenants?|workspaces?|teams?|firms?|firmen|unternehmen|konten|entreprises?|societes?|empresas?|stores?|shops?|publishers?|shippers?|suppliers?|vendors?)$/, { organizations: 1 }],
  [/^(suppliers?|lieferanten|fournisseurs?|proveedores)$/, { contacts: 0.2 }],
  [/^(contacts?|leads?|prospects?|prospective|kontakte?|ansprechpartner|contactos?)$/, { contacts: 1 }],
  [/^(subscriptions?|abos?|abonnements?|contracts?|vertrage?|licen[cs]es?|suscripciones|mrr|arr)$/, { subscriptions: 1 }],
  [/^(invoices?|rechnung(en)?|factures?|facturas?|bills?|billing|receivables)$/, { invoices: 1 }],
  [/^(payments?|charges?|transactions?|zahlungen|paiements?|pagos|refunds?)$/, { payments: 1 }],
  [/^(sales|orders?|purchases?|bestellungen|auftrage|verkaufe|umsatze|ventes?|commandes?|ventas|pedidos)$/, { sales: 1 }],
  [/^(usage|events?|activity|activities|logs?|tracking|sessions?|nutzung|ereignisse|evenements|eventos|pageviews?|track|tracks|actions)$/, { 'usage-events': 0.8, 'usage-days': 0.8 }],
  [/^(nps|csat|ces|surveys?|ratings?|scores?|umfragen?|tickets?|satisfaction|responses?|bewertungen|enquetes?|encuestas?)$/, { scores: 0.7, requests: 0.4 }],
  [/^(feedback|requests?|ideas?|complaints?|churn|reasons?|wishes|suggestions?|wunsche|beschwerden|reclamations?|peticiones|comments?|reviews?)$/, { requests: 0.8, scores: 0.3 }],
  [/^(deals?|opportunit(y|ies)|pipeline|verkaufschancen|opportunites|oportunidades)$/, { deals: 1 }],
  [/^(milestones?|deliver(ies|ables?)|workpackages?|meilensteine?|arbeitspakete?|jalons?|livrables?|hitos?|entregables?)$/, { deliveries: 1 }],
  [/^(products?|items?|articles?|catalog(ue)?|produkte|artikel|produits?|productos?|titles?|plans)$/, { products: 1 }],
  [/^(memberships?|mitgliedschaften|seats?)$/, { memberships: 1 }],
  [/^(hierarchy|ownerships?|parents?|subsidiaries|konzern)$/, { ownerships: 1, organizations: 0.3 }],
  [/^(resellers?|partners?|dealers?|distributors?|channel|handler|revendeurs?|distribuidores)$/, { resellers: 0.9, 'sell-through': 0.2 }],
  [/^(sellthrough|sellout|pos)$/, { 'sell-through': 1 }],
  [/^(links?|alias(es)?|mapping|identities|crosswalk)$/, { links: 1 }],
]

/** Our own people, and things that are neither parties nor money nor use. */
const STAFF = /^(employees?|staff|mitarbeiter|salespersons?|agents?|employes?|empleados?|personnel|owners)$/

function words(name: string): readonly string[] {
  return wordsOfHeader(name.replace(/^.*\//, '').replace(/(\.[a-z0-9]+)+$/i, ''))
}

export function isOfStaff(name: string): boolean {
  return words(name).some((word) => STAFF.test(word))
}

function namedKinds(name: string): ReadonlyMap<Kind, number> {
  const own = words(name)
  const joined = [...own, ...own.slice(1).map((word, place) => `${own[place]}${word}`)]
  const kinds = new Map<Kind, number>()
  for (const word of joined) for (const [pattern, said] of TABLE_WORDS) if (pattern.test(word)) for (const [kind, part] of Object.entries(said)) kinds.set(kind as Kind, Math.max(kinds.get(kind as Kind) ?? 0, part as number))
  return kinds
}

const NAME_BONUS = 3
const MISSING = 2.5

/** Best columns for the fields of a kind: the most certain pair first, each column for one field. */
function choose(candidates: readonly Candidate[]): Map<string, Candidate> {
  const chosen = new Map<string, Candidate>()
  const used = new Set<string>()
  for (const candidate of candidates) {
    if (chosen.has(candidate.field.name) || used.has(candidate.column) || candidate.certainty < 0.45) continue
    chosen.set(candidate.field.name, candidate)
    used.add(candidate.column)
  }
  return chosen
}

export function neededGroups(kind: Kind): readonly string[] {
  return [...new Set(FIELDS[kind].map(({ needed }) => needed).filter((group) => group !== undefined))]
}

function groupsMissing(kind: Kind, fields: ReadonlySet<string>): readonly string[] {
  return neededGroups(kind).filter((group) => !FIELDS[kind].some(({ needed, name }) => needed === group && fields.has(name)))
}

/** What a table of a kind must look like beyond its fields; false: it is not of the kind. */
const HOLDS: Partial<Record<GuessedKind, (chosen: ReadonlyMap<string, Candidate>, look: TableLook, named: number) => boolean>> = {
  users: (chosen) => !namesFirms(chosen) && isList(chosen, ['person', 'email']) && (chosen.has('email') || chosen.has('name') || chosen.has('firstName') || chosen.has('lastName') || chosen.has('lastActive') || chosen.has('account') || chosen.has('joined')),
  contacts: (chosen) => !namesFirms(chosen) && isList(chosen, ['contact', 'person', 'email', 'name']) && (chosen.has('email') || chosen.has('name') || chosen.has('firstName')),
  organizations: (chosen) => isList(chosen, ['organization', 'organizationName', 'domain']) && (chosen.has('organizationName') || chosen.has('domain') || chosen.has('parent') || chosen.has('parentName')),
  resellers: (chosen, _look, named) => named > 0 && isList(chosen, ['organization', 'organizationName', 'domain']),
  products: (chosen, _look, named) => isList(chosen, ['product']) && (named > 0 || chosen.has('price') || chosen.has('fundedBy')),
  memberships: (chosen, look, named) => {
    const person = chosen.get('person') ?? chosen.get('email')
    const organization = chosen.get('organization') ?? chosen.get('organizationName') ?? chosen.get('domain')
    return person !== undefined && organization !== undefined && (named > 0 || (look.columns.length <= 6 && distinctness(organization.profile) < 0.9 && organization.profile.filled > look.rows / 2 && person.profile.filled > look.rows / 2))
  },
  ownerships: (_chosen, look, named) => named > 0 || look.columns.length <= 6,
  links: (_chosen, look, named) => named > 0 || look.columns.length <= 4,
  'usage-events': (chosen, look, named) => (named > 0 || saysUse(chosen, look)) && isTimed(chosen.get('at')),
  'usage-days': (chosen, look, named) => (named > 0 || saysUse(chosen, look)) && !isTimed(chosen.get('day')),
  requests: (chosen, _look, named) => chosen.has('text') || (chosen.has('topic') && named > 0),
  'sell-through': (chosen) => {
    const [reseller, customer] = [chosen.get('reseller') ?? chosen.get('resellerName'), chosen.get('customer') ?? chosen.get('customerName') ?? chosen.get('customerEmail')]
    return reseller !== undefined && customer !== undefined && reseller.column !== customer.column
  },
  deliveries: (chosen, _look, named) => (named > 0 || (chosen.get('milestone')?.header ?? 0) >= 0.6) && (chosen.has('due') || chosen.has('done') || chosen.has('planned') || chosen.has('actual')),
  subscriptions: (chosen, _look, named) => named > 0 || chosen.has('to') || chosen.has('interval') || chosen.has('plan') || chosen.has('renews'),
  invoices: (chosen, _look, named) => named > 0 || chosen.has('number') || /invoice|rechnung|facture|factura/.test(normalHeader(chosen.get('id')?.column ?? '')),
  payments: (chosen, _look, named) => named > 0 || chosen.has('refunded') || isPaid(chosen) || /payment|charge|transaction|zahlung|paiement|pago/.test(normalHeader(`${chosen.get('id')?.column ?? ''} ${chosen.get('at')?.column ?? ''}`)),
  sales: (chosen, _look, named) => named > 0 || /order|sale|bestell|commande|pedido/.test(normalHeader(`${chosen.get('id')?.column ?? ''} ${chosen.get('at')?.column ?? ''}`)),
}

/** Are the names of the persons those of firms? */
function namesFirms(chosen: ReadonlyMap<string, Candidate>): boolean {
  const profile = chosen.get('name')?.profile
  if (!profile || chosen.has('firstName') || chosen.has('lastName')) return false
  const names = [...new Set([...profile.examples, ...profile.common.map(([value]) => value)])]
  return names.length > 1 && names.filter(looksLikeCompany).length > 0.6 * names.length
}

/** Headers of events that are those of anything else too. */
const ANY_NAME = /^(name|type|source|client|page)$/

/** Somebody's use comes again: events have names that repeat, or are counted, or have a column that speaks of nothing else. A list of people with a date is none. */
function saysUse(chosen: ReadonlyMap<string, Candidate>, look: TableLook): boolean {
  const event = chosen.get('event')
  if (event && !ANY_NAME.test(normalHeader(event.column)) && event.header >= 0.6) return true
  if (look.columns.some((column) => /session|pageview|loginat$|usagedate|activitydate|usageday/.test(normalHeader(column)))) return true
  const who = ['person', 'email', 'anonymous', 'agreement', 'account'].map((field) => chosen.get(field)?.profile).filter((profile) => profile !== undefined)
  const comeAgain = who.length > 0 && who.every((profile) => distinctness(profile) < 0.9)
  if (event && distinctness(event.profile) <= 0.5 && !looksLikePeople(event, look)) return true
  return chosen.has('count') && comeAgain
}

/** Names of persons stand beside their addresses, one for each. */
function looksLikePeople({ profile, column }: Candidate, look: TableLook): boolean {
  return /name$/.test(normalHeader(column)) && looksLikeNames(profile) && look.profiles.some((one) => one.column !== column && one.email > 0.5 * one.filled && one.filled > 0 && Math.abs(one.distinct - profile.distinct) <= 0.3 * one.distinct)
}

const PAID = /succe|paid|refund|captur|settled|complet|fail|declin|charge|bezahlt|erstattet|fehlgeschlagen|pay[eé]|rembours|pagad|reembols/i

/** Money with a currency, and words that say whether it came. */
function isPaid(chosen: ReadonlyMap<string, Candidate>): boolean {
  return chosen.has('amount') && chosen.has('currency') && (chosen.get('status')?.profile.common.some(([value]) => PAID.test(value)) ?? false)
}

/** Kinds that tell of nobody's money. */
const WITHOUT_MONEY: ReadonlySet<Kind> = new Set(['users', 'contacts', 'organizations', 'memberships', 'usage-events', 'usage-days', 'scores', 'requests', 'deliveries', 'links'])
const MONEY_FIRST = 4

/** Does the table have amounts with their currencies? Then it is about money first. */
function isAboutMoney(look: TableLook, profiles: ReadonlyMap<string, ColumnProfile>, referred: ReadonlySet<string>): boolean {
  const chosen = choose(candidatesOf('payments', look, profiles, referred))
  const [amount, currency] = [chosen.get('amount'), chosen.get('currency')]
  return amount !== undefined && currency !== undefined && amount.header >= 0.7 && currency.header >= 0.7
}

/** Lists name each of their parties about once. */
function isList(chosen: ReadonlyMap<string, Candidate>, fields: readonly string[]): boolean {
  return fields.some((field) => {
    const profile = chosen.get(field)?.profile
    return profile !== undefined && (distinctness(profile) > 0.6 || profile.filled < 5)
  })
}

/** Do the cells hold times of the day? */
function isTimed(candidate: Candidate | undefined): boolean {
  if (!candidate) return false
  const { examples, seconds, milliseconds, filled } = candidate.profile
  if (Math.max(seconds, milliseconds) > filled / 2) return true
  return examples.some((value) => /\d[:.]\d{2}(?!\d*[-/.]\d)/.test(value) && /\d{1,2}:\d{2}/.test(value) && !/[T ]00:00(:00)?(\.0+)?(Z|[+-]00:?00)?$/.test(value))
}

const KINDS_TO_GUESS: readonly GuessedKind[] = [
  'users', 'usage-events', 'usage-days', 'organizations', 'contacts', 'memberships', 'ownerships', 'products', 'subscriptions', 'invoices', 'payments', 'sales', 'resellers', 'sell-through', 'scores', 'requests', 'deals', 'deliveries', 'links',
]

function weightOf({ field, header, certainty }: Candidate): number {
  return (field.weight ?? 1) * certainty * (header >= 0.6 ? 1 : 0.5)
}

/** The fields of one kind, as a person would have them who says what the table is. */
export function guessOfKind(kind: Kind, look: TableLook, profiles: ReadonlyMap<string, ColumnProfile>, referred: ReadonlySet<string>): KindGuess {
  const named = namedKinds(look.name).get(kind) ?? 0
  const chosen = choose(candidatesOf(kind, look, profiles, referred))
  const missing = groupsMissing(kind, new Set(chosen.keys()))
  const score = [...chosen.values()].reduce((sum, candidate) => sum + weightOf(candidate), 0) + NAME_BONUS * named - MISSING * missing.length
  return { kind, score: Math.round(score * 1000) / 1000, chosen, missing, named: named > 0 }
}

/** All kinds that the table may be, the best first. */
export function guessesOf(look: TableLook, profiles: ReadonlyMap<string, ColumnProfile>, referred: ReadonlySet<string>): readonly KindGuess[] {
  const names = namedKinds(look.name)
  const isMoney = isAboutMoney(look, profiles, referred)
  return KINDS_TO_GUESS.map((kind) => guessOfKind(kind, look, profiles, referred))
    .map((guess) => (isMoney && !guess.named && WITHOUT_MONEY.has(guess.kind) ? { ...guess, score: guess.score - MONEY_FIRST } : guess))
    .filter((guess) => guess.missing.length === 0 || (guess.named && guess.missing.length <= 2 && guess.chosen.size >= guess.missing.length))
    .filter((guess) => HOLDS[guess.kind as GuessedKind]?.(guess.chosen, look, names.get(guess.kind) ?? 0) ?? true)
    .sort((a, b) => b.score - a.score)
}
