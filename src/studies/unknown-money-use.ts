import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { CANDIDATE, candidatesForAccount, customersOf } from './unknown-money-candidates.ts'

const INPUT = withCommon({
  about: Type.Optional(Type.String({ enum: ['account', 'party'], description: 'Only accounts of which nothing is known, or only users who are not known.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  rows: Type.Array(Type.Object({
    about: Type.Union([Type.Literal('account'), Type.Literal('party')], { description: 'What is not known: the account that the use names, or, where that is known or none is named, the user.' }),
    party: PARTY, users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(), firstUse: Type.String(), lastUse: Type.String(), products: Type.Array(Type.String()),
    candidates: Type.Array(CANDIDATE),
  })),
  total: Type.Integer(), accounts: Type.Integer(), parties: Type.Integer(),
  usageDays: Type.Integer({ description: 'Over all that fit; without `about` the usage days of kind unknown.' }),
  next: Type.Union([Type.String(), Type.Null()]),
})

interface UseRow { readonly party: number; readonly account: number; readonly product: number; readonly usage_days: number; readonly events: number; readonly first_day: Day; readonly last_day: Day }
interface Group { readonly about: 'account' | 'party'; readonly party: number; readonly users: Set<number>; usageDays: number; events: number; first: Day; last: Day; readonly products: Set<number> }

/** Use whose payer nobody can know: by the account that nobody named, else by the user who is not known. Cost grows with the use of the window. */
export const unknownUse: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'unknown-use',
  summary: 'Use of kind unknown, largest first: accounts of which nothing is known, and users of whom we know no name; each usage day in exactly one row.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const all = groupsOf(asked, await asked.db.rows<UseRow>(sql('unknown-money-use'), usageParameters(asked, question)))
    const groups = all.filter(({ about }) => input.about === undefined || about === input.about)
    const { rows, next } = page(groups, input)
    const customers = customersOf(asked)
    return {
      rows: rows.map((group) => ({
        about: group.about, party: partyShape(asked.view.world, group.party), users: group.users.size, usageDays: group.usageDays, events: group.events, firstUse: dayText(group.first), lastUse: dayText(group.last),
        products: [...group.products].map((product) => asked.projection.words.products.text(product)).sort(), candidates: group.about === 'account' ? candidatesForAccount(asked, customers, group.party) : [],
      })),
      total: groups.length, accounts: all.filter(({ about }) => about === 'account').length, parties: all.filter(({ about }) => about === 'party').length,
      usageDays: groups.reduce((sum, { usageDays }) => sum + usageDays, 0), next,
    }
  }),
}

function groupsOf(asked: Asked, rows: readonly UseRow[]): Group[] {
  const { world } = asked.view
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const about = row.account !== 0 && !world.isNamed(row.account) ? 'account' : 'party'
    const party = about === 'account' ? row.account : row.party
    const group = groups.get(`${about} ${party}`) ?? { about, party, users: new Set<number>(), usageDays: 0, events: 0, first: row.first_day, last: row.last_day, products: new Set<number>() }
    group.users.add(row.party)
    group.products.add(row.product)
    group.usageDays += row.usage_days
    group.events += row.events
    group.first = Math.min(group.first, row.first_day)
    group.last = Math.max(group.last, row.last_day)
    groups.set(`${about} ${party}`, group)
  }
  const names = new Map<Group, string>()
  const nameOf = (group: Group): string => {
    const known = names.get(group) ?? smallestIdentifier(world, group.party)
    names.set(group, known)
    return known
  }
  return [...groups.values()].sort((a, b) => (a.about === b.about ? b.usageDays - a.usageDays || (nameOf(a) < nameOf(b) ? -1 : 1) : a.about === 'account' ? -1 : 1))
}
