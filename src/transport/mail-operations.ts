import { randomUUID } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { PARTY } from '../studies/party-shape.ts'
import { addressedAsks } from '../surveys/asked-questions.ts'
import { deliver } from '../surveys/mail-delivery.ts'
import { testBytes } from '../surveys/mail-message.ts'
import { mailStates } from '../surveys/mail-sender.ts'
import { changeMail, isMailAddress, type MailServer, mailFrom, mustBeMailServer, PER_MINUTE, SECURITIES } from '../surveys/mail-settings.ts'
import { mailEntry, mailNameOf, type MailState } from '../surveys/mail-states.ts'
import { surveyOf } from '../surveys/survey.ts'
import type { Deed } from './deeds.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const SECURITY = Type.String({
  enum: [...SECURITIES],
  description: 'tls: from the first byte (port 465). starttls: before anything is told (587). none: only without a password.',
})
const SERVER = Type.Object({
  host: Type.String(),
  port: Type.Integer(),
  security: SECURITY,
  user: NULLABLE,
  hasSecret: Type.Boolean({ description: 'A password is kept; it is shown to nobody.' }),
  from: Type.String(),
  fromName: NULLABLE,
  replyTo: NULLABLE,
  perMinute: Type.Integer({ description: 'Mails a minute at most.' }),
  authority: NULLABLE,
  dkimDomain: NULLABLE,
  dkimSelector: NULLABLE,
  private: Type.Boolean({ description: 'It may lie on this machine or in its own network.' }),
})
const SHOWN = Type.Object({ server: Type.Union([SERVER, Type.Null()], { description: 'null: no mail can be sent yet.' }) })
const NOTHING = Type.Object({}, { additionalProperties: false })

/** Without what opens something. */
function shown(server: MailServer | null): Static<typeof SHOWN> {
  if (server === null) return { server: null }
  const { secret, dkim, reachesPrivate, ...rest } = server
  return { server: { ...rest, hasSecret: secret !== null, dkimDomain: dkim?.domain ?? null, dkimSelector: dkim?.selector ?? null, private: reachesPrivate } }
}

async function serverOf({ workspace }: House): Promise<MailServer | null> {
  return mailFrom(await workspace.mail.read()).server
}

const settings: Operation<House, typeof NOTHING> = {
  name: 'mail-settings',
  summary: 'The server through which questions go out by mail, without its password.',
  power: 'read',
  needs: 'admin',
  input: NOTHING,
  output: SHOWN,
  run: async (house) => shown(await serverOf(house)),
}

const LONG = 300
const PEM = 20_000
const OPTIONAL = (description: string, maxLength = LONG) => Type.Optional(Type.String({ maxLength, description }))
const SAVE = Type.Object(
  {
    host: OPTIONAL('Such as smtp.example.com.'),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    security: Type.Optional(SECURITY),
    user: OPTIONAL('Name at the server; empty: it asks for none.'),
    secret: OPTIONAL('Its password; absent: it stays.', 2_000),
    from: OPTIONAL('The address that mails come from.'),
    fromName: OPTIONAL('The name beside it; empty: none.'),
    replyTo: OPTIONAL('Where replies go; empty: to the address that mails come from.'),
    perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 6_000, description: `Mails a minute at most; usually ${PER_MINUTE}.` })),
    authority: OPTIONAL('Certificate of who signed that of the server, as PEM, where it is one of your own; empty: those that everybody trusts.', PEM),
    dkimDomain: OPTIONAL('The domain that signs; empty: nothing is signed.'),
    dkimSelector: OPTIONAL('Under which its public key stands in the name system.'),
    dkimKey: OPTIONAL('Its private key as PEM; absent: it stays.', PEM),
    private: Type.Optional(
      Type.Boolean({ description: 'true: the server may lie on this machine or in its own network. Only who opens all workspaces can allow that.' }),
    ),
  },
  { additionalProperties: false },
)

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const

/** What it becomes; what is not named stays, and an empty text takes away. */
function changed(old: MailServer | null, input: Static<typeof SAVE>): MailServer {
  const or = (given: string | undefined, before: string | null): string | null => (given === undefined ? before : given.trim() || null)
  const security = (input.security as MailServer['security'] | undefined) ?? old?.security ?? 'starttls'
  const user = or(input.user, old?.user ?? null)
  const host = or(input.host, old?.host ?? null) ?? ''
  const domain = or(input.dkimDomain, old?.dkim?.domain ?? null)
  const privateKey = or(input.dkimKey, old?.dkim?.privateKey ?? null)
  if (domain !== null && privateKey === null)
    throw new Refusal('bad-parameter', 'A signature needs a private key. Paste it, or leave the domain out.', { parameter: 'dkimKey' })
  return {
    host,
    port: input.port ?? (old === null || input.security !== undefined ? USUAL_PORTS[security] : old.port),
    security,
    user,
    secret: user === null ? null : or(input.secret, old?.secret ?? null),
    from: or(input.from, old?.from ?? null) ?? '',
    fromName: or(input.fromName, old?.fromName ?? null),
    replyTo: or(input.replyTo, old?.replyTo ?? null),
    perMinute: input.perMinute ?? old?.perMinute ?? PER_MINUTE,
    authority: or(input.authority, old?.authority ?? null),
    dkim: domain === null ? null : { domain, selector: or(input.dkimSelector, old?.dkim?.selector ?? null) ?? '', privateKey: privateKey as string },
    reachesPrivate: input.private ?? (old !== null && old.host === host && old.reachesPrivate),
  }
}

