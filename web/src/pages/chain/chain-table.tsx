import { IconDownload } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { chainCsv } from './chain-csv.ts'
import { inTreeOrder, laidOut } from './chain-model.ts'
import classes from './chain.module.css'
import { type ExperienceKind, experienceFor, experienceLines, experienceSays, stepOf } from './experience.ts'
import { moneyLines, nodeKey, nodeName } from './node-words.ts'
import { type Channel, useChainView } from './use-chain.ts'

/** The picture in rows: the same figures, indented below whoever sells. */
export function ChainTable({ answer, colour }: { readonly answer: Channel; readonly colour: ExperienceKind | null }) {
  const { measure } = useChainView()
  const { address, go } = useView()
  const words = texts.chain.table
  const rows = inTreeOrder(laidOut(answer, measure).root)
  const { totals } = answer
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={() => chainCsv(rows.map(({ node }) => node), 'chain')}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} aria-label={words.title} tabIndex={0}>
        <table className={`${table.table} ${classes.rows}`}>
          <thead>
            <tr>
              <th scope="col">{words.party}</th>
              {[words.usageDays, words.users, words.people, words.resellers, words.customers, words.unseen, words.buys, words.sells].map((name) => <th key={name} scope="col" className={table.number}>{name}</th>)}
              <th scope="col">{colour === null ? words.experience : `${words.experience}: ${texts.chain.experiences[colour]}`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ node, depth }) => {
              const heard = experienceFor(node.experience, colour)
              const why = `chain:${nodeKey(node)}`
              return (
                <tr key={node.id}>
                  <th scope="row" style={{ '--depth': depth, fontWeight: 500 } as CSSProperties}>
                    <button type="button" data-row className={classes.name} aria-expanded={address.why === why} onClick={() => go({ why: address.why === why ? undefined : why })}><i className={classes.dot} data-step={stepOf(heard)} aria-hidden="true" />{nodeName(node)}</button>
                  </th>
                  <td className={table.number}>{count(node.usageDays)}</td>
                  <td className={table.number}>{count(node.users)}</td>
                  <td className={table.number}>{count(node.own.users)}</td>
                  <td className={table.number}>{count(node.intermediaries)}</td>
                  <td className={table.number}>{count(node.customers)}</td>
                  <td className={table.number}>{count(node.unseen.customers)}</td>
                  <td className={`${table.number} ${classes.amounts}`}>{moneyLines(node.bought).map((line) => <span key={line}>{line}</span>)}</td>
                  <td className={`${table.number} ${classes.amounts}`}>{moneyLines(node.sold).map((line) => <span key={line}>{line}</span>)}</td>
                  <td className={classes.says} title={heard ? experienceSays(heard) : undefined}>{heard ? experienceLines(heard).map((line, place) => <span key={line} className={place === 0 ? undefined : table.quiet}>{line}</span>) : <span className={table.quiet}>–</span>}</td>
                </tr>
              )
            })}
            <tr>
              <th scope="row" style={{ fontWeight: 500 }}>{words.outside}</th>
              <td className={table.number}>{count(totals.usageDays - totals.direct.usageDays - totals.through.usageDays - totals.own.usageDays)}</td>
              <td className={table.number}>{count(totals.users - totals.direct.users - totals.through.users - totals.own.users)}</td>
              <td colSpan={7} />
            </tr>
            <tr className={classes.sum}>
              <th scope="row">{words.total}</th>
              <td className={table.number}>{count(totals.usageDays)}</td>
              <td className={table.number}>{count(totals.users)}</td>
              <td className={table.number}>{count(totals.own.users)}</td>
              <td className={table.number}>{count(totals.intermediaries)}</td>
              <td className={table.number}>{count(totals.customers + totals.directCustomers)}</td>
              <td colSpan={4} />
            </tr>
          </tbody>
        </table>
      </section>
    </Card>
  )
}
