import { domainOfEmail, SELF, valueOf } from '../base/identifier.ts'
import { isPublicSuffix } from '../base/public-suffix.ts'
import type { Asked } from '../roles/workspace.ts'

/** Domains of work addresses: the firm is guessed, even though it is no party yet. Their numbers are below 0, good within this one list. */
export class UnnamedDomains {
  readonly #asked: Asked
  readonly #own: ReadonlySet<string>
  readonly #texts: string[] = []
  readonly #numbers = new Map<string, number>()

  constructor(asked: Asked) {
    const { world } = asked.view
    this.#asked = asked
    this.#own = new Set(world.identities.identifiers(world.party(world.dictionary.find(SELF))))
  }

  /** The domain, as `domain:acme.com`; null for a number that is none of these. */
  text(firm: number): string | null {
    return firm < 0 ? (this.#texts[-firm - 1] ?? null) : null
  }

  /** The firms of a person by its addresses, below 0; none where it has no address, or only one of personal mail or of our own. */
  of(party: number): readonly number[] {
    const { world } = this.#asked.view
    if (world.kind(party) !== 'person') return []
    const found: number[] = []
    for (const identifier of world.identities.identifiers(party)) {
      const domain = domainOfEmail(identifier)
      if (domain === null || this.#own.has(domain) || isPublicSuffix(valueOf(domain))) continue
      const number = this.#number(domain)
      if (!found.includes(number)) found.push(number)
    }
    return found
  }

  #number(domain: string): number {
    const known = this.#numbers.get(domain)
    if (known !== undefined) return known
    this.#texts.push(domain)
    this.#numbers.set(domain, -this.#texts.length)
    return -this.#texts.length
  }
}
