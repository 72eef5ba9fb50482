import { type NamedColumns, readColumns, writeColumns } from '../db/columns-file.ts'
import type { Position } from '../db/record.ts'
import { Dictionary } from '../identity/dictionary.ts'
import { Covers, Standings } from './covers.ts'
import { CELLS } from './line-cells.ts'
import { Statements } from './statements.ts'
import { Combos } from './usage-state.ts'

/** Words that tables hold as numbers, by dictionary. */
export const DICTIONARIES = ['identifiers', 'products', 'agreements', 'imports'] as const
export type Words = { readonly [name in (typeof DICTIONARIES)[number]]: Dictionary } & { readonly combos: Combos }

/** What is kept in memory beside the graph, which is made from it. */
export interface Kept {
  readonly words: Words
  readonly statements: Statements
  /** When each identifier was first named; Infinity where it never was. */
  readonly firstSeen: Float64Array
  readonly standings: Standings
  readonly covers: Covers
}

/** Stands at the end of the file: what it goes with. */
export interface GraphHead {
  /** How everything stands in columns; another shape cannot be read. */
  readonly shape: string
  /** Names this writing; the tables say which one goes with them. */
  readonly id: number
  /** The position in the record up to which it follows. */
  readonly through: Position
}

/** Grows with every change of what the columns mean that CELLS does not tell. */
const SHAPE = `2 ${CELLS}`

/** Everything as it is now, for writing; what is learned while the file is written alters nothing of it. */
export function columnsOf({ words, statements, firstSeen, standings, covers }: Kept): NamedColumns {
  const { texts, cells, begins, recordedAt, position } = statements.parts()
  const columns: Record<string, Int32Array | Float64Array | Uint8Array> = { cells, begins, recordedAt, position, firstSeen: firstSeen.slice() }
  for (const [name, dictionary] of [...DICTIONARIES.map((name) => [name, words[name]] as const), ['texts', texts] as const]) {
    const { bytes, ends, hashes } = dictionary.parts()
    Object.assign(columns, { [`${name}.bytes`]: bytes, [`${name}.ends`]: ends, [`${name}.hashes`]: hashes })
  }
  const combos = words.combos.parts()
  const standing = standings.parts()
  const cover = covers.parts()
  return Object.assign(columns, {
    'combos.identifiers': combos.identifiers, 'combos.products': combos.products, 'combos.accounts': combos.accounts,
    'standings.party': standing.party, 'standings.account': standing.account, 'standings.cover': standing.cover,
    'covers.spans': cover.spans, 'covers.ends': cover.ends, 'covers.hashes': cover.hashes,
  })
}

export function writeGraph(path: string, id: number, through: Position, columns: NamedColumns): Promise<void> {
  return writeColumns<GraphHead>(path, { shape: SHAPE, id, through }, columns)
}

/** What was written under this name; null if it is not there, damaged, or of another shape: then everything is read from the tables. */
export async function readGraph(path: string, id: number): Promise<(Kept & { readonly through: Position }) | null> {
  const found = await readColumns<GraphHead>(path, (head) => head.shape === SHAPE && head.id === id)
  if (found === null) return null
  const { head, columns, lengths } = found
  const ints = (name: string): Int32Array => columns[name] as Int32Array
  const floats = (name: string): Float64Array => columns[name] as Float64Array
  const count = (name: string): number => lengths[name] as number
  const dictionary = (name: string): Dictionary => Dictionary.from({ size: count(`${name}.ends`) - 1, bytes: columns[`${name}.bytes`] as Uint8Array, ends: ints(`${name}.ends`), hashes: ints(`${name}.hashes`) })
  const combos = Combos.from({ size: count('combos.identifiers'), identifiers: ints('combos.identifiers'), products: ints('combos.products'), accounts: ints('combos.accounts') })
  const words: Words = { identifiers: dictionary('identifiers'), products: dictionary('products'), agreements: dictionary('agreements'), imports: dictionary('imports'), combos }
  const parts = { rows: count('begins') - 1, cells: ints('cells'), begins: ints('begins'), recordedAt: floats('recordedAt'), position: floats('position') }
  return {
    through: head.through,
    words,
    statements: Statements.from(parts, words.identifiers, dictionary('texts')),
    firstSeen: floats('firstSeen').fill(Number.POSITIVE_INFINITY, count('firstSeen')),
    standings: Standings.from({ count: count('standings.party'), party: ints('standings.party'), account: ints('standings.account'), cover: ints('standings.cover') }),
    covers: Covers.from({ count: count('covers.ends'), spans: ints('covers.spans'), ends: ints('covers.ends'), hashes: ints('covers.hashes') }),
  }
}
