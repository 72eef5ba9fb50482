/** An exact fraction that is not negative; the denominator is positive. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

export const zero: Rational = { over: 0n, under: 1n }

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}

export function fraction(over: bigint, under: bigint): Rational {
  const divisor = over === 0n ? under : greatestDivisor(over, under)
  return { over: over / divisor, under: under / divisor }
}

export function sum(a: Rational, b: Rational): Rational {
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under)
}

export function roundedHalfUp(value: Rational): bigint {
  return (2n * value.over + value.under) / (2n * value.under)
}

export interface Claim {
  readonly name: string
  readonly weight: number
}

/** The total split by weight, to the unit, by largest remainder; of equal remainders the earlier claim comes first. */
export function split(total: bigint, claims: readonly Claim[]): ReadonlyMap<string, bigint> {
  const weights = claims.reduce((all, claim) => all + BigInt(claim.weight), 0n)
  if (weights === 0n) return new Map()
  const parts = claims.map((claim, order) => {
    const share = total * BigInt(claim.weight)
    return {
      name: claim.name,
      floor: share / weights,
      remainder: share % weights,
      order,
    }
  })
  const left = total - parts.reduce((all, part) => all + part.floor, 0n)
  const lucky = [...parts].sort((a, b) => (a.remainder !== b.remainder ? (a.remainder > b.remainder ? -1 : 1) : a.order - b.order)).slice(0, Number(left))
  return new Map(parts.map((part) => [part.name, part.floor + (lucky.includes(part) ? 1n : 0n)]))
}
