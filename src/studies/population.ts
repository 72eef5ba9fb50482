import { Refusal } from '../base/refusal.ts'
import { domainOfEmail, namespaceOf, valueOf } from '../base/identifier.ts'
import { byAge } from '../roles/owners.ts'
import { PAYER_KINDS, UNPAID_REASONS } from '../roles/stamp.ts'
import type { World } from '../roles/world.ts'
import type { Asked } from '../roles/workspace.ts'
import { nameInWords, type PartyShape, partyShape, smallestIdentifier } from './party-shape.ts'
import { categoryOf, textOfTrait, traitOf } from './party-traits.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import { type Clause, type Dimension, NONE, textOfValue, valueOfText, type Where, whereOfSegment } from './where.ts'

/** Usage days of one party with the same account, product and stamp. Numbers of parties, products and agreements; 0 for none. */
export interface Use {
  readonly party: number
  readonly account: number
  readonly product: number
  /** Place in PAYER_KINDS; -1 for a party without use. */
  readonly kind: number
  readonly payer: number
  readonly agreement: number
  /** The seller nearest to the user, for resold use. */
  readonly via: number
  readonly reason: number
}

/** How many usage days, as the tables hold them. */
export interface UseRow extends Use {
  readonly left_out: number
  readonly usage_days: number
  readonly events: number
}

/** A value of a dimension as it is compared: a party, product or agreement by number, all else by text; 0 or '' for what is not known. */
export type Key = number | string

/** Reads one dimension of usage days. */
export interface Reader {
  readonly dimension: Dimension
  of(use: Use): Key
  /** The key of a value as people write it; null if nothing that is known has it. */
  keyOf(value: string): Key | null
  shape(key: Key): Shape
}

/** A value as it is shown, and as `where` takes it. */
export interface Shape {
  readonly value: string
  readonly name: string | null
  readonly party: PartyShape | null
}

/** A reader for a question: what depends on the party alone is worked out once for each, so that a million rows cost a million look-ups. */
export function readerOf(asked: Asked, question: Question, dimension: Dimension): Reader {
  const { world, coverage } = asked.view
  const words = asked.projection.words.products
  switch (dimension) {
    case 'category': return textReader(dimension, ofParty((party) => categoryOf(world, party) ?? ''))
    case 'partyKind': return textReader(dimension, ({ party }) => world.kind(party) ?? '')
    case 'domain': return textReader(dimension, ofParty((party) => domainOf(world, party)))
    case 'payerKind': return textReader(dimension, ({ kind }) => PAYER_KINDS[kind] ?? '')
    case 'reason': return textReader(dimension, ({ reason }) => UNPAID_REASONS[reason] ?? '')
    case 'segment': {
      const segments = asked.settings.categories.map(({ name, where }) => ({ name, fits: fitsWhere(asked, question, segmentFrom(where)) }))
      return textReader(dimension, (use) => segments.find(({ fits }) => fits(use))?.name ?? '')
    }
    case 'account': return partyReader(asked, dimension, ({ account }) => account)
    case 'payer': return partyReader(asked, dimension, ({ payer }) => payer)
    case 'intermediary': return partyReader(asked, dimension, ({ via }) => via)
    case 'organization': {
      const own = ofParty((party) => organizationOf(asked, question, party))
      return partyReader(asked, dimension, (use) => use.account || own(use))
    }
    case 'product': return {
      dimension, of: ({ product }) => product, keyOf: (value) => numberOf(value, (text) => words.find(text)),
      shape: (key) => (key === 0 ? NOTHING : { value: valueOfText(words.text(key as number)), name: world.products.get(words.text(key as number))?.name ?? words.text(key as number), party: null }),
    }
    case 'agreement': return {
      dimension, of: ({ agreement }) => agreement, keyOf: (value) => numberOf(value, (text) => world.agreements.get(text)?.number ?? 0),
      shape: (key) => {
        const agreement = world.agreementByNumber.get(key as number)
        return agreement ? { value: valueOfText(agreement.key), name: agreement.name ?? agreement.key, party: null } : NOTHING
      },
    }
    default: {
      const name = dimension.slice('trait.'.length)
      return textReader(dimension, ofParty((party) => textOfTrait(traitOf(world, party, name))))
    }
  }

  /** The organization of a person: the oldest stated membership of the window, else the one guessed from the e-mail address. An organization is its own. */
  function organizationOf({ view }: Asked, { from, to }: Question, party: number): number {
    if (view.world.kind(party) === 'organization') return party
    const stated = coverage.statedMemberships(party).memberships.filter((membership) => membership.from < to && from < membership.to)
    const oldest = stated.length > 1 ? [...stated].sort(byAge)[0] : stated[0]
    if (oldest) return view.world.party(oldest.organization)
    const guessed = coverage.guessedOrganizations(party)
    return guessed.length > 1 ? (guessed.sort((a, b) => (smallestIdentifier(world, a) < smallestIdentifier(world, b) ? -1 : 1))[0] as number) : (guessed[0] ?? 0)
  }
}

const NOTHING: Shape = { value: NONE, name: null, party: null }

/** The number of a value; 0 for what is not known, null for what nothing has. */
function numberOf(value: string, find: (text: string) => number): number | null {
  const text = textOfValue(value)
  return text === null ? 0 : find(text) || null
}

/** A text as it is shown; '' is not known. */
export function shapeOfText(text: string): Shape {
  return text === '' ? NOTHING : { value: valueOfText(text), name: text, party: null }
}

