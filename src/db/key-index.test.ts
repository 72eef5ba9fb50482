import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DiskInMemory, randomFrom } from '../../test/crash/disk-in-memory.ts'
import { hashIdentity } from './identity-hash.ts'
import { KeyIndex, type KeyIndexOptions } from './key-index.ts'
import { PAGE_ENTRIES } from './key-run.ts'
import { RecentKeys } from './recent-keys.ts'

const KEY = Uint32Array.of(1, 2, 3, 4)

function hashOf(identity: string): Uint32Array {
  const hash = new Uint32Array(4)
  hashIdentity(identity, KEY, hash, 0)
  return hash
}

function opened(disk: DiskInMemory, options: KeyIndexOptions): KeyIndex {
  const index = new KeyIndex(disk, '/index', options)
  index.load()
  return index
}

/** Adds keys at positions 10, 20, ... and seals whenever the index is full. */
async function filled(index: KeyIndex, identities: readonly string[], from = 0): Promise<void> {
  for (const [place, identity] of identities.entries()) {
    const position = (from + place + 1) * 10
    index.add(hashOf(identity), 0, position)
    if (!index.isFull) continue
    index.freeze()
    await index.seal({ through: position + 1, recorded: from + place + 1, receivedAt: 0, key: KEY }, [[identity, 'api']])
  }
  await index.settled()
}

test('every position of a key is found, in order of arrival, in memory, in runs and after merges', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 40 }), async (keys, recentKeys) => {
    const index = opened(new DiskInMemory(), { recentKeys })
    await filled(index, keys.map(String))
    for (let key = 0; key <= 61; key++) {
      expect(index.find(hashOf(String(key)), 0)).toEqual(keys.flatMap((one, place) => (one === key ? [(place + 1) * 10] : [])))
    }
    await index.close()
  }), { numRuns: 100 })
})

test('thousands of versions of one key run over pages and over the end of the table', async () => {
  const index = opened(new DiskInMemory(), { recentKeys: 4 * PAGE_ENTRIES })
  const keys = Array.from({ length: 5000 }, (_, place) => (place % 3 === 0 ? `other ${place}` : 'the same'))
  await filled(index, keys)
  expect(index.runs).toBeGreaterThan(0)
  expect(index.find(hashOf('the same'), 0)).toHaveLength(keys.filter((key) => key === 'the same').length)
  for (let place = 0; place < keys.length; place += 3) expect(index.find(hashOf(`other ${place}`), 0)).toEqual([(place + 1) * 10])
})

test('many runs become few, and files that nobody needs go', async () => {
  const disk = new DiskInMemory()
  const index = opened(disk, { recentKeys: 100 })
  await filled(index, Array.from({ length: 100 * 70 }, (_, place) => `key ${place}`))
  expect(index.runs).toBeLessThanOrEqual(3 * 4)
  expect(disk.paths().filter((path) => path.endsWith('.keys'))).toHaveLength(index.runs)
})

test('after a restart it knows what was sealed and says from where the rest must be read', async () => {
  const disk = new DiskInMemory()
  const identities = Array.from({ length: 1050 }, (_, place) => `key ${place}`)
  const index = opened(disk, { recentKeys: 100 })
  await filled(index, identities)
  await index.close()
  const again = new KeyIndex(disk.afterPowerLoss(() => 0), '/index', { recentKeys: 100 })
  const loaded = again.load()
  expect(loaded?.checkpoint).toEqual({ through: 10_001, recorded: 1000, receivedAt: 0, key: KEY })
  expect(loaded?.claims).toHaveLength(10)
  for (const [place, identity] of identities.entries()) expect(again.find(hashOf(identity), 0)).toEqual(place < 1000 ? [(place + 1) * 10] : [])
})

test('keys of lines that never came to disk are forgotten, frozen or not', () => {
  const index = opened(new DiskInMemory(), { recentKeys: 4 })
  for (let place = 1; place <= 4; place++) index.add(hashOf(`key ${place}`), 0, place * 10)
  index.freeze()
  index.add(hashOf('key 1'), 0, 50)
  index.keepBefore(30)
  expect([1, 2, 3, 4].map((place) => index.find(hashOf(`key ${place}`), 0))).toEqual([[10], [20], [], []])
  expect(index.isFull).toBe(false)
})

