import { createRequire } from 'node:module'

type Suffixes = { readonly getPublicSuffix: (domain: string, options: { readonly allowPrivateDomains: boolean }) => string | null }

const require = createRequire(import.meta.url)
const known = new Map<string, boolean>()
let suffixes: Suffixes | null = null

/**
 * True for a domain under which anybody may have one of his own: co.uk, github.io. It says nothing of who somebody belongs to.
 * The list (publicsuffix.org, in tldts) is loaded when first asked for: 10 to 200 ms that a start does not need.
 */
export function isPublicSuffix(domain: string): boolean {
  const before = known.get(domain)
  if (before !== undefined) return before
  suffixes ??= require('tldts') as Suffixes
  const is = suffixes.getPublicSuffix(domain, { allowPrivateDomains: true }) === domain
  if (known.size < 100_000) known.set(domain, is)
  return is
}
