import { createHash } from 'node:crypto'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Instant } from '../base/day.ts'
import type { AskName } from './answer-links.ts'
import type { AnswerWords } from './answer-words.ts'
import { whoAsks } from './asked-questions.ts'
import { inHtml } from './html-text.ts'
import { inOneLine, type MailServer } from './mail-settings.ts'

/** What an invitation says, and to whom. */
export interface Invitation {
  readonly workspace: string
  readonly ask: AskName
  readonly to: string
  /** Null: nobody told a name. */
  readonly name: string | null
  readonly question: string
  /** The firm that asks; null where it said no name. */
  readonly who: string | null
  /** Who of it asks. */
  readonly asker: string | null
  readonly link: string
  readonly words: AnswerWords
  readonly at: Instant
}

const SUBJECT_SIGNS = 150
const HASH_SIGNS = 32

/** The same for the same ask, always: a mail that is sent again is known where the first one arrived. It says nothing of whom it is for. */
export function messageIdOf(workspace: string, { source, key }: AskName, from: string): string {
  const hash = createHash('sha256').update(JSON.stringify([workspace, source, key])).digest('hex')
  return `<${hash.slice(0, HASH_SIGNS)}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** Signs that end a line are none of a mail's text, but where we write them. */
function written(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

function askedBy(invitation: Invitation): string {
  const who = whoAsks(invitation)
  return who === null ? invitation.words.asksUnnamed : invitation.words.asks(inOneLine(who))
}

function textOf(invitation: Invitation, stop: string): string {
  const { name, question, who, link, words } = invitation
  const hello = name === null ? words.mailHelloUnnamed : words.mailHello(inOneLine(name))
  const asked = askedBy(invitation)
  return [hello, '', `${asked}:`, '', written(question), '', `${words.mailAnswer}:`, link, '', words.becomes(who ?? words.them), '', '-- ', words.mailWhy(who ?? words.them), `${words.stop}: ${stop}`, ''].join('\n')
}

function htmlOf(invitation: Invitation, stop: string): string {
  const { name, question, who, link, words } = invitation
  const hello = name === null ? words.mailHelloUnnamed : words.mailHello(inOneLine(name))
  const asked = askedBy(invitation)
  const lines = inHtml(written(question)).replaceAll('\n', '<br>')
  // Mail programs read no style sheets: what little there is stands in the tags.
  return `<!doctype html><html lang="${words.language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${inHtml(subjectOf(question))}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto">
<p dir="auto">${inHtml(hello)}</p><p dir="auto">${inHtml(asked)}:</p><p dir="auto" style="font-size:20px;font-weight:600">${lines}</p>
<p><a href="${inHtml(link)}" style="display:inline-block;padding:10px 24px;border-radius:8px;background:#4a5be0;color:#ffffff;text-decoration:none;font-weight:600">${inHtml(words.mailAnswer)}</a></p>
<p style="font-size:13px">${inHtml(words.becomes(who ?? words.them))}</p><hr style="border:0;border-top:1px solid #888"><p style="font-size:13px">${inHtml(words.mailWhy(who ?? words.them))} <a href="${inHtml(stop)}">${inHtml(words.stop)}</a></p>
</div></body></html>
`
}

function subjectOf(question: string): string {
  const signs = [...inOneLine(question)]
  return signs.length > SUBJECT_SIGNS ? `${signs.slice(0, SUBJECT_SIGNS - 1).join('')}\u2026` : signs.join('')
}

/** Where one click ends all asking, as RFC 8058 has it: a POST there, without anything more. */
export function stopLinkOf(link: string): string {
  return `${link}/stop`
}

/** The whole mail, byte for byte as it goes out, signed if the server's settings say so. */
export async function invitationBytes(invitation: Invitation, server: Pick<MailServer, 'from' | 'fromName' | 'replyTo' | 'dkim'>): Promise<Buffer> {
  const stop = stopLinkOf(invitation.link)
  return composed(
    {
      subject: subjectOf(invitation.question),
      text: textOf(invitation, stop),
      html: htmlOf(invitation, stop),
      to: { name: invitation.name === null ? '' : inOneLine(invitation.name), address: invitation.to },
      messageId: messageIdOf(invitation.workspace, invitation.ask, server.from),
      at: invitation.at,
      headers: [
        { key: 'List-Unsubscribe', value: `<${stop}>` },
        { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        { key: 'Content-Language', value: invitation.words.language },
      ],
    },
    server,
  )
}

/** A mail that only shows that mails go out. */
export async function testBytes(to: string, at: Instant, id: string, server: MailServer): Promise<Buffer> {
  const text = 'Hatrack can send mails through this server. Nothing happened.\n'
  return composed({ subject: 'Hatrack: a test', text, html: `<p>${text}</p>`, to: { name: '', address: to }, messageId: `<test-${id}@${server.from.slice(server.from.lastIndexOf('@') + 1)}>`, at, headers: [] }, server)
}

interface Composing {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly to: { readonly name: string; readonly address: string }
  readonly messageId: string
  readonly at: Instant
  readonly headers: { key: string; value: string }[]
}

async function composed({ at, headers, ...rest }: Composing, { from, fromName, replyTo, dkim }: Pick<MailServer, 'from' | 'fromName' | 'replyTo' | 'dkim'>): Promise<Buffer> {
  const mail = new MailComposer({
    ...rest,
    from: { name: fromName === null ? '' : inOneLine(fromName), address: from },
    ...(replyTo === null ? {} : { replyTo }),
    date: new Date(at),
    headers: [...headers, { key: 'Auto-Submitted', value: 'auto-generated' }],
    // No file and no address is ever read to make a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // As it goes over the wire, so that a signature holds for it.
  const bytes = Buffer.from((await mail.compile().build()).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
  if (dkim === null) return bytes
  const signing = new DKIM({ domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey }).sign(bytes)
  const parts: Buffer[] = []
  for await (const part of signing) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
