import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import { amountText, largestRemainder } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { type Period, startsOf } from './periods.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { ABOUT, TOGETHER_IN, together, togetherOf } from './together.ts'

const KIND_ROW = Type.Object({
  kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))),
  users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(),
  money: Type.Optional(Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))),
})
const COUNTS = {
  kinds: Type.Array(KIND_ROW),
  users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(),
  leftOut: Type.Object({ staff: Type.Object({ usageDays: Type.Integer(), events: Type.Integer() }), override: Type.Optional(Type.Object({ usageDays: Type.Integer(), events: Type.Integer() })) }),
}
const INPUT = withCommon({
  by: Type.Optional(Type.String({ enum: ['day', 'week', 'month'], description: 'Adds the same per day, ISO week or month.' })),
  currency: TOGETHER_IN,
  detail: Type.Optional(Type.String({ enum: ['money'], description: '`money` adds what is allocated to the users of each kind.' })),
})
const OUTPUT = Type.Object({
  ...COUNTS,
  together: togetherOf({ amount: ABOUT, kinds: Type.Array(Type.Object({ kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), amount: ABOUT })) }),
  periods: Type.Optional(Type.Array(Type.Object({ from: Type.String(), to: Type.String(), ...COUNTS }))),
})

interface Row { readonly starts: Day; readonly what: 'users' | 'days' | 'left out'; readonly kind: number; readonly n: number; readonly events: number }

/** Who pays for the use? Cost grows with the usage days of the window. */
export const payersOfUse: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'payers-of-use',
  summary: 'Who pays for the use we saw: the users themselves, their organization, an intermediary, a sponsor, nobody, or unknown.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const whole = (await countsOf(asked, question, [question.from]))[0]
    const sums = input.detail === 'money' ? moneyByKind(await moneyOfAgreements(asked, question)) : null
    const kinds = sums === null ? whole?.kinds : withMoney(sums, whole?.kinds ?? [])
    const inOne = sums === null ? {} : together(asked, question, input.currency, (one) => ({
      amount: one.about(sums.flatMap((sum) => [...sum])), kinds: PAYER_KINDS.map((kind, place) => ({ kind, amount: one.about(sums[place] ?? []) })),
    }))
    if (input.by === undefined) return { ...whole, kinds, ...inOne }
    const starts = startsOf(question, input.by as Period)
    const counts = await countsOf(asked, question, starts)
    return { ...whole, kinds, ...inOne, periods: counts.map((count, place) => ({ from: dayText(starts[place] as Day), to: dayText(starts[place + 1] ?? question.to), ...count })) }
  }, 'payers-of-use'),
}

async function countsOf(asked: Asked, question: Question, starts: readonly Day[]) {
  const rows = await asked.db.rows<Row>(sql('payers-of-use'), { ...usageParameters(asked, question), starts })
  const byStart = new Map<Day, Row[]>(starts.map((start) => [start, []]))
  for (const row of rows) byStart.get(row.starts)?.push(row)
  return starts.map((start) => countsFrom(byStart.get(start) ?? []))
}

function countsFrom(rows: readonly Row[]) {
  const found = (what: Row['what'], kind: number): Row | undefined => rows.find((row) => row.what === what && row.kind === kind)
  const kinds = PAYER_KINDS.map((kind, place) => ({ kind, users: found('users', place)?.n ?? 0, usageDays: found('days', place)?.n ?? 0, events: found('days', place)?.events ?? 0 }))
  const sum = (pick: (row: (typeof kinds)[number]) => number): number => kinds.reduce((total, row) => total + pick(row), 0)
  const left = (place: number) => ({ usageDays: found('left out', place)?.n ?? 0, events: found('left out', place)?.events ?? 0 })
  return { kinds, users: sum((row) => row.users), usageDays: sum((row) => row.usageDays), events: sum((row) => row.events), leftOut: { staff: left(1), override: left(2) } }
}

/** What is allocated to each user, split by the user's days of each kind under that agreement. */
function withMoney<K extends { readonly kind: string }>(sums: readonly ReadonlyMap<string, bigint>[], kinds: readonly K[]) {
  return kinds.map((row, place) => ({ ...row, money: [...(sums[place] ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })) }))
}

/** Allocated money in minor units, by payer kind and currency. */
export function moneyByKind(monies: readonly AgreementMoney[]): Map<string, bigint>[] {
  const sums = PAYER_KINDS.map(() => new Map<string, bigint>())
  const add = (kind: number, currency: string, amount: bigint): void => { sums[kind]?.set(currency, (sums[kind]?.get(currency) ?? 0n) + amount) }
  for (const money of monies) {
    const currency = money.agreement.currency ?? ''
    // All of it is of one kind: however it is split among the users, it adds up to the same.
    if (money.onlyKind !== undefined && money.onlyKind !== null) add(money.onlyKind, currency, money.used)
    else for (const { amount, daysByKind } of money.users) largestRemainder(amount, daysByKind).forEach((part, kind) => { if ((daysByKind[kind] ?? 0) > 0) add(kind, currency, part) })
  }
  return sums
}
