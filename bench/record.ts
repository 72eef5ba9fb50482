/**
 * How many lines a second does the record on files keep, and how long does an acknowledgement take?
 * `npx tsx bench/record.ts [folder] [seconds]`. Every line goes through duplicates and fdatasync; medians of the runs are printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileRecord } from '../src/db/record-files.ts'
import type { Candidate, VersionRules } from '../src/db/record.ts'

interface Question {
  readonly name: string
  readonly submitters: number
  readonly batch: number
}

interface Answer {
  readonly linesPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const QUESTIONS: readonly Question[] = [
  { name: 'batches of 100, 32 submitters', submitters: 32, batch: 100 },
  { name: 'single lines, 64 submitters', submitters: 64, batch: 1 },
  { name: 'single lines, 256 submitters', submitters: 256, batch: 1 },
  { name: 'single lines, 1 submitter', submitters: 1, batch: 1 },
]
const RUNS = 5
const RULES: VersionRules = { holding: (versions) => versions.length - 1, same: (a, b) => a === b }

let made = 0

/** About 200 bytes, with a key of its own. */
function usage(): Candidate<null> {
  const key = `ajs-next-1729000000000-${(made++).toString(16).padStart(12, '0')}`
  const body = `{"type":"usage","key":"${key}","source":"segment:web","party":"user:ann-${made % 5000}","product":"drill","event":"Drill Started","at":"2026-03-01T10:00:00.000Z"}`
  return { identity: `usage\0segment:web\0${key}`, claim: null, source: 'segment:web', body, recordedAt: null, correctable: false, line: null }
}

async function measure(question: Question, parent: string, seconds: number): Promise<Answer> {
  const folder = mkdtempSync(join(parent, 'record-'))
  const record = await openFileRecord<null>(folder, { rules: RULES, now: Date.now })
  const waits: number[] = []
  const begin = performance.now()
  const until = begin + seconds * 1000
  const submitter = async () => {
    while (performance.now() < until) {
      const lines = Array.from({ length: question.batch }, usage)
      const sent = performance.now()
      await record.submit(lines)
      waits.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: question.submitters }, submitter))
  const took = (performance.now() - begin) / 1000
  const recorded = record.recorded
  await record.close()
  rmSync(folder, { recursive: true })
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? Number.NaN
  return { linesPerSecond: recorded / took, p50Ms: at(0.5), p99Ms: at(0.99) }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

async function main(): Promise<void> {
  const parent = process.argv[2] ?? tmpdir()
  const seconds = Number(process.argv[3] ?? 2)
  console.log(`node ${process.version}, ${cpus().length} cores, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}, fdatasync before every answer, medians of ${RUNS} runs of ${seconds} s`)
  for (const question of QUESTIONS) {
    const answers: Answer[] = []
    for (let run = 0; run < RUNS; run++) answers.push(await measure(question, parent, seconds))
    console.log(`${question.name}: ${Math.round(median(answers.map((one) => one.linesPerSecond))).toLocaleString('en')} lines/s, `
      + `acknowledged in ${median(answers.map((one) => one.p50Ms)).toFixed(2)} ms (p50), ${median(answers.map((one) => one.p99Ms)).toFixed(2)} ms (p99)`)
  }
}

await main()
