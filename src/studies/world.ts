import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { accrualMinor } from '../roles/accrual.ts'
import { agreementsAccruing, customersWithin } from '../roles/customers.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { usersByKind } from './overlap.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'

const WORLDS = ['no-customer', 'project', 'sponsored', 'channel', 'freemium', 'enterprise', 'direct', 'mixed'] as const
const DAYS_TO_LOOK_BACK = 90
const INPUT = withCommon({})
const OUTPUT = Type.Object({
  world: Type.Union(WORLDS.map((world) => Type.Literal(world))),
  shares: Type.Object(Object.fromEntries(PAYER_KINDS.map((kind) => [kind, Type.Number()]))),
  customers: Type.Integer(), because: Type.String(), warnings: Type.Array(Type.String()),
})

interface Facts { readonly users: number; readonly customers: number; readonly shares: readonly number[]; readonly isProject: boolean }
type Rule = readonly [(typeof WORLDS)[number], (facts: Facts) => boolean, (facts: Facts) => string]

const share = (facts: Facts, kind: (typeof PAYER_KINDS)[number]): number => facts.shares[PAYER_KINDS.indexOf(kind)] ?? 0
const percent = (part: number): string => `${Math.round(part * 100)} %`

/** The first rule that holds names the world. */
const RULES: readonly Rule[] = [
  ['no-customer', (facts) => facts.customers === 0 && facts.users > 0, (facts) => `${facts.users} users and no customer in the window`],
  ['project', (facts) => facts.isProject && facts.users + facts.customers > 0, () => 'projects hold more than half of what accrues'],
  ['sponsored', (facts) => share(facts, 'sponsor') >= 0.5, (facts) => `${percent(share(facts, 'sponsor'))} of the users are paid for by a sponsor`],
  ['channel', (facts) => share(facts, 'intermediary') >= 0.5, (facts) => `${percent(share(facts, 'intermediary'))} of the users pay through an intermediary`],
  ['freemium', (facts) => share(facts, 'nobody') >= 0.2 && share(facts, 'self') + share(facts, 'organization') > 0, (facts) => `nobody pays for ${percent(share(facts, 'nobody'))} of the users, and some pay`],
  ['enterprise', (facts) => share(facts, 'organization') >= 0.5, (facts) => `organizations pay for ${percent(share(facts, 'organization'))} of the users`],
  ['direct', (facts) => share(facts, 'self') >= 0.5, (facts) => `${percent(share(facts, 'self'))} of the users pay for themselves`],
  ['mixed', () => true, (facts) => (facts.users === 0 ? 'no users in the window' : 'no way of paying holds for half of the users')],
]

/** What kind of business is this product? Cost grows with the usage days of the window. */
export const world: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'world',
  summary: 'What kind of business a product is, by who pays for its users: direct, freemium, enterprise, channel, sponsored, project.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const byKind = await usersByKind(asked, question)
    const users = byKind.reduce((sum, n) => sum + n, 0)
    const sales = { coverage: asked.view.coverage, product: question.product }
    const customers = customersWithin(sales, question.from, question.to, question.staff).customers.size
    const facts: Facts = { users, customers, shares: sharesOf(byKind, await usersElsewhere(asked, question)), isProject: isProject(asked, question) }
    const [name, , because] = RULES.find(([, holds]) => holds(facts)) as Rule
    const recently = customersWithin(sales, question.to - DAYS_TO_LOOK_BACK, question.to, question.staff).customers.size
    return {
      world: name,
      shares: Object.fromEntries(PAYER_KINDS.map((kind, place) => [kind, facts.shares[place] ?? 0])),
      customers,
      because: because(facts),
      warnings: users > 0 && recently === 0 ? ['no customer, no business'] : [],
    }
  }, 'world'),
}

/** Shares of the users, without unknown ones and without those who pay elsewhere. */
function sharesOf(byKind: readonly number[], elsewhere: number): number[] {
  const counted = byKind.map((n, kind) => (kind === 5 ? 0 : kind === 4 ? n - elsewhere : n))
  const all = counted.reduce((sum, n) => sum + n, 0)
  return counted.map((n) => (all === 0 ? 0 : n / all))
}

/** Users counted under nobody whose first reason is that they pay elsewhere. */
async function usersElsewhere(asked: Asked, question: Question): Promise<number> {
  const rows = await asked.db.rows<{ total: number }>(sql('users-by-kind'), { ...usageParameters(asked, question), kind: 4, reason: 0, only: false, parties: [], limit: 1, offset: 0 })
  return rows[0]?.total ?? 0
}

/** In every currency that accrues, projects hold more than half. */
function isProject(asked: Asked, { product, from, to }: Question): boolean {
  const sums = new Map<string, { all: bigint; projects: bigint }>()
  for (const agreement of agreementsAccruing({ coverage: asked.view.coverage, product }, from, to)) {
    const accrued = accrualMinor(agreement, from, to)
    const sum = sums.get(agreement.currency ?? '') ?? { all: 0n, projects: 0n }
    sums.set(agreement.currency ?? '', { all: sum.all + accrued, projects: sum.projects + (agreement.kind === 'project' ? accrued : 0n) })
  }
  return sums.size > 0 && [...sums.values()].every(({ all, projects }) => 2n * projects > all)
}
