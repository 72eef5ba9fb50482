/** A few lines of evidence of the last days: Ann uses Notes, Acme pays for ten seats; one line is wrong. */
export function smallCompany(today: Date): readonly string[] {
  const day = (daysAgo: number) => new Date(today.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  return [
    { type: 'product', key: 'notes', name: 'Notes' },
    { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' },
    { type: 'party', key: 'p2', kind: 'person', ids: ['user:ann', 'email:ann@acme.com'], name: 'Ann' },
    { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'admin', from: day(300) },
    { type: 'agreement', key: 'a1', kind: 'subscription', product: 'notes', buyer: 'account:acme', seats: 10, amount: '490.00', currency: 'EUR', interval: 'month', from: day(200) },
    { type: 'payment', key: 'y1', agreement: 'a1', payer: 'account:acme', amount: '490.00', currency: 'EUR', kind: 'charge', at: `${day(5)}T09:00:00Z` },
    { type: 'usage', key: 'u1', party: 'user:ann', product: 'notes', event: 'note_created', at: `${day(4)}T10:00:00Z`, account: 'account:acme' },
    { type: 'usage', key: 'u2', party: 'user:ann', product: 'notes', event: 'note_created', at: `${day(3)}T10:00:00Z`, account: 'account:acme' },
    { type: 'payment', key: 'y2', payer: 'account:acme', amount: '1.00', currency: 'DOUBLOONS', at: `${day(5)}T09:00:00Z` },
  ].map((line) => JSON.stringify(line))
}
