import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'
import type { Webhook } from './webhooks-part.tsx'

type Message = Studies['webhook-deliveries']['deliveries'][number]
const says = words.webhooks
const what = ({ type }: Message) => (type === 'test' ? says.testType : (says.events[type] ?? type))
const lastOf = ({ attempts }: Message) => attempts.at(-1)

function statusText(message: Message): string {
  const { status, attempts, nextAt } = message
  return [says.statuses[status] ?? status, ...(attempts.length > 1 ? [says.attempts(count(attempts.length))] : []), ...(nextAt === null || attempts.length === 0 ? [] : [says.next(instantText(nextAt))])].join(', ')
}

/** What was sent or waits, with what was answered; each can be looked at and sent again. */
export function WebhookMessages({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const query = useStudy('webhook-deliveries')
  const { act, isBusy, error } = useChange()
  const [shown, setShown] = useState<Message | null>(null)
  const urlOf = ({ webhook }: Message) => webhooks.find(({ id }) => id === webhook)?.url ?? webhook
  const columns: readonly Column<Message>[] = [
    { name: says.when, shown: ({ created }) => instantText(created), cell: ({ created }) => created },
    { name: says.what, shown: what, cell: ({ type }) => type },
    { name: says.to, shown: (message) => <code className={classes.code}>{urlOf(message)}</code>, cell: urlOf },
    { name: says.status, shown: (message) => <span className={message.status === 'failed' || lastOf(message)?.isTaken === false ? classes.bad : undefined}>{statusText(message)}</span>, cell: statusText },
    { name: says.answer, shown: (message) => (lastOf(message)?.status == null ? <span className={classes.quiet}>{says.noAnswer}</span> : says.ms(count(lastOf(message)?.ms ?? 0))), cell: (message) => lastOf(message)?.ms ?? null },
  ]
  return (
    <Card title={says.deliveries} hint={says.deliveriesHint} aside={<CsvButton name="messages" rows={query.data?.deliveries ?? []} columns={columns} />}>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
        {({ deliveries }) => deliveries.length === 0 ? <Empty>{says.noDeliveries}</Empty> : (
          <Rows rows={deliveries} columns={columns} keyOf={({ id }) => id} actions={(message) => (
            <>
              <button type="button" className={classes.small} aria-label={`${says.look}: ${what(message)}, ${instantText(message.created)}`} onClick={() => setShown(message)}>{says.look}</button>
              <button type="button" className={classes.small} aria-label={`${says.resend}: ${what(message)}, ${instantText(message.created)}`} disabled={isBusy} onClick={() => void act('webhook-resend', { id: message.id })}>{says.resend}</button>
            </>
          )} />
        )}
      </Answered>
      {shown === null ? null : <OneMessage message={shown} onClose={() => setShown(null)} />}
    </Card>
  )
}

function OneMessage({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const { id, attempts, body } = message
  return (
    <Dialog label={what(message)} onClose={onClose}>
      <div className={classes.form}>
        <h2>{what(message)}</h2>
        <p className={classes.quiet}>{says.id}: <code className={classes.code}>{id}</code></p>
        <h3>{says.tries}</h3>
        <ol className={classes.tries}>{attempts.map(({ at, says: said, ms }) => <li key={at + said}>{instantText(at)}: {said} <span className={classes.quiet}>{says.ms(count(ms))}</span></li>)}</ol>
        <h3>{says.body}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the box is scrolled by keyboard, too */}
        <pre className={classes.json} tabIndex={0}>{JSON.stringify(JSON.parse(body), null, 2)}</pre>
        <div className={classes.buttons}><button type="button" className={classes.button} onClick={onClose}>{says.close}</button></div>
      </div>
    </Dialog>
  )
}
