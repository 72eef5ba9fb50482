/**
 * Why a line is refused: a value, never an exception. `reason` is a code of docs/refusals.md, `says` tells the sender what to do.
 * A class, so that no line, however it is written, can be mistaken for one.
 */
export class Fault {
  readonly reason: string
  readonly says: string

  constructor(reason: string, says: string) {
    this.reason = reason
    this.says = says
  }
}

export function isFault(value: unknown): value is Fault {
  return value instanceof Fault
}

/** What the sender wrote, short enough for a sentence. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return `'${text.length > 60 ? `${text.slice(0, 60)}...` : text}'`
}