function textReader(dimension: Dimension, of: (use: Use) => Key): Reader {
  return { dimension, of, keyOf: (value) => textOfValue(value) ?? '', shape: (key) => shapeOfText(String(key)) }
}

function partyReader({ view: { world }, projection }: Asked, dimension: Dimension, of: (use: Use) => Key): Reader {
  return {
    dimension, of,
    keyOf: (value) => {
      if (value === NONE) return 0
      const identifier = projection.words.identifiers.find(value)
      return identifier === 0 || identifier > world.identities.components.size ? null : world.party(identifier)
    },
    shape: (key) => (key === 0 ? NOTHING : { value: smallestIdentifier(world, key as number), name: nameInWords(world, key as number), party: partyShape(world, key as number) }),
  }
}

function ofParty<T extends Key>(work: (party: number) => T): (use: { readonly party: number }) => T {
  const known = new Map<number, T>()
  return ({ party }) => {
    const before = known.get(party)
    if (before !== undefined) return before
    const value = work(party)
    known.set(party, value)
    return value
  }
}

/** The domain of the first e-mail address that is at no personal mail, else of the first; of an organization its own. */
function domainOf(world: World, party: number): string {
  const identifiers = world.identities.identifiers(party)
  const own = identifiers.find((id) => namespaceOf(id) === 'domain') ?? identifiers.map(domainOfEmail).find((domain) => domain !== null)
  if (own) return valueOf(own)
  const email = identifiers.find((id) => id.startsWith('email:') && id.includes('@'))
  return email === undefined ? '' : email.slice(email.lastIndexOf('@') + 1)
}

/** A filter that cannot be read, as after an edit of the kept settings by hand, names nobody. */
function segmentFrom(text: string): Where {
  try {
    return whereOfSegment(text)
  } catch (error) {
    if (error instanceof Refusal) return [{ dimension: 'partyKind', not: false, values: [] }]
    throw error
  }
}

/** Tells whether usage days fit. */
export function fitsWhere(asked: Asked, question: Question, where: Where): (use: Use) => boolean {
  const tests = where.map((clause) => {
    const reader = readerOf(asked, question, clause.dimension)
    const keys = new Set(clause.values.map((value) => reader.keyOf(value)))
    return (use: Use): boolean => keys.has(reader.of(use)) !== clause.not
  })
  return (use) => tests.every((holds) => holds(use))
}

/** What the tables can leave out by themselves, by column. */
const IN_TABLES: { readonly [dimension: string]: string } = { payerKind: 'kinds', payer: 'payers', intermediary: 'vias', agreement: 'agreements', account: 'accounts', product: 'products' }

/**
 * The use of the window that fits, in order of the party; staff and what was left out by hand too, as `left_out` says.
 * Cost: grows with the usage days of the window; then one row per party, account, product and stamp, about one per user, comes out of the tables.
 */
export async function useOfPopulation(asked: Asked, question: Question, where: Where): Promise<UseRow[]> {
  const chosen = Object.fromEntries(Object.values(IN_TABLES).flatMap((name) => [[`some_${name}`, false], [name, [] as number[]]]))
  for (const clause of where) {
    const column = IN_TABLES[clause.dimension]
    if (column === undefined || clause.not || chosen[`some_${column}`] === true) continue
    chosen[`some_${column}`] = true
    chosen[column] = numbersOf(asked, question, clause)
  }
  const rows = await asked.db.rows<UseRow>(sql('use-of-population'), { ...usageParameters(asked, question), staff: true, ...chosen })
  if (where.length === 0) return rows
  return rows.filter(fitsWhere(asked, question, where))
}

function numbersOf(asked: Asked, question: Question, { dimension, values }: Clause): number[] {
  if (dimension === 'payerKind') return values.map((value) => PAYER_KINDS.indexOf(value as never))
  const reader = readerOf(asked, question, dimension)
  return values.flatMap((value) => (reader.keyOf(value) as number | null) ?? [])
}

/** True if a row counts: staff only where they are asked for, what was left out by hand never. */
export function counts(question: Question): (row: { readonly left_out: number }) => boolean {
  return ({ left_out }) => left_out === 0 || (question.staff && left_out === 1)
}

/** Parties with use in the window that fits. */
export async function usersThatFit(asked: Asked, question: Question, where: Where): Promise<Set<number>> {
  return new Set((await useOfPopulation(asked, question, where)).filter(counts(question)).map(({ party }) => party))
}

/** Of these parties those that fit: users by any usage day of the window, others by what is known of them without use. */
export async function partiesThatFit(asked: Asked, question: Question, where: Where, candidates: Iterable<number>): Promise<number[]> {
  const fits = fitsWhere(asked, question, where)
  const withoutUse = (party: number): boolean => fits({ party, account: 0, product: 0, kind: -1, payer: 0, agreement: 0, via: 0, reason: -1 })
  if (where.every(({ dimension }) => isOfParty(dimension))) return [...candidates].filter(withoutUse)
  const users = new Set<number>()
  const fitting = new Set<number>()
  for (const row of (await useOfPopulation(asked, question, [])).filter(counts(question))) {
    users.add(row.party)
    if (!fitting.has(row.party) && fits(row)) fitting.add(row.party)
  }
  return [...candidates].filter((party) => (users.has(party) ? fitting.has(party) : withoutUse(party)))
}

function isOfParty(dimension: Dimension): boolean {
  return dimension === 'category' || dimension === 'partyKind' || dimension === 'domain' || dimension.startsWith('trait.')
}
