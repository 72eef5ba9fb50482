import { Type } from 'typebox'
import type { ExperienceKind } from './channel-voices.ts'
import { type Cell, type Share, SOLVED_AT_MOST, type Split, splitOf } from './channel-variance.ts'

/** Below these nothing can be told apart: three products leave a spread between products almost open. */
const PRODUCTS_AT_LEAST = 3
/** Up to so many products, chance among the products moves the shares much: it is said. */
const FEW_PRODUCTS = 4
const DEALERS_AT_LEAST = 5
const ANSWERS_AT_LEAST = 60
const SURE = 0.95

export const SPLIT_REFUSALS = ['nothing-heard', 'few-answers', 'few-products', 'few-intermediaries', 'not-crossed', 'no-difference'] as const
export type SplitRefusal = (typeof SPLIT_REFUSALS)[number]
const SHARE = Type.Object({ share: Type.Number(), low: Type.Number(), high: Type.Number() })
const TOGETHER = Type.Union([SHARE, Type.Null()], { description: 'What one product does at one intermediary beyond both; null where too few answers share a product and an intermediary.' })
export const SPLIT = Type.Object({
  n: Type.Integer(), products: Type.Integer(), intermediaries: Type.Integer(), leftOut: Type.Integer({ description: 'Answers of products or intermediaries beyond those that can be solved at once.' }),
  tooFew: Type.Union([...SPLIT_REFUSALS.map((code) => Type.Literal(code)), Type.Null()]),
  product: Type.Union([SHARE, Type.Null()]), intermediary: Type.Union([SHARE, Type.Null()]), together: TOGETHER, rest: Type.Union([SHARE, Type.Null()]),
  ofChannel: Type.Union([Type.Object({ product: SHARE, intermediary: SHARE, together: TOGETHER }), Type.Null()]),
  verdict: Type.Union([Type.Literal('intermediary'), Type.Literal('product'), Type.Literal('open'), Type.Null()]),
  sureness: Type.Union([Type.Number(), Type.Null()], { description: 'How likely intermediaries differ more than products.' }),
  says: Type.String(),
})

/** The answer to "is it the product or the reseller?" for one kind of answers, with what was looked at; or why it cannot be said. */
export function splitShape(kind: ExperienceKind, all: readonly Cell[]) {
  const cells = fewer(fewer(all, 'product'), 'dealer')
  const count = (some: readonly Cell[]): number => some.reduce((sum, { n }) => sum + n, 0)
  const looked = { n: count(cells), products: distinct(cells, 'product'), intermediaries: distinct(cells, 'dealer'), leftOut: count(all) - count(cells) }
  const tooFew = refusalOf(cells, looked)
  const split = tooFew === null ? splitOf(cells) : null
  if (split === null) {
    const code = tooFew ?? 'no-difference'
    return { ...looked, tooFew: code, product: null, intermediary: null, together: null, rest: null, ofChannel: null, verdict: null, sureness: null, says: REFUSED[code](looked) }
  }
  const { product, dealer: intermediary, together, rest, ofChannel, dealerAboveProduct: sureness } = split
  const verdict = sureness >= SURE ? ('intermediary' as const) : sureness <= 1 - SURE ? ('product' as const) : ('open' as const)
  return { ...looked, tooFew: null, product, intermediary, together, rest, ofChannel: { product: ofChannel.product, intermediary: ofChannel.dealer, together: ofChannel.together }, verdict, sureness, says: inWords(kind, split, verdict, looked.products) }
}

function refusalOf(cells: readonly Cell[], { n, products, intermediaries }: { readonly n: number; readonly products: number; readonly intermediaries: number }): SplitRefusal | null {
  if (n === 0) return 'nothing-heard'
  if (products < PRODUCTS_AT_LEAST) return 'few-products'
  if (intermediaries < DEALERS_AT_LEAST) return 'few-intermediaries'
  if (n < ANSWERS_AT_LEAST) return 'few-answers'
  const sellers = new Map<number, number>()
  for (const { product } of cells) sellers.set(product, (sellers.get(product) ?? 0) + 1)
  return [...sellers.values()].filter((dealers) => dealers > 1).length < PRODUCTS_AT_LEAST ? 'not-crossed' : null
}

