/** The words of the page "Chain". */

const end = (n: string, one: boolean) => `${n} end ${one ? 'user' : 'users'}`

export const chainTexts = {
  title: 'Chain', hint: 'From the maker through those who resell to those who use.',
  us: 'We',
  seenFrom: 'Seen from', backTo: (name: string) => `Back to ${name}`, buysFrom: 'which buys from', more: (n: string) => `and ${n} more`,
  measure: 'Thickness', measures: { use: 'Use', money: 'Money' }, measureHints: { use: 'Days of use that came this way', money: 'Agreed for the period' },
  colour: 'Colour', experiences: { csat: 'CSAT', nps: 'NPS', ces: 'Ease (CES)', complaints: 'Complaints' },
  experienceHints: {
    csat: 'Share of end users who gave 4 or 5 of 5', nps: 'Promoters minus detractors among end users, in points', ces: 'Share of end users who gave 5 to 7 of 7', complaints: 'Share of end users who complained, of those who said anything',
  },
  noExperience: 'No end user was asked',
  picture: 'The chain from seller to end users', walk: 'Arrow keys walk, Enter opens, F unfolds.',
  columns: { supplier: 'Sells to it', seller: 'Seller in view', first: 'Buy from it to resell', second: 'Buy from these', ends: 'End users', step: (n: string) => `Step ${n}` },
  legend: { title: 'Colour: what end users below say', unsure: 'not sure: the interval reaches beyond the colours beside it', few: (fewest: string) => `too few answers (below ${fewest})`, none: 'nothing heard', unseen: 'known to exist, not seen', notDrawn: 'sold, and how much flows is not known', steps: ['very bad', 'bad', 'in between', 'good', 'very good'] as readonly string[] },
  /** The score with its interval and the number of answers. */
  score: (score: string, low: string, high: string, n: string) => `${score} (${low} to ${high}), n ${n}`, tooFew: (n: string) => `too few, n ${n}`, n: 'n',
  interval: (low: string, high: string) => `${low} to ${high}`,
  percent: (value: string) => `${value} %`,
  state: {
    wholesalers: (n: string, one: boolean) => `${n} ${one ? 'wholesaler' : 'wholesalers'}`, resellers: (n: string, one: boolean) => `${n} ${one ? 'reseller' : 'resellers'}`,
    seen: (n: string, one: boolean) => `${end(n, one)} seen through them`,
    unseen: (n: string, one: boolean) => `At least ${n} more end ${one ? 'customer' : 'customers'} of resellers ${one ? 'is' : 'are'} known to exist unseen: they bought, and no use of theirs is seen.`,
    unseenDirect: (n: string, one: boolean) => `So ${one ? 'is' : 'are'} ${n} of those who buy straight from the seller in view.`,
    silent: (n: string, one: boolean) => `${n} ${one ? 'reseller buys and we do' : 'resellers buy and we do'} not know to whom ${one ? 'it sells' : 'they sell'}: how many end users stand below is not known.`,
    blind: (n: string, one: boolean) => `${n} ${one ? 'reseller has buyers that we know, and no use of theirs is' : 'resellers have buyers that we know, and no use of theirs is'} seen.`,
    units: (n: string, of: string, one: boolean) => `Of ${of} units bought to resell, ${n} ${one ? 'is' : 'are'} not known to be sold on: unsold, or with end users that we do not know.`,
    elsewhere: (n: string, one: boolean) => `${n} more ${one ? 'user is' : 'users are'} served by sellers who do not buy from here.`,
  },
  empty: 'Nothing is resold: all customers buy from you directly.', emptyOf: (name: string) => `Nothing is resold: all customers of ${name} buy from it directly.`,
  emptyNext: 'A chain appears when an agreement has a seller who buys the same product itself, when the category of a customer is reseller, wholesaler, distributor or retailer, or when somebody says so by hand.',
  emptyNothing: 'No sale of this product is known in the period.', bring: 'Bring in agreements of your partners', otherPeriod: 'Or choose a longer period above.',
  node: {
    endUsers: end, users: (n: string, one: boolean) => `${n} ${one ? 'user' : 'users'}`, days: (n: string, one: boolean) => `${n} ${one ? 'day' : 'days'}`, ownPeople: (n: string) => `${n} of its own people`,
    silent: 'no sale known', blind: 'no use seen', noUse: 'no use seen', notKnown: 'nobody known below', folded: (n: string, one: boolean) => `and ${n} more ${one ? 'reseller' : 'resellers'}`,
    foldedShort: (n: string) => `and ${n} more`, unfold: 'Show more', unfoldOf: (name: string) => `Show more resellers of ${name}`, fold: 'Show fewer', foldOf: (name: string) => `Show fewer resellers of ${name}`,
    look: 'Look from here', lookOf: (name: string) => `Look from ${name}`, customers: (n: string, one: boolean) => `${n} end ${one ? 'customer' : 'customers'}`, unseen: (n: string) => `${n} unseen`,
    buys: (amount: string) => `buys for ${amount}`, amountUnknown: 'amount not known', atLeast: (amount: string) => `at least ${amount}`, endsOf: (name: string) => `End users of ${name}`,
  },
  outside: {
    title: 'Use that comes through nobody known here', elsewhere: 'Served by others', elsewhereHint: 'Somebody sold it to them who pays nobody up to the seller in view.', unpaid: 'Nobody pays', unpaidHint: 'No agreement covers it, or none any more: where they got it is not known.',
    unknown: 'Unknown users', unknownHint: 'We do not know who it is, or the account.', sellers: 'Sellers of it that do not buy from here', reasons: { expired: 'agreement ended', 'no-seat': 'no seat', machine: 'a machine', free: 'no agreement' },
  },
  table: {
    title: 'The same as a table', hint: 'Folded or not, the sums stay the same.', party: 'Party', users: 'Users', unit: 'usage days', usageDays: 'Usage days', customers: 'End customers', unseen: 'Unseen', buys: 'Buys for', sells: 'Sells for', experience: 'What end users say', total: 'All', outside: 'Not through the chain', csv: 'CSV',
    resellers: 'Resellers', people: 'Own people',
  },
  because: {
    seller: 'The seller in view.', sells: 'It buys this product and sells it on.', hand: 'Somebody said by hand that it resells.', category: 'It buys this product, and its category says that it resells. No sale of it is known.',
  },
  why: {
    title: (name: string) => name, foldTitle: (name: string) => `Folded resellers of ${name}`, endsTitle: (name: string) => `End users of ${name}`, outsideTitle: 'Not through the chain', who: 'Who this is', flow: 'What goes through it', buysAndSells: 'What it buys and sells, in the period', ends: 'End users', unseen: 'Known to exist, not seen', experience: 'What end users below say', path: 'The way from the seller in view',
    category: 'Category', agreementsBought: 'Agreements bought', agreementsSold: 'Agreements sold', accruedBought: 'Buys for', accruedSold: 'Sells for', paid: 'Paid to its sellers, refunds taken off', paidOn: 'Paid to it, refunds taken off', unpriced: (n: string) => `${n} without a known amount`, resellers: 'Buyers that resell', customers: 'Buyers that do not resell',
    usersThrough: 'Users through it', daysThrough: 'Usage days through it', ownUsers: 'Own people among them', directUsers: 'End users it sells to itself', directDays: 'Their usage days', noUse: 'End customers without use seen', silent: 'Resellers of whom no sale is known', blind: 'Resellers with sales, and no use seen', units: 'Units bought', unitsOut: 'Units known to be sold on', unitsUnseen: 'Units of which nothing is known', unitsUnknown: 'not known', folded: 'Resellers folded here',
    nothingUnseen: 'Nothing: of all that it is known to sell, use is seen.', heardNothing: 'No end user below it said anything in this period.',
    rule: 'A day of use comes through those who stand on the shortest chain of agreements in force that day from the user up to the seller in view. Each user counts once: under the first way of paying, on its first day.',
    moneyRule: 'Money is what the agreements bring in for the period, not what was paid. A reseller that is bought from in several places shows under the one that brings most use.',
    experienceRule: (fewest: string) => `Only what end users say, each with the way on which they were served that day. Below ${fewest} answers there is no score. A low score does not tell yet whether it is the product or the seller.`,
    unseenRule: 'An end customer is seen if it uses, if it is used in its account, or if a known member of it uses. Fewer seen than sold does not mean that nobody uses: only that we do not see it.',
    page: 'Party page', look: 'Look from here', agreements: 'Agreements it bought', gone: 'It is not part of this chain in this period.',
  },
} as const
