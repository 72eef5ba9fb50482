import { Type } from 'typebox'
import { ALWAYS, type Day, dayInWords, dayOf, dayText, NEVER } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { milestonesOf } from '../roles/deliveries.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { useOfAgreements } from './agreement-money.ts'
import { projectsOf } from './delivery.ts'
import { voicesOf } from './delivery-judged.ts'
import { many } from './effect-in-words.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { type BothSides, onBothSides } from './role-conflicts-graph.ts'
import { stampedVoices } from './stamped-voices.ts'

export const CONFLICTS = ['staff-in-customer-role', 'seller-decides-for-customer', 'decider-speaks-for-users', 'only-user-heard'] as const
const TEXT = Type.Union([Type.String(), Type.Null()])
const INPUT = withCommon({ agreement: Type.Optional(Type.String({ description: 'Key of an agreement: conflicts about it only.' })) })
const CONFLICT = Type.Object({
  kind: Type.Union(CONFLICTS.map((kind) => Type.Literal(kind))), person: PARTY, customer: PARTY,
  sellerSide: Type.Union([PARTY, Type.Null()], { description: 'Whose people the person is one of, where that is the conflict.' }),
  speaks: Type.Union((['decider', 'champion', 'billing', 'buyer', 'user'] as const).map((role) => Type.Literal(role)), { description: 'As what the person speaks for the customer.' }),
  agreements: Type.Array(Type.Object({ agreement: Type.String(), name: TEXT, product: Type.String() })),
  from: TEXT, to: Type.Union([Type.String(), Type.Null()], { description: 'While both hold; null: without end.' }),
  users: Type.Union([Type.Integer(), Type.Null()], { description: 'Users of the project in the window, where one of them spoke for all.' }),
  evidence: Type.Array(Type.Object({ key: Type.String(), says: Type.Union((['staff', 'member', 'function', 'buys', 'heard', 'asked'] as const).map((word) => Type.Literal(word))) })),
  says: Type.String(), matters: Type.String({ description: 'Why it matters.' }), next: Type.String({ description: 'What could be done next.' }),
})
const OUTPUT = Type.Object({ conflicts: Type.Array(CONFLICT, { description: 'By kind, then customer, then person.' }) })
type Conflict = ReturnType<typeof bothShape> | ReturnType<typeof aloneShape>

/**
 * Where one person holds two roles that should be two people's. The rules:
 * (a) staff or a member of the seller in view decides, champions or settles bills for a customer while both hold, or commissions a project of the own employer;
 * (b) of at least two users of a project only one was heard or asked in the window;
 * (c) that one is its decider or speaks for its customer;
 * (d) one of an intermediary's people decides, champions or settles bills for a customer that it sells to.
 * Cost: as onBothSides, and the use and the feedback of the window.
 */
export const roleConflicts: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'role-conflicts',
  summary: 'Persons who stand on both sides: staff that decides for a customer, people of a reseller that do, a decider who is the only user heard, the only user asked.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { coverage } = asked.view
    const milestones = milestonesOf(asked.view.world, asked.projection.statements, asked.view.knownAt)
    const isProject = ({ kind, key }: Agreement): boolean => kind === 'project' || milestones.has(key)
    const both = onBothSides(coverage, question.product, isProject, question.from, question.to).map((conflict) => bothShape(asked, conflict))
    const projects = projectsOf(asked, question, milestones).filter(({ to }) => to > question.from)
    const alone = await spokeAlone(asked, question, projects)
    const conflicts: Conflict[] = [...both, ...alone.map((conflict) => aloneShape(asked, question, conflict))]
    const about = input.agreement === undefined ? conflicts : conflicts.filter(({ agreements }) => agreements.some(({ agreement }) => agreement === input.agreement))
    return { conflicts: about.sort((a, b) => order(CONFLICTS.indexOf(a.kind), CONFLICTS.indexOf(b.kind)) || order(a.customer.identifiers[0] ?? '', b.customer.identifiers[0] ?? '') || order(a.person.identifiers[0] ?? '', b.person.identifiers[0] ?? '')) }
  }, 'role-conflicts'),
}

interface Alone {
  readonly person: number
  readonly project: Agreement
  readonly users: number
  readonly speaksForCustomer: boolean
  readonly evidence: readonly { readonly key: string; readonly says: 'heard' | 'asked' }[]
}

