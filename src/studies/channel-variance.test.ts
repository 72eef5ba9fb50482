import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Random, randomFrom } from '../../demo/random.ts'
import { type Cell, effectsOf, likelihoodOf, mostLikely, splitOf } from './channel-variance.ts'

interface Answer { readonly product: number; readonly dealer: number; readonly score: number }

function cellsOf(answers: readonly Answer[]): Cell[] {
  const cells = new Map<string, { product: number; dealer: number; n: number; sum: number; squares: number }>()
  for (const { product, dealer, score } of answers) {
    const cell = cells.get(`${product} ${dealer}`) ?? { product, dealer, n: 0, sum: 0, squares: 0 }
    cells.set(`${product} ${dealer}`, cell)
    cell.n += 1
    cell.sum += score
    cell.squares += score * score
  }
  return [...cells.values()]
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}

interface Channel { readonly products: number; readonly dealers: number; readonly answers: number; readonly spreads: { readonly product: number; readonly dealer: number; readonly together: number } }

/** A channel with known spreads, relative to that between people: some dealers sell much, some little. */
function simulated(random: Random, { products, dealers, answers, spreads }: Channel): Answer[] {
  const ofProduct = Array.from({ length: products }, () => spreads.product * normal(random))
  const ofDealer = Array.from({ length: dealers }, () => spreads.dealer * normal(random))
  const ofBoth = new Map<string, number>()
  return Array.from({ length: answers }, () => {
    const [product, dealer] = [random.int(0, products - 1), Math.floor(dealers * random.unit() ** 1.3)]
    const both = ofBoth.get(`${product} ${dealer}`) ?? spreads.together * normal(random)
    ofBoth.set(`${product} ${dealer}`, both)
    return { product, dealer, score: 7 + (ofProduct[product] ?? 0) + (ofDealer[dealer] ?? 0) + both + normal(random) }
  })
}

/** Balanced two-way analysis of variance, by its closed formulas (Searle, Casella & McCulloch 1992, 4.3): the same as restricted likelihood where none is below zero. */
function byMoments(answers: readonly Answer[], products: number, dealers: number, each: number) {
  const mean = (of: readonly Answer[]): number => of.reduce((sum, { score }) => sum + score, 0) / of.length
  const grand = mean(answers)
  const rows = Array.from({ length: products }, (_, product) => mean(answers.filter((one) => one.product === product)))
  const columns = Array.from({ length: dealers }, (_, dealer) => mean(answers.filter((one) => one.dealer === dealer)))
  const cells = rows.flatMap((_, product) => columns.map((__, dealer) => ({ product, dealer, mean: mean(answers.filter((one) => one.product === product && one.dealer === dealer)) })))
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0)
  const ofProducts = (dealers * each * squares(rows.map((row) => row - grand))) / (products - 1)
  const ofDealers = (products * each * squares(columns.map((column) => column - grand))) / (dealers - 1)
  const ofBoth = (each * squares(cells.map(({ product, dealer, mean: of }) => of - (rows[product] ?? 0) - (columns[dealer] ?? 0) + grand))) / ((products - 1) * (dealers - 1))
  const rest = squares(answers.map(({ product, dealer, score }) => score - (cells.find((cell) => cell.product === product && cell.dealer === dealer)?.mean ?? 0))) / (products * dealers * (each - 1))
  return { product: (ofProducts - ofBoth) / (dealers * each), dealer: (ofDealers - ofBoth) / (products * each), together: (ofBoth - rest) / each, rest }
}

/** The restricted likelihood worked out with the whole matrix of all answers, as the textbook writes it. */
function byWholeMatrix(answers: readonly Answer[], product: number, dealer: number, together: number): number {
  const n = answers.length
  const matrix = answers.map((a, i) => answers.map((b, j) => (i === j ? 1 : 0) + (a.product === b.product ? product ** 2 : 0) + (a.dealer === b.dealer ? dealer ** 2 : 0) + (a.product === b.product && a.dealer === b.dealer ? together ** 2 : 0)))
  // Gauss and Jordan, with ones and scores to the right.
  const right = answers.map(({ score }) => [1, score] as [number, number])
  let determinant = 0
  for (let i = 0; i < n; i += 1) {
    const pivot = matrix[i]?.[i] ?? 1
    determinant += Math.log(pivot)
    for (let row = 0; row < n; row += 1) {
      const factor = row === i ? 0 : (matrix[row]?.[i] ?? 0) / pivot
      if (factor === 0) continue
      for (let column = i; column < n; column += 1) (matrix[row] as number[])[column] = (matrix[row]?.[column] ?? 0) - factor * (matrix[i]?.[column] ?? 0)
      for (const side of [0, 1] as const) (right[row] as number[])[side] = (right[row]?.[side] ?? 0) - factor * (right[i]?.[side] ?? 0)
    }
  }
  const solved = right.map((row, i) => row.map((value) => value / (matrix[i]?.[i] ?? 1)))
  const ones = solved.reduce((sum, row) => sum + (row[0] ?? 0), 0)
  const sums = solved.reduce((sum, row) => sum + (row[1] ?? 0), 0)
  const quadratic = answers.reduce((sum, { score }, i) => sum + score * (solved[i]?.[1] ?? 0), 0)
  return -0.5 * (determinant + Math.log(ones) + (n - 1) * Math.log(quadratic - (sums * sums) / ones))
}

