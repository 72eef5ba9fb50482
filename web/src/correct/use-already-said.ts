import type { Studies } from '../api/types.ts'
import { useStudy } from '../api/use-study.ts'
import type { Correction } from './ways.ts'

type Logged = Studies['corrections']['corrections'][number]

const NEWEST = 100
const NAMED = ['party', 'one', 'other', 'person', 'organization', 'payer'] as const

/** True if the log's entry says what this correction would say: of the same parties, agreement and payment, as much and for the same days. */
export function saysTheSame(logged: Logged, correction: Correction): boolean {
  const { fact, agreement, payment, of, role, since, until } = correction
  const ids = NAMED.flatMap((name) => (typeof correction[name] === 'string' ? [correction[name]] : []))
  const has = (what: string, value: unknown): boolean => (value === undefined ? !new RegExp(` ${what} \\d{4}-`).test(logged.says) : logged.says.includes(` ${what} ${String(value)}`))
  return !logged.takenBack && logged.fact === fact && logged.agreement === (agreement ?? null)
    && ids.length === logged.ids.length && ids.every((id) => logged.ids.includes(id))
    && (fact === 'same' || fact === 'not-same' || (correction.not === true) === / is not /.test(logged.says))
    && (payment === undefined || logged.says.startsWith(`Payment ${String(payment)} of ${String(of)} `))
    && (role === undefined || logged.says.includes(String(role)))
    && (fact !== 'membership' || correction.not === true || (correction.function === undefined || correction.function === 'member' ? !/, as \w+/.test(logged.says) : logged.says.includes(`, as ${String(correction.function)}`)))
    && has('from', since) && has('until', until)
}

/** Whoever has said just this before, if it still counts; and a way to ask again. */
export function useAlreadySaid(correction: Correction | null) {
  const about = correction === null ? undefined : [correction.agreement, ...NAMED.map((name) => correction[name])].find((one): one is string => typeof one === 'string')
  const query = useStudy('corrections', { about, limit: NEWEST }, about !== undefined)
  const among = (data: Studies['corrections'] | undefined): Logged | null => (correction === null ? null : (data?.corrections.find((one) => saysTheSame(one, correction)) ?? null))
  return { said: about === undefined || query.isPlaceholderData ? null : among(query.data), again: async () => among((await query.refetch()).data) }
}
