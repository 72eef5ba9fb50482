/** A secret of 128 bits per record, so that nobody can look for identities whose hashes meet. */
export type HashKey = Uint32Array

/**
 * Writes the 128-bit hash of a text to out[at..at+3]: two halves, HalfSipHash-1-3 of 64 bits each with its own key, over UTF-16 units.
 * It needs 32-bit integer arithmetic only. Measured on 60 characters: about 0.3 us; node's SHA-1 through createHash 2 us and more.
 * Among a thousand million keys two meet with a probability of 1.5e-21.
 */
export function hashIdentity(text: string, key: HashKey, out: Uint32Array, at: number): void {
  hashHalf(text, key[0] as number, key[1] as number, out, at)
  hashHalf(text, key[2] as number, key[3] as number, out, at + 2)
}

function hashHalf(text: string, k0: number, k1: number, out: Uint32Array, at: number): void {
  let v0 = k0 | 0
  let v1 = k1 ^ 0xee
  let v2 = k0 ^ 0x6c796765
  let v3 = k1 ^ 0x74656462
  const length = text.length
  const words = length >> 1
  for (let index = 0; index <= words; index++) {
    const unit = index << 1
    const word = index < words
      ? text.charCodeAt(unit) | (text.charCodeAt(unit + 1) << 16)
      : ((length & 1) === 1 ? text.charCodeAt(unit) : 0xffff) ^ (length << 16)
    v3 ^= word
    v0 = (v0 + v1) | 0; v1 = (v1 << 5) | (v1 >>> 27); v1 ^= v0; v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0; v3 = (v3 << 8) | (v3 >>> 24); v3 ^= v2
    v0 = (v0 + v3) | 0; v3 = (v3 << 7) | (v3 >>> 25); v3 ^= v0
    v2 = (v2 + v1) | 0; v1 = (v1 << 13) | (v1 >>> 19); v1 ^= v2; v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
  }
  v2 ^= 0xee
  for (let half = 0; half < 2; half++) {
    for (let round = 0; round < 3; round++) {
      v0 = (v0 + v1) | 0; v1 = (v1 << 5) | (v1 >>> 27); v1 ^= v0; v0 = (v0 << 16) | (v0 >>> 16)
      v2 = (v2 + v3) | 0; v3 = (v3 << 8) | (v3 >>> 24); v3 ^= v2
      v0 = (v0 + v3) | 0; v3 = (v3 << 7) | (v3 >>> 25); v3 ^= v0
      v2 = (v2 + v1) | 0; v1 = (v1 << 13) | (v1 >>> 19); v1 ^= v2; v2 = (v2 << 16) | (v2 >>> 16)
    }
    out[at + half] = v1 ^ v3
    v1 ^= 0xdd
  }
}
