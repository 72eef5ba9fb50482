/** What a correction is about, as the address says it: `party:user:ann`, `agreement:a1`, `payment:stripe|y1`, `membership:user:ann|account:acme`, `use:user:ann`, and of several parties at once `parties:user:ann,user:bob`. */
export type About =
  | { readonly what: 'party'; readonly id: string }
  | { readonly what: 'agreement'; readonly key: string }
  | { readonly what: 'payment'; readonly source: string; readonly key: string }
  | { readonly what: 'membership'; readonly person: string; readonly organization: string }
  | { readonly what: 'parties'; readonly ids: readonly string[] }
  | { readonly what: 'nothing' }

export function aboutOf(text: string): About {
  const colon = text.indexOf(':')
  const [what, rest] = [text.slice(0, colon), text.slice(colon + 1)]
  if (rest === '' || colon < 1) return { what: 'nothing' }
  // A key may hold a bar, a source hardly does.
  const bar = rest.indexOf('|')
  const [first, second] = [rest.slice(0, bar), rest.slice(bar + 1)]
  switch (what) {
    case 'party': case 'use': return { what: 'party', id: rest }
    case 'parties': return { what: 'parties', ids: rest.split(',').map(decoded).filter((id) => id !== '') }
    case 'agreement': return { what: 'agreement', key: rest }
    case 'payment': return bar < 1 ? { what: 'payment', source: 'default', key: rest } : { what: 'payment', source: first, key: second }
    case 'membership': return bar < 1 ? { what: 'nothing' } : { what: 'membership', person: first, organization: second }
    default: return { what: 'nothing' }
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Several parties as an address and the server name them: commas within an identifier are percent-encoded. */
export function severalOf(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/[%,]/g, (sign) => (sign === ',' ? '%2C' : '%25'))).join(',')
}

/** The identifier or key under which the log files what is said about it. */
export function filedUnder(about: About): string | null {
  switch (about.what) {
    case 'party': return about.id
    case 'agreement': return about.key
    case 'membership': return about.person
    default: return null
  }
}
