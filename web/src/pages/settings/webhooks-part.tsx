import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { ShownOnce, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookMessages } from './webhook-messages.tsx'

export type Webhook = Studies['webhooks']['webhooks'][number]
interface Saved { readonly webhook: Webhook; readonly secret: string | null }
interface Sent { readonly isTaken: boolean; readonly says: string }
const says = words.webhooks

const told = ({ events }: Webhook, all: readonly string[]) => (events.length === all.length ? says.all : events.map((event) => says.events[event] ?? event).join(', '))

function stateText({ stopped, last }: Webhook): string {
  if (stopped !== null) return stopped
  if (last === null) return says.unused
  return last.isTaken ? says.works : says.last(instantText(last.at), last.says)
}

function State({ webhook }: { readonly webhook: Webhook }) {
  const { stopped, waiting, last } = webhook
  const isWrong = stopped !== null || last?.isTaken === false
  return (
    <>
      <span className={isWrong ? classes.bad : last === null ? classes.quiet : classes.good}>{stateText(webhook)}</span>
      {waiting === 0 ? null : <span className={classes.quiet}> {says.waits(count(waiting))}</span>}
    </>
  )
}

/** Whom we tell what happens: addresses, their secrets, and the messages that were sent. */
export function WebhooksPart() {
  const query = useStudy('webhooks')
  const { act, isBusy, error } = useChange()
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [tested, setTested] = useState<Sent | null>(null)
  const events = query.data?.events ?? []
  const columns: readonly Column<Webhook>[] = [
    { name: says.url, shown: ({ url }) => <code className={classes.code}>{url}</code>, cell: ({ url }) => url },
    { name: says.told, shown: (webhook) => told(webhook, events), cell: (webhook) => webhook.events.join(' ') },
    { name: says.state, shown: (webhook) => <State webhook={webhook} />, cell: stateText },
  ]
  const done = (saved: Saved | null) => {
    if (saved === null) return
    setEdited(null)
    setSecret(saved.secret)
  }
  const test = (id: string) => {
    setTested(null)
    void act<Sent>('webhook-test', { id }).then(setTested)
  }
  return (
    <>
      <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="webhooks" rows={query.data?.webhooks ?? []} columns={columns} /><button type="button" className={classes.button} onClick={() => setEdited('new')}>{says.new}</button></div>}>
        <Wrong error={error} />
        <Answered query={query} bones={<Bones lines={[100, 100]} height={28} />}>
          {({ webhooks }) => webhooks.length === 0 ? <Empty>{says.none}</Empty> : (
            <>
              <Rows rows={webhooks} columns={columns} keyOf={({ id }) => id} actions={(webhook) => {
                const { id, url, stopped } = webhook
                return (
                  <>
                    <button type="button" className={classes.small} aria-label={`${says.test}: ${url}`} disabled={isBusy} onClick={() => test(id)}>{says.test}</button>
                    <button type="button" className={classes.small} aria-label={says.editOf(url)} onClick={() => setEdited(webhook)}>{says.edit}</button>
                    <button type="button" className={classes.small} aria-label={`${stopped === null ? says.stop : says.go}: ${url}`} disabled={isBusy} onClick={() => void act('webhook-save', { id, stopped: stopped === null })}>{stopped === null ? says.stop : says.go}</button>
                    <SureButton label={says.rotate} about={url} sure={says.rotateSure} isBusy={isBusy} onSure={() => void act<Saved>('webhook-rotate', { id }).then(done)} />
                    <SureButton label={words.remove} about={url} sure={says.removeSure(url)} isBusy={isBusy} onSure={() => void act('webhook-remove', { id })} />
                  </>
                )
              }} />
              <p role="status" className={`${classes.sent} ${tested?.isTaken === false ? classes.bad : classes.good}`}>{tested === null ? '' : tested.isTaken ? says.tested(tested.says) : says.failed(tested.says)}</p>
            </>
          )}
        </Answered>
        {edited === null ? null : <WebhookForm webhook={edited === 'new' ? null : edited} events={events} onClose={() => setEdited(null)} onSaved={done} />}
        {secret === null ? null : <ShownOnce says={says.once} text={secret} onClose={() => setSecret(null)} />}
      </Card>
      {(query.data?.webhooks.length ?? 0) === 0 ? null : <WebhookMessages webhooks={query.data?.webhooks ?? []} />}
    </>
  )
}
