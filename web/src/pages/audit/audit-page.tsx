import { IconDownload, IconLinkOff, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { useUndo } from '../../correct/use-undo.ts'
import { dayText, instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { auditTexts as words } from '../../texts/audit.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { AboutLink } from './about-link.tsx'
import classes from './audit-page.module.css'
import { type Difference, differencesOf, inOneLine } from './differences.ts'

/** All that was ever said by hand fits; the log has the rest by pages. */
const CORRECTIONS = 1_000

type Audit = Studies['audit']
type Change = Audit['changes'][number]
type Said = Studies['corrections']['corrections'][number]

const ROWS = 100
const ROWS_OF_CSV = 10_000

/** Who changed what, newest first, and whether anybody touched the list. */
export function AuditPage() {
  const { address, workspace, go } = useView()
  const [limit, setLimit] = useState(ROWS)
  const filters = { who: address.changer, what: address.change, q: address.q, since: address.since, until: address.until }
  const query = useStudy('audit', { ...filters, limit })
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const csv = async () => {
    const { changes } = await ask('audit', { ...filters, workspace, limit: ROWS_OF_CSV })
    const rows = changes.map((change) => [change.n, change.at, change.who.name, words.kinds[change.who.kind] ?? '', words.deed(change.what), change.about, inOneLine(differencesOf(change.before, change.after)), words.outcomes[change.outcome] ?? '', change.says])
    downloadCsv('audit', ['n', words.columns.when, words.columns.who, words.columns.kind, words.columns.what, words.columns.about, words.columns.change, words.columns.outcome, words.columns.says], rows)
  }
  return (
    <>
      <PageHead title={words.title} hint={words.hint}>
        <button type="button" className={table.button} onClick={() => void csv()} disabled={!query.data || query.data.total === 0}><IconDownload size={15} aria-hidden /> {words.csv}</button>
      </PageHead>
      <Answered query={query} bones={<Card><Bones lines={[40, 100, 100, 100, 100]} height={28} /></Card>}>
        {(audit) => (
          <div className={classes.stack}>
            <Chain chain={audit.chain} />
            {audit.chain.changes === 0 ? null : (
              <Card>
                <div className={table.filters}>
                  <input className={`${table.field} ${table.grow}`} type="search" aria-label={words.filters.search} placeholder={words.filters.search} defaultValue={address.q ?? ''} onChange={(event) => go({ q: event.target.value || undefined }, true)} />
                  <Chosen label={words.columns.who} any={words.filters.who} value={address.changer} values={audit.whos.map((name) => [name, name])} onChoose={(changer) => go({ changer })} />
                  <Chosen label={words.columns.what} any={words.filters.what} value={address.change} values={audit.whats.map((what) => [what, words.deed(what)])} onChoose={(change) => go({ change })} />
                  <input className={table.field} type="date" aria-label={words.filters.since} value={address.since ?? ''} onChange={(event) => go({ since: event.target.value || undefined })} />
                  <input className={table.field} type="date" aria-label={words.filters.until} value={address.until ?? ''} onChange={(event) => go({ until: event.target.value || undefined })} />
                  {isFiltered ? <button type="button" className={table.button} onClick={() => go({ q: undefined, changer: undefined, change: undefined, since: undefined, until: undefined })}>{words.filters.clear}</button> : null}
                </div>
                {audit.changes.length === 0 ? <Empty>{words.none}</Empty> : <Changes changes={audit.changes} />}
                <p className={classes.total}>{words.changes(count(audit.total))}</p>
                {audit.next === null ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setLimit(limit + ROWS)}>{words.more}</button>}
              </Card>
            )}
          </div>
        )}
      </Answered>
    </>
  )
}

function Chosen({ label, any, value, values, onChoose }: { readonly label: string; readonly any: string; readonly value: string | undefined; readonly values: readonly (readonly [string, string])[]; readonly onChoose: (value: string | undefined) => void }) {
  return (
    <select className={table.field} aria-label={label} value={value ?? ''} onChange={(event) => onChoose(event.target.value || undefined)}>
      <option value="">{any}</option>
      {values.map(([one, name]) => <option key={one} value={one}>{name}</option>)}
    </select>
  )
}

function Chain({ chain }: { readonly chain: Audit['chain'] }) {
  if (chain.entries === 0 && chain.isUnbroken) return <Card><Empty>{words.chain.empty}</Empty></Card>
  return (
    <Card>
      <p className={classes.state} data-broken={!chain.isUnbroken || undefined} role={chain.isUnbroken ? undefined : 'alert'}>
        {chain.isUnbroken ? <IconShieldCheck size={18} aria-hidden /> : <IconLinkOff size={18} aria-hidden />}
        <strong>{chain.isUnbroken ? words.chain.unbroken(count(chain.entries), dayText((chain.since ?? '').slice(0, 10))) : words.chain.broken(chain.says)}</strong>
      </p>
      <p className={classes.how}>{chain.isUnbroken ? <>{words.chain.how} <code>hatrack audit verify</code> {words.chain.looks}</> : words.chain.next}</p>
      {chain.isUnbroken ? <p className={classes.how}>{words.chain.hash}: <code className={classes.hash}>{chain.hash}</code></p> : null}
    </Card>
  )
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { data } = useStudy('corrections', { limit: CORRECTIONS }, changes.some((change) => correctionOf(change) !== null))
  const said = new Map(data?.corrections.map((one) => [one.key, one]))
  return (
    <table className={classes.changes}>
      <thead>
        <tr><th scope="col">{words.columns.when}</th><th scope="col">{words.columns.who}</th><th scope="col">{words.columns.what}</th><th scope="col">{words.columns.about}</th><th scope="col">{words.columns.change}</th></tr>
      </thead>
      <tbody>{changes.map((change) => <Row key={change.n} change={change} said={said.get(correctionOf(change) ?? '')} />)}</tbody>
    </table>
  )
}

function Row({ change, said }: { readonly change: Change; readonly said: Said | undefined }) {
  const differences = differencesOf(change.before, change.after)
  const outcome = words.outcomes[change.outcome]
  return (
    <tr data-row tabIndex={-1}>
      <td><time dateTime={change.at}>{instantText(change.at)}</time></td>
      <td>{change.who.name}<span className={classes.kind}>{change.who.kind === 'machine' ? '' : words.kinds[change.who.kind]}</span></td>
      <td>{words.deed(change.what)}{outcome ? <span className={classes.outcome} title={change.outcome === 'begun' ? words.begunHint : undefined}>{outcome}</span> : null}</td>
      <td className={classes.about}><AboutLink about={said?.ids[0] !== undefined && change.what === 'correction-undo' ? `party:${said.ids[0]}` : change.about} /></td>
      <td>
        {change.says === null ? null : <p className={classes.says}>{change.says}</p>}
        {said === undefined ? <Differences differences={differences} /> : (
          <>
            <p className={classes.says}>{change.what === 'correct' ? words.said(said.says, said.by, said.why) : words.unsaid(said.says, said.takenBackBy)}</p>
            {change.what !== 'correct' || change.outcome !== 'done' ? null : said.takenBack ? <p className={classes.gone}>{words.takenBack}</p> : <TakeBack said={said} />}
            <details className={classes.fields}><summary>{words.fields}</summary><Differences differences={differences} /></details>
          </>
        )}
      </td>
    </tr>
  )
}

/** Which correction was said or taken back; null where the change is none. */
function correctionOf({ what, about, after }: Change): string | null {
  if (what === 'correction-undo') return about?.replace(/^correction:/, '') ?? null
  if (what !== 'correct' || typeof after !== 'object' || after === null) return null
  const key: unknown = Reflect.get(after, 'key')
  return typeof key === 'string' ? key : null
}

/** What was said counts no more, here as in the log of corrections. */
function TakeBack({ said }: { readonly said: Said }) {
  const { undo, error } = useUndo()
  return (
    <>
      <button type="button" className={classes.back} aria-label={words.takeBackOf(said.says)} onClick={() => void undo(said.import === null ? { key: said.key } : { key: said.key, import: said.import })}>{words.takeBack}</button>
      {error ? <Failed error={error} /> : null}
    </>
  )
}

function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return null
  return (
    <dl className={classes.differences}>
      {differences.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>{before === null ? null : <><del>{before}</del> <span aria-hidden>→</span> </>}{after === null ? <em>{words.nothing}</em> : <ins>{after}</ins>}</dd>
        </div>
      ))}
    </dl>
  )
}
