import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { download } from '../../why/csv.ts'
import { Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'

const words = texts.asking.survey
type Survey = Studies['surveys']['surveys'][number]
interface File { readonly name: string; readonly type: string; readonly text: string; readonly people: number; readonly leftOut: readonly { readonly says: string; readonly people: number }[] }
const SHOWN = 20
const MORE = 200
const FILES = ['list', 'tasks', 'task-lines', 'mail-merge'] as const

/** Who was asked, by whom, and what each answered; with the ways to carry it elsewhere. */
export function AskedCard({ survey }: { readonly survey: Survey }) {
  const [limit, setLimit] = useState(SHOWN)
  const query = useStudy('survey-people', { survey: survey.id, limit })
  const { act, isBusy, error } = useChange()
  const [file, setFile] = useState<File | null>(null)
  const save = async (as: string) => {
    const made = await act<File>('survey-export', { survey: survey.id, as, ...(as === 'mail-merge' ? { pageUrl: location.origin } : {}) })
    setFile(made)
    if (made !== null) download(made.name, made.text, made.type)
  }
  return (
    <Card title={words.people} aside={
      <div className={classes.buttons}>
        {FILES.map((as) => <button key={as} type="button" className={table.button} title={words.files[as].hint} disabled={isBusy || survey.state === 'closed'} onClick={() => void save(as)}>{words.files[as].name}</button>)}
      </div>
    }>
      <Wrong error={error} />
      <p role="status" className={classes.status} data-empty={file === null || undefined}>{file === null ? '' : [words.inFile(count(file.people), file.name), ...file.leftOut.map(({ says, people: n }) => words.notInFile(count(n), says))].join(' ')}</p>
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100]} height={28} />}>
        {({ people, total }) => (
          <>
            <div className={`${classes.person} ${classes.heads}`} aria-hidden><span>{texts.asking.people.name}</span><span>{words.answer}</span><span>{people.some(({ asker }) => asker !== null) ? texts.asking.people.asker : ''}</span><span>{words.when}</span></div>
            <ul className={classes.people}>
              {people.map((one) => (
                <li key={one.key} data-row tabIndex={-1} className={classes.person}>
                  <span className={classes.name}><PartyLink party={one.party} /></span>
                  <span className={classes.because}>{one.answeredAt === null ? words.noAnswer : [one.score === null ? null : count(one.score), one.text].filter((part) => part !== null).join(': ')}</span>
                  <span className={classes.asker}>{one.asker}</span>
                  <span className={classes.address}><span className={classes.narrow}>{words.when} </span>{instantText(one.askedAt)}</span>
                </li>
              ))}
            </ul>
            {total <= people.length ? null : <button type="button" className={table.button} onClick={() => setLimit(limit + MORE)}>{texts.asking.people.more(count(Math.min(MORE, total - people.length)))}</button>}
          </>
        )}
      </Answered>
    </Card>
  )
}
