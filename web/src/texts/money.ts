/** The words of the page "Money". */
export const moneyTexts = {
  title: 'Money', hint: 'Every amount in exactly one part.',
  tabsLabel: 'Parts of this page', tabs: { sums: 'Does it add up', allocation: 'Who it is allocated to', unknown: 'Unknown, one after the other' },
  empty: 'There is no money here yet. Bring in payments or agreements, as a file or from Stripe.', toImport: 'Bring in data',
  sources: { title: 'Money in', hint: 'What each source told, in the period, of all products. In = explained + unknown, to the cent.', source: 'Source', currency: 'Currency', in: 'In', explained: 'Explained', unknown: 'Unknown', sum: (currency: string) => `Sum in ${currency}`, none: 'No source told of a payment in this period.', fix: 'Fix them one after the other', why: (what: string, source: string, amount: string) => `${what}, ${source}: ${amount}` },
  agreed: { title: 'Money agreed', hint: 'What the agreements bring in for the period. Agreed = used + unused, to the cent.', agreed: 'Agreed', used: 'Used', unused: 'Unused', none: 'No agreement brings in money in this period.' },
  months: { title: 'In beside agreed, month by month', hint: 'Money moves when bills are paid; what is agreed comes day by day. So the two differ in a month and meet over the years.', in: 'Money in', agreed: 'Agreed', unknown: 'of it unknown', month: 'Month', show: 'Currency', says: (currency: string) => `Money in and money agreed by month, in ${currency}; the table below says the same.`, rounding: 'Each month is rounded by itself; the period as a whole is exact.' },
  difference: {
    title: 'Why the two differ', hint: 'Every payment and every agreement falls into exactly one part, and the parts add up to the difference.', sentence: (moneyIn: string, agreed: string, more: string, isMore: boolean) => `${moneyIn} came in and ${agreed} was agreed: ${more} ${isMore ? 'more' : 'less'} came in than was agreed for these days.`, equal: (amount: string) => `${amount} came in and as much was agreed.`,
    part: 'Part', paid: 'Paid', agreed: 'Agreed', amount: 'Difference', sum: 'Difference', rows: (n: string) => `${n} payments`,
    parts: {
      timing: { name: 'Paid for other days', says: 'Agreements with payments in the period: a bill for a year counts day by day, and is paid at once.' },
      'not-paid': { name: 'Agreed, no payment in the period', says: 'Agreements without a payment in these days: paid before or after, or not told to us.' },
      purchase: { name: 'Bought once', says: 'Purchases count on their day; the money may come on another.' },
      'without-agreement': { name: 'Paid without naming an agreement', says: 'The payer is a customer, but the payment does not say for what.' },
      'not-accruing': { name: 'Paid for an agreement that brings in nothing now', says: 'It ended before, begins later, or its amount is not known.' },
      'other-currency': { name: 'Paid in another currency', says: 'Than the agreement is in. Currencies are not added up.' },
      refund: { name: 'Refunds and credits', says: 'They lower money in, never what was agreed.' },
      unknown: { name: 'Unknown', says: 'Nobody knows what it was for.' },
    },
  },
  coverage: (share: string) => `${share} of the agreed money has a known user behind it.`, coverageUse: (share: string) => `${share} of the use has a known payer.`,
  perCurrency: 'Each currency stands by itself, exactly; together they are told about.',
  allocation: {
    hint: 'The used part of what was agreed, divided among those who used it by their usage days. The sums are exact.', by: 'By', dimensions: { party: 'User', organization: 'Organization', category: 'Category', agreement: 'Agreement', product: 'Product', payer: 'Payer', domain: 'E-mail domain', partyKind: 'Kind of user' }, who: 'To whom', amount: 'Amount', users: 'Users', days: 'Usage days', agreements: 'Agreements', share: 'Share', none: 'No money was used in this period.', notKnown: 'none known',
    sum: (currency: string) => `Sum in ${currency}, as used in money agreed`, rounding: (up: string, parts: string) => `Parts are whole cents: what is left over goes to the largest remainders. ${up} of ${parts} parts carry one cent more than their exact share cut down.`, more: 'Show more', shown: (n: string, all: string) => `${n} of ${all}`,
  },
  payments: { title: 'Payments', explained: 'Explained payments', unknown: 'Unknown payments', all: 'Payments', rule: 'A payment is explained if it names an agreement that the seller in view sells, or if its payer buys or pays any agreement of that seller. Refunds and credits count negative.', rows: 'The payments', noPayer: 'no payer named', sum: 'Sum', of: (source: string) => `told by ${source}`, correct: 'Correct', refund: 'refund', credit: 'credit', charge: 'charge' },
  queue: {
    kinds: { payments: 'Payments', use: 'Use' }, kindsLabel: 'What is unknown', left: (n: string, one: boolean) => `${n} ${one ? 'payment' : 'payments'} left`, leftUse: (n: string, one: boolean) => `${n} ${one ? 'stranger' : 'strangers'} left`, in: 'Money in', explained: 'explained', unknown: 'unknown', useIn: 'Use', useKnown: 'usage days of known payer', useUnknown: 'unknown',
    done: 'Every payment of the period is explained.', doneHint: 'Choose a longer period to look further back.', doneUse: 'Every use of the period is somebody’s.', whatFor: (amount: string) => `What was ${amount} for?`, payer: 'Payer', noPayer: 'none named', source: 'Told by', when: 'When', names: 'Names the agreement', noAgreement: 'none', product: 'For the product', why: 'Why it is unknown', candidates: 'It may be', noCandidates: 'Nobody looks like it. Find the customer or the agreement:', find: 'Find another customer or agreement', findLabel: 'Customer or agreement', nothingFound: 'No customer or agreement has that in its name.',
    past: (day: string) => `You look at what was known on ${day}. What you say is said now, so nothing can be said from here.`, toNow: 'Go back to now',
    choose: (number: number, name: string) => `${number}: ${name}`, effect: 'What that changes', working: 'Working it out', say: 'Say so', skip: 'Skip', undo: 'Undo', undone: 'Taken back.', said: (amount: string, name: string) => `${amount} is explained now: ${name}.`, saidUse: (name: string, what: string) => `${name}: ${what}.`, skipped: (n: string) => `${n} skipped`, again: 'Show them again', keys: 'j and k walk, 1 to 9 choose, Enter says it, s skips, u takes back', sameAs: (payer: string, name: string) => `${payer} is ${name}`, forAgreement: (key: string) => `it was for ${key}`, paidBy: (name: string) => `${name} paid it`, settles: 'settles all payments of this payer', onlyThis: 'settles this payment', reason: 'Why (for the log)', moves: (amount: string, name: string) => `Moves ${amount} from unknown to ${name}.`,
    stranger: 'Who', dayCount: (n: string, one: boolean) => `${n} ${one ? 'day' : 'days'}`,
    who: (name: string) => `Whose is ${name}?`, account: 'An account of which nothing is known', person: 'A user who is not known', users: 'Users', days: 'Usage days', events: 'Events', first: 'From', last: 'to', nameIt: 'Name this account', namePlaceholder: 'Name of the organization', staff: 'This is staff', leaveOut: 'Leave it out', isCustomer: (name: string) => `It is ${name}`, named: 'named', isStaff: 'counted as staff', isLeftOut: 'left out', is: (name: string) => `the same as ${name}`, named2: 'From then on the account is known. If nobody pays for it, its use counts under nobody.',
    accounts: (n: string) => `${n} accounts nobody knows`, parties: (n: string) => `${n} users nobody knows`, mayReview: 'Same or not may know who they are', toReview: 'Same or not?',
  },
} as const
