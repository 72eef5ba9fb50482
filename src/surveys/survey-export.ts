import { Type } from 'typebox'
import { type Day, dayOf, dayText, instantText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { csvRow } from '../imports/refused-rows.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { nameInWords } from '../studies/party-shape.ts'
import { type Addressed, addressed } from './asked-questions.ts'
import { firmsOf } from './firms.ts'
import { answerLinkOf, answerSecretOf } from './answer-links.ts'
import { type AnswerWords, answerWordsFor } from './answer-words.ts'
import { mailNameOf, type MailState, mailStatesOf } from './mail-states.ts'
import { surveyOf, surveysOf } from './survey.ts'
import { asksOf } from './survey-people.ts'

/** Files of those who are still to be asked. */
const FILES = ['list', 'mail-merge', 'tasks', 'task-lines'] as const
type FileName = (typeof FILES)[number]
/** A task is due so long after the asking. */
const TASK_DAYS = 7

/** Why somebody who was noted as asked is in no file any more. */
const LEFT_OUT = {
  answered: 'Has answered.',
  'may-not-be-asked': 'May no longer be asked: they, or whoever owns the relation, said so.',
  mailed: 'Got a mail of ours already.',
  'no-address': 'Has no mail address of their own.',
} as const
type LeftOutReason = keyof typeof LEFT_OUT
const REASONS = Object.keys(LEFT_OUT) as readonly LeftOutReason[]

const INPUT = Type.Object({
  survey: Type.String({ description: 'Id of the survey.' }),
  as: Type.Optional(Type.String({ enum: [...FILES], description: '`list`: who is asked, CSV. `mail-merge`: CSV with a salutation and the personal answer link. `tasks`: CSV with who asks whom until when. `task-lines`: the same as JSON, one task a line. Absent: list.' })),
  pageUrl: Type.Optional(Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500, description: 'Of a mail merge: where this server is reached from outside, such as https://hatrack.example.com; links begin with it.' })),
}, { additionalProperties: false })
const OUTPUT = Type.Object({
  name: Type.String({ description: 'Of the file.' }), type: Type.String({ description: 'Its media type.' }), people: Type.Integer({ description: 'Who are in it.' }),
  leftOut: Type.Array(Type.Object({ reason: Type.String({ enum: [...REASONS] }), says: Type.String(), people: Type.Integer() }), { description: 'Who was noted as asked and is not in it, each for the first reason that holds.' }),
  text: Type.String({ description: 'What is in the file.' }),
})

/**
 * Carries those who are still to be asked elsewhere. Who answered, or may no longer be asked, is in no file: that is judged at this moment, as right before each mail.
 * A mail merge holds links with which one answers as that person, so it takes the power to write. Cost grows with the questions asked; one HMAC a link.
 */
export const surveyExport: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'survey-export',
  summary: 'Those of a survey who are still to be asked, as a file: a list, a mail merge with personal links, or tasks for who asks. Who answered or may no longer be asked is left out and counted.',
  power: 'write',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, { survey: id, as = 'list', pageUrl = '' }) => {
    const survey = await surveyOf(workspace, id)
    if (survey.state === 'closed') throw new Refusal('not-now', 'This question is closed, so nobody is to be asked. Open it again first.')
    if (as === 'mail-merge' && pageUrl === '') throw new Refusal('bad-parameter', "A mail merge needs the parameter 'pageUrl': where this server is reached by those who answer, such as https://hatrack.example.com.", { parameter: 'pageUrl' })
    const [surveys, secret, mails] = await Promise.all([surveysOf(workspace), answerSecretOf(workspace), workspace.mailJournal.entries()])
    const states = mailStatesOf(mails)
    const words = answerWordsFor(workspace.settings.current.language ?? undefined)
    return workspace.ask(SELF, EVERYTHING, async (asked) => {
      const now = workspace.now()
      const firms = await firmsOf(asked, now)
      const all = asksOf(asked, survey.id).map((ask) => ({ ask, to: addressed(asked, firms, ask, surveys, now) }))
      const judged = all.map((one) => ({ ...one, out: leftOutOf(one.to, as === 'mail-merge', states) }))
      const rows = judged.filter(({ out }) => out === null).map(({ ask, to }): Row => ({
        key: to.ask.key, survey: survey.id, question: survey.question, name: to.name, shown: nameInWords(asked.view.world, asked.view.world.party(ask.party)), address: to.address ?? to.party, asker: to.asker,
        organizations: firms.of(asked.view.world.party(ask.party), dayOf(to.at)).map(firms.nameOf), askedAt: instantText(to.at), due: dayText((dayOf(to.at) + TASK_DAYS) as Day),
        link: as === 'mail-merge' ? answerLinkOf(secret, workspace.name, to.ask, to.at, pageUrl) : '', words,
      }))
      const file = FILE[as as FileName]
      return {
        name: `${as === 'task-lines' ? 'tasks' : as}.${file.head === null ? 'jsonl' : 'csv'}`, type: file.head === null ? 'application/x-ndjson' : 'text/csv', people: rows.length,
        leftOut: REASONS.map((reason) => ({ reason, says: LEFT_OUT[reason], people: judged.filter(({ out }) => out === reason).length })).filter(({ people }) => people > 0),
        text: [...(file.head === null ? [] : [csvRow(file.head)]), ...rows.map(file.line)].join(''),
      }
    })
  },
}

interface Row {
  readonly key: string
  readonly survey: string
  readonly question: string
  /** As somebody said it; null: nobody did. */
  readonly name: string | null
  /** The name, else an identifier. */
  readonly shown: string
  readonly address: string
  readonly asker: string | null
  readonly organizations: readonly string[]
  readonly askedAt: string
  readonly due: string
  readonly link: string
  readonly words: AnswerWords
}

/** The head of each file, null for lines of JSON, and how a person stands in it. */
const FILE: Readonly<Record<FileName, { readonly head: readonly string[] | null; readonly line: (row: Row) => string }>> = {
  list: { head: ['name', 'address', 'organizations', 'question', 'asker', 'asked_at'], line: ({ shown, address, organizations, question, asker, askedAt }) => csvRow([shown, address, organizations.join('; '), question, asker, askedAt]) },
  'mail-merge': {
    head: ['salutation', 'name', 'email', 'question', 'link'],
    line: ({ words, name, address, question, link }) => csvRow([name === null ? words.mailHelloUnnamed : words.mailHello(name), name, address, question, link]),
  },
  tasks: { head: ['asker', 'name', 'address', 'organizations', 'question', 'due'], line: ({ asker, shown, address, organizations, question, due }) => csvRow([asker, shown, address, organizations.join('; '), question, due]) },
  'task-lines': {
    head: null,
    line: ({ question, asker, shown, address, organizations, survey, key, due }) => `${JSON.stringify({ task: `Ask: ${question}`, who: asker, whom: shown, address, organizations, survey, ask: key, due })}\n`,
  },
}

/** A mail merge is for those whom a mail reaches, and to whom none of ours went: nobody gets two. */
function leftOutOf({ ask, given, mustNot, address }: Addressed, isMail: boolean, mails: ReadonlyMap<string, MailState>): LeftOutReason | null {
  if (given !== null) return 'answered'
  if (mustNot !== null) return 'may-not-be-asked'
  if (!isMail) return null
  const mail = mails.get(mailNameOf(ask))?.state
  if (mail === 'sent' || mail === 'handing' || mail === 'unsure') return 'mailed'
  return address === null ? 'no-address' : null
}
