/** `1 user`, `2 users`, `1,200 users`. */
export function plural(value: unknown, one: string, many = `${one}s`): string {
  const number = Number(value)
  return `${countOf(number)} ${number === 1 ? one : many}`
}

/** A number for people; a negative zero, or what rounds to it, is a zero. */
export function countOf(value: number, digits = 3): string {
  return withoutMinusZero(value.toLocaleString('en-US', { maximumFractionDigits: digits }))
}

/** `-0`, `-0.00` become `0`, `0.00`. */
export function withoutMinusZero(text: string): string {
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
