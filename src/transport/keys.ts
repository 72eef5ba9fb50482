import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { Refusal } from '../base/refusal.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'

export const KEY_POWERS = ['admin', 'write', 'read', 'browser'] as const
export type KeyPower = (typeof KEY_POWERS)[number]

/** A key as it is kept: its text is shown once, only the hash stays. */
export interface Key {
  readonly id: string
  readonly name: string
  readonly power: KeyPower
  /** The workspace it opens; `*` opens all. */
  readonly workspace: string
  /** The source that its events are filed under. */
  readonly source: string
  /** The product of events that name none. */
  readonly product: string
  readonly created: string
  /** The instant from which it no longer opens anything; null for never. */
  readonly expires: string | null
  /** The first signs of its text, by which its holder knows it; absent in keys of older versions. */
  readonly prefix?: string
  /** Of the key that commands find in the data folder; absent: a key that somebody made. */
  readonly kind?: 'machine'
  /** SHA-256 of the text, in hex. */
  readonly hash: string
}

export interface NewKey {
  readonly name: string
  readonly power: KeyPower
  readonly workspace?: string
  readonly source?: string
  readonly product?: string
  readonly expires?: string | null
}

export interface Keys {
  list(): readonly Key[]
  /** The key with this text; null if there is none, or it has expired. */
  find(text: string, now: number): Key | null
  create(wanted: NewKey, now: number): { readonly key: Key; readonly text: string }
  /** A key that lives only as long as this process. */
  temporary(wanted: NewKey, now: number): string
  /** Takes a key away, by its id or name; false if there is none. */
  revoke(idOrName: string): boolean
  /**
   * A new text under the same name. The old one stays good for so long, so that its holders can be given the new one. A key that ends lives as long
   * again as it was made for, from now on; one that is over already gets no new text.
   */
  rotate(id: string, overlapMs: number, now: number): { readonly key: Key; readonly text: string }
  /** When the key was last used since this process began, to the day it is kept; null if not. */
  lastUsed(id: string): string | null
}

const TEXT = /^hatrack_(admin|write|read|browser)_([0-9a-f]{40})_([0-9a-f]{8})$/

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

export function newKeyText(power: KeyPower): string {
  const start = `hatrack_${power}_${randomBytes(20).toString('hex')}`
  return `${start}_${checksum(start)}`
}

