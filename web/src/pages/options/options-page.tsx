import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import table from '../../parts/table.module.css'
import { Tabs } from '../../parts/tabs.tsx'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { draftOf, emptyRow } from './draft.ts'
import classes from './options.module.css'
import { PeoplePart } from './people-part.tsx'
import { SetsPart } from './sets-part.tsx'
import { SheetEditor } from './sheet-editor.tsx'
import { useSheets } from './use-sheets.ts'

const words = texts.options
const TABS = ['people', 'sets', 'sheet'] as const

/** Options with what each costs: who gains, who loses, and which sets cannot be bettered. */
export function OptionsPage() {
  const { address, go } = useView()
  const { query, sheets, sheet } = useSheets()
  const tab = TABS.find((one) => one === address.tab) ?? 'people'
  const isNew = address.sheet === 'new'
  return (
    <>
      <PageHead title={words.title} hint={words.hint}>
        {sheets === undefined || sheets.length === 0 || isNew ? null : (
          <span className={table.labelled}>
            <select className={table.field} aria-label={words.sheet} value={sheet?.id ?? ''} onChange={(event) => go({ sheet: event.target.value, set: undefined, open: undefined, budget: undefined, why: undefined })}>
              {sheet === undefined ? <option value="">{words.sheet}</option> : null}
              {sheets.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
            <button type="button" className={table.button} onClick={() => go({ sheet: 'new', tab: 'sheet', set: undefined, why: undefined })}>{words.newSheet}</button>
          </span>
        )}
      </PageHead>
      <Answered query={query} bones={<Card><Bones lines={[40, 100, 100, 100]} height={28} /></Card>}>
        {(answer) => isNew ? <SheetEditor key="new" draft={draftOf(undefined, '')} /> : answer.sheets.length === 0 ? <Begin /> : sheet === undefined ? <Card><Empty>{words.unknownSheet}</Empty></Card> : (
          <>
            <Tabs label={words.tabsLabel} tabs={TABS} names={words.tabs} chosen={tab} onChoose={(one) => go({ tab: one === 'people' ? undefined : one, why: undefined })} />
            {tab === 'people' ? <PeoplePart sheet={sheet} /> : tab === 'sets' ? <SetsPart key={sheet.id} sheet={sheet} /> : <SheetEditor key={JSON.stringify(sheet)} draft={draftOf(sheet, '')} />}
          </>
        )}
      </Answered>
    </>
  )
}

/** Without a sheet: what people raised is where one can begin. */
function Begin() {
  const { go, address } = useView()
  const query = useStudy('disagreements')
  const topics = query.data?.topics ?? []
  if (address.set === 'topics' || address.set === 'nothing') return <SheetEditor draft={{ ...draftOf(undefined, ''), ...(address.set === 'topics' && topics.length > 0 ? { rows: topics.map(({ topic }) => emptyRow({ name: topic, topics: topic })) } : {}) }} key={`${address.set} ${topics.length}`} />
  return (
    <Card>
      <Empty>{words.empty}</Empty>
      <div className={classes.bar}>
        {query.data === undefined ? <Bones lines={[40]} height={32} /> : topics.length === 0 ? <span className={classes.quiet}>{words.noTopics}</span> : <button type="button" className={classes.primary} onClick={() => go({ set: 'topics' })}>{words.fromTopics(count(topics.length))}</button>}
        <button type="button" className={table.button} onClick={() => go({ set: 'nothing' })}>{words.fromNothing}</button>
      </div>
    </Card>
  )
}
