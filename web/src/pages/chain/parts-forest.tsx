import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { count } from '../../format/numbers.ts'
import { firstIdentifier } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import type { ExperienceKind } from './experience.ts'
import { partyName } from './node-words.ts'
import { partsCsv } from './parts-csv.ts'
import own from './parts.module.css'
import { type PartRow, type Parts, type PartScore, ROWS_AT_MOST, scaleOf, scoreOf, scoreText, usePartsView } from './use-parts.ts'

/** So much of the scale, at least, the name of the usual score takes. */
const ROOM = 0.3

/** Every intermediary with its score: drawn and in figures, folded beyond some, with the usual score as a line. */
export function PartsForest({ answer }: { readonly answer: Parts }) {
  const { kind, rows } = answer
  const words = texts.chainExperience.forest
  const usual = answer.usual.find((one) => one.kind === kind)
  const drawn = rows.flatMap((row) => scoreOf(row, kind) ?? []).flatMap(({ shrunkLow, shrunkHigh, score }) => (shrunkLow === null || shrunkHigh === null ? [] : [shrunkLow, shrunkHigh, ...(score === null ? [] : [score])]))
  const scale = kind === null ? ([0, 100] as const) : scaleOf(kind, [...drawn, ...(usual?.usual == null ? [] : [usual.usual])])
  return (
    <Card title={words.title} hint={kind === null ? texts.chain.noExperience : words.hint(texts.chain.experiences[kind])} aside={<Csv />}>
      {kind === null || usual === undefined ? null : <UsualSays kind={kind} usual={usual} told={usual.apart} of={answer} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} aria-label={words.title} tabIndex={0}>
        <table className={`${table.table} ${own.forest}`}>
          <thead>
            <tr>
              <th scope="col">{words.intermediary}</th><th scope="col" className={table.number}>{words.n}</th>
              <th scope="col" className={own.plotHead}>{kind === null ? null : <Ends kind={kind} scale={scale} usual={usual?.usual ?? null} />}</th>
              <th scope="col" className={table.number}>{words.expected}</th><th scope="col">{words.interval}</th><th scope="col" className={table.number}>{words.raw}</th><th scope="col">{words.place}</th><th scope="col">{words.stands}</th>
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={row.party.id} row={row} kind={kind} scale={scale} usual={usual?.usual ?? null} />)}</tbody>
        </table>
      </section>
      {rows.length === 0 ? <p className={table.quiet}>{words.none}</p> : null}
      <More answer={answer} />
      <p className={`${table.quiet} ${own.legend}`}><span><i className={own.shrunkDot} />{words.legend.shrunk}</span><span><i className={own.rawDot} />{words.legend.raw}</span><span><i className={own.usualLine} />{words.legend.usual}</span></p>
    </Card>
  )
}

/** The ends of the scale, and the usual score above its line; an end that it would cover is left out. */
function Ends({ kind, scale: [least, most], usual }: { readonly kind: ExperienceKind; readonly scale: readonly [number, number]; readonly usual: number | null }) {
  const at = usual === null ? null : (usual - least) / (most - least)
  return (
    <span className={own.ends}>
      <span>{at !== null && at < ROOM ? null : scoreText(kind, least)}</span>
      {usual === null || at === null ? null : <span className={own.usualName} style={{ left: `${Math.min(1 - ROOM / 2, Math.max(ROOM / 2, at)) * 100}%` }}>{texts.chainExperience.forest.usual(scoreText(kind, usual))}</span>}
      <span>{at !== null && at > 1 - ROOM ? null : scoreText(kind, most)}</span>
    </span>
  )
}

function UsualSays({ kind, usual, told, of }: { readonly kind: ExperienceKind; readonly usual: Parts['usual'][number]; readonly told: number; readonly of: Parts }) {
  const words = texts.chainExperience.forest
  if (usual.usual === null || usual.spread === null) return <p className={own.says}>{words.spreadNone}</p>
  const points = (value: number): string => (kind === 'nps' ? words.points(count(Math.round(value))) : texts.chain.percent(count(Math.round(value))))
  const { mean, low, high } = usual.spread
  const ranked = of.rows.map((row) => scoreOf(row, kind)?.rank?.of ?? 0).find((all) => all > 0) ?? 0
  return <p className={own.says}>{words.spread(scoreText(kind, usual.usual), points(mean), points(low), points(high))} {ranked === 0 ? null : words.apart(count(told), count(ranked))}</p>
}

