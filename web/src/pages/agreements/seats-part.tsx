import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import { useStudy } from '../../api/use-study.ts'
import { nameOf } from '../../format/names.ts'
import { count, money, ratio } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './agreements.module.css'
import type { AgreementLine } from './use-agreement-pages.ts'

const words = texts.agreements.seatsPart
/** Agreements without seats stand last, so the first hundred are those to look at. */
const AT_FIRST = 100
const MORE = 200

/** Seats bought, given by name, and used: most unused first. A row opens with the names. */
export function SeatsPart() {
  const { address, period, parameters } = useView()
  const asked = { where: address.where === undefined ? 'state=in-force' : address.where, q: address.q, sort: 'seats' }
  const [limit, setLimit] = useState(AT_FIRST)
  const query = useStudy('agreements', { ...asked, limit })
  const rowsOf = (rows: readonly AgreementLine[]) => rows.filter(({ seats }) => seats !== null)
  const csv = async () => csvOf(rowsOf((await ask('agreements', { ...acceptedOf('agreements', parameters), ...asked })).agreements))
  const csvOf = (rows: readonly AgreementLine[]) => downloadCsv(`seats-${period.from}-${period.to}`, ['agreement', 'buyer', 'product', 'bought', 'given by name', 'given and used', 'used', 'not used', 'unused money', 'currency'],
    rows.map((row) => [row.agreement, nameOf(row.buyer), row.product, row.seats, row.seatsHeld, row.seatsHeldUsed, row.seatsUsed, (row.seats ?? 0) - (row.seatsUsed ?? 0), row.unused, row.currency]))
  return (
    <Card title={texts.agreements.tabs.seats} hint={words.hint} aside={<button type="button" className={table.button} disabled={query.data === undefined} onClick={() => void csv()}>{texts.why.csv}</button>}>
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100]} height={40} />}>
        {(answer) => {
          const rows = rowsOf(answer.agreements)
          if (rows.length === 0) return <Empty>{words.nothing}</Empty>
          return (
            <>
              <p className={classes.legend}>
                <span><i style={{ background: 'var(--kind-organization)' }} />{words.used}</span>
                <span><i className={classes.held} />{words.held}</span>
                <span><i className={classes.track} />{words.idle}</span>
              </p>
              <ul>{rows.map((row) => <li key={row.agreement}><Seat row={row} /></li>)}</ul>
              {answer.next === null || rows.length < answer.agreements.length ? null : <button type="button" className={table.button} onClick={() => setLimit(limit + MORE)}>{texts.changes.movers.more}</button>}
            </>
          )
        }}
      </Answered>
    </Card>
  )
}

function Seat({ row }: { readonly row: AgreementLine }) {
  const { go } = useView()
  const { seats: bought, seatsHeld: held, users, unused, currency } = row
  const seats = bought ?? 0
  const widest = Math.max(seats, users, held ?? 0)
  const idle = Math.max(0, seats - users)
  const width = (n: number) => `${ratio(n, widest) * 100}%`
  return (
    <div className={classes.seat}>
      <div className={classes.two}>
        <button type="button" className={classes.open} data-row onClick={() => go({ why: `agreement:${row.agreement}`, who: undefined })}>{nameOf(row.buyer)}</button>
        <span className={classes.quiet}>{row.agreement} · {row.product}</span>
      </div>
      <div className={classes.stack}>
        <span className={classes.layers} aria-hidden="true">{held === null ? null : <span className={classes.held} style={{ width: width(held) }} />}<span className={classes.used} style={{ width: width(users) }} /></span>
        <span>{words.says(count(seats), held === null ? null : count(held), count(users))}</span>
      </div>
      <span className={classes.quiet}>{users > seats ? words.moreUsers(count(users - seats)) : idle === 0 ? words.full : unused === null || currency === null ? '' : words.couldSave(count(idle), money(unused, currency))}</span>
    </div>
  )
}
