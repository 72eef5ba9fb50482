import type { Cause } from './changes-causes.ts'
import type { CountChange, MoneyChange } from './changes-figures.ts'
import type { Learned } from './changes-learned.ts'
import { grouped, many } from './effect-in-words.ts'

const NAMES: Readonly<Record<string, string>> = {
  party: 'party line', override: 'correction', 'usage-corrected': 'correction of use', delivery: 'milestone', deal: 'deal', staff: 'staff line', ask: 'question',
  membership: 'membership', link: 'link', ownership: 'ownership', agreement: 'agreement', seat: 'seat', payment: 'payment', feedback: 'feedback', product: 'product', rate: 'rate', answer: 'answer',
}
const PLURALS: Readonly<Record<string, string>> = { 'usage-corrected': 'corrections of use', feedback: 'pieces of feedback' }
const TYPES_NAMED = 4
const FLOWS_NAMED = 3

export interface SaidFlow { readonly from: string; readonly to: string; readonly users: number; readonly usageDays: number; readonly because: readonly Cause[] }

/** "a, b and c". */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** What was learned, by type, most first. */
export function learnedInWords(learned: readonly Learned[], between: string): string {
  const byType = new Map<string, number>()
  for (const { what, lines } of learned) if (what !== 'usage' && what !== 'undo') byType.set(what, (byType.get(what) ?? 0) + lines)
  const events = learned.reduce((sum, one) => sum + one.events, 0)
  const late = learned.reduce((sum, one) => sum + one.lateEvents, 0)
  const undos = learned.filter(({ what }) => what === 'undo')
  const broughtBack = undos.reduce((sum, { takenBack }) => sum + takenBack, 0)
  const undone = undos.reduce((sum, { lines }) => sum + lines, 0) - broughtBack
  if (learned.length === 0) return `Nothing was learned ${between}.`
  const types = [...byType].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const named = types.slice(0, TYPES_NAMED).map(([what, n]) => nameOf(what, n))
  const rest = types.slice(TYPES_NAMED).reduce((sum, [, n]) => sum + n, 0)
  const use = events === 0 ? [] : [`${many(events, 'event')} of use${late === 0 ? '' : ` (${late === events ? 'all' : grouped(String(late))} of them about days before)`}`]
  const back = learned.filter(({ what }) => what !== 'undo').reduce((sum, { takenBack }) => sum + takenBack, 0)
  const others = rest === 0 ? [] : [many(rest, 'other line')]
  const told = [...use, ...named, ...others]
  const clauses = [...(told.length === 0 ? [] : [`learned ${listed(told)}`]), ...(undone === 0 ? [] : [`undid ${many(undone, 'import')}`]), ...(broughtBack === 0 ? [] : [`brought back ${many(broughtBack, 'import')} that had been undone`])]
  return `${capital(between)} we ${listed(clauses)}${back === 0 ? '' : `; ${grouped(String(back))} of these lines ${back === 1 ? 'takes' : 'take'} back what was said`}.`
}

