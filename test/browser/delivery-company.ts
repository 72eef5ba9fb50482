const DAY_MS = 86_400_000

/** A project with five milestones, users and customers who judge them, and one person on both sides; days count back from now. */
export function deliveryCompany(now: Date): readonly object[] {
  const day = (ago: number): string => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10)
  const at = (ago: number): string => `${day(ago)}T10:00:00Z`
  const step = (n: number, name: string, more: object) => ({ type: 'delivery', key: `m${n}`, source: 'projects', agreement: 'a1', milestone: name, currency: 'EUR', ...more })
  const people = ['ann', 'bob', 'cho', 'dan', 'eve', 'fay']
  return [
    { type: 'product', key: 'portal', name: 'Portal' }, { type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Northlight' }, { type: 'party', key: 'p-acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
    { type: 'agreement', key: 'a1', kind: 'project', product: 'portal', buyer: 'account:acme', amount: '110000.00', currency: 'EUR', interval: 'once', from: day(200), to: day(-200), name: 'New portal' },
    step(1, 'Design agreed', { planned: '20000.00', actual: '25000.00', due: day(150), done: day(140) }), step(2, 'First release', { planned: '28000.00', actual: '36000.00', due: day(80), done: day(60) }), step(3, 'Billing', { planned: '20000.00', due: day(-20) }),
    step(4, 'Reports', { planned: '20000.00', due: day(-90) }), step(5, 'Hand-over', { planned: '12000.00', due: day(-180) }),
    ...people.flatMap((who) => [
      { type: 'party', key: `p-${who}`, kind: 'person', ids: [`user:${who}`], name: who }, { type: 'membership', key: `m-${who}`, person: `user:${who}`, organization: 'account:acme', from: day(300) },
      ...[70, 20, 4].map((ago) => ({ type: 'usage', key: `u-${who}-${ago}`, party: `user:${who}`, product: 'portal', at: at(ago), account: 'account:acme' })),
      { type: 'feedback', key: `f-${who}`, party: `user:${who}`, product: 'portal', kind: 'csat', score: who === 'ann' ? 2 : 5, topic: 'First release', at: at(40) },
    ]),
    { type: 'party', key: 'p-kim', kind: 'person', ids: ['user:kim'], name: 'Kim Weber' }, { type: 'membership', key: 'm-kim', person: 'user:kim', organization: 'account:acme', function: 'decider', from: day(300) },
    { type: 'feedback', key: 'f-kim', party: 'user:kim', product: 'portal', kind: 'complaint', topic: 'cost', text: 'A third more than agreed.', at: at(30) },
    { type: 'party', key: 'p-tom', kind: 'person', ids: ['user:tom'], name: 'Tom Lind' }, { type: 'staff', key: 's-tom', party: 'user:tom', from: day(400) }, { type: 'membership', key: 'm-tom', person: 'user:tom', organization: 'account:acme', function: 'decider', from: day(190) },
  ]
}
