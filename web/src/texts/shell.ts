/** The words around every page. */
export const shellTexts = {
  navigation: { label: 'Pages', money: 'Agreed and paid', voices: 'Voices', data: 'Data', home: 'Home', parties: 'Parties', agreements: 'Agreements', sources: 'Sources', import: 'Bring in data', review: 'Same or not?', reviewOpen: (n: string) => `${n} open cards`, open: 'Open the menu', close: 'Close the menu', skip: 'Skip to the content' },
  workspace: {
    demo: 'Northlight (demo)', demoTag: 'Demo', demoSays: 'An invented company. Nothing here is yours.', own: 'Your workspace', toOwn: 'Start with your own data', toDemo: 'Look at the demo',
  },
  scheme: { label: 'Light or dark', light: 'Light', dark: 'Dark', auto: 'Like the system' },
  you: { label: 'Signed in as', settings: 'Password and people', signOut: 'Sign out' },
  live: { pause: 'Pause live updates', resume: 'Resume live updates', on: 'Live', paused: 'Paused', off: 'Not connected' },
  pickers: {
    product: 'Product', allProducts: 'All products', seller: 'Seller in view', sellerShort: 'Seller', self: 'Ourselves', sellerHint: 'Whose customers do we speak of? Ourselves, or one of those who resell what we make.',
    sellerOther: 'Another seller, by identifier', sellerPlaceholder: 'account:acme', use: 'Show', period: 'Period', from: 'From', lastDay: 'Last day', custom: 'Other days', apply: 'Show these days',
    badPeriod: 'The last day lies before the first.', known: 'Known', now: 'now', knownTitle: 'As known when?',
    knownHint: 'Reports change when we learn more: a late invoice, a corrected name, a merge. Pick a day to see every figure as it was known at the end of that day; evidence that came later is left out.',
    periodMeans: (period: string) => `Use from ${period}`, periodHint: 'Every figure counts what happened on these days, first and last included. Days are UTC days; today is not over, so it is left out of the presets of full days.',
    knownMeans: 'as known now', whatChanged: 'What changed since then',
    backToNow: 'Back to now', knownTooEarly: 'The period lies after that day, so nothing of it was known: choose an earlier period.', knownBanner: (day: string) => `You see what was known at the end of ${day}. Evidence that came later is left out.`,
  },
  periods: { last30: 'Last 30 days', last90: 'Last 90 days', thisMonth: 'This month', lastMonth: 'Last month', thisYear: 'This year' },
  search: {
    button: 'Search', title: 'Search and commands', placeholder: 'A name, an e-mail address, a page, or what to do', nothing: 'Nothing found. Try a part of a name, or an identifier such as email:ann@acme.com.',
    groups: { recent: 'Seen lately', parties: 'Parties', pages: 'Pages', views: 'Saved views', look: 'Look at', do: 'Do' },
    showProduct: (name: string) => `Show ${name}`, showPeriod: (name: string) => `Show ${name.charAt(0).toLowerCase()}${name.slice(1)}`, knownNow: 'As known now', knownAt: (day: string) => `As known at the end of ${day}`, whoPays: (name: string) => `Who pays for ${name}?`, correct: (name: string) => `Correct ${name}`,
    schemes: { light: 'Light colours', dark: 'Dark colours', auto: 'Colours like the system' },
    copyLink: 'Copy the address of this view', keys: 'Show all keys', hint: 'Arrow keys choose, Enter opens, Escape closes',
  },
  keys: {
    title: 'Keys', close: 'Close', search: 'Search', help: 'This list', escape: 'Close the panel', next: 'Next row', previous: 'Previous row', open: 'Open the row', pause: 'Pause or resume live updates', mark: 'Mark the row (Parties)', undo: 'Take the last correction back', choose: 'Choose what it may be (Money, unknown)', fold: 'Fold what is below, or open it (Chain)',
  },
  lost: {
    workspace: (name: string) => `There is no workspace “${name}”`, toOwn: 'To your workspace', product: (name: string) => `Nothing is known of a product “${name}”`, allProducts: 'Show all products', fine: 'All right',
    misread: { period: 'The days in the address are no valid period, so the last 30 days are shown.', knownAt: 'The “known” day in the address is not in the past, so what is known now is shown.' },
  },
  errors: {
    broken: 'This page broke', brokenSays: 'It is a fault of the page, not of your data: nothing was changed by it. Load it again; if it breaks again, tell those who run Hatrack what you did.', reload: 'Load it again',
    title: 'This did not work', status: (status: number) => `The server answered ${status}. Try again; if it happens again, look at the log of the server.`, unreachableTitle: 'The server does not answer',
    unreachable: 'Is Hatrack running? Start it with: hatrack start. This page tries again when you ask it to.', again: 'Try again', starting: 'The server is starting; figures appear by themselves.', noPage: 'There is no such page', toHome: 'To the first page',
    code: (code: string) => `Code: ${code}`,
  },
} as const
