import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../base/day.ts'
import { instantText } from '../base/day.ts'
import { MAIL, type Workspace } from '../roles/workspace.ts'
import { type AskName, answerLinkOf, answerSecretOf } from './answer-links.ts'
import { answerWordsFor } from './answer-words.ts'
import { type Addressed, addressedAsk, addressedAsks } from './asked-questions.ts'
import { deliver } from './mail-delivery.ts'
import { invitationBytes } from './mail-message.ts'
import { changeMail, type KeptMail, type MailRun, isOnlyHere, type MailServer, mailFrom } from './mail-settings.ts'
import { afterEntry, mailEntry, mailNameOf, type MailEntry, type MailState, mailStateBefore, mailStatesOf } from './mail-states.ts'

export interface MailSenderSettings {
  readonly log: { warn(details: object, message?: string): void }
  /** Where the page is shown, without a path. */
  readonly pageUrl: () => string
  /** How often it is looked whether mails are to be sent; absent: every second. 0: only when told to. */
  readonly lookEveryMs?: number
  readonly waitMs?: number
}

/** Sends the invitations of surveys, one after the other: one process of those that share a workspace does. */
export interface MailSender {
  /** Sends at once what is due now. */
  look(): Promise<void>
  close(): Promise<void>
}

const LOOK_EVERY_MS = 1_000
const MINUTE_MS = 60_000
/** A server that cannot be reached is tried again after so long, whoever is next. */
const AWAY_MS = 30_000

/** Whether a workspace may have mails to send, without opening it. */
export function hasMail(folder: string): boolean {
  return existsSync(join(folder, `${MAIL}.json`))
}

/** Who wants mail now, and how far each came. */
export async function mailStates({ mailJournal }: Pick<Workspace, 'mailJournal'>): Promise<Map<string, MailState>> {
  return mailStatesOf(await mailJournal.entries())
}

function isWaiting(state: MailState | undefined): boolean {
  return state === undefined || state.state === 'waiting'
}

/** True if a mail may go out now: it was not sent, is no more unsure, its question is open and not answered, and its person may be asked. */
function isDue(asked: Addressed, state: MailState | undefined, now: Instant): boolean {
  return isWaiting(state) && (state?.nextAt ?? 0) <= now && asked.isOpen && asked.given === null && asked.mustNot === null && asked.address !== null
}

/**
 * The ask stands in the record before its mail goes out. What becomes of the mail stands in a journal: that it is handed over before its first byte goes, and
 * what the server said after. So a kill at any moment leaves no mail that would be sent twice; the one that was just going out is unsure, and a person decides.
 */
