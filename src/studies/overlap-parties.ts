import { Type } from 'typebox'
import { dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { customerSets } from './overlap.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, withCommon } from './question.ts'
import { WHERE_PARTIES, whereOfParties } from './where.ts'

const FIGURES = ['customers', 'newCustomers', 'customersThatUse', 'customersWithUse', 'customersWithoutUse', 'payersThatNeverUse', 'payersWithoutKnownDecider'] as const
type Figure = (typeof FIGURES)[number]
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = withCommon({ figure: Type.String({ enum: [...FIGURES], description: 'Which figure of `overlap`.' }), where: WHERE_PARTIES, ...PAGING })
const OUTPUT = Type.Object({
  parties: Type.Array(Type.Object({
    party: PARTY,
    since: NULLABLE,
    uses: Type.Boolean({ description: 'Has use of its own in the window.' }),
    deciders: Type.Array(PARTY, { description: 'Who decides for it in the window, as far as known.' }),
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

/** Who stands behind a figure of overlap? Cost: as overlap. */
export const overlapParties: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'overlap-parties',
  summary: 'The customers or payers behind a figure of overlap: since when each buys, whether it uses, and who decides for it.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const sets = await customerSets(asked, question, whereOfParties(input.where))
    const all = byName(asked, sets[input.figure as Figure])
    const { rows, next } = page(all, input)
    const { world } = asked.view
    const shown = rows.map((party) => {
      const since = sets.since.get(party)
      return { party: partyShape(world, party), since: since === undefined ? null : dayText(since), uses: sets.using.has(party), deciders: byName(asked, sets.decidersOf.get(party) ?? []).map((person) => partyShape(world, person)) }
    })
    return { parties: shown, total: all.length, next }
  }),
}

/** By name, and where names are alike by identifier. */
function byName({ view: { world } }: Asked, parties: Iterable<number>): number[] {
  const named = [...parties].map((party) => ({ party, key: `${(partyShape(world, party).name ?? '').toLowerCase()}\u0000${smallestIdentifier(world, party)}` }))
  return named.sort((a, b) => order(a.key, b.key)).map(({ party }) => party)
}
