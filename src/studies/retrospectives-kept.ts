import { Refusal } from '../base/refusal.ts'
import { listIn } from '../db/kept-document.ts'
import type { Workspace } from '../roles/workspace.ts'

/** On a scale of satisfaction, ease or recommendation, or in own words. */
export const FORMS = ['csat', 'ces', 'nps', 'text'] as const
export type Form = (typeof FORMS)[number]

export interface AskedAgain {
  readonly id: string
  readonly text: string
  readonly form: Form
  readonly topic: string | null
}

/** Something that somebody promised to do about what was said. Days as text. */
export interface Action {
  readonly id: string
  readonly text: string
  /** The day of the round in which it was agreed. */
  readonly round: string
  /** The question whose answers it is to change; null: none of them. */
  readonly question: string | null
  readonly owner: string | null
  readonly due: string | null
  readonly done: string | null
  /** What came of it, in words. */
  readonly outcome: string | null
  readonly by: string | null
}

/** A set of questions that is asked again and again about one project. What is answered is evidence; rounds are the days on which somebody answered. */
export interface Retrospective {
  readonly id: string
  readonly agreement: string
  readonly name: string
  readonly questions: readonly AskedAgain[]
  /** Weeks from one round to the next; null: a round at each milestone. */
  readonly everyWeeks: number | null
  readonly start: string
  readonly ended: boolean
  readonly notes: readonly { readonly round: string; readonly milestone: string | null; readonly note: string | null; readonly by: string | null }[]
  readonly actions: readonly Action[]
  readonly by: string | null
}

/** The source of the lines that a round writes. */
export const RETROSPECTIVES = 'retrospectives'

const AT_MOST = 500

/** All of them, by name. */
export async function retrospectivesOf({ retrospectives }: Pick<Workspace, 'retrospectives'>): Promise<readonly Retrospective[]> {
  return listIn<Retrospective>(await retrospectives.read(), 'retrospectives')
}

/** Changes one, or adds it; each change on top of the one before. */
export async function changeOne({ retrospectives }: Pick<Workspace, 'retrospectives'>, id: string, make: (before: Retrospective | null) => Retrospective): Promise<Retrospective> {
  const text = await retrospectives.change((before) => {
    const all = listIn<Retrospective>(before, 'retrospectives')
    const changed = make(all.find((one) => one.id === id) ?? null)
    const others = all.filter((one) => one.id !== id)
    if (others.some((one) => one.agreement === changed.agreement && one.name === changed.name)) throw new Refusal('bad-parameter', `The project has a retrospective '${changed.name}' already. Choose another name, or change that one.`, { parameter: 'name' })
    if (others.length >= AT_MOST) throw new Refusal('bad-parameter', `No more than ${AT_MOST} retrospectives are kept. End one that nobody needs.`)
    const sorted = [...others, changed].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    return `${JSON.stringify({ retrospectives: sorted }, null, 2)}\n`
  })
  return listIn<Retrospective>(text, 'retrospectives').find((one) => one.id === id) as Retrospective
}

export function unknownRetrospective(id: string): Refusal {
  return new Refusal('bad-parameter', `There is no retrospective '${id}'. retrospectives lists them.`, { parameter: 'retrospective' })
}

/** The key of an ask of a round: the same person asked the same question on the same day is one line, so that what was noted wrongly is noted again. */
export function keyOfAsk(id: string, question: string, day: string, party: string): string {
  return `${id} ${question} ${day} ${party}`
}

/** The question of a retrospective that an ask put: by its key, else by its words. */
export function questionOf({ id, questions }: Retrospective, ask: { readonly key: string; readonly question: string }): AskedAgain | null {
  return questions.find((question) => ask.key.startsWith(`${id} ${question.id} `)) ?? questions.find(({ text }) => text === ask.question) ?? null
}
