/** What an address can say beside its path. Everything is text, so that an address can be read and written by hand. */
export interface Address {
  readonly workspace?: string
  readonly product?: string
  readonly seller?: string
  readonly from?: string
  readonly to?: string
  readonly knownAt?: string
  /** The open side panel: a figure, such as `kind:organization` or `agreement:a1`. */
  readonly why?: string
  /** The party whose payer the panel explains: for which product, on which day, in which account. */
  readonly who?: string
  readonly of?: string
  readonly day?: string
  readonly account?: string
  readonly q?: string
  readonly role?: string
  readonly kind?: string
  readonly sort?: string
  /** The part of a page that has several. */
  readonly tab?: string
  /** By what people are grouped, such as `category` or `trait.country`. */
  readonly by?: string
  /** Who is looked at, as the server reads it: `category=trial;trait.country=AT,DE`. */
  readonly where?: string
  /** What a picture shows: people, use or money. */
  readonly measure?: string
  /** The currency in which money of several is told together. */
  readonly together?: string
  /** What is folded open, by the page's own names. */
  readonly open?: string
  /** Parties by what they do not do: `customers-without-use`. */
  readonly group?: string
  /** The columns of a list, besides the first, with commas between. */
  readonly columns?: string
  /** The saved view that the page began from. */
  readonly saved?: string
  /** The question of the ask box. */
  readonly ask?: string
  /** The day of knowledge, or the period, that the page compares with. */
  readonly against?: string
  /** The open correction: what it is about, such as `party:user:ann` or `agreement:a1`. */
  readonly correct?: string
  /** Of options: the kept sheet, what a set shall be good for, how each is weighed, how much may be spent, and the set in view. */
  readonly sheet?: string
  readonly aims?: string
  readonly losses?: string
  readonly weights?: string
  readonly budget?: string
  readonly set?: string
  /** Of the audit: who changed something, what was done, and between which days. */
  readonly changer?: string
  readonly change?: string
  /** Of whom to ask: the topic and the roles as corrected, how it is answered, how people are reached, the margin and its confidence, at most and at least how many of a group, who asks, the seed, and the question that is kept. */
  readonly topic?: string
  readonly roles?: string
  readonly form?: string
  readonly channel?: string
  readonly margin?: string
  readonly confidence?: string
  readonly quotas?: string
  readonly least?: string
  readonly askers?: string
  readonly seed?: string
  readonly survey?: string
  readonly since?: string
  readonly until?: string
}

const FIELDS = ['workspace', 'product', 'seller', 'from', 'to', 'knownAt', 'why', 'who', 'of', 'day', 'account', 'q', 'role', 'kind', 'sort', 'tab', 'by', 'where', 'measure', 'together', 'open', 'saved', 'group', 'columns', 'against', 'correct', 'ask', 'topic', 'roles', 'form', 'channel', 'margin', 'confidence', 'quotas', 'least', 'askers', 'seed', 'survey', 'sheet', 'aims', 'losses', 'weights', 'budget', 'set', 'changer', 'change', 'since', 'until'] as const
/** What stays when one page is left for another. */
export const KEPT = ['workspace', 'product', 'seller', 'from', 'to', 'knownAt', 'together'] as const

export function addressFrom(search: Record<string, unknown>): Address {
  return Object.fromEntries(FIELDS.flatMap((field) => (typeof search[field] === 'string' && search[field] !== '' ? [[field, search[field]]] : [])))
}

export function keptOf(address: Address): Address {
  return Object.fromEntries(KEPT.flatMap((field) => (address[field] === undefined ? [] : [[field, address[field]]])))
}

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/** Colons, slashes and at signs stay readable: they are allowed in a query. */
export function writeSearch(search: object): string {
  const query = new URLSearchParams()
  for (const [field, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') query.set(field, value)
  }
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%2F', '/')
  return text === '' ? '' : `?${text}`
}
