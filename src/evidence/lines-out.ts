import { instantText } from '../base/day.ts'
import type { Record } from '../db/record.ts'
import type { Line } from './line.ts'

/**
 * All evidence as JSON lines, in order of arrival, each with its `recordedAt`: taken into an empty record with an admin key it gives the same answers.
 * Each text holds whole lines, as many as the record reads at once.
 */
export async function* exportLines(record: Record<Line>): AsyncIterable<string> {
  for await (const chunk of record.read(0)) {
    if (chunk.length > 0) yield chunk.map(({ body, recordedAt }) => lineWritten(body, recordedAt)).join('')
  }
}

/** A kept line as it stands in an export. A body is an object with at least a type and a key, so a field can be added at its end. */
export function lineWritten(body: string, recordedAt: number): string {
  return `${body.slice(0, -1)},"recordedAt":"${instantText(recordedAt)}"}\n`
}
