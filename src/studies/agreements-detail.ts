import { Type } from 'typebox'
import { ALWAYS, dayText, instantText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import { type AgreementLine, isRetraction } from '../evidence/line.ts'
import { identityOf } from '../roles/statements.ts'
import { UNPAID_REASONS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { lastUses } from './agreement-money.ts'
import { AGREEMENT_ROW, type AgreementEntry, agreementEntries, agreementShape, dayOrNone, decidersOf } from './agreements-rows.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = withCommon({ agreement: Type.String({ description: 'Key of the agreement.' }) })
const OUTPUT = Type.Object({
  row: AGREEMENT_ROW,
  beneficiary: Type.String({ description: 'Whom it covers: buyer, members, seats, account, everyone.' }),
  account: Type.Union([PARTY, Type.Null()]),
  seller: PARTY,
  source: Type.String(),
  seats: Type.Array(Type.Object({ party: PARTY, from: NULLABLE, to: NULLABLE, usageDays: Type.Integer(), evidence: Type.String() }), { description: 'Who holds a seat in the window, with usage days under the agreement.' }),
  users: Type.Array(Type.Object({ party: PARTY, usageDays: Type.Integer(), amount: NULLABLE, holdsSeat: Type.Boolean() }), { description: 'Who used it in the window, most first, with what is allocated to each.' }),
  withoutSeat: Type.Array(Type.Object({ party: PARTY, usageDays: Type.Integer() }), { description: 'Members of the buyer who used the product in the window and hold no seat: nobody pays for that use.' }),
  terms: Type.Array(Type.Object({ recordedAt: Type.String(), amount: NULLABLE, currency: NULLABLE, interval: Type.String(), seats: Type.Union([Type.Integer(), Type.Null()]), from: NULLABLE, to: NULLABLE, renews: NULLABLE, source: Type.String() }), { description: 'What was known of its terms, oldest first; each entry is a version of its line.' }),
  payments: Type.Array(Type.Object({ source: Type.String(), key: Type.String(), kind: Type.String(), amount: Type.String(), currency: Type.String(), at: Type.String(), byHand: Type.Boolean() }), { description: 'Payments that name it, over all time, newest first.' }),
  evidence: Type.Array(Type.Object({ line: Type.Unknown(), recordedAt: Type.String() })),
})

/** One agreement: seats, users, terms over time, payments, evidence. Cost: as the list, and all payments. */
export const agreement: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'agreement',
  summary: 'One agreement: who holds its seats, who uses it, who uses without a seat, its terms over time, its payments and its evidence.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, { ...input, product: undefined }, async (asked, question) => {
    const { world, coverage } = asked.view
    const found = world.agreements.get(input.agreement)
    const entry = found && (await agreementEntries(asked, question)).find(({ agreement: one }) => one === found)
    if (!found || !entry) throw new Refusal('bad-parameter', `No agreement sold by the seller in view has the key '${input.agreement}'. agreements lists them.`, { parameter: 'agreement' })
    const deciders = await decidersOf(asked, question, [entry])
    const last = await lastUses(asked, question, [found.number], ALWAYS)
    return {
      row: agreementShape(asked, entry, last.get(found.number), deciders(entry)),
      beneficiary: coverage.beneficiaryOf(found),
      account: found.account === 0 ? null : partyShape(world, world.party(found.account)),
      seller: partyShape(world, world.party(found.seller)),
      source: found.source,
      seats: seatsOf(asked, question, entry),
      users: usersOf(asked, entry),
      withoutSeat: coverage.beneficiaryOf(found) === 'seats' ? await withoutSeatOf(asked, question, found) : [],
      ...(await linesOf(workspace, asked, found)),
      payments: paymentsOf(asked, found),
    }
  }),
}

function seatsOf(asked: Asked, { from, to }: Question, { agreement: one, using }: AgreementEntry) {
  const { world } = asked.view
  return (world.seatsOfAgreement.get(one.key) ?? []).filter((seat) => seat.from < to && from < seat.to)
    .map((seat) => ({ party: partyShape(world, world.party(seat.party)), from: dayOrNone(seat.from), to: dayOrNone(seat.to), usageDays: using.get(world.party(seat.party)) ?? 0, evidence: seat.key }))
    .sort((a, b) => b.usageDays - a.usageDays || order(a.party.identifiers[0] ?? '', b.party.identifiers[0] ?? ''))
}

function usersOf(asked: Asked, { agreement: { currency }, using, money, seatHolders }: AgreementEntry) {
  const { world } = asked.view
  const amounts = new Map(money?.users.map(({ party, amount }) => [party, amount]) ?? [])
  return [...using].map(([party, usageDays]) => ({ party, usageDays, name: smallestIdentifier(world, party) })).sort((a, b) => b.usageDays - a.usageDays || order(a.name, b.name))
    .map(({ party, usageDays }) => {
      const amount = amounts.get(party)
      return { party: partyShape(world, party), usageDays, amount: amount === undefined || currency === null ? null : amountText(amount, currency), holdsSeat: seatHolders?.has(party) ?? false }
    })
}

/** Usage days that nobody pays for want of a seat of this very agreement. */
async function withoutSeatOf(asked: Asked, question: Question, one: Agreement) {
  const { world, coverage } = asked.view
  const rows = await asked.db.rows<{ party: number; account: number; day: number }>(sql('agreements-without-seat'), { ...usageParameters(asked, { ...question, product: one.product }), reason: UNPAID_REASONS.indexOf('no-seat') })
  const days = new Map<number, number>()
  for (const { party, account, day } of rows) {
    if (coverage.withoutSeatOn({ party, product: one.product, account }, day).includes(one)) days.set(party, (days.get(party) ?? 0) + 1)
  }
  return [...days].map(([party, usageDays]) => ({ party: partyShape(world, party), usageDays })).sort((a, b) => b.usageDays - a.usageDays || order(a.party.identifiers[0] ?? '', b.party.identifiers[0] ?? ''))
}

async function linesOf(workspace: Workspace, asked: Asked, one: Agreement) {
  const versions = asked.projection.statements.versions(identityOf({ type: 'agreement', source: one.source, key: one.key })).filter(({ recordedAt }) => recordedAt <= asked.view.knownAt)
  const kept = await workspace.record.at(versions.map(({ position }) => position))
  const terms = versions.flatMap(({ line, recordedAt }) => {
    if (isRetraction(line)) return []
    const said = line as AgreementLine
    return [{
      recordedAt: instantText(recordedAt), amount: said.amountMinor === null || said.currency === null ? null : amountText(said.amountMinor, said.currency), currency: said.currency, interval: said.interval,
      seats: said.seats, from: dayOrNone(said.from), to: dayOrNone(said.to), renews: said.renews === null ? null : dayText(said.renews), source: said.source,
    }]
  })
  return { terms, evidence: kept.map(({ body, recordedAt }) => ({ line: JSON.parse(body) as unknown, recordedAt: instantText(recordedAt) })) }
}

function paymentsOf(asked: Asked, one: Agreement) {
  return [...asked.view.world.payments.values()].filter(({ line }) => line.agreement === one.key).sort((a, b) => b.line.at - a.line.at || order(a.line.key, b.line.key))
    .map(({ line, byHand }) => ({ source: line.source, key: line.key, kind: line.kind, amount: amountText(line.amountMinor, line.currency), currency: line.currency, at: instantText(line.at), byHand: byHand !== null }))
}
