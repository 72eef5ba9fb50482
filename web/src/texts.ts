import type { PayerKind, UnpaidReason } from './api/shapes.ts'

const people = (n: string, one: boolean) => `${n} ${one ? 'user' : 'users'}`

/** Every word on the page. Plain and short; a user uses, a customer pays. */
export const texts = {
  brand: 'Hatrack',
  loading: 'Loading',
  none: 'none',
  unnamed: 'no name',
  us: 'us',
  navigation: { label: 'Pages', home: 'Home', parties: 'Parties', agreements: 'Agreements', sources: 'Sources', import: 'Bring in data', open: 'Open the menu', close: 'Close the menu', skip: 'Skip to the content' },
  workspace: {
    demo: 'Northlight (demo)', demoTag: 'Demo', demoSays: 'An invented company. Nothing here is yours.', own: 'Your workspace', toOwn: 'Start with your own data', toDemo: 'Look at the demo',
  },
  scheme: { label: 'Light or dark', light: 'Light', dark: 'Dark', auto: 'As the system' },
  live: { pause: 'Pause live updates', resume: 'Resume live updates', on: 'Live', paused: 'Paused', off: 'Not connected' },
  pickers: {
    product: 'Product', allProducts: 'All products', seller: 'Seller in view', sellerShort: 'Seller', self: 'Ourselves', sellerHint: 'Whose customers do we speak of? Ourselves, or one of those who resell what we make.',
    sellerOther: 'Another seller, by identifier', sellerPlaceholder: 'account:acme', use: 'Show', period: 'Period', from: 'From', lastDay: 'Last day', custom: 'Other days', apply: 'Show these days',
    badPeriod: 'The last day lies before the first.', known: 'Known', now: 'now', knownTitle: 'As known when?',
    knownHint: 'Reports change when we learn more: a late invoice, a corrected name, a merge. Pick a day to see every figure as it was known at the end of that day; evidence that came later is left out.',
    backToNow: 'Back to now', knownBanner: (day: string) => `You see what was known at the end of ${day}. Evidence that came later is left out.`,
  },
  periods: { last30: 'Last 30 days', last90: 'Last 90 days', thisMonth: 'This month', lastMonth: 'Last month', thisYear: 'This year' },
  search: { button: 'Search', title: 'Search parties and pages', placeholder: 'A name, an e-mail address, a page', nothing: 'Nothing found. Try a part of a name, or an identifier such as email:ann@acme.com.', pages: 'Pages', parties: 'Parties', hint: 'Type to find people, organizations and machines.' },
  keys: {
    title: 'Keys', close: 'Close', search: 'Search', help: 'This list', escape: 'Close the panel', home: 'Home', parties: 'Parties', agreements: 'Agreements', sources: 'Sources', next: 'Next row', previous: 'Previous row', open: 'Open the row', pause: 'Pause or resume live updates',
  },
  errors: {
    title: 'This did not work', status: (status: number) => `The server answered ${status}. Try again; if it stays so, look at the server's log.`, unreachableTitle: 'The server does not answer',
    unreachable: 'Is Hatrack running? Start it with: hatrack start. This page tries again when you ask it to.', again: 'Try again', starting: 'The server is starting; figures appear by themselves.', noPage: 'There is no such page', toHome: 'To the first page',
    code: (code: string) => `Code: ${code}`,
  },
  kinds: {
    self: { name: 'Pays self', rule: 'An agreement sold by the seller in view covers the user, and the user is the one who pays it.' },
    organization: { name: 'Organization pays', rule: 'An agreement covers the user, and an organization pays it: one that the user belongs to, its owner, or one that bought the user a seat.' },
    intermediary: { name: 'Intermediary', rule: 'Somebody else sold the agreement that covers the user, and pays the seller in view along a chain of resale.' },
    sponsor: { name: 'Sponsor', rule: 'An agreement covers the user, and a party pays it that the user does not belong to; or the product lives on the money of another product.' },
    nobody: { name: 'Nobody', rule: 'We know the user, and the account if one was named, and no agreement covers the use.' },
    unknown: { name: 'Unknown', rule: 'We do not know who it was, or nothing about the account it was used through.' },
  } satisfies Record<PayerKind, { name: string; rule: string }>,
  kindsOrder: 'Each use is judged in this order and the first that holds counts: pays self, organization, intermediary, sponsor, nobody; unknown where we cannot tell. A user is counted once, under the first kind that any day of use in the period carries.',
  unusedMoney: 'Unused',
  home: {
    title: (product: string | null) => (product === null ? 'Who uses, and who pays' : `Who uses ${product}, and who pays for it`),
    moneyIn: 'Money in', ofAllProducts: 'of all products', useIn: 'Use in', in: 'in', explained: 'explained', unknown: 'unknown', noMoney: 'No payment in this period.', noUse: 'No use in this period.', usageDays: 'usage days', by: 'by',
    adds: 'adds up', users: people, knownPayer: 'with a known payer', unpaid: 'nobody pays', unknownUse: 'unknown', leftOut: (days: string) => `${days} days by staff left out`, staffDays: 'by staff, left out', noneLeftOut: 'no use by staff',
    moneyWithUse: (share: string) => `${share} of the agreed money has use behind it`,
    who: 'Who pays for the use?', whoHint: 'Each user, each day of use and each amount in exactly one part.', people: 'People', use: 'Use', money: 'Money', unused: 'Unused', total: 'Total', kind: 'Payer',
    peopleUnit: 'users', useUnit: 'usage days', useName: 'Usage days', moneyUnit: (currency: string) => `${currency} agreed for the period`, months: 'Twelve months', monthsUsers: 'Users', monthsUse: 'Usage days', monthsOf: (what: string) => `${what} per month, by payer kind`, measure: 'What the months show',
    cut: 'cut by the period',
  },
  overlap: {
    title: 'Are users and customers the same?', hint: 'Who uses, who buys, and who does both.', users: 'Users', both: 'Both', customers: 'Customers', onlyUsers: 'use, do not buy', bothSay: 'use and buy', onlyCustomers: 'buy, do not use themselves', usersSplit: 'Of the users', customersSplit: 'Of the customers',
    self: 'pay for themselves', paidFor: 'are paid for by others', unpaid: 'are paid for by nobody', unknown: 'we cannot tell', withUse: 'have use under their agreements', withoutUse: 'have no use at all', fresh: 'bought for the first time', never: 'pay and never use', noDecider: 'have no decider we know', payers: 'Of those who pay',
  },
  world: {
    title: 'What kind of business is it?', because: 'Because', shares: 'Shares of the users, without those we cannot tell', warning: 'Mind', noCustomer: 'There are users, and nobody has bought in the last 90 days.',
    names: { direct: 'Direct', freemium: 'Freemium', enterprise: 'Enterprise', channel: 'Channel', sponsored: 'Sponsored', project: 'IT project', mixed: 'Mixed', 'no-customer': 'No customer' } as Readonly<Record<string, string>>,
    says: {
      direct: 'Most users pay for themselves.', freemium: 'Few of the users pay, or their firms do; many use it free.', enterprise: 'Organizations pay for most of the users.', channel: 'Most users pay somebody who resells it.', sponsored: 'Most use is paid by others than the users.',
      project: 'Most of the money comes from projects.', mixed: 'No way of paying holds for most users.', 'no-customer': 'It is used, and nobody buys it.',
    } as Readonly<Record<string, string>>,
  },
  paidUnused: {
    title: 'Paid, and nobody uses it', hint: 'What renews in the next 30 days first', unused: (amounts: string) => `${amounts} unused. Renewals of the next 30 days first`, seats: (used: string, seats: string) => `${used} of ${seats} seats used`, lastUse: (day: string, who: string | null) => (who === null ? `last use ${day}` : `last use ${day} by ${who}`), neverUsed: 'never used', renews: (when: string) => `renews ${when}`,
    noRenewal: 'no renewal date', decides: (names: string) => `${names} decides`, decidesNever: (name: string) => `${name} decides and has never used it`, noDecider: 'no known decider', all: (n: string) => `All ${n} agreements`, nothing: 'All agreed money has use behind it in this period.',
  },
  unpaid: {
    title: 'Used, and nobody pays', hint: 'First reason that holds', days: (days: string) => `${days} usage days`, nothing: 'All use in this period has a payer.',
    reasons: {
      elsewhere: { name: 'Paid to somebody else', says: 'An agreement covers it, but its seller does not lead to the seller in view.' },
      expired: { name: 'Agreement ended', says: 'It would be covered, had the agreement not ended.' },
      'no-seat': { name: 'No seat', says: 'The firm has an agreement for seats; this user holds none of them.' },
      machine: { name: 'Machine', says: 'An API key, a service account or an AI agent; nothing covers it.' },
      free: { name: 'Free', says: 'No agreement covers it, and none did.' },
    } satisfies Record<UnpaidReason, { name: string; says: string }>,
  },
  disagree: {
    title: 'Users and customers disagree', hint: 'Share who raised it; difference with its 95 % interval', users: 'users', customers: 'customers', points: 'points', tooFew: 'too few', tooFewSays: (users: string, customers: string) => `${users} users and ${customers} customers were heard; below 5 on a side nothing is said`,
    certain: 'certain', uncertain: 'may be chance', sideSays: (share: string, n: string) => `${share} of ${n}`, nothing: 'Nobody asked for anything or complained in this period.', more: 'Users raise it more', less: 'Customers raise it more', axisLeft: 'customers more', axisRight: 'users more', axisScale: (most: string) => `0, up to ±${most.replace('+', '')} points`, interval: (low: string, high: string) => `between ${low} and ${high} points`,
    rule: 'The share of heard users who asked for it or complained about it, minus the same share of heard customers and deciders. Nobody stands on both sides. The interval is Newcombe\'s; it is certain when it leaves out zero.', moneyBehind: 'Money behind those who raised it',
  },
  why: {
    title: 'Why', agreementTitle: 'Why is it unused?', close: 'Close the panel', back: 'Back', copy: 'Copy link', copied: 'Link copied', copyFailed: 'Copy it from the address bar', csv: 'CSV', preparing: 'Preparing', rule: 'The rule', rows: 'The rows behind it', formula: 'The figures', periodKnown: (period: string, known: string) => `${period}, ${known}`, asNow: 'as known now', asOf: (day: string) => `as known on ${day}`,
    more: 'Show more', noRows: 'No rows in this period.', usageDays: (days: string) => `${days} days`, paidBy: (name: string) => `paid by ${name}`, whoPays: 'Who pays for this use?', day: 'On the day', account: 'In the account', product: 'Product', path: 'The path, evidence by evidence', inferred: 'inferred, not stated', evidence: 'evidence', stated: 'stated', noPath: 'No evidence leads to a payer.',
    also: 'Also covered by', partyPage: 'Open the party', payer: 'Payer', agreement: 'Agreement', nobodyPays: 'Nobody pays', unknownPays: 'We do not know who pays', deciders: 'Who decides', deciderUses: 'Decides, and uses it too.', deciderNever: 'Decides, and has never used it.', lastUser: 'Last user', noDeciders: 'We know no decider of the buyer. A membership with function decider names one.', buyer: 'Buyer', accrued: 'Agreed for the period', used: 'Used', unused: 'Unused',
    usedRuleSeats: 'With N seats and U users under the agreement, min(U, N) / N of the money is used; the rest is unused.', usedRule: 'Without seats, all of the money is used as soon as one covered user uses it, else all is unused.', thin: (users: string, days: string) => `${users} users on ${days} usage days stand behind the used part.`,
    change: 'What would change it', changeSeats: 'A list of who holds the seats, or use through an account that we do not know yet.', changeUnknown: 'An identify call or a link line that says who the visitor is, or a line that names the account.', changeNobody: 'An agreement that covers them, a seat, or a membership in a firm that has one.', changeMoney: 'A payment counts as explained once it names a known agreement, or its payer is one who buys from the seller in view.',
    moneyTitle: 'Does the money add up?', moneyRule: 'Payments to the seller in view, by the source that told us; refunds and credits count negative. In = explained + unknown, to the cent.', useTitle: 'Does the use add up?', useRule: 'Every usage day gets one of the six kinds. Days of our own staff are left out and counted apart.', source: 'Source', unusedTitle: 'Money without use', unusedRule: 'What agreements bring in for the period is split into a used and an unused part; the used part is divided among those who used it, by their usage days. Used and unused add up to what was agreed.',
    machine: 'machine', reasonTitle: (name: string) => `Used, and nobody pays: ${name}`, all: 'All rows', last: (day: string) => `last use ${day}`, worldTitle: 'Which kind of business is it?', overlapRule: 'Users: parties with use in the period. Customers: buyers, from the seller in view, of agreements in force or of payments in it. Both: customers that are users themselves; an organization hardly ever is one, so look at those with use under their agreements too.',
  },
  parties: {
    title: 'Parties', hint: 'use and payers are those of the period', search: 'Search by name or identifier', role: 'Role', anyRole: 'Any role', kind: 'Kind of payer', anyKind: 'Any payer', name: 'Name', roles: 'Roles', payer: 'Who pays', usageDays: 'Usage days', events: 'Events', nothing: 'No party fits. Take a filter away, or choose a longer period.', more: 'Show more', what: { person: 'Person', organization: 'Organization', machine: 'Machine' } as Readonly<Record<string, string>>,
    roleNames: { user: 'User', customer: 'Customer', payer: 'Payer', decider: 'Decider', champion: 'Champion', intermediary: 'Intermediary', sponsor: 'Sponsor', member: 'Member', staff: 'Staff' } as Readonly<Record<string, string>>, filterRoles: ['user', 'customer', 'payer', 'decider'], total: (n: string) => `${n} parties`, clear: 'Clear filters',
  },
  party: {
    neverUsed: 'No use of any product, ever.',
    roles: 'Roles', noRoles: 'No role in any period.', since: (day: string) => `since ${day}`, until: (day: string) => `until ${day}`, always: 'always', memberships: 'Belongs to', members: 'Members', ownerships: 'Owned by and owns', agreements: 'Agreements', usage: 'Use by month', evidence: 'Evidence', feedback: 'What they said', identity: 'Known as', merges: 'Why these are one', noMerges: 'Nothing was merged.', warnings: 'Mind', recorded: (when: string) => `recorded ${when}`,
    nothing: 'nothing known', whoPays: 'Who pays for their use?', notFound: 'Nobody by this identifier.', inferred: 'inferred', score: 'score', noEvidence: 'No lines.', showLine: 'The line as it was recorded', partOf: (child: string, parent: string) => `${child} is part of ${parent}`, evidenceCount: (n: string, more: boolean) => (more ? `the newest ${n} lines` : n === '1' ? '1 line' : `${n} lines`), leftOut: 'left out', product: 'Product', month: 'Month', kind: 'Paid by',
  },
  agreements: { title: 'Agreements', hint: 'What each brings in for the period, and how much of it is used', agreement: 'Agreement', buyer: 'Buyer', payer: 'Payer', accrued: 'Agreed', used: 'Used', unused: 'Unused', seats: 'Seats', users: 'Users', lastUse: 'Last use', renews: 'Renews', nothing: 'No agreement brings in money in this period. Choose a longer one, or bring in agreements.', never: 'never', count: (n: string) => `${n} agreements`, paidBySame: 'buyer', sort: 'Sort by' },
  sources: { usage: 'Usage', usageSays: (rows: string, events: string) => `${rows} usage days by identifier, ${events} events`, review: 'Same person?', reviewHint: (n: string) => `${n} lines would have joined what may not be one; nothing was joined`, title: 'Sources', count: (n: string, one: boolean) => `${n} ${one ? 'line' : 'lines'}`, hint: 'Where the evidence comes from', lines: 'Lines', money: 'Payments', first: 'First recorded', last: 'Last recorded', nothing: 'No evidence yet.', warnings: 'Mind', bring: 'Bring in data' },
  importing: {
    title: 'Start with your own data', hint: 'Evidence lines say who used what, what was agreed and what was paid. Agreements and usage are enough to begin with.', more: 'Bring in more evidence', drop: 'Drop evidence lines here', dropHint: '.jsonl files, one JSON object a line; any size', choose: 'Choose files', paste: 'Or paste lines', pasteLabel: 'Evidence lines', pastePlaceholder: '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}', send: 'Bring in these lines',
    other: 'Other ways', cli: 'From the command line', cliHint: 'Evidence lines from files (.jsonl, .json, or either as .gz), or through a pipe.', cliFile: 'hatrack import evidence.jsonl', cliPipe: './my-export | hatrack import -', segment: 'From Segment or RudderStack', segmentHint: 'Their SDKs work unchanged: set this host (for analytics.js: apiHost, with /v1 behind it) and a key.', segmentKey: 'hatrack keys create site --power browser', copy: 'Copy', copied: 'Copied',
    progress: (done: string, all: string) => `${done} of ${all}`, left: (seconds: number) => (seconds < 1 ? 'nearly done' : seconds < 90 ? `about ${Math.ceil(seconds)} s left` : `about ${Math.round(seconds / 60)} min left`), stop: 'Stop', stopped: 'Stopped. What was accepted stays; send the file again to go on, duplicates are left out.', working: 'Bringing in', accepted: 'accepted', duplicate: 'duplicate', rejected: 'rejected', done: 'Done', see: 'See the figures', waiting: 'The figures appear within a second.',
    downloadLines: 'Rejected lines (.jsonl)', downloadReasons: 'Reasons (.csv)', line: 'line', demoRefused: 'This is the demo. Your own data goes into your own workspace.', reasonCount: (n: number) => (n === 1 ? 'once' : `${n} times`), failed: 'Stopped by an error. What was accepted stays; sending the file again leaves out duplicates.', empty: 'There were no lines in it.',
  },
} as const