const save: WithDeed & Operation<House, typeof SAVE> = {
  name: 'mail-settings-save',
  summary: 'Says through which server questions go out by mail; what is not named stays.',
  power: 'admin',
  input: SAVE,
  output: SHOWN,
  deed: { about: () => 'mail', before: async (house) => shown(await serverOf(house)), after: async (house) => shown(await serverOf(house)) },
  run: async (house, input) => {
    const { server } = await changeMail(house.workspace.mail, (before) => {
      const next = changed(before.server, input)
      if (next.reachesPrivate && (before.server?.host !== next.host || input.private === true) && house.asks.workspace !== '*')
        throw new Refusal(
          'key-too-weak',
          `A server on this machine or in its own network is allowed by who opens all workspaces; '${house.asks.name}' opens '${house.asks.workspace}' only.`,
        )
      // A password that somebody gave for one server is sent to no other.
      if (before.server !== null && before.server.secret !== null && before.server.host !== next.host && input.secret === undefined && next.user !== null)
        throw new Refusal('bad-parameter', 'The server is another one: give its password as well.', { parameter: 'secret' })
      mustBeMailServer(next)
      return { ...before, server: next }
    })
    return shown(server)
  },
}

const TEST = Type.Object(
  { to: Type.String({ maxLength: LONG, description: 'The address that gets the mail, usually your own.' }) },
  { additionalProperties: false },
)

async function mustHaveServer(house: House): Promise<MailServer> {
  const server = await serverOf(house)
  if (server === null) throw new Refusal('not-now', 'No mail server is set. An admin can do that under Settings, Mail.')
  return server
}

const test: WithDeed & Operation<House, typeof TEST> = {
  name: 'mail-test',
  summary: 'Sends one mail at once, and tells what the server said.',
  power: 'admin',
  input: TEST,
  output: Type.Object({ isTaken: Type.Boolean(), says: Type.String() }),
  // The address of somebody is not written down.
  deed: { about: () => 'mail', after: (_house, _input, answer) => answer },
  run: async (house, { to }) => {
    const server = await mustHaveServer(house)
    const address = to.trim()
    if (!isMailAddress(address)) throw new Refusal('bad-parameter', 'Write an address such as ann@example.com.', { parameter: 'to' })
    const { kind, says } = await deliver({ server, to: address, bytes: await testBytes(address, house.now(), randomUUID(), server) })
    return { isTaken: kind === 'taken', says }
  },
}

const STATES = ['waiting', 'handing', 'sent', 'refused', 'unsure', 'given-up', 'answered', 'not-asked', 'no-address', 'closed'] as const
const COUNTS = Type.Object(
  Object.fromEntries(STATES.map((state) => [state, Type.Integer()])) as Record<(typeof STATES)[number], ReturnType<typeof Type.Integer>>,
)
const PROGRESS = Type.Object({
  survey: Type.String(),
  state: Type.String({ enum: ['none', 'sending', 'stopped', 'done'], description: 'none: nobody said yet that mails go out. done: none waits any more.' }),
  why: Type.Union([Type.String(), Type.Null()], { description: 'Why it stopped, or what it waits for.' }),
  counts: COUNTS,
  perMinute: Type.Union([Type.Integer(), Type.Null()], { description: 'null: no mail server is set.' }),
  asks: Type.Array(Type.Object({ key: Type.String(), party: PARTY, state: Type.String({ enum: [...STATES] }), at: NULLABLE, says: Type.String() }), {
    description: 'Those that did not go out, and why; of each the key of its ask.',
  }),
})
const OF_SURVEY = Type.Object({ survey: Type.String({ description: 'Id of the survey.' }) }, { additionalProperties: false })

type AskState = (typeof STATES)[number]

