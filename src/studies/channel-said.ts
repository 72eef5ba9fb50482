import type { Asked } from '../roles/workspace.ts'
import type { Dealer } from './channel-graph.ts'
import type { Flow, Ways } from './channel-use.ts'
import type { Cell } from './channel-variance.ts'
import { complainersBy, EXPERIENCES, type ExperienceKind, flowOf, type Heard, nothingHeard } from './channel-voices.ts'
import type { Question } from './question.ts'
import { newestPerGiver } from './satisfaction.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'

/** Which intermediary an end user is counted with: the one that sold it to the user, or the first one after the seller in view. */
export const STEPS = ['nearest', 'first'] as const
export type Step = (typeof STEPS)[number]

/** What end users of one intermediary said. */
export interface DealerSaid {
  readonly heard: Heard
  /** Those who complained of each topic; '' where none was named. */
  readonly causes: Map<string, number>
}

export interface ChannelSaid {
  readonly byDealer: ReadonlyMap<Dealer, DealerSaid>
  /** End users whom the seller in view serves itself, of products that are sold through intermediaries as well: others would be no comparison. */
  readonly direct: DealerSaid
  /** By product and intermediary, both as places in the lists here. */
  readonly cells: Readonly<Record<ExperienceKind, readonly Cell[]>>
  readonly products: readonly string[]
  readonly dealers: readonly Dealer[]
}

/** The intermediary of a way; null where the seller in view serves the user itself. */
export function dealerOf({ dealers }: Flow, step: Step): Dealer | null {
  const dealer = dealers[step === 'nearest' ? dealers.length - 1 : 1]
  return dealer === undefined || dealer.because === 'seller' ? null : dealer
}

/**
 * What those who stand as users said, by the intermediary through whom they were served on the day they said it; people of intermediaries are left out.
 * Of several answers of one giver the newest counts; in the cells, the newest of each product. Who complained counts with whoever served them then, and once with each who served them when they said anything. Cost grows with the feedback of the window.
 */
export async function saidThrough(asked: Asked, question: Question, ways: Ways, step: Step, resold: ReadonlySet<string>): Promise<ChannelSaid> {
  const all = (await stampedVoices(asked, question)).filter(({ roles }) => roles.has('user'))
  const flows = new Map<StampedVoice, Flow | null>()
  const through = (voice: StampedVoice): Flow | null => {
    const known = flows.get(voice)
    if (known !== undefined) return known
    const flow = flowOf(asked, question, ways, voice)
    flows.set(voice, flow)
    return flow
  }
  const byDealer = new Map<Dealer, DealerSaid>()
  const direct: DealerSaid = { heard: nothingHeard(), causes: new Map() }
  const saidOf = (voice: StampedVoice): DealerSaid | null => {
    const flow = through(voice)
    if (flow === null || flow.own) return null
    const dealer = dealerOf(flow, step)
    if (dealer === null) return resold.has(question.product ?? voice.feedback.line.product ?? '') ? direct : null
    const known = byDealer.get(dealer) ?? { heard: nothingHeard(), causes: new Map<string, number>() }
    byDealer.set(dealer, known)
    return known
  }
  for (const voice of newestPerGiver(all) as StampedVoice[]) {
    const { kind, score } = voice.feedback.line
    if (kind === 'nps' || kind === 'csat' || kind === 'ces') saidOf(voice)?.heard[kind].push(score ?? 0)
  }
  for (const { place: { heard, causes }, topics, isComplaint } of complainersBy(all, saidOf)) {
    heard.complaints.push(isComplaint ? 1 : 0)
    for (const topic of topics) causes.set(topic, (causes.get(topic) ?? 0) + 1)
  }
  return { byDealer, direct, ...cellsOf(all, question, step, through) }
}

/** A cell while it is being counted. */
interface Open { product: number; dealer: number; n: number; sum: number; squares: number }

function cellsOf(all: readonly StampedVoice[], question: Question, step: Step, through: (voice: StampedVoice) => Flow | null): Pick<ChannelSaid, 'cells' | 'products' | 'dealers'> {
  const products: string[] = []
  const dealers: Dealer[] = []
  const placeOf = new Map<string | Dealer, number>()
  const place = <T extends string | Dealer>(list: T[], one: T): number => {
    const known = placeOf.get(one)
    if (known !== undefined) return known
    placeOf.set(one, list.length)
    return list.push(one) - 1
  }
  const cells = Object.fromEntries(EXPERIENCES.map((kind) => [kind, new Map<string, Open>()])) as Record<ExperienceKind, Map<string, Open>>
  const dealerFor = (voice: StampedVoice): Dealer | null => {
    const flow = through(voice)
    return flow === null || flow.own ? null : dealerOf(flow, step)
  }
  const add = (kind: ExperienceKind, product: string, dealer: Dealer | null, value: number): void => {
    if (dealer === null) return
    const [at, by] = [place(products, product), place(dealers, dealer)]
    const cell = cells[kind].get(`${at} ${by}`) ?? { product: at, dealer: by, n: 0, sum: 0, squares: 0 }
    cells[kind].set(`${at} ${by}`, cell)
    cell.n += 1
    cell.sum += value
    cell.squares += value * value
  }
  const byProduct = new Map<string, StampedVoice[]>()
  for (const voice of all) {
    const product = question.product ?? voice.feedback.line.product
    if (product === null) continue
    const list = byProduct.get(product)
    if (list) list.push(voice)
    else byProduct.set(product, [voice])
  }
  for (const [product, said] of byProduct) {
    for (const voice of newestPerGiver(said) as StampedVoice[]) {
      const { kind, score } = voice.feedback.line
      if (kind === 'nps' || kind === 'csat' || kind === 'ces') add(kind, product, dealerFor(voice), score ?? 0)
    }
    for (const { place: dealer, isComplaint } of complainersBy(said, dealerFor)) add('complaints', product, dealer, isComplaint ? 1 : 0)
  }
  return { cells: Object.fromEntries(EXPERIENCES.map((kind) => [kind, [...cells[kind].values()]])) as unknown as ChannelSaid['cells'], products, dealers }
}
