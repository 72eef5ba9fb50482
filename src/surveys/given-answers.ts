import { createHash } from 'node:crypto'
import { instantText } from '../base/day.ts'
import { takeEvidence } from '../evidence/take.ts'
import type { Workspace } from '../roles/workspace.ts'
import { isScale, SCALES } from './answer-words.ts'
import type { AskedQuestion } from './asked-questions.ts'

/** What somebody sent: what they chose, as the page or the widget names it, and what they wrote. */
export interface Sent {
  readonly choice: string | null
  readonly text: string | null
}

/** What is missing or wrong with what was sent. */
export type Missing = 'choose' | 'write' | 'too-long'

interface Given {
  readonly score: number | null
  readonly text: string | null
}

export const TEXT_SIGNS = 5_000

/** What can be chosen: the value that is sent, in the order in which it is shown. Empty for questions that are answered in own words. */
export function choicesOf({ form, choices }: Pick<AskedQuestion, 'form' | 'choices'>): readonly string[] {
  if (isScale(form)) {
    const [least, most] = SCALES[form]
    return Array.from({ length: most - least + 1 }, (_, place) => String(least + place))
  }
  if (form === 'yes-no') return ['yes', 'no']
  return form === 'choice' ? choices : []
}

/** The answer that was sent; a reason written under a score goes with it, and a reason alone leaves the score as it was given. */
export function givenFrom(asked: Pick<AskedQuestion, 'form' | 'choices' | 'given'>, { choice, text }: Sent): Given | Missing {
  const written = text?.replace(/\r\n?/g, '\n').trim() || null
  if (written !== null && [...written].length > TEXT_SIGNS) return 'too-long'
  const possible = choicesOf(asked)
  if (possible.length === 0) return written === null ? 'write' : { score: null, text: written }
  if (choice === null && isScale(asked.form) && written !== null && asked.given !== null && asked.given.score !== null) return { score: asked.given.score, text: written }
  if (choice === null || !possible.includes(choice)) return 'choose'
  if (!isScale(asked.form)) return { score: null, text: choice }
  const score = Number(choice)
  // Another score has another reason.
  return { score, text: written ?? (asked.given?.score === score ? asked.given.text : null) }
}

/**
 * Writes the answer: one line for an ask, of which a changed answer is the next version, so that it counts once however often it is sent.
 * It is visible in answers when this is done. `account`: in which they are now, where that is known; else it counts in that of the ask.
 */
export async function giveAnswer(workspace: Workspace, asked: AskedQuestion, given: Given, account: string | null = null): Promise<void> {
  if (asked.given !== null && asked.given.score === given.score && asked.given.text === given.text) return
  const now = workspace.now()
  const line = {
    type: 'answer',
    source: asked.ask.source,
    key: asked.ask.key,
    ask: asked.ask.key,
    at: instantText(now),
    version: now,
    ...(given.score === null ? {} : { score: given.score }),
    ...(given.text === null ? {} : { text: given.text }),
    ...(account === null ? {} : { account }),
  }
  await written(workspace, line)
}

/** Where somebody said that they do not want to be asked. */
export type StopPlace = 'link' | 'mail' | 'widget'

const WHY: Readonly<Record<StopPlace, string>> = {
  link: 'They said so on the page of a question.',
  mail: 'They said so with one click in their mail program.',
  widget: 'A visitor of the product whom it calls by this name said so.',
}

/** The source of words about being asked, by those who are asked. */
const OWN_WORDS = 'asked'

function ownWordOf(party: string): string {
  return `no-ask-${createHash('sha256').update(party).digest('hex').slice(0, 32)}`
}

/** Nobody asks this person again, until they allow it or somebody of the team takes it back. The same again changes nothing. */
export async function stopAsking(workspace: Workspace, { party }: Pick<AskedQuestion, 'party'>, place: StopPlace): Promise<void> {
  // The version says in which order they stopped and allowed it.
  await written(workspace, { type: 'override', source: OWN_WORDS, key: ownWordOf(party), fact: 'no-ask', party, by: party, why: WHY[place], version: workspace.now() })
}

/** They may be asked again: takes back what they said, and nothing that somebody else said. */
export async function allowAsking(workspace: Workspace, { party }: Pick<AskedQuestion, 'party'>): Promise<void> {
  await written(workspace, { type: 'override', source: OWN_WORDS, key: ownWordOf(party), fact: 'no-ask', retracted: true, version: workspace.now() })
}

async function written(workspace: Workspace, line: object): Promise<void> {
  const { rejected } = await takeEvidence(workspace.record, { values: [line], power: 'write', now: workspace.now() })
  const [fault] = rejected
  // What was checked before must be taken; else it is a mistake here.
  if (fault) throw new Error(`a line of an answer was refused: ${fault.reason} ${fault.says}`)
  await workspace.caughtUp()
}
