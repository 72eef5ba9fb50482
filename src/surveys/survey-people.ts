import { Type } from 'typebox'
import { dayOf, instantText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import type { Ask } from '../roles/asks.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from '../studies/paging.ts'
import { PARTY, partyShape } from '../studies/party-shape.ts'
import { knownAtFrom } from '../studies/question.ts'
import { answerPathOf, answerSecretOf } from './answer-links.ts'
import { surveyOf } from './survey.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = Type.Object({ survey: Type.String({ description: 'Id of the survey.' }), knownAt: Type.Optional(Type.String({ description: 'As known at this instant, inclusive; absent: now.' })), ...PAGING }, { additionalProperties: false })
const OUTPUT = Type.Object({
  people: Type.Array(Type.Object({
    key: Type.String(), party: PARTY, address: Type.String(), organizations: Type.Array(PARTY), asker: NULLABLE, via: NULLABLE, askedAt: Type.String(), answeredAt: NULLABLE, score: Type.Union([Type.Number(), Type.Null()]), text: NULLABLE,
  }), { description: 'In the order of asking.' }),
  total: Type.Integer(), next: NULLABLE,
})

/** Who was asked a question, by whom, and what came back. Cost grows with the questions asked. */
export const surveyPeople: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'survey-people',
  summary: 'Who was asked by a survey, when and by whom of the team, and what each answered.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    await surveyOf(workspace, input.survey)
    return workspace.ask(SELF, knownAtFrom(input.knownAt), async (asked) => {
      const asks = asksOf(asked, input.survey)
      const { rows, next } = page(asks, input)
      return { people: rows.map((ask) => personOf(asked, ask)), total: asks.length, next }
    })
  },
}

/** The questions of a survey, in the order of asking. */
export function asksOf({ view: { world } }: Asked, survey: string): readonly Ask[] {
  return [...world.asks.all()].filter(({ line }) => line.survey === survey).sort((a, b) => a.line.at - b.line.at || (a.line.key < b.line.key ? -1 : 1))
}

function personOf({ view: { world, coverage } }: Asked, ask: Ask) {
  const { line } = ask
  const party = world.party(ask.party)
  const answer = world.asks.newestAnswerOf(ask)
  return {
    key: line.key, party: partyShape(world, party), address: line.party, organizations: coverage.belongingsOn(party, dayOf(line.at)).map(({ organization }) => partyShape(world, organization)), asker: line.by, via: line.via,
    askedAt: instantText(line.at), answeredAt: answer === null ? null : instantText(answer.line.at), score: answer?.line.score ?? null, text: answer?.line.text ?? null,
  }
}

const LINKS_INPUT = Type.Object({ survey: Type.String({ description: 'Id of the survey.' }) }, { additionalProperties: false })
const LINKS_OUTPUT = Type.Object({ links: Type.Array(Type.Object({ key: Type.String(), path: Type.String({ description: 'On this server; who has it answers as this person.' }) })) })

/** Personal links, for a mail merge. Who has one can answer, so it takes the power to write. Cost: one HMAC each. */
export const surveyLinks: Operation<Workspace, typeof LINKS_INPUT, typeof LINKS_OUTPUT> = {
  name: 'survey-links',
  summary: 'The personal answer link of everybody who was asked by a survey, for a mail merge: who has a link answers as that person.',
  power: 'write',
  input: LINKS_INPUT,
  output: LINKS_OUTPUT,
  run: async (workspace, { survey: id }) => {
    const survey = await surveyOf(workspace, id)
    const secret = await answerSecretOf(workspace)
    return workspace.ask(SELF, EVERYTHING, async (asked) => ({ links: asksOf(asked, survey.id).map(({ line }) => ({ key: line.key, path: answerPathOf(secret, workspace.name, { source: line.source, key: line.key }, line.at) })) }))
  },
}
