/** Why a request, a command or a line of evidence is refused. Each code has a paragraph in docs/refusals.md. */
export const REFUSALS = {
  // lines of evidence
  'not-json': 'line', 'not-an-object': 'line', 'unknown-type': 'line', 'missing-field': 'line', 'bad-identifier': 'line', 'junk-identifier': 'line',
  'bad-kind': 'line', 'bad-date': 'line', 'bad-period': 'line', 'bad-interval': 'line', 'bad-amount': 'line', 'unknown-currency': 'line',
  'bad-seats': 'line', 'bad-score': 'line', 'bad-ids': 'line', 'bad-text': 'line', 'bad-number': 'line', 'bad-value': 'line', 'too-deep': 'line',
  'too-large-line': 'line', 'too-many-keys': 'line', 'key-taken': 'line', 'not-allowed': 'line',
  // requests
  'bad-parameter': 'request', 'unknown-product': 'request', 'unknown-party': 'request', 'unknown-route': 'request', 'no-key': 'request', 'signed-out': 'request', 'wrong-key': 'request',
  'key-too-weak': 'request', 'bad-signature': 'request', 'too-large': 'request', 'too-many-lines': 'request', 'busy': 'request', 'too-many-tries': 'request', 'storage-full': 'request', 'not-ready': 'request',
  'unknown-import': 'request', 'not-now': 'request', 'wrong-offset': 'request',
  // commands
  'folder-in-use': 'command', 'folder-too-new': 'command', 'bad-command': 'command', 'no-such-file': 'command', 'unreachable': 'command',
} as const

export type RefusalCode = keyof typeof REFUSALS

/** A caller's mistake, or a state that the caller can wait out. The sentence says what to do next. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, sentence: string, details: Readonly<Record<string, unknown>> = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}
