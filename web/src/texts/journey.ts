/** The page of the way from the first trace to leaving, and of free users and their firms. */
export const journeyTexts = {
  journey: {
    title: 'Journey', hint: 'From the first trace to leaving: how many come how far, how long it takes, and where free users have a firm that could pay, or does.',
    tabsLabel: 'Parts of the journey', tabs: { steps: 'Steps', free: 'Free users' }, csv: 'CSV',
    empty: 'Nothing is known yet of anybody who may buy. Import use, agreements, payments or the deals of a CRM.', emptyNext: 'Import files',
    nobody: 'Nobody left a first trace in this period. Choose a longer period above, or another product.', next: 'Who is there at all?',
    period: (period: string, until: string) => `First trace in ${period}, watched up to ${until}`, by: 'Group by', bys: { channel: 'Channel', product: 'Product', intermediary: 'Intermediary', category: 'Category', segment: 'Category of the settings', partyKind: 'Person or organization', domain: 'E-mail domain' } as Readonly<Record<string, string>>,
    trait: (name: string) => name, days: (n: string) => (n === '1' ? '1 day' : `${n} days`), tooFew: 'too few', notYet: 'not half yet', none: '\u2013', no: 'not known',
    steps: {
      learned: { name: 'Learned', says: 'first trace', rule: 'The first use, feedback, deal, agreement, or charge. Memberships, lists of contacts and our own questions do not count: they tell of somebody, not of what was done with us.' },
      tested: { name: 'Tested', says: 'free use or trial', rule: 'The first use that is free, for which nobody pays, or the first agreement of amount 0.' },
      decided: { name: 'Decided', says: 'a decider acted, or it was agreed', rule: 'The first deal won, agreement with money, or charge without agreement; or use or feedback of a decider; or a decider who came after the first trace. Who decided before us tells nothing.' },
      paid: { name: 'Paid', says: 'first money', rule: 'The first agreement with money, or of an amount we do not know, or the first charge.' },
      renewed: { name: 'Renewed', says: 'after the first term', rule: 'After the end of the first paid term another agreement or charge began, or another agreement for the product reaches beyond it, or a charge came for one that is still in force.' },
      left: { name: 'Left', says: 'ended, and nothing after', rule: 'Every agreement with money has ended. Who bought once stays a customer and never leaves.' },
    },
    flow: {
      title: 'From first trace to leaving', hint: (parties: string, within: string) => `${parties} parties that may buy: organizations, and people on their own. A step counts if it came within ${within} days of the first trace; who was watched shorter is too young to say.`,
      reached: 'reached it', of: (part: string, all: string) => `${part} of ${all} who could have`, ofEnded: (part: string, all: string) => `${part} of ${all} whose first term has ended`, tooYoung: (n: string) => `${n} too young to say`, open: (n: string) => `${n} in their first term`,
      interval: (low: string, high: string) => `${low} to ${high}`, few: (n: string) => `too few to say: ${n} could have`, after: (median: string) => `half within ${median}`, same: 'half on the same day', csv: 'CSV of the steps',
    },
    between: {
      title: 'How long it takes', hint: 'From step to step. Those who are not there yet count for as long as they were watched, so nothing looks quicker than it is.', csv: 'CSV of the days', way: 'From, to', n: 'Parties', reached: 'There', waiting: 'Not yet', half: 'Half are there within', interval: '95 %', quarter: 'A quarter within', threeQuarters: 'Three quarters within',
      arrow: (from: string, to: string) => `${from} \u2192 ${to}`, before: (n: string) => `${n} the other way round`, never: 'not yet', open: (low: string) => `from ${low}`, sameDay: 'same day', scale: 'days', picture: (from: string, to: string, says: string) => `${from} to ${to}: ${says}`,
      rule: 'The median by Kaplan and Meier: the first day by which half are there. The interval holds the days that are not refused at 5 % (Brookmeyer and Crowley). Its end is open where the curve does not come down so far.',
    },
    groups: { title: (by: string) => `By ${by.toLowerCase()}`, hint: 'By how they were first seen. Each party is in one row; shares of those who could have.', csv: 'CSV of the groups', parties: 'Parties', others: (n: string) => `${n} more groups are not shown.`, toPaid: 'Half paid within', all: 'All', channels: { direct: 'Direct', intermediary: 'Through an intermediary', sponsor: 'Under a sponsor' } as Readonly<Record<string, string>>, partyKinds: { person: 'Person', organization: 'Organization', machine: 'Machine' } as Readonly<Record<string, string>> },
    cohorts: { title: 'Quarter by quarter', hint: 'Each party in the quarter of its first trace. Pale: too young to say, only the count stands.', csv: 'CSV of the quarters', quarter: 'First trace', parties: 'Parties', quarterName: (n: number, year: string) => `Q${n} ${year}` },
    surprises: {
      title: 'Otherwise than expected', hint: 'Steps that were skipped, or came in another order.',
      names: { 'paid-first': 'Paid before anything else was known', 'paid-untested': 'Paid, and were never seen to test', 'tested-after-paid': 'First free use after paying', 'decided-after-paid': 'Paid before anybody was seen to decide' },
      orders: 'The ways they took', ordersCsv: 'CSV of the ways', more: (n: string, parties: string) => `${n} rarer ways, ${parties} parties.`, none: 'Everybody came the expected way.',
    },
    deals: {
      title: 'Deals', hint: 'Sales that were tried, as the CRM tells them. Amounts are what was agreed, no money that moved.', rate: 'Win rate', ofClosed: (won: string, closed: string) => `${won} won of ${closed} closed`, open: 'Open at the end', without: (n: string) => `${n} more do not say since when`, daysWon: 'Days to win', daysLost: 'Days to lose', median: (mean: string, n: string) => `median; mean ${mean}, n ${n}`,
      quarter: 'Closed in', won: 'Won', lost: 'Lost', amount: 'Agreed', csv: 'CSV of the deals', whyTitle: 'Deals', stages: { won: 'won', lost: 'lost', open: 'open' }, nobody: 'nobody named', opened: (day: string) => `opened ${day}`, closed: (day: string) => `closed ${day}`, rule: 'Won and lost count on the day of closing; what was opened before the end of the period and not closed by then is open. Deals that are open and say no day are told apart.',
    },
    why: {
      title: 'Journey', standing: { reached: 'reached', 'in-time': 'in time', 'not-in-time': 'could have, and did not in time', 'too-young': 'too young to say', 'not-yet': 'not yet' }, group: (name: string) => name, figures: 'The figure', reached: 'Reached it, whenever', couldHave: 'Could have', inTime: 'Of these, in time', tooYoung: 'Too young to say', share: 'Share', interval: '95 % interval (Wilson)', half: 'Half are there within', intervalDays: '95 % interval',
      way: (from: string, to: string) => `From ${from.toLowerCase()} to ${to.toLowerCase()}`, whats: { agreement: 'agreement', payment: 'charge', deal: 'deal', use: 'use', feedback: 'feedback', membership: 'decider' }, by: (who: string) => `by ${who}`, csvName: 'journey', first: 'first seen', via: (who: string) => `through ${who}`, quarter: (name: string) => `first trace in ${name}`, order: 'Took this way',
    },
    free: {
      title: 'Users for whose use nobody pays', hint: 'Each is in exactly one of these. What they might pay is not known, so there are only counts.', users: (n: string) => (n === '1' ? '1 user' : `${n} users`), firms: (n: string) => (n === '1' ? '1 firm' : `${n} firms`), usageDays: (n: string) => (n === '1' ? '1 usage day' : `${n} usage days`),
      groups: {
        'firm-pays': { name: 'Their firm pays already', rule: 'They belong to a firm, or use in the account of one, that has an agreement with money in force in the period; by its owner too. Still no agreement covers them: no seat, another product, or a membership nobody told us.' },
        'firm-many': { name: 'Their firm has many of them', rule: 'Their firm has no agreement in force in the period, and at least so many users for whom nobody pays.' },
        'firm-few': { name: 'Their firm has a few', rule: 'Their firm has no agreement in force in the period, and fewer users for whom nobody pays.' },
        'no-firm': { name: 'No firm known', rule: 'No account, no stated membership and no work e-mail address tells a firm.' },
      },
      adds: (users: string) => `They add up to ${users}, all users under \u201cnobody\u201d in this period.`, addsNot: 'They do not add up. New evidence may have just come in; if it stays so, tell us.', nobody: 'Nobody uses for free in this period: all use is paid for, or unknown.', least: 'Many is at least', leastOf: (n: string) => `${n} users`, curve: 'How free users become paid ones', curveSays: 'The curve, with those who were not watched long, is under Who pays.',
      paysTitle: 'Their firm already pays', paysHint: 'Often only a seat or a membership is missing.', paysNone: 'No user without payer belongs to a firm that pays.', manyTitle: (n: string) => `${n} free users and more, no agreement`, manyHint: 'Whom to speak with: who decides there; else who speaks for us, runs it or pays the bills; else who uses the most.', manyNone: (n: string) => `No firm without agreement has ${n} users for whom nobody pays. Lower the number above to see smaller ones.`,
      columns: { firm: 'Firm', users: 'Users', use: 'Usage days', before: 'Before', how: 'Known by', agreements: 'Agreements', seats: 'Free seats', deciders: 'Deciders', talk: 'Whom to speak with', reasons: 'Why nobody pays' }, grown: (n: string) => n, how: { byUse: 'use in its account', stated: 'membership', guessed: 'e-mail, a guess' }, hows: { 'by-use': 'uses in its account', stated: 'stated member', guessed: 'by e-mail address, a guess' },
      whys: { decider: 'decides', champion: 'speaks for us', admin: 'runs it', billing: 'pays the bills', 'most-use': 'uses the most' } as Readonly<Record<string, string>>, ofSeats: (free: string, seats: string) => `${free} of ${seats}`, unlimited: 'no seats counted', csvPays: 'CSV of firms that pay', csvMany: 'CSV of firms without agreement', more: (n: string) => `Show ${n} more`, csvUsers: 'free-users',
      reasons: { elsewhere: 'paid elsewhere', expired: 'expired', 'no-seat': 'no seat', machine: 'machine', free: 'free' } as Readonly<Record<string, string>>, whyTitle: 'Free users', ofFirm: (firm: string) => `of ${firm}`,
    },
  },
}
