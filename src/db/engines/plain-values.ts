/** What every engine's values become: see `Row` in ../db.ts. */

/** Whole numbers as number; beyond 2^53 they would silently change, so they are an error. */
export function wholeNumber(value: bigint | string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`the whole number ${value} is beyond 2^53; ask for it as text`)
  return number
}

/** A decimal is text, with its digits; one without fraction digits (such as a sum of bigints in PostgreSQL) is a whole number. */
export function decimalValue(text: string): number | string {
  return /^-?\d+$/.test(text) ? wholeNumber(text) : text
}
