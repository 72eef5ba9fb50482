import type { AgreementUse } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { downloadCsv } from '../../why/csv.ts'

const HEAD = ['agreement', 'product', 'buyer', 'payer', 'currency', 'agreed', 'used', 'unused', 'seats', 'seats used', 'users', 'usage days', 'last use', 'last user', 'renews', 'deciders']

export function agreementsCsv(name: string, rows: readonly AgreementUse[]): void {
  downloadCsv(name, HEAD, rows.map((row) => [
    row.agreement, row.product, nameOf(row.buyer), row.payer === null ? null : nameOf(row.payer), row.currency, row.accrued, row.used, row.unused, row.seats, row.seatsUsed, row.users, row.usageDays,
    row.lastUse, row.lastUser === null ? null : nameOf(row.lastUser), row.renews, row.deciders.map(nameOf).join('; '),
  ]))
}
