import { expect, test } from 'vitest'
import { quantileOf, quartilesOf, stillWaiting, type Wait } from './survival.ts'

/** Weeks in remission under 6-MP (E. J. Freireich and others, 1963), as in every textbook; `+` was still in remission. */
const FREIREICH = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
const PLACEBO = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23'
const waits = (text: string): Wait[] => text.split(' ').map((word) => ({ days: Number.parseInt(word, 10), came: !word.endsWith('+') }))

test('the published table of remission under 6-MP', () => {
  // D. Collett, Modelling Survival Data in Medical Research; the same in the manuals of SAS and R: weeks, at risk, share, standard error.
  const table = [[6, 21, 0.857, 0.0764], [7, 17, 0.807, 0.0869], [10, 15, 0.753, 0.0963], [13, 12, 0.69, 0.1068], [16, 11, 0.627, 0.1141], [22, 7, 0.538, 0.1282], [23, 6, 0.448, 0.1346]]
  expect(stillWaiting(waits(FREIREICH)).map(({ days, atRisk, waiting, error }) => [days, atRisk, Number(waiting.toFixed(3)), Number(error.toFixed(4))])).toEqual(table)
})

test('its quartiles with the intervals that SAS gives on the scale log(-log)', () => {
  const steps = stillWaiting(waits(FREIREICH))
  expect(quantileOf(steps, 0.5)).toEqual({ days: 23, low: 13, high: null })
  expect(quantileOf(steps, 0.25)).toMatchObject({ days: 13, low: 6 })
  expect(quantileOf(steps, 0.75)).toMatchObject({ days: null, high: null })
  expect(quantileOf(stillWaiting(waits(PLACEBO)), 0.5)).toEqual({ days: 8, low: 4, high: 11 })
})

test('without anybody who still waits, the quartiles are those of the sorted days', () => {
  const came = (...days: number[]): Wait[] => days.map((day) => ({ days: day, came: true }))
  expect(quartilesOf(came(5, 1, 3, 9))).toMatchObject({ quartile1: 1, median: 3, quartile3: 5 })
  expect(quartilesOf(came(0, 0, 0, 0, 7))).toMatchObject({ quartile1: 0, median: 0, quartile3: 0 })
  expect(quartilesOf([])).toEqual({ quartile1: null, median: null, low: null, high: null, quartile3: null })
  // One half of ten is reached by five, whatever the last bits of the product say.
  expect(quartilesOf(came(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).median).toBe(5)
})

test('on simulated waits that are cut off by chance, the interval holds the true median in nineteen of twenty', () => {
  let state = 7
  const random = (): number => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 1) / 2 ** 31 }
  const MEDIAN = 60
  const TRIES = 600
  let holds = 0
  let shorter = 0
  for (let trial = 0; trial < TRIES; trial += 1) {
    const some = Array.from({ length: 80 }, (): Wait => {
      const wait = Math.ceil((-Math.log(1 - random()) * MEDIAN) / Math.LN2)
      const watched = Math.ceil(random() * 240)
      return { days: Math.min(wait, watched), came: wait <= watched }
    })
    const { low, high } = quartilesOf(some)
    if (low !== null && low <= MEDIAN && (high === null || MEDIAN <= high)) holds += 1
    // Who looks only at those of whom something came finds it quicker than it is: that is why the others count.
    const came = some.filter(({ came }) => came).map(({ days }) => days).sort((a, b) => a - b)
    if ((came[Math.floor(came.length / 2)] ?? 0) < MEDIAN) shorter += 1
  }
  expect(holds / TRIES).toBeGreaterThan(0.93)
  expect(holds / TRIES).toBeLessThan(0.985)
  expect(shorter / TRIES).toBeGreaterThan(0.95)
})
