import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { ask } from '../../api/ask.ts'
import type { Studies } from '../../api/types.ts'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { nameOf } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { download, downloadCsv } from '../../why/csv.ts'
import { Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'
import { plainAddress } from './plain-address.ts'

const words = texts.asking.survey
type Survey = Studies['surveys']['surveys'][number]
type Person = Studies['survey-people']['people'][number]
const SHOWN = 20
const MORE = 200
const DUE_DAYS = 7

/** Who was asked, by whom, and what each answered; with the ways to carry it elsewhere. */
export function AskedCard({ survey }: { readonly survey: Survey }) {
  const [limit, setLimit] = useState(SHOWN)
  const query = useStudy('survey-people', { survey: survey.id, limit })
  const { workspace, parameters } = useView()
  const { act, isBusy, error } = useChange()
  const everybody = async (): Promise<readonly Person[]> => (await ask('survey-people', { workspace, knownAt: parameters.knownAt, survey: survey.id })).people
  const due = (askedAt: string): string => new Date(Date.parse(askedAt) + DUE_DAYS * 86_400_000).toISOString().slice(0, 10)
  const tasks = async () => {
    const people = await everybody()
    downloadCsv('tasks', [texts.asking.people.asker, texts.asking.people.name, texts.asking.people.address, texts.asking.people.organizations, texts.asking.people.question, words.due], people.map((one) => [one.asker, nameOf(one.party), plainAddress(one.address), one.organizations.map(nameOf).join('; '), survey.question, due(one.askedAt)]))
  }
  const taskLines = async () => {
    const people = await everybody()
    download('tasks.jsonl', people.map((one) => `${JSON.stringify({ task: words.taskSays(survey.question), who: one.asker, whom: nameOf(one.party), address: one.address, organizations: one.organizations.map(nameOf), survey: survey.id, ask: one.key, due: due(one.askedAt) })}\n`).join(''), 'application/x-ndjson')
  }
  const merge = async () => {
    const links = await act<{ readonly links: readonly { readonly key: string; readonly path: string }[] }>('survey-links', { survey: survey.id })
    if (links === null) return
    const paths = new Map(links.links.map(({ key, path }) => [key, path]))
    const people = await everybody()
    downloadCsv('mail-merge', ['salutation', 'name', 'email', 'question', 'link'], people.map((one) => [`Hello ${nameOf(one.party)},`, nameOf(one.party), plainAddress(one.address), survey.question, `${location.origin}${paths.get(one.key) ?? ''}`]))
  }
  return (
    <Card title={words.people} aside={
      <div className={classes.buttons}>
        <button type="button" className={table.button} onClick={() => void tasks()}>{words.tasks}</button>
        <button type="button" className={table.button} onClick={() => void taskLines()}>{words.taskLines}</button>
        <button type="button" className={table.button} title={words.mergeHint} disabled={isBusy} onClick={() => void merge()}>{words.merge}</button>
      </div>
    }>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100, 100, 100, 100]} height={28} />}>
        {({ people, total }) => (
          <>
            <ul className={classes.people}>
              {people.map((one) => (
                <li key={one.key} data-row tabIndex={-1} className={classes.person}>
                  <span className={classes.name}><PartyLink party={one.party} /></span>
                  <span className={classes.because}>{one.answeredAt === null ? words.noAnswer : [one.score === null ? null : count(one.score), one.text].filter((part) => part !== null).join(': ')}</span>
                  <span className={classes.asker}>{one.asker ?? texts.asking.people.noAsker}</span>
                  <span className={classes.address}>{words.when} {instantText(one.askedAt)}</span>
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
