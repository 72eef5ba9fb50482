import { Fault } from './fault.ts'

/** 1 MiB, as UTF-8. */
export const MAX_LINE_BYTES = 1_048_576
/** The line itself is level 1. */
export const MAX_DEPTH = 32
/** Keys of a line and of all objects in it. */
export const MAX_KEYS = 1_000

/** Reads the text of one line. What it lets through can be kept and given back without loss. Of a key written twice the last value counts, as in JSON.parse. */
export function parseLine(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault } {
  if (isTooLarge(text)) return { ok: false, fault: tooLarge() }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, fault: new Fault('not-json', 'this is not JSON; write one JSON object a line') }
  }
  const fault = faultInValue(value)
  return fault ? { ok: false, fault } : { ok: true, value }
}

/** True if the text has more than MAX_LINE_BYTES bytes in UTF-8. */
export function isTooLarge(text: string): boolean {
  // A UTF-16 unit is at most three bytes: short lines need no counting.
  return text.length > MAX_LINE_BYTES || (text.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(text) > MAX_LINE_BYTES)
}

export function tooLarge(): Fault {
  return new Fault('too-large-line', 'the line has more than 1 MiB; leave out large properties or split it')
}

/** What in a parsed value cannot be kept exactly: numbers, texts, depth, number of keys. Null if all is well. */
export function faultInValue(value: unknown): Fault | null {
  const count = { keys: 0 }
  return faultIn(value, 1, count)
}

function faultIn(value: unknown, depth: number, count: { keys: number }): Fault | null {
  if (typeof value === 'string') return isSoundText(value) ? null : badText()
  if (typeof value === 'number') return isSoundNumber(value) ? null : badNumber()
  if (typeof value !== 'object' || value === null) return null
  if (depth > MAX_DEPTH) return new Fault('too-deep', `the line is nested deeper than ${MAX_DEPTH} levels; flatten it`)
  if (Array.isArray(value)) {
    for (const item of value) {
      const fault = faultIn(item, depth + 1, count)
      if (fault) return fault
    }
    return null
  }
  const object = value as Readonly<{ [name: string]: unknown }>
  for (const name in object) {
    count.keys += 1
    if (count.keys > MAX_KEYS) return new Fault('too-many-keys', `the line has more than ${MAX_KEYS} keys; leave out what is not needed`)
    if (!isSoundText(name)) return badText()
    const fault = faultIn(object[name], depth + 1, count)
    if (fault) return fault
  }
  return null
}

/**
 * JSON.parse rounds what it cannot hold, but every literal from 2^53 on, rounded, is still at least 2^53, and 1e400 is Infinity.
 * So the parsed value tells as much as the text would: nothing that passes was a larger whole number.
 */
function isSoundNumber(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER
}

/** NUL and lone surrogates survive no storage. isWellFormed answers at once for Latin-1 strings, a regular expression reads every character. */
function isSoundText(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed() && !text.includes('\0')
}

function badText(): Fault {
  return new Fault('bad-text', 'a text holds NUL or half of a surrogate pair; send whole Unicode characters')
}

function badNumber(): Fault {
  return new Fault('bad-number', 'a number is 2^53 or more, so it would be rounded; send it as a text')
}
