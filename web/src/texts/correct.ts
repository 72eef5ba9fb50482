const during = (since: string, until: string): string => `${since === '' ? '' : ` from ${since}`}${until === '' ? '' : ` until ${until}`}`
/** What was said, in one sentence without its full stop: of whom, and with whom or what. */
const SAID = {
  same: (name: string, other: string) => `${name} is the same as ${other}`, 'not-same': (name: string, other: string) => `${name} is not the same as ${other}`,
  belongs: (name: string, other: string) => `${name} belongs to ${other}`, 'belongs-not': (name: string, other: string) => `${name} does not belong to ${other}`, decides: (name: string, other: string) => `${name} decides for ${other}`,
  member: (name: string, other: string) => `${other} belongs to ${name}`, 'member-not': (name: string, other: string) => `${other} does not belong to ${name}`,
  'out-all': (name: string) => `${name} are left out of all figures`, 'staff-all': (name: string) => `${name} are our own people`,
  staff: (name: string) => `${name} is one of our own people`, out: (name: string) => `${name} is left out of all figures`, 'no-ask': (name: string) => `${name} is not to be asked anything`, customer: (name: string) => `${name} is a customer`, 'customer-not': (name: string) => `${name} is no customer`,
  decider: (name: string) => `${name} decides for all that it belongs to`, 'decider-not': (name: string) => `${name} decides nothing`,
  payer: (name: string, other: string) => `the agreement ${name} is paid by ${other}`, ended: (name: string) => `${name}: belonged`, function: (name: string, other: string) => `${name}: belongs as ${other}`, never: (name: string) => `${name}: never belonged`,
  agreement: (name: string, other: string) => `the payment ${name} is for the agreement ${other}`, 'paid-by': (name: string, other: string) => `the payment ${name} was paid by ${other}`,
}

/** The words of corrections by hand. */
export const correctTexts = {
  title: 'Correct', button: 'Correct', titleOf: (name: string) => `Correct: ${name}`, hint: 'What you say here beats what sources say and what was guessed. Nothing is overwritten, and it can be taken back.',
  several: (n: string, one: boolean) => `${n} ${one ? 'party' : 'parties'}`,
  what: 'What is so', choose: 'Choose what is so', close: 'Close', submit: 'Say so', saying: 'Saying it', unknownAbout: 'There is nothing here that can be corrected. Open a party, an agreement or a payment, and correct it there.',
  ways: {
    same: 'Is the same as', 'not-same': 'Is not the same as', belongs: 'Belongs to', 'belongs-not': 'Does not belong to', decides: 'Decides for', member: 'Has as a member', 'member-not': 'Does not have as a member',
    'out-all': 'Leave out of all figures', 'staff-all': 'Are our own people (staff)',
    staff: 'Is one of our own people (staff)', out: 'Leave out of all figures', 'no-ask': 'Is not to be asked anything', customer: 'Is a customer', 'customer-not': 'Is no customer', decider: 'Decides for all that it belongs to', 'decider-not': 'Decides nothing',
    payer: 'Is paid by', ended: 'Belonged until', function: 'Belongs with another function', never: 'Never belonged', agreement: 'Is for the agreement', 'paid-by': 'Was paid by',
  },
  fields: { other: 'Who', organization: 'Which organization', person: 'Who', payer: 'Who pays', agreement: 'Key of the agreement', function: 'As', since: 'From', until: 'Until, not including', why: 'Why', by: 'Your name' },
  whyHint: 'for the log', always: 'Leave a day empty for: always.', pickHint: 'Type a name or an identifier', nobodyFound: 'Nobody has this in a name or identifier. An identifier such as account:acme can be used as it is.', asItIs: (identifier: string) => `Use ${identifier}`, chosen: (name: string) => `${name}, chosen`, searching: 'Searching',
  functions: { member: 'member', admin: 'admin', billing: 'billing', decider: 'decider', champion: 'champion' },
  effect: 'What it changes', effectOf: (period: string) => `What it changes in ${period}`, effectWorking: 'Working it out', effectWaits: 'Say whom or what it is about; then the change of every figure is shown here, before anything is written.', effectNow: 'As known now: a correction counts from now on, and does not change what was known in the past.', outOfPast: 'You look at the past; the figures behind this dialog stay as they were known then.',
  table: { figure: 'Figure', change: 'Change', users: 'users', days: 'usage days', customers: 'Customers', used: 'Money used', explained: 'Payments explained', leftOut: 'Left out', staff: 'Staff, left out', deciders: 'Payers without a known decider' },
  saidOf: (way: keyof typeof SAID, name: string, other: string, since: string, until: string) => `${SAID[way](name, other)}${during(since, until)}`, alreadySaid: (by: string | null, when: string) => `Already said${by === null ? '' : ` by ${by}`} on ${when}; it counts. Saying it again changes nothing.`, changed: 'Something changed while you looked: this is what it would change now. Say it again if it is still what you want.', unknownParty: (id: string) => `Nobody is known as ${id}, so there is nothing to correct. Look for the party in the list, and correct it there.`, toParties: 'To the parties',
  said: (what: string) => `Said: ${what}.`, undone: 'Taken back: this no longer counts.', undoneStillSaid: (by: string | null) => `What you said is taken back, but ${by === null ? 'somebody' : by} said the same, and that still counts: the figures stay. Take that back too, in the log.`, undo: 'Undo', undoKey: 'z', undoFailed: 'It could not be taken back.', toLog: 'The log', dismiss: 'Hide this note', toast: 'Last correction',
  before: 'Said by hand before', takeBack: 'Take back', noneBefore: 'Nothing was said by hand about this yet.',
  mark: 'by hand', markSays: 'Somebody said this by hand. It beats what sources say; the log of corrections says who and why.',
  log: {
    hint: 'Everything that was said by hand. It beats what sources say, until it is taken back.', none: 'Nothing was corrected by hand yet. Wherever a figure or a relation looks wrong, choose Correct; it is listed here then, with who, when and why.', noneAbout: 'Nothing was said by hand about this. Where something looks wrong, choose Correct beside it.', title: 'Corrections', titleNone: 'No corrections',
    what: 'What', changed: 'What it changed', who: 'Who', when: 'When', why: 'Why', undo: 'Take back', takenBack: (when: string | null, by: string | null) => `taken back${when === null ? '' : ` ${when}`}${by === null ? '' : ` by ${by}`}`, nobody: 'not said', more: 'Show more', csv: 'CSV', label: 'Corrections',
  },
} as const