/** Projects of whose users only one was heard or asked in the window, while at least one other used it then. */
async function spokeAlone(asked: Asked, question: Question, projects: readonly Agreement[]): Promise<Alone[]> {
  if (projects.length === 0) return []
  const { world } = asked.view
  const using = await useOfAgreements(asked, question, projects.map(({ number }) => number))
  const voices = await stampedVoices(asked, question)
  const asks = [...world.asks.all()].filter(({ line: { at } }) => question.from <= dayOf(at) && dayOf(at) < question.to)
  return projects.flatMap((project): Alone[] => {
    const users = new Set((using.get(project.number) ?? []).map(({ party }) => party))
    const said = voicesOf(asked, project, voices).map(({ voice }) => voice).filter(({ roles }) => roles.has('user'))
    const wereAsked = asks.filter(({ party }) => users.has(world.party(party)))
    const people = new Set([...said.map(({ giver }) => giver), ...wereAsked.map(({ party }) => world.party(party))])
    const [person] = people
    if (person === undefined || people.size > 1 || users.size - (users.has(person) ? 1 : 0) < 1) return []
    const evidence = [...said.map(({ feedback: { line } }) => ({ key: line.key, says: 'heard' as const })), ...wereAsked.map(({ line }) => ({ key: line.key, says: 'asked' as const }))]
    return [{ person, project, users: users.size, speaksForCustomer: said.some(({ roles }) => roles.has('decider') || roles.has('customer')), evidence: evidence.slice(0, EVIDENCE_AT_MOST) }]
  })
}

const EVIDENCE_AT_MOST = 20

function agreementShape({ key, name, product }: Agreement) {
  return { agreement: key, name, product }
}

function bothShape(asked: Asked, { kind, person, customer, sellerSide, speaks, agreements, from, to, evidence }: BothSides) {
  const { world } = asked.view
  const [who, whom, seller] = [person, customer, sellerSide].map((party) => nameInWords(world, party)) as [string, string, string]
  const role = speaks === 'buyer' ? 'is the customer of a project' : speaks === 'decider' ? `decides for ${whom}` : speaks === 'champion' ? `champions the purchase at ${whom}` : `settles the bills of ${whom}`
  const side = kind === 'seller-decides-for-customer' ? `is one of the people of ${seller}, which sells to ${whom}` : evidence.some(({ says }) => says === 'staff') ? 'is staff of ours' : `is one of the people of ${seller}`
  return {
    kind, person: partyShape(world, person), customer: partyShape(world, customer), sellerSide: partyShape(world, sellerSide), speaks, agreements: agreements.map(agreementShape),
    from: from === ALWAYS ? null : dayText(from), to: to === NEVER ? null : dayText(to), users: null, evidence: [...evidence],
    says: `${who} ${side} and ${role}${period(from, to)}.`,
    matters: kind === 'staff-in-customer-role'
      ? 'Whoever builds it and accepts it too judges their own work: what the customer wants, pays and accepts is then known from one side only.'
      : 'Whoever sells and decides to buy speaks for neither side: the price and the wish may be the seller’s, not the customer’s.',
    next: kind === 'staff-in-customer-role' ? `Ask who else decides at ${whom}, and hear that person; count ${who} as one of us only.` : `Ask ${whom} for a decider of its own, and ask that person before you go by what ${who} says.`,
  }
}

function aloneShape(asked: Asked, { from, to }: Question, { person, project, users, speaksForCustomer, evidence }: Alone) {
  const { world } = asked.view
  const customer = world.party(project.buyer)
  const [who, whom] = [nameInWords(world, person), nameInWords(world, customer)]
  const what = project.name ?? project.key
  return {
    kind: speaksForCustomer ? 'decider-speaks-for-users' as const : 'only-user-heard' as const, person: partyShape(world, person), customer: partyShape(world, customer), sellerSide: null,
    speaks: speaksForCustomer ? 'decider' as const : 'user' as const, agreements: [agreementShape(project)], from: dayText(from), to: dayText(to), users, evidence: [...evidence],
    says: speaksForCustomer
      ? `${who} speaks for ${whom} and is the only one of ${many(users, 'user')} of ${what} who was heard.`
      : `Of ${many(users, 'user')} of ${what} at ${whom} only ${who} was heard or asked.`,
    matters: speaksForCustomer
      ? 'A decider looks at cost, time and risk. Who works with it every day may see it otherwise, and nobody asked them.'
      : 'One person’s view is taken for that of all users; what others need stays unknown.',
    next: `Ask more users of ${what}: whom-to-ask draws them by category.`,
  }
}

function period(from: Day, to: Day): string {
  if (from === ALWAYS) return to === NEVER ? '' : `, until ${dayInWords(to - 1)}`
  return to === NEVER ? `, since ${dayInWords(from)}` : `, from ${dayInWords(from)} to ${dayInWords(to - 1)}`
}
