/** The words of corrections by hand. */
export const correctTexts = {
  title: 'Correct', button: 'Correct', titleOf: (name: string) => `Correct: ${name}`, hint: 'What you say here beats what sources say and what was guessed. Nothing is overwritten, and it can be taken back.',
  what: 'What is so', choose: 'Choose what is so', close: 'Close', submit: 'Say so', saying: 'Saying it', unknownAbout: 'There is nothing here that can be corrected. Open a party, an agreement or a payment, and correct it there.',
  ways: {
    same: 'Is the same as', 'not-same': 'Is not the same as', belongs: 'Belongs to', 'belongs-not': 'Does not belong to', decides: 'Decides for', member: 'Has as a member', 'member-not': 'Has not as a member',
    staff: 'Is one of our own people (staff)', out: 'Leave out of all figures', customer: 'Is a customer', 'customer-not': 'Is no customer', decider: 'Decides for all that it belongs to', 'decider-not': 'Decides nothing',
    payer: 'Is paid by', ended: 'Belonged until', function: 'Belongs with another function', never: 'Never belonged', agreement: 'Is for the agreement', 'paid-by': 'Was paid by',
  },
  fields: { other: 'Who', organization: 'Which organization', person: 'Who', payer: 'Who pays', agreement: 'Key of the agreement', function: 'As', since: 'From', until: 'Until, not including', why: 'Why', by: 'Your name' },
  whyHint: 'for the log', always: 'Empty days mean: always.', pickHint: 'Type a name or an identifier', nobodyFound: 'Nobody has this in a name or identifier. An identifier such as account:acme can be used as it is.', asItIs: (identifier: string) => `Use ${identifier}`, chosen: (name: string) => `${name}, chosen`, searching: 'Searching',
  functions: { member: 'member', admin: 'admin', billing: 'billing', decider: 'decider', champion: 'champion' },
  effect: 'What it changes', effectOf: (period: string) => `What it changes in ${period}`, effectWorking: 'Working it out', effectWaits: 'Say whom or what it is about, and the change of every figure is shown here before anything is written.', effectNow: 'As known now: a correction counts from now on, and does not change what was known in the past.', outOfPast: 'You look at the past; the figures behind this dialog stay as they were known then.',
  table: { figure: 'Figure', change: 'Change', users: 'users', days: 'usage days', customers: 'Customers', used: 'Money used', explained: 'Payments explained', leftOut: 'Left out', staff: 'Staff, left out', deciders: 'Payers without a known decider' },
  said: (what: string) => `Said: ${what}`, undone: 'Taken back. Every figure is as it was before.', undo: 'Undo', undoKey: 'z', undoFailed: 'It could not be taken back.', toLog: 'The log', dismiss: 'Hide this note', toast: 'Last correction',
  before: 'Said by hand before', takeBack: 'Take back', noneBefore: 'Nothing was said by hand about this yet.',
  mark: 'by hand', markSays: 'Somebody said this by hand. It beats what sources say; the log of corrections says who and why.',
  log: {
    hint: 'Everything that was said by hand. It beats what sources say, until it is taken back.', none: 'Nothing was corrected by hand yet. Wherever a figure or a relation looks wrong, choose Correct; it is listed here then, with who, when and why.', noneAbout: 'Nothing was said by hand about this.',
    what: 'What', changed: 'What it changed', who: 'Who', when: 'When', why: 'Why', undo: 'Take back', takenBack: (when: string | null, by: string | null) => `taken back${when === null ? '' : ` ${when}`}${by === null ? '' : ` by ${by}`}`, nobody: 'not said', more: 'Show more', csv: 'CSV', label: 'Corrections',
  },
} as const
