import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { acceptedOf } from '../../api/parameters.ts'
import type { Studies } from '../../api/types.ts'
import { studyOptions } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { mailTexts } from '../../texts/mail.ts'
import { useView } from '../../view/use-view.ts'
import { Wrong } from '../settings/form.tsx'
import { type Column, CsvButton, Rows } from '../settings/rows.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'

type Mails = Studies['survey-mails']
type Row = Mails['asks'][number]
const words = mailTexts.progress
const SENT_AGAIN = ['refused', 'unsure', 'given-up']
/** Mails take minutes: how far they came is looked at so often while some go out. */
const LOOK_EVERY_MS = 2_000

const COLUMNS: readonly Column<Row>[] = [
  { name: words.person, shown: ({ party }) => <PartyLink party={party} />, cell: ({ party }) => nameOf(party) },
  { name: words.state, shown: ({ state }) => words.states[state] ?? state, cell: ({ state }) => state },
  { name: words.says, shown: ({ state, says }) => (state === 'unsure' ? `${says} ${words.unsureHint}` : says), cell: ({ says }) => says },
  { name: words.at, shown: ({ at }) => (at === null ? '–' : instantText(at)), cell: ({ at }) => at },
]

function standing({ state, counts, perMinute }: Mails): string {
  if (perMinute === null) return words.noServer
  if (state === 'none') return words.none
  if (state === 'stopped') return words.stopped
  return state === 'done' ? words.done : words.sending(count(counts.waiting), count(Math.ceil(counts.waiting / perMinute)))
}

/** How far the mails of a question came: what went out, what waits, and what did not arrive. */
export function MailsCard({ id }: { readonly id: string }) {
  const { parameters } = useView()
  const query = useQuery({
    ...studyOptions('survey-mails', { ...acceptedOf('survey-mails', parameters), survey: id }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.state === 'sending' ? LOOK_EVERY_MS : false),
  })
  const { act, isBusy, error } = useChange()
  const problems = (query.data?.asks ?? []).filter(({ state }) => state !== 'waiting' && state !== 'handing')
  return (
    <Card title={words.title} aside={<CsvButton name="mails" rows={query.data?.asks ?? []} columns={COLUMNS} />}>
      <Answered query={query} bones={<Bones lines={[60, 40]} height={28} />}>
        {(mails) => (
          <div className={classes.stack}>
            <p role="status">{standing(mails)} {mails.why === null ? '' : words.why(mails.why)}</p>
            <p>{Object.entries(mails.counts).filter(([, n]) => n > 0).map(([state, n]) => `${count(n)} ${words.states[state] ?? state}`).join(', ')}</p>
            <div className={classes.buttons}>
              {mails.state === 'sending' ? <button type="button" className={classes.button} disabled={isBusy} onClick={() => void act('survey-mail', { survey: id, stop: true })}>{words.stop}</button> : null}
              {mails.state !== 'sending' && mails.counts.waiting > 0 && mails.perMinute !== null ? <button type="button" className={classes.primary} disabled={isBusy} onClick={() => void act('survey-mail', { survey: id })}>{mails.state === 'none' ? words.begin : words.goOn}</button> : null}
            </div>
            <Wrong error={error} />
            {problems.length === 0 ? null : (
              <>
                <h3>{words.problems}</h3>
                <Rows rows={problems} columns={COLUMNS} keyOf={({ key }) => key} actions={({ key, state }) => SENT_AGAIN.includes(state) ? <button type="button" className={classes.button} disabled={isBusy} onClick={() => void act('survey-mail-again', { survey: id, key })}>{words.again}</button> : null} />
              </>
            )}
          </div>
        )}
      </Answered>
    </Card>
  )
}