function nameOf(what: string, n: number): string {
  const plural = PLURALS[what]
  return plural !== undefined && n !== 1 ? `${grouped(String(n))} ${plural}` : many(n, NAMES[what] ?? what)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The greatest moves from one payer to another, each with the cause that stands behind most of it; where none is shown, none is said. Then use that came in later or was taken back. */
export function flowsInWords(flows: readonly SaidFlow[]): string[] {
  const isNew = ({ from }: SaidFlow): boolean => from === NOT_KNOWN_BEFORE
  const isGone = ({ to }: SaidFlow): boolean => to === NO_LONGER_KNOWN
  const moves = flows.filter((flow) => !isNew(flow) && !isGone(flow))
  const said = moves.slice(0, FLOWS_NAMED).map(({ from, to, users, usageDays, because: [first] }) => {
    const part = first === undefined ? '' : first.users >= users ? ` because ${first.says}` : `, ${grouped(String(first.users))} of them because ${first.says}`
    return `${many(users, 'user')} with ${many(usageDays, 'usage day')} moved from ${from} to ${to}${part}.`
  })
  const daysOf = (some: readonly SaidFlow[]): number => some.reduce((sum, { usageDays }) => sum + usageDays, 0)
  const [others, later, gone] = [daysOf(moves.slice(FLOWS_NAMED)), flows.filter(isNew), daysOf(flows.filter(isGone))]
  if (others > 0) said.push(`${many(others, 'usage day')} moved in ${many(moves.length - FLOWS_NAMED, 'other way')}.`)
  const [most] = later
  const causes = later.flatMap(({ because }) => because)
  const [why] = causes
  const again = why !== undefined && causes.every(({ how, says }) => how === 'brought-back' && says === why.says)
  const came = again ? `${daysOf(later) === 1 ? 'counts' : 'count'} again because ${why.says}` : `${daysOf(later) === 1 ? 'was' : 'were'} told later`
  if (most !== undefined) said.push(`${many(daysOf(later), 'usage day')} of this period ${came}${later.length === 1 ? `, and ${daysOf(later) === 1 ? 'stands' : 'stand'} with ${most.to}` : `; the greatest part, ${grouped(String(most.usageDays))}, stands with ${most.to}`}.`)
  if (gone > 0) {
    const causes = flows.filter(isGone).flatMap(({ because }) => because)
    const [first] = causes
    const one = first !== undefined && first.import !== null && causes.every(({ says }) => says === first.says)
    said.push(one ? `${many(gone, 'usage day')} no longer ${gone === 1 ? 'counts' : 'count'} because ${first.says}.` : `${many(gone, 'usage day')} ${gone === 1 ? 'was' : 'were'} taken back or corrected.`)
  }
  return said
}

export const NOT_KNOWN_BEFORE = 'not known before'
export const NO_LONGER_KNOWN = 'no longer known'

function find(counts: readonly CountChange[], figure: string): CountChange | undefined {
  return counts.find((one) => one.figure === figure && one.kind === null)
}

/** Users, customers, unknown and unused money, where they differ. */
export function figuresInWords(counts: readonly CountChange[], money: readonly MoneyChange[], nowWord: string): string[] {
  const parts: string[] = []
  for (const [figure, one] of [['users', 'user'], ['customers', 'customer']] as const) {
    const change = find(counts, figure)
    if (change && change.difference !== 0) parts.push(`${many(change.now, one)} ${change.now === 1 ? 'is' : 'are'} counted ${nowWord}, ${grouped(String(Math.abs(change.difference)))} ${change.difference > 0 ? 'more' : 'fewer'}`)
  }
  for (const [figure, name] of [['unused', 'Money without use'], ['unknown', 'Unknown payments']] as const) {
    for (const change of money) if (change.figure === figure && !/^-?[0.]*$/.test(change.difference)) parts.push(`${name} went from ${grouped(change.was)} to ${grouped(change.now)} ${change.currency}`)
  }
  return parts.map((part) => `${part}.`)
}

/** The window beside the one of the same length before it, as known at one time. */
export function windowsInWords(counts: readonly CountChange[], days: number): string {
  const users = find(counts, 'users')
  const customers = find(counts, 'customers')
  if (!users || !customers) return ''
  const against = (change: CountChange): string => (change.difference === 0 ? 'as many as' : `${grouped(String(Math.abs(change.difference)))} ${change.difference > 0 ? 'more' : 'fewer'} than`)
  const kinds = counts.filter(({ figure, kind, difference }) => figure === 'users' && kind !== null && difference !== 0).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
  const [most] = kinds
  const by = most === undefined ? '' : ` The greatest change by payer: ${PAYERS[most.kind ?? ''] ?? most.kind}, from ${grouped(String(most.was))} to ${many(most.now, 'user')}.`
  return `${many(users.now, 'user')} used it, ${against(users)} in the ${many(days, 'day')} before; ${many(customers.now, 'customer')}, ${against(customers)} then.${by}`
}

const PAYERS: Readonly<Record<string, string>> = { self: 'users who pay themselves', organization: 'paid for by their organization', intermediary: 'paid for through an intermediary', sponsor: 'paid for by a sponsor', nobody: 'nobody pays', unknown: 'unknown' }

