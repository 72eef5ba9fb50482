const DEEDS: Readonly<Record<string, string>> = {
  correct: 'Corrected', 'correction-undo': 'Took a correction back', 'guessed-organizations-correct': 'Corrected guessed firms',
  'import-begin': 'Began an import', 'import-take': 'Took an import', 'import-stop': 'Stopped an import', 'import-undo': 'Undid an import', 'import-redo': 'Took the undo of an import back', 'import-forget': 'Removed the files of an import',
  'pull-save': 'Saved a pull', 'pull-run': 'Ran a pull', 'pull-pause': 'Paused or resumed a pull', 'pull-remove': 'Removed a pull',
  'key-create': 'Made a key', 'key-rotate': 'Gave a key a new text', 'key-revoke': 'Revoked a key',
  'settings-save': 'Changed the settings', 'stripe-secret-add': 'Added a Stripe secret', 'stripe-secret-remove': 'Removed a Stripe secret',
  'webhook-save': 'Saved a webhook', 'webhook-rotate': 'Gave a webhook a new secret', 'webhook-remove': 'Removed a webhook', 'webhook-test': 'Sent a test to a webhook', 'webhook-resend': 'Sent a message again',
  'topic-confirm': 'Said what texts are about', 'topic-not': 'Said what texts are not about', 'topic-model-save': 'Changed the language model', 'topic-model-ask': 'Sent texts to the language model',
  'mail-settings-save': 'Changed the mail server', 'mail-test': 'Sent a test mail', 'survey-mail': 'Sent the mails of a question, or stopped them', 'survey-mail-again': 'Sent a mail once more',
  'person-invite': 'Invited a person', 'person-change': 'Changed a person', 'person-remove': 'Removed a person', 'person-join': 'Took an invitation', 'person-sign-out': 'Signed a person out everywhere', 'sign-in': 'Signed in', 'sign-out': 'Signed out', 'sign-in-wrong': 'Wrong passwords at the sign-in', 'password-change': 'Chose another password', 'password-wrong': 'Wrong password in a change of it',
  'product-save': 'Saved a product', 'seller-save': 'Changed our own organization', 'staff-save': 'Added staff', 'staff-remove': 'Took staff out', 'rate-save': 'Added a rate', 'rate-remove': 'Took a rate out',
  'saved-view-save': 'Saved a view', 'saved-view-forget': 'Forgot a view', 'retrospective-save': 'Saved the questions of a retrospective', 'retrospective-hold': 'Recorded a round of a retrospective', 'retrospective-action': 'Changed an action of a retrospective', note: 'Note (what somebody wrote, not what was done)', evidence: 'Sent evidence', rebuild: 'Worked out all answers anew', 'assistant-ask': 'Asked through an assistant',
}
const FIELDS: Readonly<Record<string, string>> = {
  by: 'signed', why: 'because', expires: 'good until', power: 'may', workspace: 'opens', lastUsed: 'last used', prefix: 'begins with', isExpired: 'expired', accepted: 'lines taken', tries: 'times', says: 'says', overrides: 'corrections by hand', retractions: 'taken back', undos: 'undos', keys: 'first of them', addresses: 'signing in as', machines: 'from', machine: 'from', duplicate: 'lines known', rejected: 'lines refused',
  fewestPeople: 'fewest people', daysWithoutUse: 'days without use', daysBeforeRenewal: 'days before a renewal', private: 'own network', everyMinutes: 'every minutes', fundedBy: 'funded by', testMode: 'test mode', since: 'from', until: 'to',
}

/** The words of the page "Audit". */
export const auditTexts = {
  title: 'Audit',
  hint: 'Who changed what, and when. Nobody can change this list without its chain breaking.',
  chain: {
    empty: 'Nothing was changed yet. Every correction, import, key and setting will be listed here with who did it.',
    unbroken: (entries: string, since: string) => `${entries} entries, unbroken since ${since}`,
    broken: (says: string) => `The chain is broken. ${says}`,
    next: 'Keep a copy of the file audit.jsonl, then look into who can write to the data folder. What follows the break cannot be trusted.',
    how: 'Each entry holds the SHA-256 of the one before it, and a note kept apart says how many there are.', looks: 'looks at all of them.',
    hash: 'Hash of the last entry',
  },
  filters: { search: 'Search in changes', who: 'By anybody', what: 'Everything', since: 'From day', until: 'To day', clear: 'Clear filters' },
  columns: { when: 'When', who: 'Who', what: 'What', about: 'About', change: 'Before and after', outcome: 'Outcome', kind: 'Kind', says: 'Said' },
  changes: (n: string) => (n === '1' ? '1 change' : `${n} changes`),
  none: 'No change fits these filters. Clear them to see all.',
  more: 'Show more',
  csv: 'CSV',
  said: (says: string, by: string | null, why: string | null) => `${says}${by === null ? '' : `, said ${by}`}.${why === null ? '' : ` Because: ${why}.`}`, unsaid: (says: string, by: string | null) => `It does not hold any more that ${says}${by === null ? '' : `: taken back by ${by}`}.`,
  takeBack: 'Take back', takeBackOf: (says: string) => `Take back: ${says}`, takenBack: 'taken back later', fields: 'Fields',
  nothing: 'nothing',
  same: 'No field changed.',
  outcomes: { done: '', refused: 'Refused', failed: 'Failed', begun: 'Begun, not ended' } as Readonly<Record<string, string>>,
  begunHint: 'It is being done now, or the server stopped in between: check whether it was done.',
  kinds: { person: 'person', key: 'key', machine: 'at this machine', nobody: '' } as Readonly<Record<string, string>>,
  deed: (what: string) => DEEDS[what] ?? `${what.charAt(0).toUpperCase()}${what.slice(1).replaceAll('-', ' ')}`,
  field: (name: string) => FIELDS[name] ?? name.replace(/([a-z])([A-Z])/g, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`),
  yes: 'yes', no: 'no',
} as const
