const kinds = ['self', 'organization', 'intermediary', 'sponsor', 'nobody', 'unknown']
const party = (id: string, kind: string, name: string, ids: string[]) => ({ id, kind, name, identifiers: ids })
const acme = party('1', 'organization', 'Acme GmbH', ['account:acme', 'domain:acme.com'])
const globex = party('2', 'organization', 'Globex', ['account:globex'])
const ann = party('3', 'person', 'Ann Keller', ['email:ann@acme.com', 'user:ann'])
const eve = party('4', 'person', 'Eve Sand', ['email:eve@globex.com'])
const users = [1120, 6460, 1740, 620, 1740, 750]
const days = [13000, 119200, 18600, 3700, 20500, 11204]
const eur = ['20615.00', '239134.00', '49476.00', '9895.40', '0.00', '0.00']
const usd = ['120.00', '8034.10', '0.00', '0.00', '0.00', '0.00']
const row = (scale: number, money: boolean) => kinds.map((kind, i) => ({ kind, users: Math.round(users[i]! * scale), usageDays: Math.round(days[i]! * scale), events: days[i]! * 4, ...(money ? { money: [{ currency: 'EUR', amount: eur[i] }, { currency: 'USD', amount: usd[i] }] } : {}) }))
const agreements = [
  { agreement: 'sub_1Q9', buyer: globex, payer: acme, accrued: '10425.53', used: '625.53', unused: '9800.00', currency: 'EUR', users: 3, usageDays: 31, seats: 50, seatsUsed: 3, lastUse: '2026-11-18', lastUser: ann, renews: '2026-12-04', deciders: [eve], product: 'notes' },
  { agreement: 'sub_1Q8', buyer: acme, payer: acme, accrued: '4200.00', used: '0.00', unused: '4200.00', currency: 'EUR', users: 0, usageDays: 0, seats: null, seatsUsed: null, lastUse: '2026-08-03', lastUser: ann, renews: '2027-01-01', deciders: [], product: 'notes' },
  { agreement: 'sub_1Q7', buyer: party('9', 'organization', 'Initech', ['account:initech']), payer: globex, accrued: '2640.00', used: '640.10', unused: '1999.90', currency: 'USD', users: 12, usageDays: 100, seats: 40, seatsUsed: 10, lastUse: null, lastUser: null, renews: null, deciders: [ann], product: 'notes' },
]
const totals = [{ currency: 'EUR', accrued: '412300.00', used: '319120.40', unused: '93179.60' }, { currency: 'USD', accrued: '10154.00', used: '8154.10', unused: '1999.90' }]
const side = (n: number, raised: number) => ({ n, raised, share: raised / n, money: [{ currency: 'EUR', amount: '310.00' }] })

