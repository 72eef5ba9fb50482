import { Type } from 'typebox'
import type { Day } from '../base/day.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { Asked } from '../roles/workspace.ts'
import { type AgreementEntry, atStakeMinor, type Decider, dueDay, MONEY_STATES, STATES } from './agreements-rows.ts'
import type { LastUse } from './agreement-money.ts'
import { nameInWords, smallestIdentifier } from './party-shape.ts'
import { dayParameter } from './question.ts'

export const HAS = ['unused-money', 'unused-seats', 'no-use', 'decider-never-used', 'no-decider', 'no-renewal', 'other-payer'] as const
export const SORTS = ['unused', 'accrued', 'used', 'amount', 'buyer', 'product', 'kind', 'users', 'usage-days', 'seats', 'last-use', 'renews', 'at-stake', 'deciders'] as const
type Sort = (typeof SORTS)[number]

const KEYS = ['product', 'kind', 'interval', 'currency', 'state', 'money', 'has', 'buyer', 'due-from', 'due-before'] as const

export const AGREEMENTS_WHERE = Type.Optional(Type.String({
  description: 'Only agreements that fit, such as `product=notes;state=in-force;has=no-use,decider-never-used;due-before=2027-01-01`. Clauses are joined by `;` and must all hold; of the values of a clause any, but of `has` all. '
    + `Clauses: ${KEYS.join(', ')}. state: ${STATES.join(', ')}. money: ${MONEY_STATES.join(', ')}. has: ${HAS.join(', ')}.`,
}))
export const AGREEMENTS_SORT = Type.Optional(Type.String({ description: `By what they are sorted: ${SORTS.join(', ')}; with a minus before it the other way round. Absent: unused, most first. Money is sorted within its currency.` }))

/** What a list of agreements is narrowed to. */
export interface AgreementsWhere {
  readonly clauses: ReadonlyMap<string, ReadonlySet<string>>
  readonly dueFrom: Day | null
  readonly dueBefore: Day | null
}

export function agreementsWhereFrom(text: string | undefined): AgreementsWhere {
  const clauses = new Map<string, ReadonlySet<string>>()
  for (const clause of (text ?? '').split(';').filter((part) => part.trim() !== '')) {
    const sign = clause.indexOf('=')
    const name = clause.slice(0, sign).trim()
    if (sign <= 0 || !KEYS.some((key) => key === name)) throw refused(`'${clause.trim()}' is no condition on agreements. Use ${KEYS.join(', ')}, such as state=in-force.`)
    const values = clause.slice(sign + 1).split(',').map((value) => decodeURIComponent(value).trim()).filter((value) => value !== '')
    const choices: readonly string[] | undefined = name === 'has' ? HAS : name === 'state' ? STATES : name === 'money' ? MONEY_STATES : undefined
    const wrong = values.find((value) => choices !== undefined && !choices.includes(value))
    if (wrong !== undefined) throw refused(`'${wrong}' is no value of '${name}'. Use one of ${choices?.join(', ')}.`)
    clauses.set(name, new Set(values))
  }
  const day = (name: string): Day | null => {
    const value = [...(clauses.get(name) ?? [])][0]
    return value === undefined ? null : dayParameter('where', value)
  }
  return { clauses, dueFrom: day('due-from'), dueBefore: day('due-before') }
}

export function sortFrom(text: string | undefined): { readonly by: Sort; readonly down: boolean } {
  const by = (text ?? 'unused').replace(/^-/, '')
  if (!SORTS.some((sort) => sort === by)) throw new Refusal('bad-parameter', `'sort' must be one of ${SORTS.join(', ')}, with or without a minus, not '${text}'.`, { parameter: 'sort' })
  return { by: by as Sort, down: text?.startsWith('-') ?? false }
}

function refused(sentence: string): Refusal {
  return new Refusal('bad-parameter', sentence, { parameter: 'where' })
}

/** What choosing and sorting may need beside the entries themselves. */
export interface Beside {
  readonly deciders: (entry: AgreementEntry) => readonly Decider[]
  readonly last: ReadonlyMap<number, LastUse>
}

/** True if the condition needs to know who decides, and what they used. */
export function asksForDeciders({ clauses }: AgreementsWhere): boolean {
  const has = clauses.get('has')
  return has !== undefined && (has.has('decider-never-used') || has.has('no-decider'))
}

export function chosen(asked: Asked, entries: readonly AgreementEntry[], where: AgreementsWhere, q: string | undefined, beside: Beside): AgreementEntry[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return entries.filter((entry) => fits(asked, entry, where, beside) && (words.length === 0 || says(asked, entry, words)))
}

function fits(asked: Asked, entry: AgreementEntry, { clauses, dueFrom, dueBefore }: AgreementsWhere, beside: Beside): boolean {
  const { agreement, state, moneyState } = entry
  const values: Readonly<Record<string, string>> = { product: agreement.product, kind: agreement.kind ?? 'none', interval: agreement.interval, currency: agreement.currency ?? 'none', state, money: moneyState }
  for (const [name, wanted] of clauses) {
    const value = values[name]
    if (value !== undefined && !wanted.has(value)) return false
  }
  const buyers = clauses.get('buyer')
  if (buyers && !asked.view.world.identities.identifiers(asked.view.world.party(agreement.buyer)).some((identifier) => buyers.has(identifier))) return false
  for (const what of clauses.get('has') ?? []) if (!has(asked, entry, what, beside)) return false
  const due = dueDay(agreement)
  return (dueFrom === null || (due !== null && due >= dueFrom)) && (dueBefore === null || (due !== null && due < dueBefore))
}

