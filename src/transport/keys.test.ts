import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MS_PER_DAY } from '../base/day.ts'
import { type Keys, openKeys } from './keys.ts'
import { openTrial, trialFolder } from './trial.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')

let keys: Keys
let folder: ReturnType<typeof trialFolder>
beforeEach(() => {
  folder = trialFolder()
  keys = openKeys(folder.folder)
})
afterEach(() => folder.remove())

const inDays = (days: number): string => new Date(NOW + days * MS_PER_DAY).toISOString()

describe('a key that ends', () => {
  test('opens until its end, and nothing from then on, also if it was looked up before', () => {
    const { text } = keys.create({ name: 'crm', power: 'read', expires: inDays(30) }, NOW)
    expect(keys.find(text, NOW + 30 * MS_PER_DAY - 1)?.name).toBe('crm')
    expect(keys.find(text, NOW + 30 * MS_PER_DAY)).toBeNull()
    expect(openKeys(folder.folder).find(text, NOW + 31 * MS_PER_DAY)).toBeNull()
  })

  test('ends again after it got a new text: as long after that as it was made for', () => {
    const { key } = keys.create({ name: 'crm', power: 'read', expires: inDays(30) }, NOW)
    const later = NOW + 20 * MS_PER_DAY
    const made = keys.rotate(key.id, 7 * MS_PER_DAY, later)
    expect(made.key.expires).toBe(inDays(50))
    expect(keys.find(made.text, NOW + 50 * MS_PER_DAY)).toBeNull()
    // And again: it does not grow.
    expect(keys.rotate(made.key.id, 0, later).key.expires).toBe(inDays(50))
  })

  test('gets no new text once it is over', () => {
    const { key } = keys.create({ name: 'crm', power: 'read', expires: inDays(1) }, NOW)
    expect(() => keys.rotate(key.id, 0, NOW + MS_PER_DAY)).toThrow('over since 2026-11-23')
  })

  test('a key without an end has none after a new text either; the old text ends when it was said', () => {
    const { key, text } = keys.create({ name: 'crm', power: 'read' }, NOW)
    expect(keys.rotate(key.id, 7 * MS_PER_DAY, NOW).key.expires).toBeNull()
    expect(keys.find(text, NOW + 7 * MS_PER_DAY - 1)).not.toBeNull()
    expect(keys.find(text, NOW + 7 * MS_PER_DAY)).toBeNull()
  })
})

test('every door refuses a key that is over', async () => {
  let now = NOW
  const trial = await openTrial({ now: () => now })
  const made = (power: 'admin' | 'write' | 'browser') =>
    openKeys(trial.folder).create({ name: `over ${power}`, power, workspace: '*', expires: inDays(1) }, NOW).text
  const texts = { admin: made('admin'), write: made('write'), browser: made('browser') }
  const line = '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}'
  const posted = async (path: string, text: string, body: string, headers: object = { authorization: `Bearer ${text}` }): Promise<number> =>
    (await fetch(trial.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })).status
  const call = '{"type":"track","userId":"ann","event":"opened","messageId":"m1"}'
  const all = async (): Promise<readonly number[]> => [
    await posted('/v1/evidence', texts.write, line),
    await posted('/v1/evidence', texts.browser, line),
    await posted('/api/change', texts.admin, '{"name":"x"}'),
    await posted('/v1/track', texts.write, call),
    await posted('/capture/', texts.browser, JSON.stringify({ api_key: texts.browser, event: 'opened', distinct_id: 'ann' }), {}),
  ]
  try {
    expect(await all()).toEqual([200, 200, 200, 200, 200])
    now = NOW + MS_PER_DAY
    expect(await all()).toEqual([401, 401, 401, 401, 401])
  } finally {
    await trial.close()
  }
})
