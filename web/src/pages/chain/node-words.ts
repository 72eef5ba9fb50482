import type { Channel, ChainNode } from './use-chain.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'

const SELF = 'self'

/** The name of a node: a party, or so many that are folded. */
export function nodeName(node: ChainNode): string {
  if (node.party === null) return texts.chain.node.folded(count(node.folded), node.folded === 1)
  return partyName(node.party)
}

export function partyName(party: NonNullable<ChainNode['party']>): string {
  return party.name ?? (party.identifiers.includes(SELF) ? texts.chain.us : nameOf(party))
}

/** What the address calls a node, whoever's view it is. */
export function nodeKey(node: ChainNode): string {
  const party = node.party ?? node.under
  const name = party === null ? '' : firstIdentifier(party)
  return node.party === null ? `fold|${name}` : name
}

export function nodeOf(answer: Channel, key: string): ChainNode | null {
  return answer.nodes.find((node) => nodeKey(node) === key) ?? null
}

/** The seller in view of an address; our own company is the usual one and needs no word. */
export function sellerOf(party: NonNullable<ChainNode['party']>): string | undefined {
  return party.identifiers.includes('self') ? undefined : firstIdentifier(party)
}

/** The same, each currency apart, for a narrow column. */
export function moneyLines({ accrued, unpriced }: ChainNode['bought']): readonly string[] {
  return accrued.length < 2 ? [moneyWords({ accrued, unpriced })] : accrued.map((one, place) => moneyWords({ accrued: [one], unpriced: place === 0 ? unpriced : 0 }))
}

/** Money of sales in words: "at least" where an amount is not known, so that nobody takes it for all. */
export function moneyWords({ accrued, unpriced }: Pick<ChainNode['bought'], 'accrued' | 'unpriced'>): string {
  const sums = accrued.map(({ amount, currency }) => money(amount, currency)).join(' + ')
  if (sums === '') return unpriced > 0 ? texts.chain.node.amountUnknown : texts.none
  return unpriced > 0 ? texts.chain.node.atLeast(sums) : sums
}

/** What stands under the name of a node; where there is little room, the users alone. */
export function nodeSays(node: ChainNode, measure: 'use' | 'money', short = false): string {
  const words = texts.chain.node
  if (measure === 'money') return node.because === 'seller' ? moneyWords(node.sold) : words.buys(moneyWords(node.bought))
  if (node.users === 0 && node.usageDays === 0) return node.unseen.silent > 0 && node.folded === 0 ? words.silent : words.noUse
  const users = words.users(count(node.users), node.users === 1)
  return short ? users : `${users} · ${words.days(count(node.usageDays), node.usageDays === 1)}`
}

/** What is seen and not seen of the end users that a node sells to itself. */
export function endSays(node: ChainNode): string {
  return endLines(node).join(' · ')
}

/** The same, seen and not seen apart. */
export function endLines(node: ChainNode): readonly string[] {
  const words = texts.chain.node
  const seen = node.ends.users > 0 || node.ends.usageDays > 0 ? [words.endUsers(count(node.ends.users), node.ends.users === 1)] : []
  const unseen = node.unseen.customers > 0 ? [words.unseen(count(node.unseen.customers))] : []
  if (seen.length > 0 || unseen.length > 0) return [...seen, ...unseen]
  return [node.customers > 0 ? words.customers(count(node.customers), node.customers === 1) : words.notKnown]
}
