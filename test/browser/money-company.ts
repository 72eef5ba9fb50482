/** A small company whose payments are told by a bank that names almost nothing: some of them can be known by name, by address, by amount. */
export function moneyCompany(today: Date): readonly object[] {
  const day = (back: number): string => new Date(today.getTime() - back * 86_400_000).toISOString().slice(0, 10)
  const at = (back: number): string => `${day(back)}T09:00:00Z`
  const seats = ['ann', 'bob', 'cho'].map((name) => ({ type: 'seat', key: `seat-${name}`, agreement: 'acme-1', party: `user:${name}` }))
  const use = ['ann', 'bob'].map((name, place) => ({ type: 'usage', key: `use-${name}`, party: `user:${name}`, product: 'notes', at: at(5 + place), account: 'account:acme' }))
  return [
    { type: 'product', key: 'notes', name: 'Notes' },
    { type: 'party', key: 'self', kind: 'organization', ids: ['self'], name: 'Us' },
    { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme', 'domain:acme.example'], name: 'Acme Tools' },
    { type: 'party', key: 'reyes', kind: 'organization', ids: ['account:reyes'], name: 'Reyes, Imports; and Sons' },
    ...['ann', 'bob', 'cho', 'dee'].map((name) => ({ type: 'party', key: name, kind: 'person', ids: [`user:${name}`], name: name[0]?.toUpperCase() + name.slice(1) })),
    ...['ann', 'bob', 'cho', 'dee'].map((name) => ({ type: 'membership', key: `m-${name}`, person: `user:${name}`, organization: 'account:acme', function: name === 'cho' ? 'decider' : 'member' })),
    { type: 'agreement', key: 'acme-1', kind: 'subscription', product: 'notes', buyer: 'account:acme', beneficiary: 'seats', seats: 5, amount: '500.00', currency: 'EUR', interval: 'month', from: day(200), renews: day(-20) },
    { type: 'agreement', key: 'reyes-1', kind: 'licence', product: 'notes', buyer: 'account:reyes', amount: '1250.00', currency: 'EUR', interval: 'year', from: day(100), to: day(-40) },
    { type: 'agreement', key: 'reyes-old', kind: 'subscription', product: 'notes', buyer: 'account:reyes', amount: '20.00', currency: 'EUR', interval: 'month', from: day(300), to: day(100) },
    { type: 'agreement', key: 'reyes-free', kind: 'subscription', product: 'notes', buyer: 'account:reyes', amount: '0.00', currency: 'EUR', interval: 'month', from: day(100) },
    { type: 'agreement', key: 'reyes-secret', kind: 'project', product: 'notes', buyer: 'account:reyes', interval: 'month', from: day(90) },
    { type: 'agreement', key: 'acme-next', kind: 'subscription', product: 'notes', buyer: 'account:acme', amount: '10.00', currency: 'EUR', interval: 'month', from: day(-10) },
    { type: 'agreement', key: 'acme-box', kind: 'purchase', product: 'notes', buyer: 'account:acme', beneficiary: 'buyer', amount: '80.00', currency: 'USD', interval: 'once', from: day(150) },
    { type: 'agreement', key: 'acme-late', kind: 'subscription', product: 'notes', buyer: 'account:acme', beneficiary: 'buyer', amount: '30.00', currency: 'EUR', interval: 'month', from: day(400), renews: day(15) },
    ...seats, ...use,
    { type: 'usage', key: 'use-dee', party: 'user:dee', product: 'notes', at: at(3), account: 'account:acme' },
    { type: 'usage', key: 'use-stranger', party: 'anonymous:x9', product: 'notes', at: at(2), account: 'account:workspace-7' },
    { type: 'usage', key: 'use-visitor', party: 'anonymous:y1', product: 'notes', at: at(2) },
    { type: 'payment', key: 't1', source: 'bank', payer: 'account:acme', amount: '500.00', currency: 'EUR', at: at(10), agreement: 'acme-1' },
    { type: 'payment', key: 't2', source: 'bank', payer: 'email:billing@acme.example', amount: '999.00', currency: 'EUR', at: at(9) },
    { type: 'payment', key: 't3', source: 'bank', amount: '1250.00', currency: 'EUR', at: at(8) },
    { type: 'payment', key: 't4', source: 'bank', payer: 'account:nobody-knows', amount: '7.00', currency: 'USD', at: at(7) },
  ]
}
