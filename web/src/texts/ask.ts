/** The words of "Whom to ask". */
export const askTexts = {
  title: 'Whom to ask', hint: 'A question in plain words: who can answer it, how many to ask, whom and why.',
  tabsLabel: 'Parts of whom to ask', back: 'All questions',
  question: 'What do you want to know?', placeholder: 'Is the price fair? How easy was it to find a note?', find: 'Who can answer?', clear: 'Another question',
  start: 'Type a question above, as you would say it. Nobody is asked before you say so.',
  emptyWorkspace: 'There is nobody to ask yet.', emptySays: 'Bring in people, their use and what they buy first.', toImport: 'Bring in data',
  who: {
    title: 'Who can answer', topic: 'Topic', noTopic: 'not told by its words', roles: 'Ask', words: 'Words', correct: 'Is that wrong? Choose who is asked.',
    sides: { users: 'Users', customers: 'Customers and deciders', 'users,customers': 'Both, each apart', channel: 'End users through an intermediary' } as Readonly<Record<string, string>>,
    asTopic: 'as the topic tells',
  },
  sample: {
    title: 'How many', hint: 'Users and customers are never one sample.', form: 'How it is answered', channel: 'How they are reached', margin: 'Margin', marginSays: (points: string) => `± ${points} points`, by: 'Spread over', confidence: 'Confidence',
    forms: { nps: 'Would you recommend it? 0 to 10 (NPS)', csat: 'How satisfied? 1 to 5 (CSAT)', ces: 'How easy? 1 to 7 (CES)', 'yes-no': 'Yes or no', choice: 'One of some choices', text: 'In own words' } as Readonly<Record<string, string>>,
    channels: { mail: 'by mail', widget: 'in the product', list: 'by a list' } as Readonly<Record<string, string>>,
    choices: 'Choices, one a line', choicesHint: 'From 2 to 20.',
    sides: { users: 'Users', customers: 'Customers and deciders' } as Readonly<Record<string, string>>,
    of: (n: string) => `of ${n} people`, answers: 'answers are needed', ask: 'are to be asked', drawn: 'can be asked now',
    expects: (answers: string, margin: string) => `That gives about ${answers === '1' ? 'one answer' : `${answers} answers`}, and a margin of about ± ${margin} points.`, expectsNone: 'Nobody can be asked now: look at who is left out below.',
    rate: (rate: string, asked: string, answered: string) => `${rate} are expected to answer, as ${answered} of ${asked} asked in the past year did.`, rateAssumed: (rate: string, asked: string) => `${rate} are expected to answer: an assumption, since only ${asked} were asked in the past year.`,
    strata: 'Group', population: 'People', able: 'May be asked', wanted: 'To ask', now: 'Now', short: 'Missing', unknown: 'not known', table: (side: string) => `Groups of the ${side.toLowerCase()}`, points: 'points',
    withoutPerson: (n: string) => `Of ${n} customers nobody is known who buys or decides, so nobody there can be asked. Say who decides on their pages.`,
    csv: 'CSV',
  },
  people: {
    title: 'Whom', hint: (n: string, population: string) => `${n} of ${population} known people. The same question draws the same people.`, none: 'Nobody. The list of those left out says why.', name: 'Person', why: 'Why', asker: 'Who asks', group: 'Group', role: 'Asked as', address: 'Address', organizations: 'Organizations', question: 'Question', reason: 'Reason',
    noAsker: 'nobody yet', more: (n: string) => `Show ${n} more`, csv: 'CSV', team: 'Name who of your team asks', sideOne: { users: 'user', customers: 'customer' } as Readonly<Record<string, string>>,
    other: 'Draw others', otherHint: 'Another seed: other people, just as random.',
  },
  out: {
    title: 'Who is left out, and why', hint: (taken: string, out: string, population: string) => `${taken} asked + ${out} left out = ${population} known people. Everybody has one reason, the first that holds.`, reason: 'Reason', people: 'People', show: (reason: string, n: string) => `${reason} ${n === '1' ? 'One person. Show who' : `${n} people. Show them`}`,
    unknown: 'Ask them, too', unknownHint: 'The settings say whether those are asked of whom nothing says that they may be.', none: 'Nobody is left out.',
  },
  save: { title: 'Ask', hint: 'It is kept as a draft first. Nobody is asked by that.', button: 'Keep it as a draft', moments: 'Ask at random moments of real use instead, by the widget', perWeek: 'a person, a week, at most', past: 'You are looking at what was known before. Asking is for now: go back to today.' },
  surveys: {
    title: 'Questions asked', none: 'No question was asked yet.', question: 'Question', whom: 'Whom', asked: 'Asked', answered: 'Answered', state: 'State', at: 'Made', states: { draft: 'draft', open: 'open', closed: 'closed' } as Readonly<Record<string, string>>, wanted: (n: string) => `of ${n} wanted`, csv: 'CSV',
  },
  survey: {
    gone: 'There is no such question.', draft: 'A draft: nobody was asked.', open: 'People may answer.', closed: 'No answer is taken any more.', forget: 'Forget the draft', close: 'Close it', reopen: 'Open it again', sure: 'Close the question? No answer will be taken any more.',
    ask: 'Ask them', askHint: 'Who may be asked is judged once more at this moment, so that no limit is passed.', mail: (n: string) => `Send ${n} by mail`, list: (n: string) => n === '1' ? 'I have asked this one' : `I have asked these ${n}`, widget: (n: string) => n === '1' ? 'Ask this one in the product' : `Ask these ${n} in the product`, begin: 'Begin to ask at moments of use', more: (n: string) => `${n} more can be asked`,
    done: (n: string) => n === '1' ? 'One person is noted as asked.' : `${n} people are noted as asked.`, nobody: 'Nobody can be asked now.', tasks: 'Tasks (CSV)', taskLines: 'Tasks (JSON lines)', merge: 'Mail merge (CSV)', mergeHint: 'With each personal answer link: who has a link answers as that person.', due: 'By', mailing: 'Mail', mailSays: (sent: string, all: string) => `${sent} of ${all} mails are sent.`, mailAgain: 'Try those that failed again', noMail: 'No mail server is set. Set it under Settings, Mail.',
    asked: 'Asked', progress: (answered: string, asked: string) => `${answered} of ${asked} answered`, people: 'Who was asked', answer: 'Answer', noAnswer: 'not yet', when: 'Asked on', by: 'By', taskSays: (question: string) => `Ask: ${question}`,
  },
  result: {
    title: 'What came back', hint: 'By role at the moment of the answer. Roles overlap and must not be added.', none: 'No answer yet. What comes back appears here by itself.', role: 'Role', asked: 'Asked', answered: 'Answered', rate: 'Response', figure: 'Result', interval: '95 % interval', tooFew: 'too few', own: 'own words below', of: (n: string, all: string) => `n = ${n} of ${all}`, n: (n: string) => `n = ${n}`,
    roles: { decider: 'Deciders', customer: 'Customers', user: 'Users', other: 'Neither' } as Readonly<Record<string, string>>, unit: { nps: 'NPS', csat: '% satisfied', ces: '% found it easy', 'yes-no': '% yes', choice: '%', text: '' } as Readonly<Record<string, string>>,
    mixed: 'What we would have believed had we mixed the roles', mixedHint: 'Never use this figure. It stands here to be compared.', mixedMark: 'mixed: do not use', off: (points: string) => `off by ${points} points`,
    who: 'Who answered', whoHint: 'Beside who was asked: those who answer may not be like those who do not.', caution: 'Take care', texts: 'In their words', textsMore: (n: string) => `${n} more`, strata: 'Group', drawn: (name: string, value: string, low: string, high: string) => `${name}: ${value}, 95 % interval from ${low} to ${high}`, csv: 'CSV', yes: 'yes', no: 'no', choice: 'Choice',
  },
  why: {
    size: (side: string) => `How many ${side.toLowerCase()}`, sizeSays: (z: string, variance: string, margin: string, many: string) => `Among very many people: ${z}² × ${variance} ÷ ${margin}² = ${many} answers.`,
    sizeFinite: (many: string, n: string, answers: string) => `Among ${n}: ${many} ÷ (1 + (${many} − 1) ÷ ${n}), upwards to ${answers}.`, sizeSource: 'W. G. Cochran, Sampling Techniques, 1977, 4.1 and 4.2. The variance is the greatest that an answer of this form can have: 0.25 for a share, 1 for NPS.',
    rate: (answers: string, rate: string, ask: string) => `${answers} answers ÷ ${rate} who answer = ${ask} to ask.`, rateRange: (low: string, high: string, fewest: string, most: string) => `Since the rate is between ${low} and ${high} (95 %), it may be ${fewest} to ${most}.`, spread: 'They are spread over the groups in proportion to their people, by largest remainder, and drawn in an order that only the seed decides.', seed: (seed: string) => `Seed: ${seed}`,
    out: 'Left out', people: (n: string) => (n === '1' ? 'One person.' : `${n} people.`), unknown: 'This figure is not on the page any more.', limits: 'The limits stand in the settings, under Asking.', toLimits: 'To the limits',
  },
  settings: {
    title: 'Limits of asking', hint: 'They count over all tools: every question that any source tells of.', personDays: 'A person is asked again after', organizationMost: 'Of an organization at most', organizationDays: 'are counted over', organizationShare: 'and at most this share of its known people',
    days: 'days', people: 'people', percent: '%', askUnknown: 'Ask those, too, of whom nothing says that they may be asked', askUnknownHint: 'Who said no is never asked.', quiet: 'At moments of use nobody is asked between', quietAnd: 'and', quietUnit: 'o’clock, UTC', usual: 'As usual', save: 'Save',
    team: 'Who asks', teamHint: 'Those who deal with users ask users, those who deal with customers ask customers. Who owns the relation to an organization asks there first. Nobody asks in an organization that they belong to.', name: 'Name', email: 'E-mail', skills: 'Deals with', skill: { users: 'users', customers: 'customers' } as Readonly<Record<string, string>>, organizations: 'Owns the relation to', organizationsHint: 'Identifiers such as account:acme, with commas between.', new: 'Add somebody', edit: (name: string) => `Change ${name}`, none: 'Nobody is named yet, so plans say “nobody yet”.', change: 'Change', remove: 'Remove',
  },
} as const