const REFUSED: Readonly<Record<SplitRefusal, (looked: { readonly n: number; readonly products: number; readonly intermediaries: number }) => string>> = {
  'nothing-heard': () => 'No end user who was served by an intermediary answered that: product and intermediary cannot be told apart.',
  'few-products': ({ products }) => `Answers speak of ${products === 1 ? 'one product' : `${products} products`} sold by intermediaries: with fewer than ${PRODUCTS_AT_LEAST}, product and intermediary cannot be told apart. Look at all products together.`,
  'few-intermediaries': ({ intermediaries }) => `End users of ${intermediaries === 1 ? 'one intermediary' : `${intermediaries} intermediaries`} answered: with fewer than ${DEALERS_AT_LEAST}, product and intermediary cannot be told apart.`,
  'few-answers': ({ n }) => `${n} answers are too few to tell product and intermediary apart: it needs ${ANSWERS_AT_LEAST}. Choose a longer period, or ask more end users.`,
  'not-crossed': () => 'Hardly any product is heard of through more than one intermediary: whether it is the product or the intermediary cannot be told.',
  'no-difference': () => 'All answers are the same: there is no difference that product or intermediary could explain.',
}

const DIFFERENCES: Readonly<Record<ExperienceKind, string>> = { nps: 'NPS scores', csat: 'CSAT scores', ces: 'ease scores', complaints: 'whether somebody complains' }

function inWords(kind: ExperienceKind, { rest, ofChannel, dealerAboveProduct }: Split, verdict: 'intermediary' | 'product' | 'open', products: number): string {
  const channel = { share: 1 - rest.share, low: 1 - rest.high, high: 1 - rest.low }
  const people = `${about(channel)} of the differences in ${DIFFERENCES[kind]} have a cause in the channel; the rest lies between people.`
  const of = `Of these, about ${about(ofChannel.dealer)} come from the intermediary and ${about(ofChannel.product)} from the product${ofChannel.together === null ? '' : `, ${about(ofChannel.together)} from one product at one intermediary`}.`
  const end = {
    intermediary: `So it is the intermediary rather than the product (${percent(dealerAboveProduct)} sure).`, product: `So it is the product rather than the intermediary (${percent(1 - dealerAboveProduct)} sure).`,
    open: 'Which of the two weighs more is not sure.',
  }[verdict]
  const few = products > FEW_PRODUCTS ? '' : ` This comes from only ${products === 3 ? 'three' : 'four'} products: the shares are the most likely ones, and how much else may be, their intervals say.`
  return `About ${people} ${of} ${end}${few}`
}

function about({ share, low, high }: Share): string {
  return `${percent(share)} (${Math.round(100 * low)} to ${percent(high)})`
}

function percent(share: number): string {
  return `${share > 0.99 && share < 1 ? 'over 99' : Math.round(100 * share)} %`
}

/** Those of which most was heard, as many as can be solved; the other side may have any number. */
function fewer(cells: readonly Cell[], side: 'product' | 'dealer'): readonly Cell[] {
  const other = side === 'product' ? 'dealer' : 'product'
  const heard = new Map<number, number>()
  for (const cell of cells) heard.set(cell[side], (heard.get(cell[side]) ?? 0) + cell.n)
  if (heard.size <= SOLVED_AT_MOST || distinct(cells, other) < heard.size) return renumbered(cells, side)
  const kept = new Set([...heard].sort(([a, n], [b, m]) => m - n || a - b).slice(0, SOLVED_AT_MOST).map(([one]) => one))
  return renumbered(cells.filter((cell) => kept.has(cell[side])), side)
}

/** Numbers without gaps: only those of whom something was heard in this kind. */
function renumbered(cells: readonly Cell[], side: 'product' | 'dealer'): readonly Cell[] {
  const places = new Map([...new Set(cells.map((cell) => cell[side]))].sort((a, b) => a - b).map((one, place) => [one, place]))
  return cells.map((cell) => ({ ...cell, [side]: places.get(cell[side]) ?? 0 }))
}

function distinct(cells: readonly Cell[], side: 'product' | 'dealer'): number {
  return new Set(cells.map((cell) => cell[side])).size
}
