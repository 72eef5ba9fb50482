import type { Ask } from '../roles/asks.ts'
import type { Asked } from '../roles/workspace.ts'

/** Of what is no survey yet. */
export const NOBODY_ASKED: ReadonlyMap<number, Ask> = new Map()

/** Whom a survey asked, each with the first of its questions to them. */
export function askedBySurvey({ view: { world } }: Asked, survey: string): ReadonlyMap<number, Ask> {
  const first = new Map<number, Ask>()
  for (const ask of world.asks.all()) {
    if (ask.line.survey !== survey) continue
    const party = world.party(ask.party)
    const known = first.get(party)
    if (!known || ask.line.at < known.line.at || (ask.line.at === known.line.at && ask.line.key < known.line.key)) first.set(party, ask)
  }
  return first
}

/** How the stratum stands on the line of a question: the dimension and the value. */
export function stratumText(by: string, value: string): string {
  return `${by}:${value}`
}

/** The value of a dimension that a line names; null for that of another dimension. */
export function valueOfStratum(by: string, text: string | null): string | null {
  return text?.startsWith(`${by}:`) ? text.slice(by.length + 1) : null
}