test('a full disk is waited out, and nothing is forgotten meanwhile', async () => {
  const disk = new DiskInMemory()
  const index = opened(disk, { recentKeys: 100 })
  disk.capacityBytes = 0
  for (let place = 0; place < 100; place++) index.add(hashOf(`key ${place}`), 0, place)
  index.freeze()
  const sealed = index.seal({ through: 100, recorded: 100, receivedAt: 0, key: KEY }, [])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(index.runs).toBe(0)
  for (let place = 0; place < 100; place++) expect(index.find(hashOf(`key ${place}`), 0)).toEqual([place])
  disk.capacityBytes = Number.POSITIVE_INFINITY
  await sealed
  expect(index.runs).toBe(1)
  for (let place = 0; place < 100; place++) expect(index.find(hashOf(`key ${place}`), 0)).toEqual([place])
})

test('filters let few absent keys through, and take no more memory than they may', async () => {
  const identities = Array.from({ length: 40_000 }, (_, place) => `key ${place}`)
  for (const [filterBytes, most] of [[1_000_000, 0.02], [25_000, 0.2]] as const) {
    const disk = new DiskInMemory()
    const index = opened(disk, { recentKeys: 40_000, filterBytes })
    await filled(index, identities)
    let reads = 0
    const open = disk.open.bind(disk)
    disk.open = (path, how) => {
      const file = open(path, how)
      return { ...file, read: (into, at) => { reads++; return file.read(into, at) } }
    }
    await index.close()
    const again = opened(disk, { recentKeys: 40_000, filterBytes })
    expect(again.sealedMemoryBytes).toBeLessThan(Math.min(filterBytes, 50_000) * 1.1 + 2000)
    reads = 0
    for (let place = 0; place < 10_000; place++) expect(again.find(hashOf(`absent ${place}`), 0)).toEqual([])
    expect(reads / 10_000).toBeLessThan(most)
  }
})

test('a table, however full and small, is read in the order of hashes', () => {
  const random = randomFrom(11)
  for (let round = 0; round < 3000; round++) {
    const keys = new RecentKeys(1 + Math.floor(random() * 12))
    const count = Math.floor(random() * 30)
    for (let place = 0; place < count; place++) keys.add(hashOf(`${round} ${Math.floor(random() * 20)}`), 0, place)
    const read: string[] = []
    const steps = keys.inOrder((hashes, at, position) => void read.push([...hashes.subarray(at, at + 4), position].map((word) => String(word).padStart(12, '0')).join(' ')))
    while (steps.next().done !== true);
    expect(read).toHaveLength(count)
    expect(read).toEqual(read.toSorted())
  }
})

test('positions up to 2^48 fit', () => {
  const keys = new RecentKeys(16)
  const positions = [0, 1, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, 2 ** 48 - 2]
  for (const position of positions) keys.add(hashOf(`at ${position}`), 0, position)
  for (const position of positions) {
    const found: number[] = []
    keys.find(hashOf(`at ${position}`), 0, found)
    expect(found).toEqual([position])
  }
})

test('hashes differ by every character, by length and by key, and spread evenly', () => {
  const random = randomFrom(3)
  const texts = new Set(['', '\0', '\0\0', 'a', 'a\0', 'ab', 'ba', 'abc', 'abd', 'ä', '€', '\uffff'])
  for (let place = 0; place < 20_000; place++) texts.add(`usage\0api\0${Math.floor(random() * 1e9)}`)
  const halves = new Set<string>()
  const buckets = new Uint32Array(64)
  for (const text of texts) {
    const hash = hashOf(text)
    halves.add(`${hash[0]} ${hash[1]}`)
    halves.add(`${hash[2]} ${hash[3]}`)
    buckets[(hash[0] ?? 0) >>> 26] = (buckets[(hash[0] ?? 0) >>> 26] ?? 0) + 1
  }
  expect(halves.size).toBe(2 * texts.size)
  expect(Math.max(...buckets)).toBeLessThan((texts.size / 64) * 1.3)
  expect(Math.min(...buckets)).toBeGreaterThan((texts.size / 64) * 0.7)
})
