import { open, rename } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** Typed arrays by name, as a file holds them. */
export type NamedColumns = Readonly<Record<string, Int32Array | Float64Array | Uint8Array>>

interface Section {
  readonly name: string
  readonly kind: 'int' | 'float' | 'byte'
  readonly length: number
}

interface Trailer<Head> {
  readonly head: Head
  readonly sections: readonly Section[]
  readonly checksum: number
}

const PIECE = 16 * 1024 * 1024
const BYTES = { int: 4, float: 8, byte: 1 } as const
/** What is read may grow a little before it must be copied. */
const ROOM_TO_GROW = 1.05

/** Writes columns one behind the other, then what they are. Not flushed: a torn file is told by its checksum, and whoever reads it can do without. */
export async function writeColumns<Head>(path: string, head: Head, columns: NamedColumns): Promise<void> {
  const making = `${path}.new`
  const file = await open(making, 'w')
  try {
    let checksum = 0
    for (const column of Object.values(columns)) {
      const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength)
      for (let from = 0; from < bytes.length; from += PIECE) {
        const piece = bytes.subarray(from, from + PIECE)
        checksum = crc32(piece, checksum)
        await file.write(piece)
      }
    }
    const sections = Object.entries(columns).map(([name, column]): Section => ({ name, kind: column instanceof Int32Array ? 'int' : column instanceof Float64Array ? 'float' : 'byte', length: column.length }))
    const trailer = Buffer.from(JSON.stringify({ head, sections, checksum } satisfies Trailer<Head>))
    const length = Buffer.alloc(8)
    length.writeUInt32LE(trailer.length)
    length.writeUInt32LE(crc32(trailer), 4)
    await file.write(Buffer.concat([trailer, length]))
  } finally {
    await file.close()
  }
  await rename(making, path)
}

/** What a file holds, if it is whole and its head is wanted; else null. The arrays may be longer than what they hold: `lengths` says how much that is. */
export async function readColumns<Head>(path: string, isWanted: (head: Head) => boolean): Promise<{ readonly head: Head; readonly columns: NamedColumns; readonly lengths: Readonly<Record<string, number>> } | null> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return null
  try {
    const { size } = await file.stat()
    const end = Buffer.alloc(8)
    if (size < 8 || (await file.read(end, 0, 8, size - 8)).bytesRead < 8) return null
    const trailerLength = end.readUInt32LE()
    if (trailerLength > size - 8) return null
    const said = Buffer.alloc(trailerLength)
    await file.read(said, 0, trailerLength, size - 8 - trailerLength)
    if (crc32(said) !== end.readUInt32LE(4)) return null
    const { head, sections, checksum } = JSON.parse(said.toString()) as Trailer<Head>
    if (!isWanted(head) || sections.reduce((sum, { kind, length }) => sum + length * BYTES[kind], 0) !== size - 8 - trailerLength) return null
    const columns: Record<string, Int32Array | Float64Array | Uint8Array> = {}
    const lengths: Record<string, number> = {}
    let at = 0
    let found = 0
    for (const { name, kind, length } of sections) {
      const room = Math.ceil(length * ROOM_TO_GROW) + 1024
      const column = kind === 'int' ? new Int32Array(room) : kind === 'float' ? new Float64Array(room) : new Uint8Array(room)
      const bytes = Buffer.from(column.buffer, 0, length * BYTES[kind])
      for (let from = 0; from < bytes.length; from += PIECE) {
        const piece = bytes.subarray(from, from + PIECE)
        if ((await file.read(piece, 0, piece.length, at)).bytesRead !== piece.length) return null
        found = crc32(piece, found)
        at += piece.length
      }
      columns[name] = column
      lengths[name] = length
    }
    return found === checksum ? { head, columns, lengths } : null
  } catch {
    return null
  } finally {
    await file.close()
  }
}

