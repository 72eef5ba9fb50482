import { texts } from '../texts.ts'

/** A refused request, as RFC 9457 tells it: a title, a sentence that says what to do next, a code. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string

  constructor(status: number, code: string, title: string, detail: string) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.title = title
  }
}

function text(body: unknown, field: string): string | null {
  if (typeof body !== 'object' || body === null) return null
  const value: unknown = Reflect.get(body, field)
  return typeof value === 'string' ? value : null
}

export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const title = text(body, 'title') ?? texts.errors.title
  return new Problem(response.status, text(body, 'code') ?? String(response.status), title, text(body, 'detail') ?? texts.errors.status(response.status))
}

export function unreachable(): Problem {
  return new Problem(0, 'unreachable', texts.errors.unreachableTitle, texts.errors.unreachable)
}
