import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../base/refusal.ts'

/** As OWASP has it for scrypt: 32 MB and about 0.2 s a look, so that guessing is dear. Kept with each hash, so that they can grow. */
const COST = { logN: 15, r: 8, p: 3 } as const
const HASH_BYTES = 32
const SALT_BYTES = 16
export const SHORTEST = 12
export const LONGEST = 200

/**
 * Each look holds one of the four threads that files are written with, and a core: with 40 at once an acknowledgement of evidence waited 14 s for its
 * flush. So one is made at a time, and the others wait; beyond so many nobody would wait any more (about 0.2 s each).
 */
const WAITING_AT_MOST = 64
const waiting: (() => void)[] = []
let isDeriving = false

/** One after the other, in the order in which they came, for the whole process: its threads are shared by all. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= WAITING_AT_MOST) throw new Refusal('busy', 'too many passwords are being looked at; try again in a moment')
  if (isDeriving) await new Promise<void>((settle) => waiting.push(settle))
  isDeriving = true
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // Handed on, never let go in between: whoever comes now waits behind those who wait.
    if (next) next()
    else isDeriving = false
  }
}

function derive(password: string, salt: Buffer, { logN, r, p }: { readonly logN: number; readonly r: number; readonly p: number }): Promise<Buffer> {
  const N = 2 ** logN
  return new Promise((settle, fail) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, hash) => (error ? fail(error) : settle(hash)))
  })
}

/** A password as it is kept: `scrypt$logN$r$p$salt$hash`. */
export async function hashedPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await inTurn(() => derive(password, salt, COST))
  return ['scrypt', COST.logN, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes as long for nobody as for somebody, so that the time does not tell who is known. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, logN, r, p, salt = '', hash = ''] = (kept ?? NOBODYS).split('$')
  const made = await inTurn(() => derive(password, Buffer.from(salt, 'base64url'), { logN: Number(logN), r: Number(r), p: Number(p) }))
  const wanted = Buffer.from(hash, 'base64url')
  return kept !== null && made.length === wanted.length && timingSafeEqual(made, wanted)
}

const NOBODYS = ['scrypt', COST.logN, COST.r, COST.p, Buffer.alloc(SALT_BYTES).toString('base64url'), Buffer.alloc(HASH_BYTES).toString('base64url')].join('$')
