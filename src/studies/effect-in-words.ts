import { amountText } from '../base/money.ts'
import type { Effect } from './effect.ts'

/** 38400.00 is 38,400.00. */
export function grouped(number: string): string {
  return number.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')
}

/** "1 user", "2,000 users". */
export function many(n: number, one: string): string {
  return `${grouped(String(n))} ${one}${n === 1 ? '' : 's'}`
}

function amounts(money: ReadonlyMap<string, bigint>, wanted: (minor: bigint) => boolean): string {
  return [...money].filter(([, minor]) => wanted(minor)).map(([currency, minor]) => `${grouped(amountText(minor < 0n ? -minor : minor, currency))} ${currency}`).join(' and ')
}

const FLOWS_SAID = 2

/** What an effect changes, in one plain sentence; the greatest flows are named. */
export function sentenceOf({ refused, flows, users, used, explained, leftOut, kinds, customers, payersWithoutKnownDecider }: Omit<Effect, 'sentence'>): string {
  if (refused !== null) return refused
  const parts: string[] = []
  for (const { from, to, users: people, usageDays } of flows.slice(0, FLOWS_SAID)) parts.push(`moves ${many(people, 'user')} with ${many(usageDays, 'usage day')} from ${from} to ${to}`)
  if (flows.length > FLOWS_SAID) parts.push(`moves use in ${many(flows.length - FLOWS_SAID, 'other way')}`)
  const say = (money: ReadonlyMap<string, bigint>, from: string, to: string): void => {
    const more = amounts(money, (minor) => minor > 0n)
    const less = amounts(money, (minor) => minor < 0n)
    if (more !== '') parts.push(`moves ${more} from ${from} to ${to}`)
    if (less !== '') parts.push(`moves ${less} from ${to} to ${from}`)
  }
  say(used, 'unused', 'used')
  say(explained, 'unknown', 'explained payments')
  if (users < 0) parts.push(`makes it ${many(-users, 'user')} fewer`)
  if (users > 0) parts.push(`makes it ${many(users, 'user')} more`)
  if (customers !== 0) parts.push(`makes it ${many(Math.abs(customers), 'customer')} ${customers > 0 ? 'more' : 'fewer'}`)
  // Who decides is told where nothing else changes: another payer mostly has other deciders, too.
  if (parts.length === 0 && payersWithoutKnownDecider !== 0) parts.push(`makes it ${many(Math.abs(payersWithoutKnownDecider), 'paying organization')} ${payersWithoutKnownDecider > 0 ? 'more' : 'fewer'} without a known decider`)
  if (parts.length === 0 && (leftOut.staff !== 0 || leftOut.override !== 0 || kinds.some(({ usageDays, money }) => usageDays !== 0 || money.size > 0))) parts.push('counts use and money otherwise, under the same payers')
  if (parts.length === 0) return 'No figure of this period changes.'
  const last = parts.pop() as string
  return `This ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}.`
}
