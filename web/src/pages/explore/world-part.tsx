import { STUDY_PARAMETERS } from '../../api/types.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import explore from './explore.module.css'
import { FilterBar } from './filter-bar.tsx'
import { type ProductWorld, useWorlds } from './use-worlds.ts'
import { WorldBar } from './world-bar.tsx'
import classes from './world-part.module.css'

const words = texts.explore.world

/** What kind of business is each product, and why? */
export function WorldPart() {
  const { period } = useView()
  const rows = useWorlds()
  const failed = rows.find(({ error }) => error !== null)
  if (failed?.error) return <Failed error={failed.error} />
  const csv = () => downloadCsv(`worlds-${period.from}-${period.to}`, ['product', 'world', 'before', 'users', 'customers', ...PAYER_KINDS, 'because', 'warnings'],
    rows.map(({ product, world, before, overlap }) => [product, world?.world ?? null, before?.world ?? null, overlap?.users ?? null, world?.customers ?? null, ...PAYER_KINDS.map((kind) => world?.shares[kind] ?? null), world?.because ?? null, world?.warnings.join('; ') ?? null]))
  return (
    <div className={explore.stack}>
    {STUDY_PARAMETERS.world.includes('where') ? <FilterBar /> : null}
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={csv}>{texts.explore.csv}</button>}>
      {rows.length === 0 ? <Empty>{words.nothing}</Empty> : (
        <div className={table.scroll}>
          <table className={`${table.table} ${classes.worlds}`}>
            <thead>
              <tr><th scope="col">{words.product}</th><th scope="col">{words.world}</th><th scope="col" className={classes.shares}>{words.shares}</th><th scope="col" className={table.number}>{words.users}</th><th scope="col" className={table.number}>{words.customers}</th><th scope="col">{words.because}</th></tr>
            </thead>
            <tbody>{rows.map((row) => <Row key={row.product} row={row} />)}</tbody>
          </table>
        </div>
      )}
    </Card>
    </div>
  )
}

function Row({ row }: { readonly row: ProductWorld }) {
  const { product, name, fundedBy, world, before, overlap, awaits } = row
  const { go, address } = useView()
  return (
    <tr>
      <th scope="row">
        {address.product === product ? name : <button type="button" className={classes.product} onClick={() => go({ product })}>{name}</button>}
        {fundedBy === null ? null : <span className={classes.under}>{words.funded(fundedBy)}</span>}
      </th>
      {world === undefined ? <td colSpan={5}><Bones lines={[100]} height={18} /></td> : (
        <>
          <td>
            <WhyButton why={`world:${product}`} plain row><b>{texts.world.names[world.world] ?? world.world}</b></WhyButton>
            {before === undefined ? (awaits.before ? <Bones lines={[60]} height={10} /> : null) : <span className={classes.under}>{before.world === world.world ? words.wasSame : words.was(texts.world.names[before.world] ?? before.world)}</span>}
          </td>
          <td className={classes.shares}><WorldBar shares={world.shares} /></td>
          <td className={table.number}>{overlap !== undefined ? count(overlap.users) : awaits.overlap ? <Bones lines={[100]} height={14} /> : <span className={explore.quiet}>–</span>}</td>
          <td className={table.number}>{count(world.customers)}</td>
          <td className={classes.because}>{world.because}{world.warnings.map((warning) => <span key={warning} className={classes.warning}>{warning === 'no customer, no business' ? texts.world.noCustomer : warning}</span>)}</td>
        </>
      )}
    </tr>
  )
}
