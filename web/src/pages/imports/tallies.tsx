import type { ImportState, Tally } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { leftOutRows } from './tally-sums.ts'

/** Rows in = written + known + refused + left out, table by table. */
export function Tallies({ state }: { readonly state: ImportState }) {
  const counted = state.tables.flatMap((one) => (one.tally === null ? [] : [{ name: one.table, kind: one.plan.kind, tally: one.tally }]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it
    <section className={table.scroll} tabIndex={0} aria-label={texts.imports.byTable}>
      <table className={table.table}>
        <thead><tr><th scope="col">{texts.imports.tableName}</th>{texts.imports.tallyHeads.map((head) => <th key={head} scope="col" className={table.number}>{head}</th>)}<th scope="col">{texts.imports.newLines}</th></tr></thead>
        <tbody>{counted.map(({ name, kind, tally }) => <Row key={name} name={name} kind={kind} tally={tally} />)}</tbody>
      </table>
    </section>
  )
}

function Row({ name, kind, tally }: { readonly name: string; readonly kind: string; readonly tally: Tally }) {
  const lines = Object.entries(tally.lines).filter(([, lines]) => lines > 0).map(([type, lines]) => `${count(lines)} ${(lines === 1 ? texts.imports.oneLine : texts.imports.lineTypes)[type] ?? type}`)
  return (
    <tr>
      <th scope="row">{name} <span className={table.quiet}>{texts.imports.kinds[kind] ?? kind}</span></th>
      {[tally.rows, tally.written, tally.known, tally.refused, leftOutRows(tally)].map((rows, place) => <td key={texts.imports.tallyHeads[place]} className={table.number}>{count(rows)}</td>)}
      <td>{lines.length === 0 ? texts.none : lines.join(', ')}</td>
    </tr>
  )
}
