import { dayText, isDay } from '../../format/days.ts'
import { count, money } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'

type Line = Readonly<Record<string, unknown>>
type Names = ReadonlyMap<string, string>

const words = texts.imports.says
/** Namespaces whose values say enough by themselves. */
const PLAIN = new Set(['email', 'domain'])

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(line: Line, field: string): string | null {
  const value = line[field]
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null
}

function texted(line: Line, field: string): readonly string[] {
  const value = line[field]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** `account:acme` reads "account acme"; an address or a domain speaks for itself. */
export function identifierText(identifier: string): string {
  const [namespace = '', ...rest] = identifier.split(':')
  if (identifier === 'self') return texts.us
  return rest.length === 0 ? identifier : PLAIN.has(namespace) ? rest.join(':') : `${namespace} ${rest.join(':')}`
}

/** Names of parties and products by identifier, as party and product lines tell them. */
export function namesIn(lines: readonly unknown[]): Names {
  const names = new Map<string, string>()
  for (const line of lines) {
    if (!isLine(line)) continue
    const name = text(line, 'name')
    if (name === null) continue
    if (line.type === 'party') for (const id of texted(line, 'ids')) names.set(id, name)
    if (line.type === 'product') names.set(`product:${text(line, 'key')}`, name)
  }
  return names
}

function day(line: Line, field: string): string | null {
  const value = text(line, field)
  return value !== null && isDay(value.slice(0, 10)) ? dayText(value) : value
}

/** One evidence line as a sentence; what it cannot say stands in the JSON. */
export function sentenceOf(value: unknown, names: Names): string {
  if (!isLine(value)) return JSON.stringify(value)
  const line = value
  const who = (field: string): string => {
    const identifier = text(line, field)
    return identifier === null ? words.somebody : (names.get(identifier) ?? identifierText(identifier))
  }
  const product = (): string | null => {
    const key = text(line, 'product')
    return key === null ? null : (names.get(`product:${key}`) ?? key)
  }
  const sum = (): string | null => {
    const amount = text(line, 'amount')
    return amount === null ? null : money(amount, text(line, 'currency') ?? '')
  }
  const from = day(line, 'from')
  const to = day(line, 'to')
  const period = [from === null ? null : words.from(from), to === null ? null : words.to(to)].filter((part) => part !== null).join(' ')
  const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null && part !== '').join(', ')
  const on = day(line, 'at') === null ? '' : ` ${words.on(day(line, 'at') ?? '')}`
  if (line.retracted === true) return words.retracted(text(line, 'type') ?? '', text(line, 'key') ?? '')
  switch (line.type) {
    case 'product': return words.product(text(line, 'name') ?? text(line, 'key') ?? '')
    case 'party': {
      // An organization known by nothing but its name is named once.
      const ids = texted(line, 'ids').filter((id) => !id.startsWith('name:'))
      const name = text(line, 'name')
      const kind = words.kinds[text(line, 'kind') ?? ''] ?? words.kinds['unknown'] ?? ''
      if (ids.length === 0) return `${name ?? identifierText(texted(line, 'ids')[0] ?? '')} ${kind}`
      return name === null ? `${identifierText(ids[0] ?? '')} ${kind}${ids.length < 2 ? '' : `: ${ids.slice(1).map(identifierText).join(', ')}`}` : `${name} ${kind}: ${ids.map(identifierText).join(', ')}`
    }
    case 'link': return words.link(texted(line, 'ids').map((id) => (id.startsWith('name:') ? (names.get(id) ?? identifierText(id)) : identifierText(id))).join(` ${words.and} `))
    case 'membership': return joined(words.membership(who('person'), who('organization'), text(line, 'function')), period)
    case 'ownership': return joined(words.ownership(who('organization'), who('parent')), period)
    case 'agreement': {
      const seats = text(line, 'seats')
      const interval = text(line, 'interval') ?? ''
      const payer = text(line, 'payer')
      const seller = text(line, 'seller')
      return joined(
        words.buys(who('buyer'), product() ?? words.something), seller === null || seller === 'self' ? null : words.soldBy(who('seller')), seats === null ? null : words.seats(count(Number(seats)), seats === '1'),
        sum() === null ? null : `${sum()} ${interval === 'once' && to !== null ? words.inAll : (words.intervals[interval] ?? interval)}`, period, payer === null || payer === text(line, 'buyer') ? null : words.paidBy(who('payer')),
      )
    }
    case 'seat': return joined(words.seat(who('party'), text(line, 'agreement') ?? ''), period)
    case 'payment': {
      const verb = line.kind === 'refund' || line.kind === 'credit' ? words.refund : words.payment
      return joined(verb(who('payer'), sum() ?? '') + on, product() === null ? null : words.forProduct(product() ?? ''), text(line, 'agreement') === null ? null : words.under(text(line, 'agreement') ?? ''))
    }
    case 'usage': {
      const times = Number(line.count ?? 1)
      const event = text(line, 'event')
      // A list of users knows of their last use only.
      const isLast = event === 'last seen'
      return joined((isLast ? words.lastUsed : words.uses)(who('party'), product() ?? words.something) + on, isLast || event === null ? null : event.replaceAll(/[_-]+/g, ' '), times === 1 ? null : words.times(count(times)), text(line, 'account') === null ? null : words.inAccount(who('account')))
    }
    case 'feedback': {
      const score = text(line, 'score')
      const kind = text(line, 'kind') ?? ''
      const about = product() === null ? '' : ` ${words.about(product() ?? '')}`
      return joined((score === null ? words.says(who('party'), words.voices[kind] ?? kind) : words.scores(who('party'), score, kind.toUpperCase())) + about + on, text(line, 'topic'), text(line, 'text') === null ? null : `“${text(line, 'text')}”`)
    }
    case 'staff': return joined(words.staff(who('party')), period)
    case 'delivery': {
      const [planned, actual, due, done, currency] = ['planned', 'actual', 'due', 'done', 'currency'].map((field) => text(line, field))
      const amount = (value: string | null | undefined): string | null => (value == null || currency == null ? null : money(value, currency))
      const [plan, spent] = [amount(planned), amount(actual)]
      return joined(words.delivery(text(line, 'milestone') ?? '', text(line, 'agreement') ?? ''), plan === null ? null : words.planned(plan), spent === null ? null : words.spent(spent), due == null ? null : words.due(dayText(due)), done == null ? null : words.done(dayText(done)))
    }
    case 'rate': return words.rate(text(line, 'from') ?? '', text(line, 'rate') ?? '', text(line, 'to') ?? '') + on
    default: return words.other(text(line, 'type') ?? '', text(line, 'key') ?? '')
  }
}
