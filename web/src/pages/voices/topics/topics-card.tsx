import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Studies } from '../../../api/types.ts'
import { useStudy } from '../../../api/use-study.ts'
import { count } from '../../../format/numbers.ts'
import { Answered } from '../../../parts/answered.tsx'
import { Bones } from '../../../parts/bones.tsx'
import { Card } from '../../../parts/card.tsx'
import table from '../../../parts/table.module.css'
import { WhyButton } from '../../../parts/why-button.tsx'
import { topicsTexts } from '../../../texts/topics.ts'
import { downloadCsv } from '../../../why/csv.ts'
import { TopicForm } from './topic-form.tsx'
import classes from './topics.module.css'

type Row = Studies['topics']['topics'][number]
const words = topicsTexts.list
const answerers = words.answeredByNames
const HEIGHT = { name: 'topics', wide: 560, narrow: 560 } as const
const WORDS_SHOWN = 6
const ROWS = 12

export const answererOf = ({ answeredBy }: Pick<Row, 'answeredBy'>): string => (answeredBy === null ? words.nobody : answerers[answeredBy as keyof typeof answerers])

function csv(rows: readonly Row[]): void {
  downloadCsv('topics', [words.topic, words.from, words.answeredBy, words.users, words.customers, words.others, words.texts, words.confirmed, words.words], rows.map((row) => [
    row.topic, words.fromNames[row.from as keyof typeof words.fromNames], answererOf(row), row.people.users, row.people.customers, row.people.others, row.texts, row.confirmed, row.words.join(', ')]))
}

/** All topics, with how many users and how many customers spoke of each. */
export function TopicsCard() {
  const query = useStudy('topics')
  const [edited, setEdited] = useState<Row | 'new' | null>(null)
  const [isAll, setAll] = useState(false)
  return (
    <Card title={words.title} hint={words.hint} aside={<div className={classes.buttons}><button type="button" className={classes.small} disabled={query.data === undefined} onClick={() => csv(query.data?.topics ?? [])}><IconDownload size={15} aria-hidden /> {words.csv}</button><button type="button" className={classes.small} onClick={() => setEdited('new')}>{topicsTexts.form.new}</button></div>}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 100, 100, 100, 100, 100]} height={28} />}>
        {({ topics, people }) => {
          const spoken = topics.filter(({ texts }) => texts > 0)
          const rows = isAll ? topics : (spoken.length === 0 ? topics : spoken).slice(0, ROWS)
          const silent = topics.length - rows.length
          const side = (row: Row, which: 'users' | 'customers') => (
            <WhyButton plain why={`topic:${row.topic}`}><span className={classes.count} title={words.raised(count(row.raised[which]))}>{words.of(count(row.people[which]), count(people[which]))}</span><span className={classes.track} aria-hidden="true"><span data-side={which} style={{ width: `${people[which] === 0 ? 0 : (100 * row.people[which]) / people[which]}%` }} /></span></WhyButton>
          )
          return (
            <>
              <p className={classes.quiet}>{words.peopleHead(count(people.users), count(people.customers))}</p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
              <section className={table.scroll} tabIndex={0} aria-label={words.title}>
                <table className={`${table.table} ${classes.table}`}>
                  <thead><tr><th scope="col">{words.topic}</th><th scope="col">{words.users}</th><th scope="col">{words.customers}</th><th scope="col" className={table.number}>{words.texts}</th><th scope="col">{words.answeredBy}</th><th scope="col">{words.words}</th></tr></thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.topic} data-row tabIndex={-1}>
                        <th scope="row"><b>{row.topic}</b> <span className={classes.quiet}>{words.fromNames[row.from as keyof typeof words.fromNames]}</span></th>
                        <td data-label={words.users}>{side(row, 'users')}</td>
                        <td data-label={words.customers}>{side(row, 'customers')}</td>
                        <td className={table.number} data-label={words.texts}>{count(row.texts)}</td>
                        <td data-label={words.answeredBy}>{answererOf(row)}</td>
                        <td className={table.wide}><span className={classes.words}>{row.words.length === 0 ? <span className={classes.quiet}>{words.noWords}</span> : row.words.slice(0, WORDS_SHOWN).join(', ')}{row.words.length > WORDS_SHOWN ? ' …' : ''}</span> <button type="button" className={classes.small} aria-label={words.edit(row.topic)} onClick={() => setEdited(row)}>{words.editShort}</button></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
              {silent === 0 && !isAll ? null : <button type="button" className={classes.small} onClick={() => setAll(!isAll)}>{isAll ? words.fewer : words.onlySpoken(count(silent))}</button>}
            </>
          )
        }}
      </Answered>
      {edited === null ? null : <TopicForm topic={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Card>
  )
}
