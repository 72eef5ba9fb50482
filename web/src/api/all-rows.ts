import { ask, type Parameters } from './ask.ts'
import type { PartyRow } from './shapes.ts'
import type { Studies } from './types.ts'

const PAGE = 1000
const MOST_ROWS = 100_000

/** Every row of a list of parties, page after page. */
export async function allParties(parameters: Parameters): Promise<PartyRow[]> {
  const rows: PartyRow[] = []
  let cursor: string | null = null
  do {
    const answer: Studies['parties'] = await ask('parties', { ...parameters, limit: PAGE, cursor })
    rows.push(...answer.parties)
    cursor = answer.next
  } while (cursor !== null && rows.length < MOST_ROWS)
  return rows
}
