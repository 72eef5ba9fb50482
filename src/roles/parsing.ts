import type { KeptLine } from '../db/record.ts'
import type { Line } from '../evidence/line.ts'
import { isFault, understandSound } from '../evidence/understand.ts'

/** The line that a kept line says; what was understood when it was kept need not be read again. */
export function lineOf(kept: KeptLine<Line>): Line {
  if (kept.line) return kept.line
  const line = understandSound(JSON.parse(kept.body))
  if (isFault(line)) throw new Error(`the record holds a line at ${kept.position} that is no evidence: ${line.says}`)
  return line
}