function has(asked: Asked, entry: AgreementEntry, what: string, beside: Beside): boolean {
  const { agreement, money, users, state } = entry
  const { world } = asked.view
  switch (what) {
    case 'unused-money': return money !== null && money.unused > 0n
    case 'unused-seats': return state === 'in-force' && agreement.seats !== null && users < agreement.seats
    case 'no-use': return state === 'in-force' && users === 0
    case 'decider-never-used': {
      const deciders = beside.deciders(entry)
      return deciders.length > 0 && deciders.every(({ lastUse }) => lastUse === null)
    }
    case 'no-decider': return world.kind(world.party(agreement.buyer)) === 'organization' && beside.deciders(entry).length === 0
    case 'no-renewal': return state === 'in-force' && isLasting(entry) && dueDay(agreement) === null
    case 'other-payer': return world.party(world.payerOf(agreement)) !== world.party(agreement.buyer)
    default: return false
  }
}

/** Paid interval after interval: somebody decides again and again whether it goes on. */
export function isLasting({ agreement }: AgreementEntry): boolean {
  return agreement.interval !== 'once' && agreement.amountMinor !== 0
}

function says(asked: Asked, { agreement }: AgreementEntry, words: readonly string[]): boolean {
  const { world } = asked.view
  const buyer = world.party(agreement.buyer)
  const payer = world.party(world.payerOf(agreement))
  const text = [agreement.key, agreement.name ?? '', agreement.product, nameInWords(world, buyer), ...world.identities.identifiers(buyer), ...(payer === buyer ? [] : [nameInWords(world, payer), ...world.identities.identifiers(payer)])].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}

type Value = bigint | number | string | null

/** Sorted by a column: what has no value there is last either way; equal rows by key. */
export function sorted(asked: Asked, entries: readonly AgreementEntry[], { by, down }: ReturnType<typeof sortFrom>, beside: Beside): AgreementEntry[] {
  const { world } = asked.view
  const isMoney = ['unused', 'accrued', 'used', 'amount', 'at-stake'].includes(by)
  // Figures begin with the most, names and days with the first.
  const turn = (isMoney || ['users', 'usage-days', 'seats', 'last-use'].includes(by) ? -1 : 1) * (down ? -1 : 1)
  const names = new Map<number, string>()
  const nameOf = (party: number): string => {
    const known = names.get(party) ?? `${nameInWords(world, party).toLowerCase()}\0${smallestIdentifier(world, party)}`
    names.set(party, known)
    return known
  }
  const read: { readonly [sort in Sort]: (entry: AgreementEntry) => Value } = {
    unused: ({ money }) => money?.unused ?? null,
    accrued: ({ money }) => money?.accrued ?? null,
    used: ({ money }) => money?.used ?? null,
    amount: ({ agreement }) => (agreement.amountMinor === null ? null : BigInt(agreement.amountMinor)),
    buyer: ({ agreement }) => nameOf(world.party(agreement.buyer)),
    product: ({ agreement }) => agreement.product,
    kind: ({ agreement }) => agreement.kind,
    users: ({ users }) => users,
    'usage-days': ({ usageDays }) => usageDays,
    seats: ({ agreement, users }) => (agreement.seats === null ? null : agreement.seats - Math.min(users, agreement.seats)),
    'last-use': ({ agreement }) => beside.last.get(agreement.number)?.day ?? null,
    renews: ({ agreement }) => dueDay(agreement),
    'at-stake': ({ agreement }) => { const due = dueDay(agreement); return due === null ? null : atStakeMinor(agreement, due) },
    deciders: (entry) => { const first = beside.deciders(entry)[0]; return first === undefined ? null : nameOf(first.party) },
  }
  const rows = entries.map((entry) => ({ entry, value: read[by](entry), currency: isMoney ? (entry.agreement.currency ?? '~') : '' }))
  rows.sort((a, b) => order(a.currency, b.currency) || missing(a.value, b.value) || turn * order(a.value as string, b.value as string) || order(a.entry.agreement.key, b.entry.agreement.key))
  return rows.map(({ entry }) => entry)
}

function missing(a: Value, b: Value): number {
  return Number(a === null) - Number(b === null)
}

/** What the rows have of a property, most first: the choices of a filter. */
export function facets(entries: readonly AgreementEntry[]) {
  const count = (valueOf: (entry: AgreementEntry) => string) => {
    const counts = new Map<string, number>()
    for (const entry of entries) counts.set(valueOf(entry), (counts.get(valueOf(entry)) ?? 0) + 1)
    return [...counts].map(([value, agreements]) => ({ value, agreements })).sort((a, b) => b.agreements - a.agreements || order(a.value, b.value))
  }
  return { states: count(({ state }) => state), products: count(({ agreement }) => agreement.product), kinds: count(({ agreement }) => agreement.kind ?? 'none') }
}