/** True if the text could be a key: its form and checksum are right. Tells typing errors from unknown keys, and lets scanners find leaked ones. */
export function isKeyText(text: string): boolean {
  return TEXT.test(text) && checksum(text.slice(0, -9)) === text.slice(-8)
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Texts that were looked up lately, so that not every request costs a checksum and a hash. */
const TEXTS_KEPT = 1_000

/** How often a change that another process made to the file is looked for. */
const LOOK_EVERY_MS = 500

/** The keys of a data folder, in `keys.json`. Another process may change the file; it is read again when it did. */
export function openKeys(folder: string): Keys {
  const file = join(folder, 'keys.json')
  let keys: readonly Key[] = []
  let byHash = new Map<string, Key>()
  const temporary = new Map<string, Key>()
  const byText = new Map<string, Key>()
  const used = openUses(folder)
  let stamp = ''
  let lookedAt = 0

  function lookUp(text: string): Key | null {
    if (!isKeyText(text)) return null
    const hash = hashOf(text)
    const key = byHash.get(hash) ?? temporary.get(hash)
    if (key === undefined) return null
    if (byText.size >= TEXTS_KEPT) byText.clear()
    byText.set(text, key)
    return key
  }

  function fileStamp(): string {
    try {
      const { mtimeMs, size, ino } = statSync(file)
      return `${mtimeMs} ${size} ${ino}`
    } catch {
      return ''
    }
  }

  function look(): void {
    const now = fileStamp()
    if (now === stamp) return
    keys = now === '' ? [] : readKeys(file)
    byHash = new Map(keys.map((key) => [key.hash, key]))
    byText.clear()
    stamp = now
  }

  function write(next: readonly Key[]): void {
    mkdirSync(folder, { recursive: true })
    const partial = `${file}.${process.pid}.tmp`
    writeFileSync(partial, `${JSON.stringify({ keys: next }, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(partial, file)
    stamp = ''
    look()
  }

  look()
  return {
    list() {
      look()
      return keys
    },
    find(text, now) {
      if (now - lookedAt > LOOK_EVERY_MS || now < lookedAt) {
        lookedAt = now
        look()
      }
      const key = byText.get(text) ?? lookUp(text)
      if (key === null || (key.expires !== null && Date.parse(key.expires) <= now)) return null
      used.note(key.id, now)
      return key
    },
    create(wanted, now) {
      look()
      if (keys.some((key) => key.name === wanted.name)) {
        throw new Refusal('bad-parameter', `there is a key named '${wanted.name}' already; choose another name, or revoke it first`)
      }
      const text = newKeyText(wanted.power)
      const key = keyOf(wanted, text, now)
      write([...keys, key])
      return { key, text }
    },
    temporary(wanted, now) {
      const text = newKeyText(wanted.power)
      const key: Key = { ...keyOf(wanted, text, now), kind: 'machine' }
      temporary.set(key.hash, key)
      return text
    },
    revoke(idOrName) {
      look()
      const left = keys.filter((key) => key.id !== idOrName && key.name !== idOrName)
      if (left.length === keys.length) return false
      write(left)
      return true
    },
    rotate(id, overlapMs, now) {
      look()
      const old = keys.find((key) => key.id === id)
      if (!old) throw new Refusal('bad-parameter', `there is no key '${id}'; 'hatrack keys list' shows them`, { parameter: 'id' })
      if (old.expires !== null && Date.parse(old.expires) <= now)
        throw new Refusal('not-now', `the key '${old.name}' is over since ${old.expires.slice(0, 10)}, and opens nothing; revoke it, and make a new one`, {
          parameter: 'id',
        })
      const text = newKeyText(old.power)
      const expires = old.expires === null ? null : new Date(now + Date.parse(old.expires) - Date.parse(old.created)).toISOString()
      const key = keyOf({ ...old, expires }, text, now)
      const ends = new Date(now + overlapMs).toISOString()
      const name = `${old.name} (until ${ends.slice(0, 10)}, ${old.id.slice(0, 4)})`
      const aside = { ...old, name, expires: old.expires !== null && old.expires < ends ? old.expires : ends }
      write([...keys.map((one) => (one.id === id ? aside : one)), key])
      return { key, text }
    },
    lastUsed: used.last,
  }
}

/** Uses are kept once a minute, so that no request waits for them; what a crash loses is told later by the next use. */
const USES_KEPT_EVERY_MS = 60_000

function openUses(folder: string): { note(id: string, now: number): void; last(id: string): string | null } {
  const file = join(folder, 'key-uses.json')
  let keptAt = 0
  let uses: { [id: string]: number } = {}
  try {
    uses = JSON.parse(readFileSync(file, 'utf8')) as { [id: string]: number }
  } catch {
    // None were kept yet.
  }
  return {
    note(id, now) {
      uses[id] = now
      if (now - keptAt < USES_KEPT_EVERY_MS) return
      keptAt = now
      try {
        writeFileSync(`${file}.tmp`, JSON.stringify(uses), { mode: 0o600 })
        renameSync(`${file}.tmp`, file)
      } catch {
        // A full disk must not shut anybody out.
      }
    },
    last: (id) => (uses[id] === undefined ? null : new Date(uses[id]).toISOString()),
  }
}

/** As many signs of a key's text as tell keys apart, and open nothing. */
const PREFIX_SIGNS = 'hatrack_'.length + 12

function keyOf(wanted: NewKey, text: string, now: number): Key {
  return {
    id: randomUUID(),
    name: wanted.name,
    power: wanted.power,
    workspace: wanted.workspace ?? 'main',
    source: wanted.source ?? wanted.name,
    product: wanted.product ?? UNNAMED_PRODUCT,
    created: new Date(now).toISOString(),
    expires: wanted.expires ?? null,
    prefix: text.slice(0, PREFIX_SIGNS),
    hash: hashOf(text),
  }
}

function readKeys(file: string): readonly Key[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const listed = (content as { keys?: unknown }).keys
  if (!Array.isArray(listed)) throw new Refusal('bad-command', `${file} does not hold a list of keys; put back a copy, or move it away to get new keys`)
  return listed as Key[]
}
