import { type Cut, lineCutter } from '../../evidence/cut.ts'
import { isFault } from '../../evidence/fault.ts'
import type { Rejected, Taken } from '../../evidence/take.ts'
import { stamped } from './stamp.ts'

const BATCH_CHARACTERS = 1_000_000
const BATCH_LINES = 5_000
const LISTED = 1_000

/** What became of an import. */
export interface Imported extends Taken {
  /** Lines that were sent with the id of the import; the others had one, or came from an export. */
  readonly stamped: number
}

/** Sends the lines of a file in batches, one after the other, and adds up what became of them, under their numbers in the file. */
export async function importInBatches(
  chunks: AsyncIterable<Buffer>,
  importId: string | null,
  send: (body: string) => Promise<Taken>,
  onProgress: () => void,
): Promise<Imported> {
  const sum = newSum()
  let numbers: number[] = []
  let texts: string[] = []
  let characters = 0
  let stampedLines = 0
  const flush = async (): Promise<void> => {
    if (texts.length === 0) return
    const [body, sent] = [texts.join('\n'), numbers]
    texts = []
    numbers = []
    characters = 0
    sum.add(await send(body), sent)
    onProgress()
  }
  const work = async (cuts: readonly Cut[]): Promise<void> => {
    for (const { number, text } of cuts) {
      if (isFault(text)) {
        sum.reject({ line: number, key: null, reason: text.reason, says: text.says })
        continue
      }
      // At the start of a batch it would make an array of all that follows.
      if (/^\s*\[/.test(text)) {
        sum.reject({ line: number, key: null, reason: 'not-an-object', says: 'a line is one JSON object' })
        continue
      }
      // A cut text may hold line ends, where an array was written over several lines; between values they mean nothing.
      const line = text.replace(/[\r\n]+/g, ' ')
      const sent = importId === null ? line : stamped(line, importId)
      if (sent !== line) stampedLines++
      texts.push(sent)
      numbers.push(number)
      characters += sent.length
      if (characters >= BATCH_CHARACTERS || texts.length >= BATCH_LINES) await flush()
    }
  }
  const cutter = lineCutter()
  for await (const chunk of chunks) await work(cutter.push(chunk))
  await work(cutter.end())
  await flush()
  return { ...sum.taken(), stamped: stampedLines }
}

/** Adds up what became of several requests, with the numbers of the lines in the file. */
function newSum(): { add(taken: Taken, numbers: readonly number[]): void; reject(one: Rejected): void; taken(): Taken } {
  let accepted = 0
  let duplicate = 0
  let unlisted = 0
  const rejected: Rejected[] = []
  const reject = (one: Rejected): void => {
    if (rejected.length < LISTED) rejected.push(one)
    else unlisted++
  }
  return {
    reject,
    add(taken, numbers) {
      accepted += taken.accepted
      duplicate += taken.duplicate
      unlisted += taken.rejectedUnlisted ?? 0
      for (const one of taken.rejected) reject({ ...one, line: numbers[one.line - 1] ?? one.line })
    },
    taken: () => ({ accepted, duplicate, rejected, ...(unlisted > 0 ? { rejectedUnlisted: unlisted } : {}) }),
  }
}
