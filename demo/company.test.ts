import { describe, expect, test } from 'vitest'
import { payerKinds } from './book.ts'
import { demoCompany } from './company.ts'
import { demoProducts, truthAnswers } from './truth.ts'

const small = { until: '2026-03-15', people: 600 }

describe('the demo company', () => {
  const demo = demoCompany(small)

  test('is the same every time, and another one with another seed', () => {
    expect(JSON.stringify(demoCompany(small).lines)).toBe(JSON.stringify(demo.lines))
    expect(JSON.stringify(demoCompany({ ...small, seed: 8 }).lines)).not.toBe(JSON.stringify(demo.lines))
  })

  test('gives every line a type, a key, a source and the time at which it was learned', () => {
    for (const line of demo.lines) {
      expect(line.type).toMatch(/^[a-z]+$/)
      expect(line.key).not.toBe('')
      expect(line.source).toBeTypeOf('string')
      expect(line.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
  })

  test('tells the lines in the order in which they were learned, none after the end', () => {
    const times = demo.lines.map((line) => line.recordedAt)
    expect(times).toEqual([...times].sort())
    expect((times.at(-1) as string) <= '2026-03-15T00:00:00Z').toBe(true)
    expect((times[0] as string) >= '2024-03-15T00:00:00Z').toBe(true)
  })

  test('never lets anything be known before it happened', () => {
    for (const line of demo.lines) {
      if (line.type === 'usage' || line.type === 'payment' || line.type === 'feedback') expect((line.at as string) < line.recordedAt).toBe(true)
    }
  })

  test('shows every kind of payer and every reason for use without one', () => {
    const whole = demo.truth.windows.find((window) => window.product === null && window.from === demo.truth.from && window.to === demo.truth.until)
    expect(payerKinds.filter((kind) => whole?.payers[kind].users === 0)).toEqual([])
    expect(Object.entries(whole?.unpaid ?? {}).filter(([, { usageDays }]) => usageDays === 0)).toEqual([])
  })

  test('has corrections, late knowledge, retractions, links and overrides in it', () => {
    const types = new Set(demo.lines.map((line) => line.type))
    for (const type of [
      'product',
      'party',
      'link',
      'membership',
      'ownership',
      'agreement',
      'seat',
      'payment',
      'usage',
      'feedback',
      'staff',
      'rate',
      'delivery',
      'override',
      'ask',
      'answer',
    ]) {
      expect(types).toContain(type)
    }
    expect(demo.lines.some((line) => line.retracted === true)).toBe(true)
    expect(demo.lines.some((line) => line.type === 'membership' && Date.parse(line.recordedAt) - Date.parse(line.from as string) > 60 * 86_400_000)).toBe(true)
  })

  test('counts in the truth every use exactly once', () => {
    let events = 0
    for (const line of demo.lines) if (line.type === 'usage') events += (line.count as number | undefined) ?? 1
    const months = demo.truth.windows.filter((window) => window.product !== null && !(window.from === demo.truth.from && window.to === demo.truth.until))
    expect(months.reduce((sum, window) => sum + window.total.events + window.staff.events, 0)).toBe(events)
    for (const window of demo.truth.windows) {
      const kinds = payerKinds.map((kind) => window.payers[kind])
      expect(kinds.reduce((sum, kind) => sum + kind.users, 0)).toBe(window.total.users)
      expect(kinds.reduce((sum, kind) => sum + kind.usageDays, 0)).toBe(window.total.usageDays)
      expect(window.unpaidUsageDays).toBe(window.payers.nobody.usageDays)
      expect(window.unpaidUsers).toBeGreaterThanOrEqual(window.payers.nobody.users)
      for (const { accrued, used, unused } of window.money) expect(minor(used) + minor(unused)).toBe(minor(accrued))
    }
  })

  test('explains nearly all of the money that came in', () => {
    const whole = demo.truth.sources.at(-1)
    let all = 0
    let unknown = 0
    for (const source of whole?.sources ?? []) {
      expect(minor(source.explained) + minor(source.unknown)).toBe(minor(source.in))
      if (source.currency !== 'EUR') continue
      all += minor(source.in)
      unknown += minor(source.unknown)
    }
    expect(unknown).toBeGreaterThan(0)
    expect(unknown / all).toBeLessThan(0.01)
  })

  test('asks every question of every product and month', () => {
    const answers = truthAnswers(demo.truth)
    const windows = new Set(demo.truth.windows.map((window) => `${window.from} ${window.to}`)).size
    expect(answers.length).toBe(windows * (demoProducts.length * 6 + 5))
  })

  test('ends well in a leap year too', () => {
    const leap = demoCompany({ until: '2024-02-29', people: 50 })
    expect(leap.truth.from).toBe('2022-02-28')
    expect(leap.lines.length).toBeGreaterThan(1000)
  })
})

test('the whole company has twenty thousand people, and its products live in six worlds', { timeout: 0 }, () => {
  const demo = demoCompany({ until: '2026-03-15' })
  const count = (of: (line: (typeof demo.lines)[number]) => boolean) => demo.lines.reduce((sum, line) => sum + (of(line) ? 1 : 0), 0)
  expect(count((line) => line.type === 'party' && line.kind === 'person')).toBeGreaterThan(18_000)
  expect(count((line) => line.type === 'party' && line.kind === 'person')).toBeLessThan(23_000)
  expect(count((line) => line.type === 'party' && line.kind === 'organization')).toBeGreaterThan(700)
  expect(count((line) => line.type === 'usage')).toBeLessThan(165_000)
  const worlds = demo.truth.windows.filter((window) => window.from === demo.truth.from && window.to === demo.truth.until && window.product !== null)
  expect(Object.fromEntries(worlds.map((window) => [window.product, window.world]))).toEqual({
    ads: 'enterprise',
    classroom: 'sponsored',
    drill: 'channel',
    grinder: 'channel',
    lamp: 'direct',
    notes: 'freemium',
    portal: 'project',
    sander: 'channel',
    saw: 'channel',
    search: 'sponsored',
    suite: 'enterprise',
  })
})

function minor(amount: string): number {
  return Math.round(Number(amount) * 100)
}