export function openMailSender(workspace: Workspace, { log, pageUrl, lookEveryMs = LOOK_EVERY_MS, waitMs }: MailSenderSettings): MailSender {
  let isEnding = false
  let working: Promise<void> | null = null
  /** Read when sending begins, and followed from then on. */
  let states: Map<string, MailState> | null = null
  let awayUntil = 0
  const wakers = new Set<() => void>()

  function pause(ms: number): Promise<void> {
    return new Promise((settle) => {
      const done = (): void => {
        clearTimeout(timer)
        wakers.delete(done)
        settle()
      }
      const timer = setTimeout(done, ms)
      wakers.add(done)
    })
  }

  async function note(entry: MailEntry): Promise<void> {
    await workspace.mailJournal.append(entry)
    const name = mailNameOf({ source: entry.ask[0], key: entry.ask[1] })
    states?.set(name, afterEntry(states.get(name), entry))
  }

  /** Two that send at once, as when one process takes over from another, both write that they hand it over: the first does. */
  async function isOurs(ask: AskName, survey: string, attempt: string): Promise<boolean> {
    const entry = mailEntry(ask, survey, 'handing', workspace.now(), '', attempt)
    const { n } = await workspace.mailJournal.append(entry)
    const before = mailStateBefore(await workspace.mailJournal.entries(), ask, n)
    states?.set(mailNameOf(ask), afterEntry(before, entry))
    return isWaiting(before)
  }

  async function kept(): Promise<KeptMail> {
    return mailFrom(await workspace.mail.read())
  }

  const isSending = ({ runs }: KeptMail, survey: string): boolean => runs[survey]?.state === 'sending'

  async function sendOne(asked: Addressed, survey: string, server: MailServer): Promise<'on' | 'away'> {
    const { ask, address, question, who, asker, name, at } = asked
    const link = answerLinkOf(await answerSecretOf(workspace), workspace.name, ask, at, pageUrl())
    const words = answerWordsFor(workspace.settings.current.language ?? undefined)
    const bytes = await invitationBytes({ workspace: workspace.name, ask, to: address as string, name, question, who, asker, link, words, at: workspace.now() }, server)
    const attempt = randomUUID()
    let isElsewhere = false
    const { kind, says } = await deliver({
      server,
      to: address as string,
      bytes,
      ...(waitMs === undefined ? {} : { waitMs }),
      beforeHanding: async () => {
        isElsewhere = !(await isOurs(ask, survey, attempt))
        if (isElsewhere) throw new Error('another process sends it')
      },
    })
    if (isElsewhere) return 'on'
    // It would go wrong for everybody: somebody must look at the settings, or the server come back.
    if (kind === 'server') await tell(survey, { state: 'stopped', why: says })
    else if (kind === 'away') await tell(survey, { why: says })
    else {
      await note(mailEntry(ask, survey, kind, workspace.now(), says, attempt))
      await tell(survey, { why: null })
    }
    return kind === 'away' ? 'away' : 'on'
  }

  /** Changes how the run stands, if anything of it is new; one that was stopped meanwhile stays so. */
  async function tell(survey: string, change: Partial<Pick<MailRun, 'state' | 'why'>>): Promise<void> {
    const { runs } = await kept()
    const run = runs[survey]
    if (run === undefined || run.state === 'stopped' || (run.why === change.why && change.state === undefined)) return
    await changeMail(workspace.mail, (before) => {
      const now = before.runs[survey]
      return now === undefined || now.state === 'stopped' ? before : { ...before, runs: { ...before.runs, [survey]: { ...now, ...change, at: instantText(workspace.now()) } } }
    })
  }

  /** A link that opens nothing costs the one mail that somebody gets. A mail server of the own network may well serve people in it. */
  async function mustLead(survey: string): Promise<boolean> {
    const { server } = await kept()
    if (server === null || server.reachesPrivate || !isOnlyHere(pageUrl())) return true
    await tell(survey, { state: 'stopped', why: `The links would lead to ${pageUrl()}, which opens on this machine only. Start the server with --public-url and the address at which people reach it; then go on. Nothing was sent.` })
    return false
  }

  async function send(survey: string): Promise<void> {
    if (!(await mustLead(survey))) return
    const all = await addressedAsks(workspace, survey, 'mail')
    for (const { ask } of all) {
      if (isEnding || !workspace.derives) return
      const { server, ...rest } = await kept()
      if (server === null || !isSending({ server, ...rest }, survey) || workspace.now() < awayUntil) return
      // As it stands now: they may have answered or said no a moment ago.
      const asked = states?.has(mailNameOf(ask)) && !isWaiting(states.get(mailNameOf(ask))) ? null : await addressedAsk(workspace, ask)
      if (asked === null || !isDue(asked, states?.get(mailNameOf(ask)), workspace.now())) continue
      if ((await sendOne(asked, survey, server)) === 'away') awayUntil = workspace.now() + AWAY_MS
      await pause(MINUTE_MS / server.perMinute)
    }
  }

  async function work(): Promise<void> {
    try {
      const { server, runs } = await kept()
      const sending = Object.keys(runs).filter((survey) => runs[survey]?.state === 'sending')
      if (server === null || sending.length === 0 || !workspace.derives) {
        states = null
        return
      }
      states = await mailStates(workspace)
      for (const survey of sending) await send(survey)
    } catch (error) {
      log.warn({ workspace: workspace.name, error: String(error) }, 'mails could not be sent; it is tried again')
    }
  }

  function look(): Promise<void> {
    working ??= work().finally(() => {
      working = null
    })
    return working
  }

  const timer = lookEveryMs === 0 ? null : setInterval(() => void look(), lookEveryMs)
  timer?.unref()

  return {
    async look() {
      if (working) await working
      await look()
    },
    async close() {
      isEnding = true
      if (timer) clearInterval(timer)
      for (const wake of [...wakers]) wake()
      await working
    },
  }
}