function Row({ row, kind, scale, usual }: { readonly row: PartRow; readonly kind: ExperienceKind | null; readonly scale: readonly [number, number]; readonly usual: number | null }) {
  const words = texts.chainExperience.forest
  const heard = scoreOf(row, kind)
  const name = partyName(row.party)
  const few = heard === null || heard.shrunk === null || heard.shrunkLow === null || heard.shrunkHigh === null
  return (
    <tr>
      <th scope="row"><WhyButton why={`part:${firstIdentifier(row.party)}`} plain row>{name}</WhyButton></th>
      <td className={table.number}>{count(heard?.n ?? 0)}</td>
      <td className={own.plot}>{few || kind === null ? null : <Plot heard={heard} kind={kind} scale={scale} usual={usual} name={name} />}</td>
      {few || kind === null ? <td colSpan={5} className={own.few}>{heard === null ? words.nothing : heard.score === null ? words.tooFew(count(heard.n)) : `${scoreText(heard.kind, heard.score)}, ${texts.chain.n} ${count(heard.n)}`}</td> : (
        <>
          <td className={table.number}><b>{scoreText(kind, heard.shrunk ?? 0)}</b></td>
          <td className={table.quiet}>{texts.chain.interval(scoreText(kind, heard.shrunkLow ?? 0), scoreText(kind, heard.shrunkHigh ?? 0))}</td>
          <td className={`${table.number} ${table.quiet}`}>{heard.score === null ? null : scoreText(kind, heard.score)}</td>
          <td>{heard.rank === null ? null : words.placeOf(count(heard.rank.from), count(heard.rank.to), count(heard.rank.of))}</td>
          <td>{heard.stands === null ? null : <span className={own.stands} data-bad={isBad(heard) || undefined} data-good={isGood(heard) || undefined}>{words.standing[heard.stands]}</span>}</td>
        </>
      )}
    </tr>
  )
}

function isBad({ kind, stands }: PartScore): boolean {
  return stands === (kind === 'complaints' ? 'above' : 'below')
}

function isGood({ kind, stands }: PartScore): boolean {
  return stands === (kind === 'complaints' ? 'below' : 'above')
}

/** Expected score with its interval, the raw one as a ring, the usual one as a line. */
function Plot({ heard, kind, scale: [least, most], usual, name }: { readonly heard: PartScore; readonly kind: ExperienceKind; readonly scale: readonly [number, number]; readonly usual: number | null; readonly name: string }) {
  const place = (value: number): string => `${((Math.min(most, Math.max(least, value)) - least) / (most - least)) * 100}%`
  const [low, high, shrunk] = [heard.shrunkLow ?? 0, heard.shrunkHigh ?? 0, heard.shrunk ?? 0]
  return (
    <span className={own.field} role="img" aria-label={texts.chainExperience.forest.drawn(name, scoreText(kind, shrunk), scoreText(kind, low), scoreText(kind, high), count(heard.n))} data-bad={isBad(heard) || undefined} data-good={isGood(heard) || undefined}>
      {usual === null ? null : <span className={own.usual} style={{ left: place(usual) }} />}
      <span className={own.span} style={{ left: place(low), right: `calc(100% - ${place(high)})` }} />
      {heard.score === null ? null : <span className={own.ring} style={{ left: place(heard.score) }} />}
      <span className={own.dot} style={{ left: place(shrunk) }} />
    </span>
  )
}

function More({ answer }: { readonly answer: Parts }) {
  const { limit } = usePartsView()
  const { go } = useView()
  const words = texts.chainExperience.forest
  const left = answer.found - answer.rows.length
  if (left <= 0) return null
  const next = Math.min(left, limit * 3, ROWS_AT_MOST - limit)
  return (
    <p className={own.more}>
      <span className={table.quiet}>{words.all(count(answer.rows.length), count(answer.found))}.</span>
      {next > 0 ? <button type="button" className={table.button} onClick={() => go({ open: String(limit + next) }, true)}>{words.more(count(next))}</button> : <span className={table.quiet}>{words.find}</span>}
    </p>
  )
}

function Csv() {
  const { parameters } = useView()
  const { step, kind, sort, q } = usePartsView()
  const [preparing, setPreparing] = useState(false)
  const words = texts.chainExperience.forest
  const write = async () => {
    setPreparing(true)
    try {
      await partsCsv({ ...parameters, step, kind, sort, q })
    } finally {
      setPreparing(false)
    }
  }
  return <button type="button" className={table.button} disabled={preparing} onClick={() => void write()}><IconDownload size={15} stroke={1.8} aria-hidden />{preparing ? words.preparing : words.csv}</button>
}
