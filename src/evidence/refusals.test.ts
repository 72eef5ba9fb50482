import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REFUSALS } from '../base/refusal.ts'
import { openFileRecord } from '../db/record-files.ts'
import type { Line } from './line.ts'
import { takeEvidence } from './take.ts'
import { versionRules } from './versions.ts'

const NOW = Date.parse('2026-11-01T00:00:00Z')
const KINDS: { readonly [section: string]: string } = { Lines: 'line', Requests: 'request', Commands: 'command' }
const doc = readFileSync(new URL('../../docs/refusals.md', import.meta.url), 'utf8')

interface Paragraph {
  readonly code: string
  readonly kind: string
  readonly text: string
  readonly example: string | null
}

const paragraphs: readonly Paragraph[] = doc.split(/^## /m).slice(1).flatMap((section) => {
  const kind = KINDS[section.slice(0, section.indexOf('\n'))] ?? ''
  return section.split(/^### /m).slice(1).map((part) => {
    const [code = '', ...rest] = part.split('\n')
    const text = rest.join('\n')
    return { code, kind, text, example: /^```json\n(.*?)\n```/ms.exec(text)?.[1] ?? null }
  })
})

test('every code has its paragraph, and every paragraph its code', () => {
  expect(Object.fromEntries(paragraphs.map(({ code, kind }) => [code, kind]))).toEqual(REFUSALS)
  expect(paragraphs).toHaveLength(Object.keys(REFUSALS).length)
  for (const { code, text } of paragraphs) expect(text.length, code).toBeGreaterThan(80)
})

test.each(paragraphs.filter(({ example }) => example !== null))('the example of $code is refused as that', async ({ code, example }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-refusals-'))
  const record = await openFileRecord<Line>(folder, { rules: versionRules(), now: () => NOW })
  const { rejected } = await takeEvidence(record, { text: example ?? '', power: 'write', now: NOW })
  expect(rejected).toHaveLength(1)
  expect(rejected[0]?.line).toBe(example?.split('\n').length)
  expect(rejected[0]?.reason).toMatch(code === 'missing-field' ? /^missing-/ : code)
  await record.close()
  rmSync(folder, { recursive: true })
})

test('every code of a line has an example, where one fits on the page', () => {
  expect(paragraphs.filter(({ kind, example }) => kind === 'line' && example === null).map(({ code }) => code)).toEqual(['too-large-line', 'too-many-keys'])
})
