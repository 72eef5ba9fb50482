import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { PartyRow } from '../../api/shapes.ts'
import { severalOf } from '../../correct/about.ts'
import { firstIdentifier } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { download } from '../../why/csv.ts'
import { askedOf, columnsOf, savedAddress, sortOf, USUAL_COLUMNS } from './list-state.ts'
import classes from './parties.module.css'
import { PartiesGrid } from './parties-grid.tsx'
import { PartyFilters } from './party-filters.tsx'
import { partiesCsv, useCsv } from './use-csv.ts'

const words = texts.parties

/** Everybody in the period, with the hats they wear: searched, sorted, filtered, saved, taken away as a file. */
export function PartiesPage() {
  const view = useView()
  const { address, period, go } = view
  const [total, setTotal] = useState<number | undefined>(undefined)
  const [selected, setSelected] = useState<ReadonlyMap<string, PartyRow>>(new Map())
  const csv = useCsv()
  const asked = askedOf(view)
  const columns = columnsOf(address)
  const extra = columns.filter((column) => !USUAL_COLUMNS.includes(column))
  const select = useCallback((row: PartyRow) => setSelected((before) => {
    const after = new Map(before)
    if (!after.delete(row.party.id)) after.set(row.party.id, row)
    return after
  }), [])
  const name = `parties-${period.from}-${period.to}`
  const isFiltered = savedAddress({ ...address, sort: undefined, columns: undefined } as Address) !== ''
  return (
    <>
      <PageHead title={words.title} hint={`${total === undefined ? '' : `${words.total(count(total), total === 1)} · `}${words.hint}`}>
        {csv.progress === null ? <button type="button" className={classes.button} disabled={total === undefined || total === 0} onClick={() => void csv.start(asked, extra, name)}>{words.csvAll}</button> : (
          <span className={classes.end} role="status">{words.csvWorking(count(csv.progress.done), count(csv.progress.total))}<button type="button" className={classes.button} onClick={csv.cancel}>{words.cancel}</button></span>
        )}
      </PageHead>
      {csv.error ? <Failed error={csv.error} /> : null}
      <PartyFilters />
      <div className={classes.frame}>
        <PartiesGrid asked={asked} columnIds={columns} sort={sortOf(address)} onSort={(sort) => go({ sort })} selected={selected} onSelect={select} onTotal={setTotal}
          nothing={isFiltered ? <Empty>{words.nothing}</Empty> : <><Empty>{words.empty}</Empty><Link to="/import" search={(before) => keptOf(before as Address)} className={classes.button}>{words.bring}</Link></>} />
        {total === 0 ? null : (
          <div className={classes.foot}>
            {selected.size === 0 ? <span className={classes.wide}>{words.keys}</span> : (
              <>
                <span aria-live="polite">{words.selected(count(selected.size), selected.size === 1)}</span>
                <button type="button" className={classes.small} onClick={() => download(`${name}-selected.csv`, partiesCsv([...selected.values()], extra), 'text/csv')}>{words.csvSelected}</button>
                <button type="button" className={classes.small} onClick={() => go({ correct: `parties:${severalOf([...selected.values()].map(({ party }) => firstIdentifier(party)))}` })}>{words.leaveOut}</button>
                <button type="button" className={classes.plain} onClick={() => setSelected(new Map())}>{words.unselect}</button>
              </>
            )}
          </div>
        )}
      </div>
    </>
  )
}
