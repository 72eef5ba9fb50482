import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { accrualMinor } from '../roles/accrual.ts'
import { agreementsAccruing, customersWithin } from '../roles/customers.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { visitCells } from './flow-cells.ts'
import { usersByKind } from './overlap.ts'
import { counts, partiesThatFit, readerOf, useOfPopulation } from './population.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { WHERE_PARTIES, type Where, whereOfParties } from './where.ts'

const WORLDS = ['no-customer', 'project', 'sponsored', 'channel', 'freemium', 'enterprise', 'direct', 'mixed'] as const
const DAYS_TO_LOOK_BACK = 90
const NOBODY = PAYER_KINDS.indexOf('nobody')
const INPUT = withCommon({ where: WHERE_PARTIES })
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
  summary: 'What kind of business a product is, by who pays for its users: direct, freemium, enterprise, channel, sponsored, project. With `where`, of the users and customers that fit, and the money allocated to these users.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const where = whereOfParties(input.where)
    const [byKind, elsewhere] = where.length === 0 ? [await usersByKind(asked, question), await usersElsewhere(asked, question)] : await usersOfFitting(asked, question, where)
    const users = byKind.reduce((sum, n) => sum + n, 0)
    const sales = { coverage: asked.view.coverage, product: question.product }
    const customersFrom = async (from: number): Promise<number> => {
      const all = customersWithin(sales, from, question.to, question.staff).customers
      return where.length === 0 ? all.size : (await partiesThatFit(asked, question, where, all.keys())).length
    }
    const customers = await customersFrom(question.from)
    const facts: Facts = { users, customers, shares: sharesOf(byKind, elsewhere), isProject: where.length === 0 ? isProject(asked, question) : await isProjectOfFitting(asked, question, where) }
    const [name, , because] = RULES.find(([, holds]) => holds(facts)) as Rule
    const recently = await customersFrom(question.to - DAYS_TO_LOOK_BACK)
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

/** Users that fit, each counted under the first kind that any of its days carries; and those counted under nobody whose first reason is that they pay elsewhere. */
async function usersOfFitting(asked: Asked, question: Question, where: Where): Promise<[byKind: number[], elsewhere: number]> {
  const first = new Map<number, { kind: number; paysElsewhere: boolean }>()
  for (const { party, kind, reason } of (await useOfPopulation(asked, question, where)).filter(counts(question))) {
    const before = first.get(party)
    first.set(party, { kind: Math.min(before?.kind ?? kind, kind), paysElsewhere: (before?.paysElsewhere ?? false) || (kind === NOBODY && reason === 0) })
  }
  const byKind = PAYER_KINDS.map(() => 0)
  let elsewhere = 0
  for (const { kind, paysElsewhere } of first.values()) {
    byKind[kind] = (byKind[kind] ?? 0) + 1
    if (kind === NOBODY && paysElsewhere) elsewhere += 1
  }
  return [byKind, elsewhere]
}

/** In every currency that is allocated to the users that fit, projects hold more than half. */
async function isProjectOfFitting(asked: Asked, question: Question, where: Where): Promise<boolean> {
  const sums = new Map<string, { all: bigint; projects: bigint }>()
  const { agreementByNumber } = asked.view.world
  await visitCells(asked, question, { by: readerOf(asked, question, 'agreement'), where, money: true }, {
    use: () => undefined,
    leftOut: () => undefined,
    money: (_, { group }, currency, amount) => {
      const sum = sums.get(currency) ?? { all: 0n, projects: 0n }
      sums.set(currency, { all: sum.all + amount, projects: sum.projects + (agreementByNumber.get(group as number)?.kind === 'project' ? amount : 0n) })
    },
  })
  return sums.size > 0 && [...sums.values()].every(({ all, projects }) => 2n * projects > all)
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
