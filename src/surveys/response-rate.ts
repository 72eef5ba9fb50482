import { MS_PER_DAY, type Instant } from '../base/day.ts'
import type { Asked } from '../roles/workspace.ts'
import { wilson } from '../studies/statistics.ts'

/** What share of those who are asked answer, as past questions tell. */
export interface ResponseRate {
  readonly rate: number
  readonly low: number
  readonly high: number
  /** Past questions that it rests on, and how many were answered. */
  readonly asked: number
  readonly answered: number
  /** True where too little was asked before: a rate is assumed. */
  readonly assumed: boolean
}

/** Without a past, three of ten are expected to answer. */
const ASSUMED = { rate: 0.3, low: 0.1, high: 0.6 }
const ASKED_AT_LEAST = 20
const LOOKS_BACK_DAYS = 365
/** Questions younger than this may still be answered. */
const RIPE_DAYS = 7

/** From the questions of the past year through the same channel if there were enough, else through any. Cost grows with the questions asked. */
export function responseRate({ view: { world } }: Asked, channel: string, at: Instant): ResponseRate {
  const past = [...world.asks.all()].filter(({ line }) => line.at <= at - RIPE_DAYS * MS_PER_DAY && line.at > at - LOOKS_BACK_DAYS * MS_PER_DAY)
  const same = past.filter(({ line }) => line.via === channel)
  const asks = same.length >= ASKED_AT_LEAST ? same : past
  const answered = asks.filter((ask) => world.asks.answersOf(ask).some(({ line }) => line.at <= at)).length
  if (asks.length < ASKED_AT_LEAST || answered === 0) return { ...ASSUMED, asked: asks.length, answered, assumed: true }
  return { rate: answered / asks.length, ...wilson(answered, asks.length), asked: asks.length, answered, assumed: false }
}

/** How many must be asked so that so many answer. */
export function toAsk(answers: number, rate: number): number {
  return answers === 0 ? 0 : Math.ceil(answers / rate - 1e-9)
}
