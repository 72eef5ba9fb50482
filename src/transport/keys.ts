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
      return key === null || (key.expires !== null && Date.parse(key.expires) <= now) ? null : key
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
      const key = keyOf(wanted, text, now)
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
  }
}

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
    hash: hashOf(text),
  }
}

function readKeys(file: string): readonly Key[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const listed = (content as { keys?: unknown }).keys
  if (!Array.isArray(listed)) throw new Refusal('bad-command', `${file} does not hold a list of keys; put back a copy, or move it away to get new keys`)
  return listed as Key[]
}
