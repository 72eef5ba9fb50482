import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { takeEvidence } from '../evidence/take.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { partyNumber } from '../studies/party-number.ts'
import { smallestIdentifier } from '../studies/party-shape.ts'
import { COMMON, questionFrom } from '../studies/question.ts'
import { stratumText } from './asked-by-survey.ts'
import { planOf, type Taken } from './plan.ts'
import { planningFrom } from './planning.ts'
import { type Survey, surveyOf, SURVEYS, surveysOf } from './survey.ts'
import { setState } from './survey-operations.ts'
import { inTurn } from './turn.ts'

const { knownAt: _, product: __, ...WINDOW } = COMMON
const INPUT = Type.Object({
  ...WINDOW,
  survey: Type.String({ description: 'Id of the survey.' }),
  people: Type.Optional(Type.Array(Type.String({ maxLength: 1_024 }), { maxItems: 100_000, description: 'Of those whom `whom-to-ask` gives only these, each by any identifier or its id; absent: all of them.' })),
}, { additionalProperties: false })
const OUTPUT = Type.Object({ asked: Type.Integer({ description: 'People who are asked now.' }), before: Type.Integer({ description: 'Who were asked by this survey before.' }), notAsked: Type.Integer({ description: 'Of those named, who may not be asked any more.' }) })

/**
 * Notes that people are asked: an `ask` line each, written before anything is sent, so that every other question sees it. Who may be asked is judged anew, and one after the
 * other over all surveys and processes: limits hold however many are sent at once. Asked again it goes on where the sample is not full. Cost: as `whom-to-ask`.
 */
export const surveyAsked: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'survey-asked',
  summary: 'Notes that the people of a survey are asked, by mail, widget or list: an `ask` line each. Limits are looked at anew, so that they hold however many ask at once.',
  power: 'write',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => inTurn(workspace, async (isStillOurs) => {
    const all = await surveysOf(workspace)
    const survey = await surveyOf(workspace, input.survey)
    if (survey.state === 'closed') throw new Refusal('not-now', 'This question is closed. Open it again, or save a new one.')
    if (survey.mode === 'moments') throw new Refusal('bad-parameter', 'This question is asked at moments of use: open it, and the widget asks.', { parameter: 'survey' })
    const open = new Set(all.filter(({ state }) => state === 'open').map(({ id }) => id))
    const now = workspace.now()
    const question = questionFrom({ ...input, ...(survey.product === null ? {} : { product: survey.product }) }, now)
    const { lines, plan, notAsked } = await workspace.ask(question.seller, EVERYTHING, async (asked) => {
      const { planning } = planningFrom({}, survey, open, asked.settings, now)
      const plan = await planOf(asked, question, planning)
      const wanted = input.people === undefined ? null : new Set(await Promise.all(input.people.map((party) => partyNumber(asked, party))))
      const taken = wanted === null ? plan.taken : plan.taken.filter(({ party }) => wanted.has(party))
      const name = (party: number): string => smallestIdentifier(asked.view.world, party)
      return { plan, notAsked: wanted === null ? 0 : wanted.size - taken.length, lines: taken.map((one) => askLine(survey, one, name, now)) }
    })
    const sum = (of: (side: (typeof plan.sides)[number]) => number): number => plan.sides.reduce((all, side) => all + of(side), 0)
    if (!(await isStillOurs())) throw new Refusal('not-now', 'This took so long that somebody else asks now. Nobody was asked; ask again.')
    // Open before anybody is asked: where the process ends in between, no draft has people who were asked.
    if (lines.length > 0) await setState(workspace, survey.id, 'open', { answers: sum(({ answers }) => answers), frame: plan.frame })
    await writeAsks(workspace, lines)
    return { asked: lines.length, before: sum(({ asked }) => asked), notAsked }
  }),
}

/** What is evidence of it. The key is the same for the same person, so that nobody is asked the same question twice. */
export function askLine(survey: Survey, { party, organizations, address, account, assigned, side, stratum }: Pick<Taken, 'party' | 'organizations' | 'address' | 'account' | 'assigned'> & Partial<Pick<Taken, 'side' | 'stratum'>>, name: (party: number) => string, now: number, round = ''): object {
  // A domain that no line names stays unnamed: a question is no word about a firm.
  const of = organizations.find((one) => one > 0)
  const organization = of === undefined ? '' : name(of)
  return {
    type: 'ask', source: SURVEYS, key: `${survey.id}-${createHash('sha256').update(`${name(party)}\0${round}`).digest('hex').slice(0, 20)}`, party: address, question: survey.question, at: instantText(now), via: survey.channel, survey: survey.id,
    ...(survey.topic === null ? {} : { topic: survey.topic }), ...(survey.kind === null ? {} : { kind: survey.kind }), ...(survey.product === null ? {} : { product: survey.product }),
    ...(assigned.asker === null ? {} : { by: assigned.asker.name }), ...(organization === '' ? {} : { organization }),
    ...(account === 0 ? {} : { account: name(account) }), ...(side === undefined ? {} : { side }), ...(stratum === undefined ? {} : { stratum: stratumText(survey.plan.by, stratum) }),
  }
}

export async function writeAsks(workspace: Workspace, lines: readonly object[]): Promise<void> {
  if (lines.length === 0) return
  const { rejected } = await takeEvidence(workspace.record, { values: lines, power: 'write', now: workspace.now() })
  const [first] = rejected
  if (first) throw new Refusal('bad-parameter', `Not everybody could be noted as asked: ${first.says}. Those who could are; ask again for the others.`)
}
