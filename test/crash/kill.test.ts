import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { type Damage, openFileRecord, verifyRecord } from '../../src/db/record-files.ts'
import { randomFrom } from './disk-in-memory.ts'
import { lifeLine, SETTINGS } from './lines.ts'

const LIVES = Number(process.env['HATRACK_KILLS'] ?? 25)
const WRITER = new URL('./writer.ts', import.meta.url).pathname

/** Lets a writer run, kills it -9 some time after it began to write, and answers with the keys it had acknowledged. */
async function life(folder: string, number: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, folder, String(number), String(number + 1)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => child.once('close', resolve))
  const acknowledged: string[] = []
  for await (const text of createInterface({ input: child.stdout })) {
    if (text === 'ready') setTimeout(() => child.kill('SIGKILL'), afterMs)
    const [first, last] = text.split(' ').map(Number)
    if (first === undefined || last === undefined) continue
    for (let key = first; key <= last; key++) acknowledged.push(`life-${number}-line-${key}`)
  }
  await gone
  return acknowledged
}

test(`killed ${LIVES} times under load, the record has lost nothing that it acknowledged and holds nothing twice`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-kill-'))
  const random = randomFrom(25)
  const acknowledged: string[] = []
  const kept = async () => {
    const record = await openFileRecord<null>(folder, { ...SETTINGS, now: Date.now })
    const keys: string[] = []
    for await (const lines of record.read(0)) for (const line of lines) keys.push((JSON.parse(line.body) as { key: string }).key)
    expect(record.recorded).toBe(keys.length)
    const candidates = keys.map((key) => lifeLine(Number(key.split('-')[1]), Number(key.split('-')[3])))
    for (let from = 0; from < candidates.length; from += 5000) {
      expect(new Set(await record.submit(candidates.slice(from, from + 5000)))).toEqual(new Set(['duplicate']))
    }
    await record.close()
    return keys
  }
  try {
    for (let number = 0; number < LIVES; number++) {
      acknowledged.push(...await life(folder, number, 5 + random() * 300))
      const keys = await kept()
      const known = new Set(keys)
      expect(known.size).toBe(keys.length)
      expect(acknowledged.filter((key) => !known.has(key))).toEqual([])
    }
    expect(acknowledged.length).toBeGreaterThan(LIVES * 10)
    const before = await kept()
    rmSync(join(folder, 'index'), { recursive: true })
    expect(await kept()).toEqual(before)
    const damage: readonly Damage[] = (await verifyRecord(folder)).damage
    expect(damage).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 0)
