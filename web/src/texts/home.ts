import type { UnpaidReason } from '../api/shapes.ts'

const people = (n: string, one: boolean) => `${n} ${one ? 'user' : 'users'}`

/** The words of the first page. */
export const homeTexts = {
  home: {
    title: (product: string | null) => (product === null ? 'Who uses, and who pays' : `Who uses ${product}, and who pays for it`),
    moneyIn: 'Money in', ofAllProducts: 'of all products', useIn: 'Use in', in: 'in', explained: 'explained', unknown: 'unknown', noMoney: 'No payment in this period.', noUse: 'No use in this period.', usageDays: 'usage days', by: 'by',
    adds: 'adds up', users: people, knownPayer: 'with a known payer', unpaid: 'nobody pays', unknownUse: 'unknown', leftOut: (days: string) => `${days} days by staff left out`, staffDays: 'by staff, left out', noneLeftOut: 'no use by staff',
    moneyWithUse: (share: string) => `${share} of the agreed money has use behind it`,
    who: 'Who pays for the use?', whoHint: 'Each user, each day of use and each amount in exactly one part.', people: 'People', use: 'Use', money: 'Money', unused: 'Unused', total: 'Total', kind: 'Payer',
    peopleUnit: 'users', useUnit: 'usage days', useName: 'Usage days', moneyUnit: (currency: string) => `${currency} agreed for the period`, months: 'Twelve months', monthsUsers: 'Users', monthsUse: 'Usage days', monthsOf: (what: string) => `${what} per month, by payer kind`, measure: 'What the months show',
    cut: 'cut by the period', change: 'Change', before: (period: string) => `The thin bars and the changes compare with ${period}.`, changeSays: (before: string, period: string) => `${before} in ${period}`,
    moneyChange: (change: string, period: string) => `${change} against ${period}`, changeOfUse: (days: string, users: string, period: string) => `${days} usage days and ${users} users against ${period}`, same: (period: string) => `the same as in ${period}`,
  },
  ask: {
    label: 'What do you want to know?', placeholder: 'What do you want to know? “Would you pay 10 % more for single sign-on?”', button: 'Find who can answer',
    about: { customer: 'This is about money, the contract or the vendor: those who pay and those who decide can answer, users cannot.', user: 'This is about using it: users can answer, whoever pays.', channel: 'This is about buying it somewhere: end users can answer, through those who sell to them.', both: 'Both sides can answer, each for itself.' },
    topic: (topic: string, words: string) => `${topic} (${words})`, because: (topics: string) => `Taken from your words: ${topics}.`, noWords: 'None of these words tells what it is about.', roles: { user: 'users', customer: 'customers', decider: 'deciders' }, whom: 'Whom to ask, and how many', apart: 'Ask them separately and never add the answers up: they speak of different things.',
  },
  week: { title: 'What changed this week', hint: 'What was learned in seven days, and how these figures compare with the period before', beside: 'Beside the period before:', all: 'All of it', nothing: 'Nothing was learned in the last seven days.', ask: 'Look at what was learned (half a minute: there is much)', looking: 'Looking at what was learned in the last seven days …' },
  mind: { title: 'Mind the data', hint: (n: string, one: boolean) => `${n} ${one ? 'thing looks' : 'things look'} odd; none of it was decided silently`, all: 'All, with examples' },
  overlap: {
    title: 'Are users and customers the same?', hint: 'Who uses, who buys, and who does both.', users: 'Users', both: 'Both', customers: 'Customers', onlyUsers: 'use, do not buy', bothSay: 'use and buy', onlyCustomers: 'buy, do not use themselves', usersSplit: 'Of the users', customersSplit: 'Of the customers',
    self: 'pay for themselves', paidFor: 'are paid for by others', unpaid: 'are paid for by nobody', unknown: 'we cannot tell', withUse: 'have use under their agreements', withoutUse: 'have no use at all', fresh: 'bought for the first time', never: 'pay and never use', noDecider: 'have no decider we know', payers: 'Of those who pay',
  },
  world: {
    title: 'What kind of business is it?', because: 'Because', shares: 'Shares of the users, without those we cannot tell', warning: 'Mind', noCustomer: 'There are users, and nobody has bought in the last 90 days.',
    names: { direct: 'Direct', freemium: 'Freemium', enterprise: 'Enterprise', channel: 'Channel', sponsored: 'Sponsored', project: 'IT project', mixed: 'Mixed', 'no-customer': 'No customer' } as Readonly<Record<string, string>>,
    says: {
      direct: 'Most users pay for themselves.', freemium: 'Some users pay, or their firms do; at least one in five uses it free.', enterprise: 'Organizations pay for most of the users.', channel: 'Most users pay somebody who resells it.', sponsored: 'Most use is paid by others than the users.',
      project: 'Most of the money comes from projects.', mixed: 'No way of paying holds for most users.', empty: 'No use and no customer in this period.', 'no-customer': 'It is used, and nobody buys it.',
    } as Readonly<Record<string, string>>,
  },
  paidUnused: {
    title: 'Paid, and nobody uses it', hint: (days: string) => `What renews in the next ${days} days first`, unused: (amounts: string, days: string) => `${amounts} unused. Renewals of the next ${days} days first`, seats: (used: string, seats: string) => `${used} of ${seats} seats used`, lastUse: (day: string, who: string | null) => (who === null ? `last use ${day}` : `last use ${day} by ${who}`), neverUsed: 'no use under it', renews: (when: string) => `renews ${when}`,
    noRenewal: 'no renewal date', decides: (names: string) => `${names} decides`, decidesNever: (name: string) => `${name} decides and has never used it`, noDecider: 'no known decider', all: (n: string) => `All ${n} agreements`, nothing: 'All agreed money has use behind it in this period.',
  },
  unpaid: {
    title: 'Used, and nobody pays', hint: 'First reason that holds', days: (days: string) => `${days} usage days`, nothing: 'All use in this period has a payer.', noUse: 'No use in this period.', hadDay: (users: string) => `${users} had a day that nobody paid for`,
    reasons: {
      elsewhere: { name: 'Paid to somebody else', says: 'An agreement covers it, but its seller does not lead to the seller in view.' },
      expired: { name: 'Agreement ended', says: 'It would be covered, had the agreement not ended.' },
      'no-seat': { name: 'No seat', says: 'The firm has an agreement for seats; this user holds none of them.' },
      machine: { name: 'Machine', says: 'An API key, a service account or an AI agent; nothing covers it.' },
      free: { name: 'Free', says: 'No agreement covers it, and none did.' },
    } satisfies Record<UnpaidReason, { name: string; says: string }>,
  },
  disagree: {
    title: 'Users and customers disagree', hint: 'Share who raised it; difference with its 95 % interval', users: 'users', customers: 'customers', points: 'points', tooFew: 'too few', tooFewSays: (users: string, customers: string, fewest: string) => `${users} users and ${customers} customers were heard; below ${fewest} on a side nothing is said`,
    certain: 'certain', uncertain: 'may be chance', sideSays: (share: string, n: string) => `${share} of ${n}`, nothing: 'Nobody asked for anything or complained in this period.', more: 'Users raise it more', less: 'Customers raise it more', axisLeft: 'customers more', axisRight: 'users more', axisScale: (most: string) => `0, up to ±${most.replace('+', '')} points`, interval: (low: string, high: string) => `between ${low} and ${high} points`,
    rule: 'The share of heard users who asked for it or complained about it, minus the same share of heard customers and deciders. Nobody stands on both sides. The interval is Newcombe\'s; it is certain when it leaves out zero.', moneyBehind: 'Money behind those who raised it',
  },
} as const
