/**
 * Writes lines until it is killed, and says on stdout which were acknowledged: `first last` of keys made, one submit a line.
 * `node --import tsx test/crash/writer.ts <folder> <life> <seed>`
 */
import { writeSync } from 'node:fs'
import { openFileRecord } from '../../src/db/record-files.ts'
import { randomFrom } from './disk-in-memory.ts'
import { lifeLine, SETTINGS } from './lines.ts'

const [folder = '', life = '0', seed = '1'] = process.argv.slice(2)
const random = randomFrom(Number(seed))
const record = await openFileRecord<null>(folder, { ...SETTINGS, now: Date.now, onDamage: (damage) => writeSync(2, `${JSON.stringify(damage)}\n`) })
writeSync(1, 'ready\n')
let made = 0

async function submitter(): Promise<never> {
  for (;;) {
    const first = made
    made += 1 + Math.floor(random() * 10)
    const last = made - 1
    const fresh = Array.from({ length: last - first + 1 }, (_, place) => lifeLine(Number(life), first + place))
    // lines known for long, or still on their way, come again
    const known = Array.from({ length: 3 }, () => lifeLine(Math.floor(random() * (Number(life) + 1)), Math.floor(random() * first)))
    await record.submit([...fresh, ...known])
    writeSync(1, `${first} ${last}\n`)
    await new Promise((resolve) => setTimeout(resolve, random() * 4))
  }
}

await Promise.all(Array.from({ length: 8 }, submitter))
