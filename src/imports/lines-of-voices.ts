import type { EvidenceObject } from '../evidence/from-segment.ts'
import { type KindTerms, keyFrom, line, type Made, type OpenWay } from './kind-way.ts'
import type { RowReader } from './row-reader.ts'

/** Who said it: the person, else the account itself. */
function giverOf(read: RowReader): { readonly party: string | null; readonly account: string | null } {
  const email = read.email('email')
  const account = read.id('account', 'account', 'nothing')
  const party = read.id('person', 'user', 'nothing') ?? (email === null ? null : `email:${email}`) ?? account
  return { party, account }
}

/** The heading, and what stands below it. */
function textOf(read: RowReader): string | null {
  const parts = [read.text('title'), read.text('text')].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(': ')
}

interface Said {
  readonly kind: string | null
  readonly score: number | null
  readonly leftOut?: string
}

function voice(said: (read: RowReader, terms: KindTerms) => Said): OpenWay {
  return (terms) => ({
    make: (key, read): Made => {
      const { kind, score, leftOut } = said(read, terms)
      if (leftOut !== undefined && !read.fault) return { lines: [], leftOut }
      const { party, account } = giverOf(read)
      const at = read.instantText('at')
      if (party === null) read.refuse('missing-field', 'Nothing in the row says who said it; fill in the person, the address or the account')
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; what was said needs its day`)
      const left = read.day('left')
      if (read.fault || party === null) return { lines: [] }
      const lines: EvidenceObject[] = [line({ type: 'feedback', key, party, product: read.text('product'), kind, score, topic: read.text('topic'), text: textOf(read), at, channel: read.text('channel'), account: account === party ? null : account })]
      // What a list of those who left says is a trait: agreements say who still pays.
      if (left !== null) lines.push(line({ type: 'party', key: keyFrom('left', party, left), kind: party === account ? 'organization' : 'person', ids: [party], traits: { left } }))
      return { lines }
    },
  })
}

/** From 0 to 10, 1 to 5, 1 to 7: what understand.ts takes. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }

export const scores: OpenWay = voice((read) => {
  const score = read.number('score')
  const kind = read.word('kind') ?? 'csat'
  if (score === null) return { kind, score, leftOut: 'no score was given' }
  const [least, most] = RANGES[kind] ?? [0, 10]
  if (!Number.isInteger(score) || score < least || score > most) {
    read.refuse('bad-score', `${read.columnOf('score')}: ${score} is no whole number from ${least} to ${most}, as ${kind.toUpperCase()} has; say in the plan which kind of score it is, or correct it`)
  }
  return { kind, score }
})

export const requests: OpenWay = voice((read) => {
  const empty = read.text('topic') === null && textOf(read) === null
  return { kind: read.word('kind') ?? 'request', score: null, ...(empty ? { leftOut: 'neither topic nor text says anything' } : {}) }
})
