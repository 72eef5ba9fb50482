/** The words of the list of parties and of the page of one. */
export const partiesTexts = {
  parties: {
    title: 'Parties', hint: 'use and payers are those of the period', search: 'Search by name or identifier', role: 'Role', anyRole: 'Any role', kind: 'Kind of payer', anyKind: 'Any payer', name: 'Name', roles: 'Roles', payer: 'Who pays', usageDays: 'Usage days', events: 'Events', nothing: 'No party fits. Take a filter away, or choose a longer period.', more: 'Show more', what: { person: 'Person', organization: 'Organization', machine: 'Machine' } as Readonly<Record<string, string>>,
    roleNames: { user: 'User', customer: 'Customer', payer: 'Payer', decider: 'Decider', champion: 'Champion', intermediary: 'Intermediary', sponsor: 'Sponsor', member: 'Member', staff: 'Staff' } as Readonly<Record<string, string>>, filterRoles: ['user', 'customer', 'payer', 'decider'], total: (n: string) => `${n} parties`, clear: 'Clear filters',
  },
  party: {
    neverUsed: 'No use of any product, ever.',
    roles: 'Roles', noRoles: 'No role in any period.', since: (day: string) => `since ${day}`, until: (day: string) => `until ${day}`, always: 'always', memberships: 'Belongs to', members: 'Members', ownerships: 'Owned by and owns', agreements: 'Agreements', usage: 'Use by month', evidence: 'Evidence', feedback: 'What they said', identity: 'Known as', merges: 'Why these are one', noMerges: 'Nothing was merged.', warnings: 'Mind', recorded: (when: string) => `recorded ${when}`,
    nothing: 'nothing known', whoPays: 'Who pays for their use?', notFound: 'Nobody by this identifier.', inferred: 'inferred', score: 'score', noEvidence: 'No lines.', showLine: 'The line as it was recorded', partOf: (child: string, parent: string) => `${child} is part of ${parent}`, evidenceCount: (n: string, more: boolean) => (more ? `the newest ${n} lines` : n === '1' ? '1 line' : `${n} lines`), leftOut: 'left out', product: 'Product', month: 'Month', kind: 'Paid by',
  },
} as const
