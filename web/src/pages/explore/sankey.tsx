import { useCallback, useMemo } from 'react'
import { Chart, type Mark } from '../../charts/chart.tsx'
import type { Colors } from '../../charts/colors.ts'
import { amount, count, drawnWidth, money, ratio, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './explore.module.css'
import { type Amounts, type FlowLink, type FlowNode, type Measure, moneyIn, pictureOf, widthOf } from './flows-model.ts'
import { sankeyHeight, sankeyOption } from './sankey-option.ts'
import type { Flows } from './shapes.ts'
import { dimensionName } from './use-dimensions.ts'
import { useIsUnfolded } from './use-flows.ts'

const words = texts.explore.flows
/** Below this width names would lie over each other: the picture scrolls instead. */
const LEAST_WIDTH = 560

export function figureOf(amounts: Amounts, measure: Measure): string {
  if (measure === 'users') return count(amounts.users)
  if (measure === 'use') return count(amounts.usageDays)
  return amount(moneyIn(amounts, measure))
}

/** The picture. A click on a band or a node opens its reasons; one on those folded together opens these. */
export function Sankey({ answer, measure }: { readonly answer: Flows; readonly measure: Measure }) {
  const { go } = useView()
  const unfolded = useIsUnfolded()
  const picture = useMemo(() => pictureOf(answer, measure), [answer, measure])
  const option = useCallback((colors: Colors, width: number) => sankeyOption(picture, (node) => figureOf(node, measure), width, colors), [picture, measure])
  const pick = (mark: Mark) => {
    const { why } = carried(mark)
    go(why === null ? { open: 'all' } : { why, who: undefined, of: undefined, day: undefined, account: undefined })
  }
  const columns = picture.columns.map((column) => (column === 'group' ? dimensionName(answer.by) : words.columns[column]))
  const parts = [[answer.foldedGroups, words.foldedGroups], [answer.foldedIntermediaries, words.foldedIntermediaries], [answer.foldedPayers, words.foldedPayers]] as const
  const folded = parts.filter(([n]) => n > 0).map(([n, says]) => says(n, count(n)))
  return (
    <Card title={words.title} hint={words.hint}>
      {picture.nodes.length === 0 ? <Empty>{words.noMoney}</Empty> : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        <section className={classes.sideways} tabIndex={0} aria-label={words.scroll}>
          <div style={{ minWidth: LEAST_WIDTH }}>
            <div className={classes.heads} aria-hidden="true">{columns.map((column, place) => <span key={column} style={place === columns.length - 1 && place > 0 ? { right: 0 } : { left: `${(place / Math.max(1, columns.length - 1)) * 100}%` }}>{column}</span>)}</div>
            <Chart option={option} height={sankeyHeight(picture)} says={words.says(dimensionName(answer.by).toLowerCase(), words.columns.payer.toLowerCase())} onPick={pick} tip={(mark) => <Tip mark={mark} answer={answer} measure={measure} />} />
          </div>
        </section>
      )}
      {folded.length === 0 && !unfolded ? null : (
        <p className={classes.small}>{folded.length === 0 ? null : <>{words.folded(folded.join(', '))}{unfolded ? ` ${words.still}` : ''} </>}<button type="button" className={classes.link} onClick={() => go({ open: unfolded ? undefined : 'all' }, true)}>{unfolded ? words.fold : words.unfold}</button></p>
      )}
      {picture.aside === 0 ? null : <p className={classes.small}>{words.aside(picture.aside)}</p>}
    </Card>
  )
}

/** What a mark carries of ours. */
function carried({ data, what }: Mark): FlowNode | FlowLink {
  const { node, link } = data as { readonly node?: FlowNode; readonly link?: FlowLink }
  return (what === 'band' ? link : node) as FlowNode | FlowLink
}

function Tip({ mark, answer, measure }: { readonly mark: Mark; readonly answer: Flows; readonly measure: Measure }) {
  const here = carried(mark)
  const all = measure === 'users' || measure === 'use' ? widthOf(answer, measure) : drawnWidth(moneyIn(answer, measure))
  return (
    <>
      <b>{here.name}</b>
      <div>{count(here.users)} {words.unit.users} · {count(here.usageDays)} {words.unit.use}</div>
      {here.money.map((part) => <div key={part.currency}>{money(part.amount, part.currency)}</div>)}
      <div>{share(ratio(widthOf(here, measure), all))}</div>
      {here.why === null ? <div>{words.unfold}</div> : null}
    </>
  )
}
