import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Record } from '../db/record.ts'
import { openFileRecord } from '../db/record-files.ts'
import { LINE_TYPES, type Line } from './line.ts'
import { takeEvidence } from './take.ts'
import { versionRules } from './versions.ts'

const NOW = Date.parse('2026-11-01T00:00:00Z')
const doc = readFileSync(new URL('../../docs/evidence.md', import.meta.url), 'utf8')
const glossary = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'hatrack-docs-'))
let record: Record<Line>

beforeAll(async () => {
  record = await openFileRecord<Line>(folder, { rules: versionRules(), now: () => NOW })
})

afterAll(async () => {
  await record.close()
  rmSync(folder, { recursive: true })
})

test('all examples are taken, and every type has one', async () => {
  const examples = [...doc.matchAll(/^```json\n(.*?)^```/gms)].map((match) => match[1] ?? '').join('')
  expect(await takeEvidence(record, { text: examples, power: 'write', now: NOW })).toEqual({ accepted: examples.trim().split('\n').length, duplicate: 0, rejected: [] })
  for (const type of LINE_TYPES) expect(examples).toContain(`{"type":"${type}"`)
  expect([...doc.matchAll(/^## ([a-z]+)$/gm)].map((match) => match[1])).toEqual([...LINE_TYPES])
})

test('every field of an example is explained', () => {
  for (const section of doc.split(/^## /m).slice(2)) {
    const examples = [...section.matchAll(/^\{.*\}$/gm)].map((match) => JSON.parse(match[0]) as object)
    for (const field of examples.flatMap((example) => Object.keys(example))) expect(doc, section.slice(0, 20)).toContain(`\`${field}\``)
  }
})

test('the glossary names every type of line once, in the order of the alphabet', () => {
  const words = [...glossary.matchAll(/^\*\*(.+?)\*\*/gm)].map((match) => match[1] ?? '')
  for (const type of LINE_TYPES) expect(words).toContain(type)
  expect(words).toEqual([...new Set(words)].sort((a, b) => a.localeCompare(b, 'en')))
})
