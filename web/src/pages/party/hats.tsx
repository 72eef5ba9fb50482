import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { Hat, Party } from '../../api/shapes.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { today } from '../../format/days.ts'
import { firstIdentifier } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import picker from '../../parts/picker.module.css'
import { texts } from '../../texts.ts'
import { useProductName } from '../../shell/use-products.ts'
import { useView } from '../../view/use-view.ts'
import classes from './hats.module.css'
import { HatsTable } from './hats-table.tsx'
import { intervalText } from './interval-text.ts'
import { hatText, type Lane, lanesOf, placeOf, type Span, spanOf, ticksOf } from './lanes.ts'

const words = texts.party
const LANES_AT_FIRST = 14
const COLORS: Readonly<Record<string, string>> = {
  user: 'var(--users)', customer: 'var(--customers)', payer: 'var(--customers)', decider: 'var(--both)', intermediary: 'var(--kind-intermediary)', seller: 'var(--kind-intermediary)', sponsor: 'var(--kind-sponsor)',
}

/** Every hat as bars on a time axis; the table says the same. */
export function Hats({ party, hats }: { readonly party: Party; readonly hats: readonly Hat[] }) {
  const [isTable, setTable] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const { period } = useView()
  const productName = useProductName()
  if (hats.length === 0) return <Empty>{words.noRoles}</Empty>
  const lanes = lanesOf(hats, productName)
  const shown = isWhole ? lanes : lanes.slice(0, LANES_AT_FIRST)
  const span = spanOf(hats, period, today())
  return (
    <>
      {isTable ? <HatsTable hats={hats} /> : <Bars party={party} lanes={shown} span={span} />}
      <div className={classes.under}>
        <button type="button" className={classes.plain} aria-pressed={isTable} onClick={() => setTable(!isTable)}>{isTable ? words.asBars : words.asTable}</button>
        {isTable || isWhole || lanes.length <= LANES_AT_FIRST ? null : <button type="button" className={classes.plain} onClick={() => setWhole(true)}>{words.foldedLanes(count(lanes.length - LANES_AT_FIRST))}</button>}
      </div>
    </>
  )
}

function Bars({ party, lanes, span }: { readonly party: Party; readonly lanes: readonly Lane[]; readonly span: Span }) {
  const { period } = useView()
  const left = placeOf(period.from, span)
  return (
    <div className={classes.chart}>
      <div className={classes.axis} aria-hidden="true">
        {ticksOf(span).filter(({ day }) => isClear(day, span)).map(({ day, name }) => <span key={day} style={{ left: `${placeOf(day, span)}%` }}>{name}</span>)}
      </div>
      <div className={classes.back} aria-hidden="true">
        <span className={classes.window} style={{ left: `${left}%`, width: `${placeOf(period.to, span) - left}%` }} />
        {ticksOf(span).map(({ day }) => <span key={day} className={classes.tick} style={{ left: `${placeOf(day, span)}%` }} />)}
        <span className={classes.now} style={{ left: `${placeOf(today(), span)}%` }}><i>{words.now}</i></span>
      </div>
      <ul className={classes.lanes}>
        {lanes.map((lane) => (
          <li key={lane.name} className={classes.lane}>
            <span className={classes.name} title={lane.name}>{lane.name}</span>
            <span className={classes.track}>{lane.bars.map((hat) => <Bar key={`${hat.from} ${hat.to}`} party={party} hat={hat} span={span} />)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A name of a month would be written over by the word now. */
function isClear(day: string, span: Span): boolean {
  const distance = placeOf(today(), span) - placeOf(day, span)
  return distance < -4 || distance > 13
}

function Bar({ party, hat, span }: { readonly party: Party; readonly hat: Hat; readonly span: Span }) {
  const [open, setOpen] = useState(false)
  const left = hat.from === null ? 0 : placeOf(hat.from, span)
  const right = hat.to === null ? 100 : placeOf(hat.to, span)
  const { what, whom } = hatText(hat, useProductName())
  const when = intervalText(hat.from, hat.to)
  return (
    <Popover opened={open} onChange={setOpen} width={300} position="bottom" withinPortal trapFocus returnFocus transitionProps={{ duration: 0 }} radius={10}>
      <Popover.Target>
        <button type="button" className={classes.bar} data-row data-open-left={hat.from === null || undefined} data-open-right={hat.to === null || undefined} data-inferred={hat.inferred || undefined}
          style={{ left: `${left}%`, width: `${Math.max(0, right - left)}%`, '--bar': COLORS[hat.hat] ?? 'var(--dimmed)' } as React.CSSProperties} aria-label={words.barSays(`${what} ${whom}`.trim(), when)} onClick={() => setOpen(!open)} />
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label={words.why}><BarSays party={party} hat={hat} onDone={() => setOpen(false)} /></Popover.Dropdown>
    </Popover>
  )
}

/** Why this bar: its lines, and the way to correct it. */
function BarSays({ party, hat, onDone }: { readonly party: Party; readonly hat: Hat; readonly onDone: () => void }) {
  const { go } = useView()
  const { what, whom } = hatText(hat, useProductName())
  const about = aboutOf(party, hat)
  return (
    <div className={classes.says}>
      <b>{`${what} ${whom}`.trim()}</b>
      <p>{intervalText(hat.from, hat.to)}{hat.inferred ? `, ${words.inferred}` : ''}{hat.byHand ? `, ${words.byHand}` : ''}</p>
      <p className={classes.quiet}>{hat.evidence.length === 0 ? words.ofUse : `${words.lines}: ${hat.evidence.join(', ')}`}</p>
      <div className={classes.actions}>
        {hat.hat === 'user' ? <button type="button" className={classes.plain} onClick={() => {
          onDone()
          go({ who: firstIdentifier(party), of: hat.product ?? undefined, day: undefined, account: undefined })
        }}>{words.whoPays}</button> : null}
        {about === null ? null : <span onClickCapture={onDone}><CorrectButton about={about} /></span>}
      </div>
    </div>
  )
}

/** What a correction of the bar is about. */
export function aboutOf(party: Party, hat: Hat): string | null {
  if (hat.hat === 'member' || hat.hat === 'decider') return hat.counterpart === null ? null : `membership:${firstIdentifier(party)}|${firstIdentifier(hat.counterpart)}`
  if (hat.hat === 'user') return `use:${firstIdentifier(party)}`
  if (['customer', 'payer', 'intermediary', 'sponsor', 'seller'].includes(hat.hat)) return hat.evidence.length === 1 ? `agreement:${hat.evidence[0]}` : null
  return `party:${firstIdentifier(party)}`
}
