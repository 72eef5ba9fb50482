/** The words of the page "Agreements". */
export const agreementsTexts = {
  agreements: { title: 'Agreements', hint: 'What each brings in for the period, and how much of it is used', agreement: 'Agreement', buyer: 'Buyer', payer: 'Payer', accrued: 'Agreed', used: 'Used', unused: 'Unused', seats: 'Seats', users: 'Users', lastUse: 'Last use', renews: 'Renews', nothing: 'No agreement brings in money in this period. Choose a longer one, or bring in agreements.', never: 'never', count: (n: string) => `${n} agreements`, paidBySame: 'buyer', sort: 'Sort by' },
} as const
