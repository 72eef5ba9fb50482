/** The words of the page "Agreements". */
export const agreementsTexts = {
  agreements: {
    title: 'Agreements', hint: 'What each brings in for the period, and how much of it is used', agreement: 'Agreement', buyer: 'Buyer', payer: 'Payer', accrued: 'Agreed', used: 'Used', unused: 'Unused', seats: 'Seats', users: 'Users', lastUse: 'Last use', renews: 'Renews',
    nothing: 'No agreement brings in money in this period. Choose a longer one, or bring in agreements.', never: 'never', count: (n: string) => `${n} agreements`, paidBySame: 'buyer', sort: 'Sort by',
    tabs: { list: 'All', renewals: 'Renewals', seats: 'Seats' }, tabsLabel: 'Parts of this page', counted: (n: string, one: boolean) => `${n} ${one ? 'agreement' : 'agreements'}`, listLabel: 'Agreements, one a row',
    columns: { buyer: 'Buyer', product: 'Product', kind: 'Kind', amount: 'Amount', seats: 'Seats used', accrued: 'Agreed', used: 'Used', unused: 'Unused', users: 'Users', 'last-use': 'Last use', renews: 'Renews or ends', deciders: 'Decided by' },
    sortBy: (column: string) => `Sort by ${column}`, search: 'Find by buyer, payer, key or product', anyProduct: 'Any product', anyKind: 'Any kind', anyState: 'In force or not', anything: 'Anything', clear: 'Clear', filters: 'Which agreements',
    product: 'Product', kind: 'Kind', state: 'State', has: 'What is special', dueBefore: 'Renews before', noKind: 'no kind said',
    states: { 'in-force': 'In force', ended: 'Ended before the period', 'not-yet': 'Not begun yet' },
    kinds: { subscription: 'Subscription', purchase: 'Purchase', licence: 'Licence', sponsorship: 'Sponsorship', project: 'Project', none: 'Agreement' },
    hasNames: { 'unused-money': 'Money unused', 'unused-seats': 'Seats unused', 'no-use': 'Not used at all', 'decider-never-used': 'Decider never used it', 'no-decider': 'No known decider', 'no-renewal': 'No renewal known', 'other-payer': 'Somebody else pays' },
    moneyStates: { accrues: '', 'bought-before': 'bought before the period', 'no-amount': 'amount not known', free: 'free, pays for nothing', 'not-in-force': 'not in force' },
    stateNotes: { 'in-force': '', ended: 'ended', 'not-yet': 'begins' }, began: (day: string) => `begins ${day}`, ended: (day: string) => `ended ${day}`, bought: (day: string) => `bought ${day}`,
    intervals: { day: 'a day', week: 'a week', month: 'a month', quarter: 'a quarter', year: 'a year', once: 'once' } as Readonly<Record<string, string>>,
    paidBy: (name: string) => `paid by ${name}`, byHand: 'said by hand', people: (users: string, days: string) => `${users} on ${days} days`, by: (name: string) => `by ${name}`, ends: (day: string) => `ends ${day}`, noDate: 'no day known', neverUsed: 'never used it',
    seatsSays: (used: string, all: string) => `${used} of ${all} seats used`, totalOf: (currency: string) => `Sum in ${currency}`, totals: 'Sums of what is shown', none: 'No agreement fits. Take a filter away.', empty: 'There are no agreements yet. Bring in subscriptions, orders or contracts, as a file or from Stripe.', toImport: 'Bring in data',
    openWhy: (name: string, agreement: string) => `${name}, agreement ${agreement}: open`, preparing: 'Preparing', key: 'key',
    renewalsPart: {
      more: (n: string) => `and ${n} more`, fewer: 'Show fewer',
      hint: (day: string) => `From ${day} on. At stake is what the agreement would bring in in the year after that day, on the terms it has.`, label: 'Months ahead', calendar: 'Calendar', list: 'List', shownAs: 'Shown as', ics: 'Calendar file', icsHint: 'Take the days into your calendar (.ics)', nothing: 'nothing',
      month: (month: string, n: number) => `${month}, ${n === 0 ? 'nothing' : n === 1 ? '1 decision' : `${n} decisions`}`, atStake: 'At stake', unusedShare: (share: string) => `${share} unused`, allUsed: 'all used', notUsed: 'not used', noMoney: 'no money in the period', neverUsed: (name: string) => `${name} decides and has never used it`, neverUsedMany: (names: string) => `${names} decide and have never used it`, decides: (names: string) => `${names} decides`, decide: (names: string) => `${names} decide`,
      noDecider: 'no known decider', overdue: 'Renewal day has passed', overdueHint: 'Still in force, and nobody told us whether it was renewed. Ask, or correct the day.', missing: 'Renewal not known', missingHint: 'Paid again and again, with neither a day of renewal nor an end. Nobody will be reminded.', later: (n: number) => `${n} more after these months.`,
      renews: 'renews', ends: 'ends', day: 'Day', what: 'What', decider: 'Decider', nothingAtAll: 'No agreement renews or ends in the months ahead.', noAmount: 'amount not known', event: (name: string, what: string, key: string) => `${name} ${what} (${key})`, eventStake: (amount: string) => `At stake: ${amount} a year`, eventUse: (used: string, seats: string) => `Seats used: ${used} of ${seats}`, eventUsers: (users: string, days: string) => `Users in the period: ${users} on ${days} days`, eventDecider: (names: string) => `Decided by: ${names}`,
    },
    seatsPart: {
      hint: 'Seats bought, given to somebody by name, and used in the period. What is bought and not used is money without use.', nothing: 'No agreement with seats is in force in this period.', bought: 'Bought', held: 'Given by name', heldUsed: 'Given and used', used: 'Used', idle: 'Not used', notNamed: 'not by name',
      says: (bought: string, held: string | null, used: string) => `${bought} bought, ${held === null ? '' : `${held} given, `}${used} used`, couldSave: (seats: string, amount: string) => `${seats} seats not used: ${amount} of the period`, moreUsers: (n: string) => `${n} more users than seats`, full: 'every seat is used',
    },
    detail: {
      title: 'Agreement', seats: 'Who holds its seats', users: 'Who uses it', withoutSeat: 'Used without a seat', withoutSeatHint: 'Members of the buyer who used the product and hold no seat: nobody pays for that use.', terms: 'Terms over time', payments: 'Payments that name it', noPayments: 'No payment names it.', evidence: 'Evidence', noSeats: 'No seat is given by name.', noUsers: 'Nobody used it in the period.',
      correctPayer: 'Correct it', more: (n: string) => `and ${n} more, all in the CSV`, learned: (day: string) => `learned ${day}`, covers: 'Covers', covered: { buyer: 'only the buyer', members: 'members of the buyer', seats: 'who holds a seat', everyone: 'everyone', account: 'members of an account' } as Readonly<Record<string, string>>, term: 'In force', always: 'without end', source: 'Told by', price: 'Amount', seatsWord: (n: string) => `${n} seats`, days: (n: string) => `${n} days`, notUsed: 'not used', noSeat: 'no seat', state: 'In the period', atStake: 'At stake at renewal', usedOn: (day: string) => `used it last on ${day}`,
      noMoney: { 'bought-before': 'It was bought before the period: a purchase counts once, on its day. So it has no money here.', 'no-amount': 'Its amount is not known: it covers its users, and has no money here.', free: 'Its amount is 0: it pays for nothing, and makes nobody a customer.', 'not-in-force': 'It is not in force in the period. So it has no money here.' } as Readonly<Record<string, string>>,
    },
  },
} as const
