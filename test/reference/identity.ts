// Who is who (rules 10, 13, 22, 46): all merges are made anew from the lines that are known.

import { identifierOf, isJunk, isSharedMailbox, namespaceKind, namespaceOf } from './identifiers.ts'
import { type Kind, uniqueNamespaces } from './lists.ts'
import { type Held, textOf } from './record.ts'

interface Component {
  readonly identifiers: readonly string[]
  readonly kind: Kind | null
  readonly name: string | null
}

export interface Identity {
  /** The smallest identifier of the party stands for it. */
  readonly partyOf: (identifier: string) => string
  readonly identifiersOf: (party: string) => readonly string[]
  readonly kindOf: (party: string) => Kind | null
  readonly nameOf: (party: string) => string | null
}

export function newestLast(lines: readonly Held[]): Held[] {
  return [...lines].sort((a, b) => a.recordedAtMs - b.recordedAtMs || a.arrival - b.arrival)
}

function inOrderOfLinking(lines: readonly Held[]): Held[] {
  return [...lines].sort((a, b) => a.first.recordedAtMs - b.first.recordedAtMs || a.first.arrival - b.first.arrival)
}

function idsOf(line: Held): string[] {
  return Array.isArray(line.line.ids) ? (line.line.ids as unknown[]).flatMap((value) => identifierOf(value) ?? []) : []
}

export function identify(held: readonly Held[]): Identity {
  const components = new Map<string, Component>()
  const componentOf = (identifier: string): Component =>
    components.get(identifier) ?? {
      identifiers: [identifier],
      kind: isJunk(identifier) ? null : namespaceKind(identifier),
      name: null,
    }

  const aboutPairs = held.filter((line) => line.type === 'override' && (line.line.fact === 'same' || line.line.fact === 'not-same'))
  const newestOfPair = new Map(newestLast(aboutPairs).map((line) => [[...idsOf(line)].sort().join(' '), line]))
  const pairs = [...newestOfPair.values()]
  const apart = pairs.filter((line) => line.line.fact === 'not-same').map(idsOf)

  const join = (identifiers: readonly string[], kind: Kind | null, name: string | null, byHand: boolean): void => {
    if (identifiers.length === 0) return
    const joined = [...new Set(identifiers.map((identifier) => componentOf(identifier).identifiers))].map((list) => componentOf(list[0] ?? ''))
    const distinct = [...new Map(joined.map((component) => [component.identifiers[0], component])).values()]
    const kinds = new Set([kind, ...distinct.map((component) => component.kind)].filter((one) => one !== null))
    if (kinds.size > 1) return
    const holdsUnique = (component: Component, namespace: string): boolean => component.identifiers.some((identifier) => namespaceOf(identifier) === namespace)
    const clash = [...uniqueNamespaces].some((namespace) => distinct.filter((component) => holdsUnique(component, namespace)).length > 1)
    if (clash && !byHand) return
    const together = [...new Set(distinct.flatMap((component) => component.identifiers))].sort()
    if (apart.some(([a, b]) => a !== b && together.includes(a ?? '') && together.includes(b ?? ''))) return
    const merged: Component = {
      identifiers: together,
      kind: [...kinds][0] ?? null,
      name: name ?? distinct.map((component) => component.name).find((one) => one !== null) ?? null,
    }
    for (const identifier of together) components.set(identifier, merged)
  }

  for (const line of inOrderOfLinking(pairs)) if (line.line.fact === 'same') join(idsOf(line), null, null, true)

  const isGuess = (line: Held): boolean => line.type === 'link' && line.line.inferred === true
  for (const line of inOrderOfLinking(held.filter((one) => (one.type === 'party' || one.type === 'link') && !isGuess(one)))) {
    const identifiers = idsOf(line).filter((identifier) => !isJunk(identifier) && !isSharedMailbox(identifier))
    if (line.type === 'party') {
      const kind = line.line.kind as Kind
      const own = identifiers.filter((identifier) => (namespaceKind(identifier) ?? kind) === kind)
      join(own, kind, textOf(line.line.name), false)
      continue
    }
    const kinds = new Set(identifiers.map(namespaceKind).filter((kind) => kind !== null))
    if (kinds.size < 2) join(identifiers, null, null, false)
    else
      for (const kind of kinds)
        join(
          identifiers.filter((identifier) => namespaceKind(identifier) === kind),
          null,
          null,
          false,
        )
  }

  // Guesses: judged by what is stated, whatever their order.
  const stated = new Map(components)
  const statedOf = (identifier: string): Component => stated.get(identifier) ?? { identifiers: [identifier], kind: isJunk(identifier) ? null : namespaceKind(identifier), name: null }
  const isOne = (a: string, b: string): boolean => statedOf(a).identifiers.includes(b)
  const isDomain = (identifier: string): boolean => namespaceOf(identifier) === 'domain'
  const whyNot = (claimant: string, domain: string): boolean => {
    const [a, b] = [statedOf(claimant), statedOf(domain)]
    return (a.kind ?? 'organization') !== 'organization' || apart.some(([one, other]) => one !== other && [[a, b], [b, a]].some(([x, y]) => !isOne(claimant, domain) && x?.identifiers.includes(one ?? '') && y?.identifiers.includes(other ?? '')))
  }
  const guesses = inOrderOfLinking(held.filter(isGuess)).flatMap((line) => {
    const usable = idsOf(line).filter((identifier) => !isJunk(identifier) && !isSharedMailbox(identifier))
    const kinds = [...new Set(usable.map(namespaceKind).filter((kind) => kind !== null))]
    const sets = kinds.length < 2 ? [usable] : kinds.map((kind) => usable.filter((identifier) => namespaceKind(identifier) === kind))
    return sets.filter((set) => set.length > 1).map((set) => ({ claimants: set.filter((one) => !isDomain(one)), domains: set.filter(isDomain) }))
  })
  const claims = guesses.flatMap(({ claimants, domains }) => claimants.flatMap((claimant) => domains.map((domain) => ({ claimant, domain })))).filter(({ claimant, domain }) => !whyNot(claimant, domain))
  for (const { claimants, domains } of guesses) {
    for (const domain of domains) {
      const rivals = claims.filter((claim) => isOne(claim.domain, domain))
      const isOfAnother = statedOf(domain).identifiers.some((one) => !isDomain(one)) && !claimants.every((one) => isOne(one, domain))
      const isContested = rivals.some(({ claimant }) => !isOne(claimant, rivals[0]?.claimant ?? ''))
      if (claimants.length > 0 && !isOfAnother && !isContested && !claimants.some((one) => whyNot(one, domain))) join([...claimants, domain], null, null, false)
    }
  }
  for (const { claimants, domains } of guesses) {
    if (claimants.length > 0 && domains.length > 0) continue
    const parties = new Map([...claimants, ...domains].map((one) => [componentOf(one).identifiers[0], componentOf(one)]))
    if ([...parties.values()].filter(({ kind }) => kind === 'organization').length < 2) join([...claimants, ...domains], null, null, false)
  }

  return {
    partyOf: (identifier) => componentOf(identifier).identifiers[0] ?? identifier,
    identifiersOf: (party) => componentOf(party).identifiers,
    kindOf: (party) => componentOf(party).kind,
    nameOf: (party) => componentOf(party).name,
  }
}
