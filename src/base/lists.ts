import lists from './lists.json' with { type: 'json' }

export type PartyKind = 'person' | 'organization' | 'machine'

/** Values that broken trackers send instead of an identifier; compared in lower case. */
export const JUNK_VALUES: ReadonlySet<string> = new Set(lists.junkValues)
/** Local parts of mailboxes that several people read. */
export const SHARED_MAILBOXES: ReadonlySet<string> = new Set(lists.sharedMailboxes)
/** Domains of personal mail: they say nothing about an employer. */
export const PERSONAL_MAIL_DOMAINS: ReadonlySet<string> = new Set(lists.personalMailDomains)
export const NAMESPACE_KINDS: ReadonlyMap<string, PartyKind> = new Map(Object.entries(lists.namespaceKinds) as [string, PartyKind][])
/** Namespaces of which one party holds at most one value. */
export const UNIQUE_NAMESPACES: ReadonlySet<string> = new Set(lists.uniqueNamespaces)
/** Digits after the decimal point, by ISO-4217 code. */
export const CURRENCY_DIGITS: ReadonlyMap<string, number> = new Map([
  ...lists.currenciesWithoutMinorUnits.map((code): [string, number] => [code, 0]),
  ...lists.currenciesWithTwoDigits.map((code): [string, number] => [code, 2]),
  ...lists.currenciesWithThreeDigits.map((code): [string, number] => [code, 3]),
])
