import type { AgreementUse } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { csvText, downloadCsv } from '../../why/csv.ts'
import type { AgreementLine } from './use-agreement-pages.ts'

const HEAD = ['agreement', 'product', 'buyer', 'payer', 'currency', 'agreed', 'used', 'unused', 'seats', 'seats used', 'users', 'usage days', 'last use', 'last user', 'renews', 'deciders']

export function agreementsCsv(name: string, rows: readonly AgreementUse[]): void {
  downloadCsv(name, HEAD, rows.map((row) => [
    row.agreement, row.product, nameOf(row.buyer), row.payer === null ? null : nameOf(row.payer), row.currency, row.accrued, row.used, row.unused, row.seats, row.seatsUsed, row.users, row.usageDays,
    row.lastUse, row.lastUser === null ? null : nameOf(row.lastUser), row.renews, row.deciders.map(nameOf).join('; '),
  ]))
}

const ALL_HEAD = ['agreement', 'name', 'product', 'kind', 'buyer', 'payer', 'state', 'money', 'amount', 'currency', 'interval', 'from', 'to', 'agreed', 'used', 'unused', 'seats', 'seats used', 'seats given', 'users', 'usage days', 'last use', 'last user', 'renews', 'at stake', 'deciders']

/** Every column of the list, one agreement a row; the head stands above the first of several parts only. */
export function agreementLinesCsv(rows: readonly AgreementLine[], withHead: boolean): string {
  const text = csvText(ALL_HEAD, rows.map((row) => [
    row.agreement, row.name, row.product, row.kind, nameOf(row.buyer), nameOf(row.payer), row.state, row.money, row.amount, row.currency, row.interval, row.from, row.to, row.accrued, row.used, row.unused,
    row.seats, row.seatsUsed, row.seatsHeld, row.users, row.usageDays, row.lastUse, row.lastUser === null ? null : nameOf(row.lastUser), row.due, row.atStake, row.deciders.map(({ party }) => nameOf(party)).join('; '),
  ]))
  return withHead ? text : text.slice(text.indexOf('\r\n') + 2)
}
