import type { Candidate, Record } from '../db/record.ts'
import { sameButImport } from '../evidence/body.ts'
import { isFault } from '../evidence/fault.ts'
import { judge } from '../evidence/judge.ts'
import type { Line } from '../evidence/line.ts'

/** Lines that go to the record at once. */
const LINES_AT_ONCE = 2_000

/**
 * Says again what an import has said, where one of the others holds the same now: they took it while this import was undone, and came later. So each line counts
 * for the import that said it first. What anybody has said differently since is not overruled. False if it was stopped. Reads the record once.
 */
export async function sayAgain(record: Record<Line>, id: string, over: ReadonlySet<string>, now: () => number, signal: AbortSignal): Promise<boolean> {
  let waiting: Candidate<Line>[] = []
  const end = record.end
  const send = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    if (batch.length > 0) await record.submit(batch)
  }
  for await (const chunk of record.read(0)) {
    for (const { body, position } of chunk) {
      if (position >= end || !body.includes(id)) continue
      const line = JSON.parse(body) as { readonly type: string; readonly import?: unknown }
      if (line.import !== id || line.type === 'undo') continue
      const candidate = judge(line, { power: 'admin', now: now() })
      if (isFault(candidate)) continue
      waiting.push({ ...candidate, same: (own: string, held: string) => !isOf(held, over) || !sameButImport(own, held) })
      if (waiting.length >= LINES_AT_ONCE) await send()
    }
    if (signal.aborted) return false
    if ((chunk.at(-1)?.position ?? 0) >= end) break
  }
  await send()
  return true
}

function isOf(body: string, imports: ReadonlySet<string>): boolean {
  const { import: from } = JSON.parse(body) as { readonly import?: unknown }
  return typeof from === 'string' && imports.has(from)
}
