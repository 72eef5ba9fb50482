import { expect, test } from 'vitest'
import type { Record } from '../../src/db/record.ts'
import { openFileRecord } from '../../src/db/record-files.ts'
import { DiskInMemory, randomFrom } from './disk-in-memory.ts'
import { lifeLine, SETTINGS } from './lines.ts'

const FOLDER = '/record'
const SEEDS = Number(process.env['HATRACK_POWER_CUTS'] ?? 400)

test(`when the power is cut, nothing acknowledged is lost and nothing comes twice (${SEEDS} seeds)`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await powerCuts(seed)
}, 60_000 + 20 * SEEDS)

async function numbersIn(record: Record<null>): Promise<number[]> {
  const numbers: number[] = []
  for await (const lines of record.read(0)) for (const line of lines) numbers.push(Number((JSON.parse(line.body) as { key: string }).key.split('-')[3]))
  return numbers
}

/** Three lives of a record, each ended by a power cut, some with a flush that fails besides. */
async function powerCuts(seed: number): Promise<void> {
  const random = randomFrom(seed)
  const options = { segmentBytes: 1 + Math.floor(random() * 4000), index: { recentKeys: 4 + Math.floor(random() * 60) } }
  const acknowledged = new Set<number>()
  let disk = new DiskInMemory()
  let made = 0
  for (let life = 0; life < 3; life++) {
    disk.cutAfter = 5 + Math.floor(random() * 120)
    try {
      const record = await openFileRecord<null>(FOLDER, { ...SETTINGS, now: Date.now, disk, ...options })
      if (random() < 0.2) disk.failingFlushes = 1
      await Promise.all(Array.from({ length: 4 }, async () => {
        while (!disk.isDead) {
          const keys = Array.from({ length: 1 + Math.floor(random() * 6) }, () => (random() < 0.2 ? Math.floor(random() * made) : made++))
          await record.submit(keys.map((key) => lifeLine(0, key))).then(() => { for (const key of keys) acknowledged.add(key) }, () => undefined)
          if (!disk.isDead) await new Promise((resolve) => setImmediate(resolve))
          if (random() < 0.01) break
        }
      }))
      disk.isDead = true
      await record.close()
    } catch (error) {
      if (!disk.isDead) throw error
    }
    disk = disk.afterPowerLoss(random)
    const after = await openFileRecord<null>(FOLDER, { ...SETTINGS, now: Date.now, disk, ...options })
    const keys = await numbersIn(after)
    const known = new Set(keys)
    expect(known.size, `seed ${seed}: twice`).toBe(keys.length)
    expect(after.recorded, `seed ${seed}: counted`).toBe(keys.length)
    expect([...acknowledged].filter((key) => !known.has(key)), `seed ${seed}: lost`).toEqual([])
    expect(new Set(await after.submit(keys.map((key) => lifeLine(0, key)))), `seed ${seed}: known`).toEqual(new Set(keys.length === 0 ? [] : ['duplicate']))
    await after.close()
  }
}
