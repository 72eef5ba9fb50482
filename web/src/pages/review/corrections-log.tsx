import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tell } from '../../api/tell.ts'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './review.module.css'

const PAGE = 100
const words = texts.review.log
type Correction = Studies['corrections']['corrections'][number]

/** Who said what by hand, when and why; each can be taken back. */
export function CorrectionsLog({ by }: { readonly by: string }) {
  const { workspace } = useView()
  const queries = useQueryClient()
  const [shown, setShown] = useState(PAGE)
  const [error, setError] = useState<Error | null>(null)
  const query = useStudy('corrections', { limit: shown })
  const takeBack = async ({ key, import: together, lines }: Correction) => {
    setError(null)
    try {
      await tell('correction-undo', workspace, { ...(together !== null && lines > 1 ? { import: together } : { key }), by })
      await queries.invalidateQueries()
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  return (
    <Card>
      {error ? <Failed error={error} /> : null}
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100]} height={24} />}>
        {({ corrections, next }) => corrections.length === 0 ? <Empty>{words.none}</Empty> : (
          <>
            <p className={classes.quiet}>{words.hint}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={texts.review.tabs.log}>
              <table className={table.table}>
                <thead><tr><th scope="col">{words.what}</th><th scope="col">{words.who}</th><th scope="col">{words.when}</th><th scope="col">{words.why}</th><th scope="col"><span className="visually-hidden">{words.undo}</span></th></tr></thead>
                <tbody>
                  {corrections.map((one) => (
                    <tr key={`${one.source} ${one.key}`} data-taken-back={one.takenBack || undefined} className={classes.entry}>
                      <td className={table.wide}>{one.says}</td>
                      <td>{one.by ?? <span className={table.quiet}>{words.nobody}</span>}</td>
                      <td>{instantText(one.at)}</td>
                      <td className={table.wide}>{one.why ?? ''}</td>
                      <td>{one.takenBack ? <span className={table.quiet}>{words.takenBack(one.takenBackAt === null ? null : instantText(one.takenBackAt))}</span> : <button type="button" className={table.button} onClick={() => void takeBack(one)}>{words.undo}</button>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {next === null ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(shown + PAGE)}>{words.more}</button>}
          </>
        )}
      </Answered>
    </Card>
  )
}
