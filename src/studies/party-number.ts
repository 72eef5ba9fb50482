import { Refusal } from '../base/refusal.ts'
import type { Asked } from '../roles/workspace.ts'
import { isNamed } from './named.ts'
import { identifierParameter } from './question.ts'

/** The party that an identifier, or Hatrack's own id, names; refused if no evidence does. */
export async function partyNumber(asked: Asked, text: string): Promise<number> {
  const { world } = asked.view
  const byId = /^p(\d+)$/.exec(text.trim())
  const number = byId ? Number(byId[1]) : asked.projection.words.identifiers.find(identifierParameter('party', text))
  const exists = number >= 1 && number <= world.identities.components.size && (asked.projection.firstSeen[number] ?? Number.POSITIVE_INFINITY) <= asked.view.knownAt
  if (!exists || !(await anyNamed(asked, number))) {
    throw new Refusal('unknown-party', `No evidence names '${text}'. Look for it in the list of parties, or bring in a line that names it.`, { parameter: 'party' })
  }
  return world.party(number)
}

/** An id names a party by any of its identifiers; an identifier by itself or what it is joined with. */
async function anyNamed(asked: Asked, number: number): Promise<boolean> {
  for (const member of asked.view.world.identities.components.members(number)) if (await isNamed(asked, member)) return true
  return false
}
