import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Studies } from '../api/types.ts'
import { useStudy } from '../api/use-study.ts'
import { daysIn, instantText } from '../format/days.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Failed } from '../parts/failed.tsx'
import table from '../parts/table.module.css'
import { texts } from '../texts.ts'
import { downloadCsv } from '../why/csv.ts'
import classes from './correct.module.css'
import { useUndo } from './use-undo.ts'

export const PAGE = 100
const words = texts.correct.log
type Correction = Studies['corrections']['corrections'][number]

/** Who said what by hand, when, why, and what it changed; each can be taken back. `about`: only what names this party or agreement. */
export function CorrectionsLog({ about, title }: { readonly about?: string; readonly title?: string }) {
  const [shown, setShown] = useState(PAGE)
  const { undo, error } = useUndo()
  const query = useStudy('corrections', { limit: shown, about })
  const takeBack = ({ key, import: together, lines }: Correction) => void undo(together !== null && lines > 1 ? { import: together } : { key })
  return (
    <Card title={title}>
      {error ? <Failed error={error} /> : null}
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100]} height={24} />}>
        {({ corrections, next }) => corrections.length === 0 ? <Empty>{about === undefined ? words.none : words.noneAbout}</Empty> : (
          <>
            <div className={classes.logHead}>
              <p className={classes.quiet}>{words.hint}</p>
              <button type="button" className={table.button} onClick={() => downloadCsv('corrections', ['fact', 'says', 'effect', 'by', 'at', 'why', 'takenBackAt', 'takenBackBy'], corrections.map((one) => [one.fact, one.says, one.effect, one.by, one.at, one.why, one.takenBackAt, one.takenBackBy]))}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={words.label}>
              <table className={table.table}>
                <thead><tr><th scope="col">{words.what}</th><th scope="col">{words.changed}</th><th scope="col">{words.who}</th><th scope="col">{words.when}</th><th scope="col">{words.why}</th><th scope="col"><span className="visually-hidden">{words.undo}</span></th></tr></thead>
                <tbody>{corrections.map((one) => <Entry key={`${one.source} ${one.key}`} one={one} onTakeBack={takeBack} />)}</tbody>
              </table>
            </section>
            {next === null ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(shown + PAGE)}>{words.more}</button>}
          </>
        )}
      </Answered>
    </Card>
  )
}

function Entry({ one, onTakeBack }: { readonly one: Correction; readonly onTakeBack: (one: Correction) => void }) {
  return (
    <tr data-taken-back={one.takenBack || undefined} className={classes.entry}>
      <td className={table.wide}>{daysIn(one.says)}</td>
      <td className={`${table.wide} ${table.quiet}`}>{daysIn(one.effect ?? '')}</td>
      <td>{one.by ?? <span className={table.quiet}>{words.nobody}</span>}</td>
      <td>{instantText(one.at)}</td>
      <td className={table.wide}>{one.why ?? ''}</td>
      <td>
        {one.takenBack
          ? <span className={table.quiet}>{words.takenBack(one.takenBackAt === null ? null : instantText(one.takenBackAt), one.takenBackBy)}</span>
          : <button type="button" className={table.button} data-row onClick={() => onTakeBack(one)}>{words.undo}</button>}
      </td>
    </tr>
  )
}
