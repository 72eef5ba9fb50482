/** The words of the page "Same or not?". */
export const reviewTexts = {
  title: 'Same or not?', hint: 'Who may be one person or one firm. Nothing is joined before you say so, and every decision can be taken back.',
  tabs: { cards: 'Cards', firms: 'Firms guessed from e-mail', log: 'Corrections' }, tabsLabel: 'What to decide',
  kinds: { all: 'All', 'same-person': 'People', 'same-organization': 'Organizations', 'refused-join': 'Refused lines' }, kindsLabel: 'Cards shown',
  questions: { 'same-person': 'Is this one person?', 'same-organization': 'Is this one organization?', 'refused-join': 'A line of evidence says these two are one' },
  left: (n: string, one: boolean) => (one ? 'The last card' : `${n} cards`), later: (n: string) => `${n} put off`, laterAgain: 'Look at those again',
  certainty: (word: string, share: string) => `${word}, ${share}`, words: { very: 'Very likely the same', likely: 'Likely the same', perhaps: 'Perhaps the same', hardly: 'Probably not the same' },
  refusedHint: 'A person and an organization are never joined. Mend the line at its source, or keep the two apart for good.',
  for: 'Speaks for it', against: 'Speaks against it', nothingFor: 'Nothing.', nothingAgainst: 'Nothing we know.', weight: (bits: string) => `weight ${bits}`,
  names: 'Names', identifiers: 'Identifiers', sources: 'Said by', use: 'Use', noUse: 'none in this period', usedOn: (days: string, one: boolean, last: string) => `${days} usage ${one ? 'day' : 'days'}, last on ${last}`, paid: 'Paid', agreements: 'Agreements', noSource: 'only seen in use',
  ifMerged: 'If merged', working: 'Working out what it would change', merge: 'Merge', keep: 'Keep apart', skip: 'Later', undo: 'Undo', why: 'Why', whyHint: 'for the log, if you like', by: 'Your name', byHint: 'for the log',
  done: { same: (a: string, b: string) => `${a} and ${b} are one now.`, 'not-same': (a: string, b: string) => `${a} and ${b} stay apart.`, undone: 'Taken back; the card is here again.' },
  none: 'No card is open. New ones appear by themselves when sources name people or firms that look alike; the more they tell (names, telephone numbers, addresses), the more is found.', noneYet: 'Looking through everybody', empty: 'There is nobody to compare yet. Bring in a list of users or customers first.', toImport: 'Bring in data',
  skipped: (n: number) => `Not compared: what very many have in common (${n})`, skippedSays: (what: string, value: string, n: string) => `${what} ${value}: ${n}`,
  firms: {
    hint: 'Nobody told us the organization of these people, so it is taken from their e-mail address. Addresses of personal mail and of our own domains give no guess.', none: 'No firm is guessed: everybody with a firm’s e-mail address already has an organization, or nobody has such an address.', nothingFound: 'No domain contains this.',
    domain: 'Domain', people: 'People', use: 'Usage days in the period', stands: 'Organization, and what it paid in all', maybe: 'Perhaps', guessed: 'only guessed', select: (domain: string) => `Choose ${domain}`, all: 'Choose all shown', chosen: (n: number) => (n === 1 ? '1 domain chosen' : `${n} domains chosen`), search: 'Search domains',
    is: 'They are', isPlaceholder: 'Name of an organization', noFirm: 'They are no firm', one: 'They are one firm', apply: 'Say so', clear: 'Choose none', effect: 'If said', more: 'Show more', isThis: (domain: string, name: string) => `${domain} is ${name}`,
    done: (lines: string, one: boolean) => `Said, in ${lines} ${one ? 'line' : 'lines'}.`, nothing: 'Nothing to say: nobody is guessed there any more.', choose: 'Choose domains to say what they are.', someoneElse: 'No organization has this name.',
  },
  log: {
    hint: 'Everything that was said by hand. It beats what sources say, until it is taken back.', none: 'Nothing was corrected by hand yet. What you decide on the cards is listed here, with who, when and why.', what: 'What', who: 'Who', when: 'When', why: 'Why', undo: 'Take back', takenBack: (when: string | null) => (when === null ? 'taken back' : `taken back ${when}`), nobody: 'not said', more: 'Show more',
  },
  keys: { merge: 'Merge (Same or not?)', keep: 'Keep apart (Same or not?)', skip: 'Later (Same or not?)', undo: 'Undo the last decision (Same or not?)', go: 'Same or not?' },
} as const
