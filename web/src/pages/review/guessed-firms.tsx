import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tell } from '../../api/tell.ts'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { FirmActions, type Way } from './firm-actions.tsx'
import { FirmRows } from './firm-rows.tsx'
import classes from './review.module.css'

const PAGE = 100
const words = texts.review.firms

/** Firms that are only guessed from e-mail addresses: choose some, and say what they are, all at once. */
export function GuessedFirms({ by }: { readonly by: string }) {
  const { address, go, workspace } = useView()
  const queries = useQueryClient()
  const [shown, setShown] = useState(PAGE)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [done, setDone] = useState<{ readonly import: string | null; readonly lines: number } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const query = useStudy('guessed-organizations', { limit: shown, q: address.q })

  const change = async (name: string, input: object): Promise<unknown> => {
    setError(null)
    try {
      const answer = await tell(name, workspace, input)
      await queries.invalidateQueries()
      return answer
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
      return null
    }
  }
  const say = async (domains: readonly string[], way: Way) => {
    const answer = await change('guessed-organizations-correct', { domains, ...way, by })
    if (answer === null) return
    setDone(answer as { import: string | null; lines: number })
    setChosen([])
  }
  const undo = async (together: string) => {
    if ((await change('correction-undo', { import: together, by })) !== null) setDone(null)
  }
  return (
    <>
      <div className={table.filters}>
        <input type="search" className={`${table.field} ${table.grow}`} placeholder={words.search} aria-label={words.search} value={address.q ?? ''} onChange={(event) => go({ q: event.currentTarget.value || undefined }, true)} />
      </div>
      {error ? <Failed error={error} /> : null}
      {done === null ? null : (
        <p className={classes.done} role="status">
          {done.import === null ? words.nothing : words.done(count(done.lines), done.lines === 1)}
          {done.import === null ? null : <button type="button" className={table.button} onClick={() => void undo(done.import as string)}>{texts.review.undo}</button>}
        </p>
      )}
      <FirmActions chosen={chosen} onSay={(way) => void say(chosen, way)} onClear={() => setChosen([])} />
      <Card>
        <p className={classes.quiet}>{words.hint}</p>
        <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100]} height={24} />}>
          {({ domains, next }) => domains.length === 0 ? <Empty>{address.q === undefined ? words.none : words.nothingFound}</Empty> : (
            <>
              <FirmRows rows={domains} chosen={chosen} onChoose={setChosen} onIs={(domain, organization) => void say([domain], { way: 'is-organization', organization })} />
              {next === null ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(shown + PAGE)}>{words.more}</button>}
            </>
          )}
        </Answered>
      </Card>
    </>
  )
}
