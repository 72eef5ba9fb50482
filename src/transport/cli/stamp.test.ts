import { describe, expect, test } from 'vitest'
import { importInBatches } from './batches.ts'
import { importIdOf, stamped } from './stamp.ts'

describe('the id of an import at the end of a line', () => {
  const scenarios: readonly [name: string, line: string, stamped: string][] = [
    ['a line', '{"type":"usage","key":"u1"}', '{"type":"usage","key":"u1","import":"i1"}'],
    ['blanks around it', ' {"key":"u1" } ', '{"key":"u1","import":"i1"}'],
    ['a line with an import keeps it', '{"key":"u1","import":"mine"}', '{"key":"u1","import":"mine"}'],
    ['an import that is null is none', '{"import":null,"key":"u1"}', '{"import":"i1","key":"u1"}'],
    ['a line of an export stays as it was', '{"key":"u1" ,"recordedAt":"2026-02-03T10:00:00Z"}', '{"key":"u1" ,"recordedAt":"2026-02-03T10:00:00Z"}'],
    ['its field may be written with escapes', '{"key":"u1","\\u0069mport":"mine"}', '{"key":"u1","\\u0069mport":"mine"}'],
    ['escapes elsewhere', '{"key":"\\u0069"}', '{"key":"\\u0069","import":"i1"}'],
    ['an undo names what it undoes', '{"type":"undo","key":"x1","import":"i0"}', '{"type":"undo","key":"x1","import":"i0"}'],
    ['even if it forgot to', '{"type":"undo","key":"x1"}', '{"type":"undo","key":"x1"}'],
    ['the words as values', '{"key":"import","name":"recordedAt"}', '{"key":"import","name":"recordedAt","import":"i1"}'],
    ['the words deeper within', '{"key":"u1","properties":{"import":"x"}}', '{"key":"u1","properties":{"import":"x"},"import":"i1"}'],
    ['nothing in it', '{}', '{}'],
    ['no object', '"text"', '"text"'],
    ['no JSON', '{"key":', '{"key":'],
  ]
  test.each(scenarios)('%s', (_name, line, expected) => expect(stamped(line, 'i1')).toBe(expected))

  test('ids: of contents always the same, without contents always another', () => {
    expect(importIdOf('2026-02-03', Buffer.from('0123456789ab', 'hex'))).toBe('import-2026-02-03-0123456789')
    expect(importIdOf('2026-02-03', null)).toMatch(/^import-2026-02-03-[0-9a-f]{10}$/)
    expect(importIdOf('2026-02-03', null)).not.toBe(importIdOf('2026-02-03', null))
  })
})

describe('batches of an import', () => {
  async function* file(text: string): AsyncGenerator<Buffer> {
    yield Buffer.from(text)
  }

  test('refused lines have their numbers in the file, over all batches; a list in a line does not make a list of the batch', async () => {
    const bodies: string[] = []
    const lines = [...Array.from({ length: 5_000 }, (_, place) => `{"key":"u${place}"}`), '', '[1]', '{"key":"bad"}']
    const imported = await importInBatches(
      file(lines.join('\n')),
      'i1',
      async (body) => {
        bodies.push(body)
        const refused = body.split('\n').findIndex((line) => line.includes('bad'))
        return { accepted: 1, duplicate: 0, rejected: refused < 0 ? [] : [{ line: refused + 1, key: 'bad', reason: 'missing-field', says: '' }] }
      },
      () => {},
    )
    expect(bodies).toHaveLength(2)
    expect(bodies[1]).toBe('{"key":"bad","import":"i1"}')
    expect(imported).toMatchObject({ accepted: 2, stamped: 5_001 })
    expect(imported.rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [5_002, 'not-an-object'],
      [5_003, 'missing-field'],
    ])
  })
})
