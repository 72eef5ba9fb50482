import type { Studies } from '../api/types.ts'
import { useStudy } from '../api/use-study.ts'
import { periodText } from '../format/days.ts'
import { change, isZero, signedAmount } from '../format/numbers.ts'
import { KindMark } from '../parts/kind-mark.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './correct.module.css'
import type { Correction } from './ways.ts'

const words = texts.correct
export type Effect = Studies['correction-effect']

/** What a correction would change, asked while it is put together; null while there is too little to ask. */
export function useEffectOf(correction: Correction | null) {
  const parameters = Object.fromEntries(Object.entries(correction ?? {}).map(([name, value]) => [name, value === undefined ? undefined : String(value)]))
  return useStudy('correction-effect', parameters, correction !== null)
}

/** The effect in one sentence, and figure by figure; its place is kept while it is worked out. */
export function EffectShown({ query, asked }: { readonly query: ReturnType<typeof useEffectOf>; readonly asked: boolean }) {
  const { period, knownAt } = useView()
  const { data, error, isPlaceholderData } = query
  return (
    <section className={classes.effect} aria-live="polite" aria-busy={asked && (data === undefined || isPlaceholderData)}>
      <h3>{words.effectOf(periodText(period.from, period.to))}</h3>
      {!asked ? <p className={classes.quiet}>{words.effectWaits}</p> : error ? <p className={classes.bad}>{error.message}</p> : data === undefined || isPlaceholderData ? <p className={classes.quiet}>{words.effectWorking} …</p> : <Told effect={data} />}
      {knownAt === null ? null : <p className={classes.quiet}>{words.effectNow}</p>}
    </section>
  )
}

function Told({ effect }: { readonly effect: Effect }) {
  const rows = [
    ...effect.kinds.map((row) => ({
      name: texts.kinds[row.kind].name, kind: row.kind,
      parts: [...(row.users === 0 ? [] : [`${change(row.users)} ${words.table.users}`]), ...(row.usageDays === 0 ? [] : [`${change(row.usageDays)} ${words.table.days}`]), ...row.money.filter((one) => !isZero(one.amount)).map((one) => `${signedAmount(one.amount)} ${one.currency}`)],
    })),
    { name: words.table.used, kind: null, parts: effect.used.map((one) => `${signedAmount(one.amount)} ${one.currency}`) },
    { name: words.table.explained, kind: null, parts: effect.explained.map((one) => `${signedAmount(one.amount)} ${one.currency}`) },
    { name: words.table.customers, kind: null, parts: effect.customers === 0 ? [] : [change(effect.customers)] },
    { name: words.table.deciders, kind: null, parts: effect.payersWithoutKnownDecider === 0 ? [] : [change(effect.payersWithoutKnownDecider)] },
    { name: words.table.leftOut, kind: null, parts: effect.leftOut.override === 0 ? [] : [`${change(effect.leftOut.override)} ${words.table.days}`] },
    { name: words.table.staff, kind: null, parts: effect.leftOut.staff === 0 ? [] : [`${change(effect.leftOut.staff)} ${words.table.days}`] },
  ].filter(({ parts }) => parts.length > 0)
  return (
    <>
      <p><b>{effect.sentence}</b></p>
      {rows.length === 0 ? null : (
        <dl className={classes.changes}>
          {rows.map(({ name, kind, parts }) => <div key={name}><dt>{kind === null ? null : <KindMark kind={kind} />} {name}</dt><dd>{parts.join(', ')}</dd></div>)}
        </dl>
      )}
    </>
  )
}
