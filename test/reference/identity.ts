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

  for (const line of inOrderOfLinking(held.filter((one) => one.type === 'party' || one.type === 'link'))) {
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

  return {
    partyOf: (identifier) => componentOf(identifier).identifiers[0] ?? identifier,
    identifiersOf: (party) => componentOf(party).identifiers,
    kindOf: (party) => componentOf(party).kind,
    nameOf: (party) => componentOf(party).name,
  }
}
