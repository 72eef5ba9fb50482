import { type TObject, Type } from 'typebox'
import { type Day, dayFrom, dayOf, type Instant, instantFrom } from '../base/day.ts'
import { normalIdentifier, SELF } from '../base/identifier.ts'
import type { Parameters } from '../db/db.ts'
import { Refusal } from '../base/refusal.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { kept } from './kept-answers.ts'

/** Parameters common to all studies; all come as text from an address or a command line. */
export const COMMON = {
  product: Type.Optional(Type.String({ description: 'Key of the product; absent: all products together.' })),
  from: Type.Optional(Type.String({ description: 'First day of the window, YYYY-MM-DD. Absent with `to`: the last 30 full UTC days.' })),
  to: Type.Optional(Type.String({ description: 'Day after the last of the window, YYYY-MM-DD.' })),
  seller: Type.Optional(Type.String({ description: 'Identifier of the seller in view; absent: self, our own organization.' })),
  knownAt: Type.Optional(Type.String({ description: 'Answer as known at this instant, inclusive; absent: as known now.' })),
  staff: Type.Optional(Type.String({ enum: ['include'], description: '`include` counts our own people like others.' })),
}

export type CommonInput = { readonly [name in keyof typeof COMMON]?: string | undefined }

export function withCommon<T extends { [name: string]: import('typebox').TSchema }>(own: T): TObject<typeof COMMON & T> {
  return Type.Object({ ...COMMON, ...own }, { additionalProperties: false }) as unknown as TObject<typeof COMMON & T>
}

/** What is asked, read and checked. */
export interface Question {
  readonly product: string | null
  readonly from: Day
  readonly to: Day
  readonly seller: string
  readonly knownAt: Instant
  readonly staff: boolean
}

const DEFAULT_WINDOW_DAYS = 30

export function questionFrom(input: CommonInput, now: Instant): Question {
  const today = dayOf(now)
  const to = input.to === undefined ? (input.from === undefined ? today : null) : dayParameter('to', input.to)
  const from = input.from === undefined ? null : dayParameter('from', input.from)
  if (to === null) return windowed(input, from as Day, Math.max(today, (from as Day) + 1))
  return windowed(input, from ?? to - DEFAULT_WINDOW_DAYS, to)
}

function windowed(input: CommonInput, from: Day, to: Day): Question {
  if (to <= from) throw new Refusal('bad-parameter', `'to' must be later than 'from': the window [${input.from}, ${input.to}) has no day.`, { parameter: 'to' })
  return { product: input.product ?? null, from, to, seller: input.seller === undefined ? SELF : identifierParameter('seller', input.seller), knownAt: knownAtFrom(input.knownAt), staff: input.staff === 'include' }
}

export function dayParameter(name: string, text: string): Day {
  const day = dayFrom(text)
  if (day === null) throw new Refusal('bad-parameter', `'${name}' must be a day such as 2026-11-01, not '${text}'.`, { parameter: name })
  return day
}

export function identifierParameter(name: string, text: string): string {
  const identifier = normalIdentifier(text)
  if (identifier === null) throw new Refusal('bad-parameter', `'${name}' must be an identifier such as account:acme or email:ann@acme.com, not '${text}'.`, { parameter: name })
  return identifier
}

/** An instant of knowledge; a refusal speaks of the parameter by its own name. */
export function knownAtFrom(text: string | undefined, name = 'knownAt'): Instant {
  if (text === undefined || text === 'now') return EVERYTHING
  const instant = instantFrom(text)
  if (instant === null) throw new Refusal('bad-parameter', `'${name}' must be an instant such as 2026-11-01T08:00:00Z, not '${text}'.`, { parameter: name })
  return instant
}

/** Runs a study on the view that a question asks for. With a name, the answer is kept until more is known. */
export async function answer<T>(workspace: Workspace, input: CommonInput, study: (asked: Asked, question: Question) => Promise<T>, keptAs?: string): Promise<T> {
  const question = questionFrom(input, workspace.now())
  return workspace.ask(question.seller, question.knownAt, (asked) => {
    if (question.product !== null) knownProduct(asked, question.product)
    return keptAs === undefined ? study(asked, question) : kept(asked, keptAs, [question, input], () => study(asked, question))
  })
}

/** A product is known if any line names it, at any knowledge time. */
export function knownProduct(asked: Asked, product: string): void {
  if (asked.projection.words.products.find(product) !== 0) return
  throw new Refusal('unknown-product', `Product '${product}' is unknown. Send one use of it, or a product line, first.`, { parameter: 'product' })
}

/** The parameters that every query over usage days takes. */
export function usageParameters(asked: Asked, question: Question): Parameters {
  return {
    view: asked.view.id,
    from: question.from,
    to: question.to,
    product: question.product === null ? null : asked.projection.words.products.find(question.product),
    known: question.knownAt,
    undone: asked.undone,
    staff: question.staff,
  }
}
