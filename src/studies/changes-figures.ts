import { instantText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import { EVERYTHING } from '../roles/projection.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { paymentsOf } from './money.ts'
import { overlap } from './overlap.ts'
import { moneyByKind, payersOfUse } from './payers-of-use.ts'
import type { CommonInput, Question } from './question.ts'
import { world } from './world.ts'

/** All figures of a window at one knowledge time, by name: counts, and money in minor units. */
export interface Figures {
  readonly counts: ReadonlyMap<string, number>
  readonly money: ReadonlyMap<string, bigint>
  readonly monies: readonly AgreementMoney[]
  readonly world: string
}

interface Counted { readonly users: number; readonly usageDays: number; readonly events: number }
interface Payers extends Counted { readonly kinds: readonly (Counted & { readonly kind: string })[]; readonly leftOut: { readonly staff: Counted; readonly override?: Counted } }

/** The input as asked at the knowledge time of a view. */
function inputAt(asked: Asked, input: CommonInput): never {
  const { knownAt } = asked.view
  return { ...input, knownAt: knownAt >= EVERYTHING ? undefined : instantText(knownAt) } as never
}

/** A door to one view only, so that what other studies answer is what is compared. */
function only(workspace: Workspace, asked: Asked): Workspace {
  return { now: workspace.now, ask: (_seller, _knownAt, work) => work(asked) } as Pick<Workspace, 'now' | 'ask'> as Workspace
}

/** Users, use and their payer kinds, as `payers-of-use` answers. */
export async function countsOf(workspace: Workspace, asked: Asked, input: CommonInput): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const payers = (await payersOfUse.run(only(workspace, asked), inputAt(asked, input))) as Payers
  for (const measure of ['users', 'usageDays', 'events'] as const) {
    counts.set(measure, payers[measure])
    for (const row of payers.kinds) counts.set(`${measure} ${row.kind}`, row[measure])
  }
  counts.set('usageDays left-out-staff', payers.leftOut.staff.usageDays)
  counts.set('usageDays left-out-override', payers.leftOut.override?.usageDays ?? 0)
  const sides = (await overlap.run(only(workspace, asked), inputAt(asked, input))) as { readonly [name: string]: number }
  for (const name of CUSTOMER_COUNTS) counts.set(name, sides[name] ?? 0)
  return counts
}

const CUSTOMER_COUNTS = ['customers', 'newCustomers', 'customersThatUse', 'customersWithUse', 'customersWithoutUse', 'payersThatNeverUse', 'payersWithoutKnownDecider'] as const

export async function figuresOf(workspace: Workspace, asked: Asked, input: CommonInput, question: Question): Promise<Figures> {
  const atThatTime = { ...question, knownAt: asked.view.knownAt }
  const monies = await moneyOfAgreements(asked, atThatTime)
  const money = new Map<string, bigint>()
  const add = (name: string, currency: string, minor: bigint): void => void money.set(`${name} ${currency}`, (money.get(`${name} ${currency}`) ?? 0n) + minor)
  for (const { agreement, accrued, used, unused } of monies) {
    add('accrued', agreement.currency ?? '', accrued)
    add('used', agreement.currency ?? '', used)
    add('unused', agreement.currency ?? '', unused)
  }
  moneyByKind(monies).forEach((sums, kind) => {
    for (const [currency, minor] of sums) add(`allocated-${PAYER_KINDS[kind]}`, currency, minor)
  })
  for (const { currency, in: all, explained } of paymentsOf(asked.view.coverage, atThatTime)) {
    add('paid', currency, all)
    add('unknown', currency, all - explained)
  }
  const kind = (await world.run(only(workspace, asked), inputAt(asked, input))) as { readonly world: string }
  return { counts: await countsOf(workspace, asked, input), money, monies, world: kind.world }
}

export interface CountChange { readonly figure: string; readonly kind: string | null; readonly was: number; readonly now: number; readonly difference: number }
export interface MoneyChange { readonly figure: string; readonly kind: string | null; readonly currency: string; readonly was: string; readonly now: string; readonly difference: string }

/** Figures of both times side by side, in a fixed order. */
export function countChanges(was: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): CountChange[] {
  return [...now.keys()].map((name) => {
    const [figure = '', kind = null] = name.split(' ')
    const [before, after] = [was.get(name) ?? 0, now.get(name) ?? 0]
    return { figure, kind, was: before, now: after, difference: after - before }
  })
}

export function moneyChanges(was: ReadonlyMap<string, bigint>, now: ReadonlyMap<string, bigint>): MoneyChange[] {
  const order = ['accrued', 'used', 'unused', ...PAYER_KINDS.map((kind) => `allocated-${kind}`), 'paid', 'unknown']
  const names = [...new Set([...was.keys(), ...now.keys()])].map((name) => ({ name, figure: name.slice(0, name.indexOf(' ')), currency: name.slice(name.indexOf(' ') + 1) }))
  names.sort((a, b) => (a.currency === b.currency ? order.indexOf(a.figure) - order.indexOf(b.figure) : a.currency < b.currency ? -1 : 1))
  return names.map(({ name, figure, currency }) => {
    const [before, after] = [was.get(name) ?? 0n, now.get(name) ?? 0n]
    const kind = figure.startsWith('allocated-') ? figure.slice('allocated-'.length) : null
    return { figure: kind === null ? figure : 'allocated', kind, currency, was: amountText(before, currency), now: amountText(after, currency), difference: amountText(after - before, currency) }
  })
}