describe('is it the product or the intermediary?', () => {
  test('where every product is answered as often at every dealer, it is the balanced analysis of variance', () => {
    const random = randomFrom(7, 'balanced')
    const [products, dealers, each] = [5, 9, 6]
    const [ofProduct, ofDealer] = [Array.from({ length: products }, () => normal(random)), Array.from({ length: dealers }, () => 0.8 * normal(random))]
    const ofBoth = Array.from({ length: products * dealers }, () => 0.5 * normal(random))
    const answers = ofProduct.flatMap((a, product) => ofDealer.flatMap((b, dealer) => Array.from({ length: each }, () => ({ product, dealer, score: 5 + a + b + (ofBoth[product * dealers + dealer] ?? 0) + normal(random) }))))
    const moments = byMoments(answers, products, dealers, each)
    expect(Math.min(...Object.values(moments))).toBeGreaterThan(0)
    const { product, dealer, together } = mostLikely(cellsOf(answers))
    expect(product ** 2).toBeCloseTo(moments.product / moments.rest, 2)
    expect(dealer ** 2).toBeCloseTo(moments.dealer / moments.rest, 2)
    expect(together ** 2).toBeCloseTo(moments.together / moments.rest, 2)
  })

  test('its likelihood is that of the whole matrix of all answers, but for one constant', () => {
    const answers = simulated(randomFrom(3, 'matrix'), { products: 4, dealers: 7, answers: 60, spreads: { product: 0.6, dealer: 0.5, together: 0.3 } })
    const tried = [[0.5, 0.5, 0.2], [0.1, 1.2, 0], [1.5, 0, 0.4], [0, 0.3, 0.9]] as const
    const differences = tried.map(([product, dealer, together]) => likelihoodOf(cellsOf(answers), { product, dealer, together }) - byWholeMatrix(answers, product, dealer, together))
    for (const difference of differences) expect(difference).toBeCloseTo(differences[0] ?? 0, 6)
  })

  test('the shares add up, whoever is called what, and neither the order nor the unit of scores matters', () => {
    fc.assert(fc.property(fc.nat({ max: 10_000 }), (seed) => {
      const answers = simulated(randomFrom(seed, 'law'), { products: 4, dealers: 8, answers: 150, spreads: { product: 0.4, dealer: 0.4, together: 0.2 } })
      const split = splitOf(cellsOf(answers))
      if (split === null) throw new Error('there are differences')
      const { product, dealer, together, rest, ofChannel } = split
      expect(product.share + dealer.share + (together?.share ?? 0) + rest.share).toBeCloseTo(1, 9)
      expect(ofChannel.product.share + ofChannel.dealer.share + (ofChannel.together?.share ?? 0)).toBeCloseTo(1, 6)
      for (const { share, low, high } of [product, dealer, rest, ofChannel.product, ofChannel.dealer]) {
        expect(low).toBeLessThanOrEqual(share)
        expect(high).toBeGreaterThanOrEqual(share)
      }
      const renamed = [...answers].reverse().map((one) => ({ product: 3 - one.product, dealer: (one.dealer + 3) % 8, score: 100 + 20 * one.score }))
      expect(splitOf(cellsOf(renamed))?.ofChannel.dealer.share).toBeCloseTo(ofChannel.dealer.share, 3)
      // With the sides exchanged, so are the shares.
      const turned = answers.map((one) => ({ product: one.dealer, dealer: one.product, score: one.score }))
      expect(splitOf(cellsOf(turned))?.ofChannel.product.share).toBeCloseTo(ofChannel.dealer.share, 2)
    }), { numRuns: 8, seed: 2026 })
  })

  test('where the product alone makes a difference hardly anything is left for the intermediary, and the other way round', () => {
    const channel = { products: 6, dealers: 25, answers: 1500 }
    const product = splitOf(cellsOf(simulated(randomFrom(1, 'pure'), { ...channel, spreads: { product: 0.8, dealer: 0, together: 0 } })))
    expect(product?.ofChannel.dealer.share).toBeLessThan(0.05)
    expect(product?.ofChannel.dealer.low).toBe(0)
    expect(product?.dealerAboveProduct).toBeLessThan(0.01)
    const dealer = splitOf(cellsOf(simulated(randomFrom(2, 'pure'), { ...channel, spreads: { product: 0, dealer: 0.8, together: 0 } })))
    expect(dealer?.ofChannel.dealer.share).toBeGreaterThan(0.8)
    expect(dealer?.dealerAboveProduct).toBeGreaterThan(0.95)
  })

  test('no difference at all is no split', () => {
    expect(splitOf(cellsOf(Array.from({ length: 60 }, (_, n) => ({ product: n % 3, dealer: n % 5, score: 4 }))))).toBeNull()
  })

  test('effects are drawn towards zero, and add up to what was put in', () => {
    const random = randomFrom(11, 'effects')
    const truth = Array.from({ length: 30 }, (_, dealer) => (dealer - 14.5) / 10)
    const answers = Array.from({ length: 3000 }, () => ({ product: random.int(0, 3), dealer: random.int(0, 29) })).map((one) => ({ ...one, score: one.product + (truth[one.dealer] ?? 0) + normal(random) }))
    const { dealers, products } = effectsOf(cellsOf(answers), { product: 1.3, dealer: 0.9, together: 0 })
    for (const [dealer, effect] of dealers.entries()) expect(Math.abs(effect - (truth[dealer] ?? 0))).toBeLessThan(0.45)
    expect([...products]).toEqual([...products].sort((a, b) => a - b))
  })

  // The standard error of a coverage of 0.95 in 40 runs is 0.034; decision 18 has larger runs. Of three products the share itself has one of 0.06, so more are tried.
  test.each<[string, Channel, runs?: number]>([
    ['four products, both alike', { products: 4, dealers: 36, answers: 600, spreads: { product: 0.4, dealer: 0.4, together: 0.1 } }],
    ['four products, mostly the dealer', { products: 4, dealers: 36, answers: 600, spreads: { product: 0.2, dealer: 0.5, together: 0 } }],
    ['three products, few answers', { products: 3, dealers: 8, answers: 120, spreads: { product: 0.4, dealer: 0.4, together: 0 } }, 160],
    ['eight products, mostly the product', { products: 8, dealers: 25, answers: 600, spreads: { product: 0.4, dealer: 0.3, together: 0.1 } }],
  ])('in simulated channels (%s) the interval holds the truth, and the most likely share leans to neither side', (name, channel, runs = 40) => {
    const random = randomFrom(5, name)
    const { product, dealer, together } = channel.spreads
    const truth = dealer ** 2 / (product ** 2 + dealer ** 2 + together ** 2)
    let [held, sum] = [0, 0]
    for (let run = 0; run < runs; run += 1) {
      const found = splitOf(cellsOf(simulated(random, channel)))?.ofChannel.dealer
      if (found === undefined) continue
      if (found.low <= truth && truth <= found.high) held += 1
      sum += found.share / runs
    }
    console.info(`${name}: truth ${truth.toFixed(2)}, mean of estimates ${sum.toFixed(2)}, held by ${held} of ${runs} intervals`)
    expect(held).toBeGreaterThanOrEqual(0.85 * runs)
    expect(Math.abs(sum - truth)).toBeLessThan(0.1)
  })

  test('the percentiles of a parametric bootstrap, as a second way, agree where much was heard', () => {
    const channel = { products: 10, dealers: 30, answers: 1500, spreads: { product: 0.5, dealer: 0.5, together: 0 } }
    const cells = cellsOf(simulated(randomFrom(9, 'bootstrap'), channel))
    const found = splitOf(cells)
    const at = mostLikely(cells)
    const random = randomFrom(10, 'bootstrap')
    const shares = Array.from({ length: 60 }, () => {
      const again = mostLikely(cellsOf(simulated(random, { ...channel, spreads: at })))
      return again.dealer ** 2 / (again.product ** 2 + again.dealer ** 2 + again.together ** 2)
    }).sort((a, b) => a - b)
    expect(found?.ofChannel.dealer.low).toBeGreaterThan((shares[1] ?? 0) - 0.12)
    expect(found?.ofChannel.dealer.low).toBeLessThan((shares[1] ?? 0) + 0.12)
    expect(found?.ofChannel.dealer.high).toBeGreaterThan((shares[58] ?? 0) - 0.12)
    expect(found?.ofChannel.dealer.high).toBeLessThan((shares[58] ?? 0) + 0.12)
  })
})