export function answer(study: string, query: URLSearchParams): unknown {
  switch (study) {
    case 'workspaces': return { workspaces: [{ name: 'demo', recorded: 200000, applied: 200000, demo: true }, { name: 'main', recorded: 0, applied: 0, demo: false }] }
    case 'payers-of-use': {
      const scale = query.has('by') ? 0.6 : 1
      const whole = { kinds: row(scale, query.has('detail')), users: 12430, usageDays: 186204, events: 700000, leftOut: { staff: { usageDays: 214, events: 900 } } }
      if (!query.has('by')) return whole
      const periods = Array.from({ length: 12 }, (_, i) => ({ from: new Date(Date.UTC(2025, 11 + i, 1)).toISOString().slice(0, 10), to: new Date(Date.UTC(2025, 12 + i, 1)).toISOString().slice(0, 10), kinds: row(0.5 + i * 0.045, false), users: Math.round(12430 * (0.5 + i * 0.045)), usageDays: 100000, events: 1, leftOut: whole.leftOut }))
      return { ...whole, periods }
    }
    case 'who-pays': return { kind: 'organization', payer: globex, agreement: 'sub_1Q9', path: [{ evidence: 'm1', says: 'Ann is a member of Acme since 10 Jan 2026' }, { evidence: null, inferred: true, says: 'Acme is guessed from the e-mail domain' }, { evidence: 'sub_1Q9', says: 'Acme buys 50 seats of Notes until 15 Jan 2027; it covers members' }], alsoCoveredBy: ['a7'] }
    case 'unused-money': return { agreements, totals }
    case 'unpaid-use': return { reasons: [['elsewhere', 120, 900], ['expired', 380, 4100], ['no-seat', 90, 1000], ['machine', 14, 2100], ['free', 1136, 12400]].map(([reason, u, d]) => ({ reason, users: u, usageDays: d })), users: 1740, usageDays: 20500 }
    case 'overlap': return { users: 12430, usersSelf: 1120, usersPaidFor: 8820, usersUnpaid: 1740, usersUnknown: 750, customers: 2340, newCustomers: 41, customersThatUse: 1080, customersWithUse: 2080, customersWithoutUse: 260, usersThatPay: 1080, payersThatNeverUse: 131, payersWithoutKnownDecider: 45 }
    case 'money': return { sources: [{ source: 'stripe', currency: 'EUR', in: '402300.00', explained: '388912.40', unknown: '13387.60' }, { source: 'bank', currency: 'EUR', in: '10000.00', explained: '10000.00', unknown: '0.00' }, { source: 'stripe', currency: 'USD', in: '10154.00', explained: '10154.00', unknown: '0.00' }], agreements: totals, coverage: { moneyWithUse: null, useWithKnownPayer: 0.83 } }
    case 'world': return { world: 'enterprise', shares: { self: 0.1, organization: 0.55, intermediary: 0.15, sponsor: 0.05, nobody: 0.15, unknown: 0 }, customers: 2340, because: 'organizations pay for 55 % of the users, which is at least 50 %', warnings: [] }
    case 'disagreements': return { topics: [{ topic: 'search', users: side(40, 22), customers: side(12, 1), difference: 0.467, low: 0.2, high: 0.64, certain: true, tooFew: false }, { topic: 'invoices by cost centre', users: side(40, 1), customers: side(12, 5), difference: -0.38, low: -0.65, high: -0.12, certain: true, tooFew: false }, { topic: 'speed', users: side(40, 10), customers: side(12, 2), difference: 0.08, low: -0.2, high: 0.3, certain: false, tooFew: false }, { topic: 'offline', users: side(30, 3), customers: { ...side(3, 1), share: null }, difference: null, low: null, high: null, certain: false, tooFew: true }] }
    case 'parties': return { parties: [{ party: ann, kinds: { organization: 12, nobody: 2 }, usageDays: 14, events: 90, payer: globex, agreement: 'sub_1Q9', roles: ['user', 'decider'] }, { party: acme, kinds: {}, usageDays: 0, events: 0, payer: null, agreement: null, roles: ['customer'] }], next: null }
    case 'party': return { party: ann, roles: [{ role: 'user', product: 'notes', from: '2026-01-10', to: null }], memberships: [{ organization: acme, function: 'admin', from: '2026-01-10', to: null, evidence: 'm1' }], ownerships: [], agreements: [], usage: [{ product: 'notes', month: '2026-11', usageDays: 12, events: 80 }], evidence: [{ line: { type: 'party', key: 'p2', source: 'crm' }, recordedAt: '2026-01-10T10:00:00Z' }], feedback: [{ kind: 'nps', score: 9, topic: 'search', text: 'fine', at: '2026-02-04T10:00:00Z', product: 'notes' }], identity: { identifiers: ann.identifiers, merges: [{ evidence: 'p2', ids: ann.identifiers, says: 'one party line names both' }] }, warnings: [] }
    case 'sources': return { sources: [{ source: 'stripe', lines: { payment: 900, agreement: 210 }, money: [{ currency: 'EUR', amount: '402300.00' }], firstRecorded: '2026-01-10T10:00:00Z', lastRecorded: '2026-11-20T10:00:00Z', warnings: [] }] }
    case 'products': return { products: [{ product: 'notes', name: 'Notes', fundedBy: null }, { product: 'search', name: 'Search', fundedBy: 'ads' }] }
    default: return { accepted: 1, duplicate: 0, rejected: [] }
  }
}