async function progress({ workspace }: House, survey: string): Promise<Static<typeof PROGRESS>> {
  await surveyOf(workspace, survey)
  const { server, runs } = mailFrom(await workspace.mail.read())
  const states = await mailStates(workspace)
  const rows = (await addressedAsks(workspace, survey, 'mail')).map((asked) => {
    const mail = states.get(mailNameOf(asked.ask))
    const state = stateOf(asked, mail)
    return {
      key: asked.ask.key,
      party: { ...asked.person, identifiers: [...asked.person.identifiers] },
      state,
      at: mail === undefined ? null : instantText(mail.at),
      says: state === 'not-asked' ? (asked.mustNot ?? '') : (mail?.says ?? ''),
    }
  })
  const counts = Object.fromEntries(STATES.map((state) => [state, rows.filter((row) => row.state === state).length])) as Record<AskState, number>
  const run = runs[survey]
  const isDone = run?.state === 'sending' && counts.waiting + counts.handing === 0
  return {
    survey,
    state: run === undefined ? 'none' : isDone ? 'done' : run.state,
    why: run?.why ?? null,
    counts,
    perMinute: server?.perMinute ?? null,
    asks: rows.filter(({ state }) => state !== 'sent' && state !== 'answered').sort((a, b) => (a.key < b.key ? -1 : 1)),
  }
}

function stateOf(asked: Awaited<ReturnType<typeof addressedAsks>>[number], mail: MailState | undefined): AskState {
  if (mail !== undefined && mail.state !== 'waiting') return mail.state
  if (asked.given !== null) return 'answered'
  if (!asked.isOpen) return 'closed'
  if (asked.mustNot !== null) return 'not-asked'
  return asked.address === null ? 'no-address' : 'waiting'
}

const mails: Operation<House, typeof OF_SURVEY, typeof PROGRESS> = {
  name: 'survey-mails',
  summary: 'How far the mails of a survey came: sent, waiting, refused with what the server said, unsure.',
  power: 'read',
  input: OF_SURVEY,
  output: PROGRESS,
  run: async (house, { survey }) => progress(house, survey),
}

const SEND = Type.Object(
  { survey: OF_SURVEY.properties.survey, stop: Type.Optional(Type.Boolean({ description: 'true: no more go out, until somebody goes on.' })) },
  { additionalProperties: false },
)
const countsOf: Deed<House> = {
  about: ({ survey }) => `survey:${String(survey)}`,
  after: (_house, input, { state, counts }) => ({ ...input, state, counts }),
}

const send: WithDeed & Operation<House, typeof SEND, typeof PROGRESS> = {
  name: 'survey-mail',
  summary: 'Begins to send the mails of a survey to those who are asked by mail, goes on, or stops. Nobody gets one twice.',
  power: 'write',
  input: SEND,
  output: PROGRESS,
  deed: countsOf,
  run: async (house, { survey, stop = false }) => {
    const { state } = await surveyOf(house.workspace, survey)
    if (!stop) {
      await mustHaveServer(house)
      if (state !== 'open') throw new Refusal('not-now', 'The survey is not open: open it first, then its mails can go out.', { parameter: 'survey' })
    }
    const run = { state: stop ? ('stopped' as const) : ('sending' as const), why: null, by: house.asks.name, at: instantText(house.now()) }
    await changeMail(house.workspace.mail, (before) => ({ ...before, runs: { ...before.runs, [survey]: run } }))
    return progress(house, survey)
  },
}

const AGAIN = Type.Object(
  { survey: OF_SURVEY.properties.survey, key: Type.String({ description: 'Key of the ask, as survey-mails lists it.' }) },
  { additionalProperties: false },
)
const SENDABLE = new Set<string>(['refused', 'unsure', 'given-up'])

const again: WithDeed & Operation<House, typeof AGAIN, typeof PROGRESS> = {
  name: 'survey-mail-again',
  summary:
    'Sends one mail once more that was refused, or of which nobody knows whether it arrived. It keeps its Message-ID, so that mail programs know it again.',
  power: 'write',
  input: AGAIN,
  output: PROGRESS,
  deed: { ...countsOf, about: ({ key }) => `ask:${String(key)}` },
  run: async (house, { survey, key }) => {
    const found = (await addressedAsks(house.workspace, survey, 'mail')).find(({ ask }) => ask.key === key)
    const state = found && (await mailStates(house.workspace)).get(mailNameOf(found.ask))?.state
    if (found === undefined || state === undefined || !SENDABLE.has(state))
      throw new Refusal('not-now', 'Only a mail that was refused, given up or is unsure is sent again. survey-mails lists those.', { parameter: 'key' })
    await house.workspace.mailJournal.append(mailEntry(found.ask, survey, 'again', house.now()))
    return progress(house, survey)
  },
}

/** Mails: the server, and what goes out through it. */
export const mailOperations = [settings, save, test, mails, send, again] as unknown as readonly HouseOperation[]
