import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import { holds } from '../roles/statements.ts'
import type { Asked } from '../roles/workspace.ts'

export const MERGE = Type.Object({
  evidence: Type.String(), ids: Type.Array(Type.String()), says: Type.String(), refused: Type.Boolean(),
  type: Type.String({ description: 'party, link, or override where it was said by hand.' }), source: Type.String(), recordedAt: Type.String(),
  apart: Type.Boolean({ description: 'Said by hand: these are not the same.' }),
  apartBy: Type.Union([Type.String(), Type.Null()], { description: 'Key of the correction that keeps them apart; correction-undo takes it back.' }),
})

const MERGES_AT_MOST = 200
const REFUSED = {
  'two-kinds': 'a person and an organization are never one', 'two-unique-identifiers': 'two user ids are never joined by machine: are they the same person?', 'not-the-same': 'said by hand not to be the same',
  'several-claim-it': 'several customers have addresses at this domain, so by a guess it is nobody’s', 'stated-of-another': 'the domain is stated to be another’s', 'guess-of-two-firms': 'a guess never joins two firms',
}

/** Which lines joined the party's identifiers, and which were refused. Cost: a look at the numbers of all that was ever joined, 0.2 s at a million parties. */
export function identityOf(asked: Asked, found: number) {
  const { world } = asked.view
  const history = world.identities.historyOf(new Set(world.identities.components.members(found)))
  const said = history.some(({ refusal }) => refusal === 'not-the-same') ? saidApart(asked) : []
  const merges = history.slice(0, MERGES_AT_MOST).map(({ joining, identifiers, refusal }) => {
    const { line } = joining
    const ids = identifiers.map((identifier) => world.dictionary.text(identifier))
    const recordedAt = instantText(joining.place.recordedAt)
    const apart = line.type === 'override' && line.fact === 'not-same'
    const told = `${line.type === 'override' ? 'said by hand' : line.type} ${line.key}, learned ${recordedAt}`
    const says = refusal ? `not joined: ${REFUSED[refusal]} (${told})` : apart ? `kept apart, ${told}` : `joined by ${told}`
    return { evidence: line.key, ids, says, refused: refusal !== null, type: line.type, source: line.source, recordedAt, apart, apartBy: refusal === 'not-the-same' ? (said.find(({ parties }) => ids.filter((id) => parties.has(world.party(world.dictionary.find(id)))).length > 1)?.key ?? null) : null }
  })
  return { identifiers: world.identities.identifiers(found), merges }
}

/** What was said by hand not to be the same: the parties of both. */
function saidApart({ view: { world, knownAt }, projection: { statements } }: Asked): { readonly key: string; readonly parties: ReadonlySet<number> }[] {
  const undone = statements.undone(knownAt)
  return [...statements.wordsByHand()].flatMap((versions) => {
    const line = holds(versions, knownAt, undone)?.line
    return line?.type === 'override' && line.fact === 'not-same' ? [{ key: line.key, parties: new Set(line.ids.map((id) => world.party(world.dictionary.find(id)))) }] : []
  })
}
