import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MS_PER_DAY } from '../base/day.ts'
import type { Power } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { openAttempts, type Try } from './attempts.ts'
import { hashOf } from './keys.ts'
import { hashedPassword, isPassword, LONGEST, SHORTEST } from './passwords.ts'

/** What a person may: a viewer reads, an analyst also corrects and imports, an admin also lets others in. */
export const ROLES = ['viewer', 'analyst', 'admin'] as const
export type Role = (typeof ROLES)[number]
export const POWER_OF: { readonly [role in Role]: Power } = { viewer: 'read', analyst: 'write', admin: 'admin' }

/** Somebody who may sign in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  /** Null until the invitation was taken. */
  readonly password: string | null
  /** The SHA-256 of an invitation that was not taken yet. */
  readonly invitation: { readonly hash: string; readonly expires: string } | null
  readonly created: string
}

interface Session {
  /** SHA-256 of what the cookie holds. */
  readonly hash: string
  readonly person: string
  readonly created: string
  readonly expires: string
}

interface Kept {
  readonly people: readonly Person[]
  readonly sessions: readonly Session[]
}

interface PasswordChange {
  readonly machine: string
  readonly before: string
  readonly after: string
  readonly now: () => number
}

export interface People {
  list(): readonly Person[]
  sessionsOf(id: string, now: number): number
  /** Somebody who has a password and may let others in. */
  hasAdmin(): boolean
  invite(wanted: { readonly name: string; readonly email: string; readonly role: Role }, now: number): { readonly person: Person; readonly token: string }
  /** A new invitation, for who lost a link or a password. What was the password is none any more. */
  inviteAgain(id: string, now: number): { readonly person: Person; readonly token: string }
  invited(token: string, now: number): Person | null
  join(token: string, password: string, now: number): Promise<Person>
  change(id: string, change: { readonly name?: string | undefined; readonly role?: Role | undefined }): Person
  remove(id: string): Person
  /** Whose address and password these are; null if one of them is wrong. Refused after too many wrong ones. */
  recognize(tried: Try, password: string, now: () => number): Promise<Person | null>
  begin(person: Person, now: number): string
  bySession(session: string, now: number): Person | null
  signOut(session: string): void
  signOutEverywhere(id: string): number
  /** Wrong passwords count as those at the sign-in do. `note` tells of it, before it is done. */
  changePassword(id: string, change: PasswordChange, note: (isRight: boolean) => Promise<void>): Promise<void>
}

const INVITED_DAYS = 7
const SESSION_DAYS = 14
const SECRET_BYTES = 32
const LOOK_EVERY_MS = 500
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/

/** The people of a data folder, in `people.json`, which only its owner may read. They open all workspaces of the folder. */
export function openPeople(folder: string): People {
  const file = join(folder, 'people.json')
  const attempts = openAttempts()
  let kept: Kept = { people: [], sessions: [] }
  let byHash = new Map<string, Session>()
  let stamp: string | null = null
  let lookedAt = 0

  function look(): void {
    const now = stampOf(file)
    if (now === stamp) return
    kept = now === '' ? { people: [], sessions: [] } : (JSON.parse(readFileSync(file, 'utf8')) as Kept)
    byHash = new Map(kept.sessions.map((session) => [session.hash, session]))
    stamp = now
  }

  function write(change: Partial<Kept>): void {
    const next: Kept = { ...kept, ...change }
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.${process.pid}.tmp`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${file}.${process.pid}.tmp`, file)
    stamp = null
    look()
  }

  function personIn(id: string): Person {
    look()
    const found = kept.people.find((person) => person.id === id || person.email === id.toLowerCase())
    if (!found) throw new Refusal('bad-parameter', `There is no person '${id}'. The list of people shows those there are.`, { parameter: 'id' })
    return found
  }

  function withEmail(email: string): Person | null {
    look()
    return kept.people.find((one) => one.email === email.trim().toLowerCase()) ?? null
  }

  function replace(next: Person, endsSessions = false): Person {
    const sessions = endsSessions ? kept.sessions.filter(({ person }) => person !== next.id) : kept.sessions
    write({ people: kept.people.map((person) => (person.id === next.id ? next : person)), sessions })
    return next
  }

  /** Nobody may shut the last admin out: then only commands on the machine could let anybody in again. */
  function mustLeaveAdmin(id: string): void {
    if (kept.people.some((person) => person.id !== id && isAdmin(person))) return
    throw new Refusal('not-now', 'This is the last admin. Make somebody else an admin first, and let them sign in.', { parameter: 'id' })
  }

  function newInvitation(now: number): { readonly token: string; readonly invitation: Person['invitation'] } {
    const token = randomBytes(SECRET_BYTES).toString('base64url')
    return { token, invitation: { hash: hashOf(token), expires: new Date(now + INVITED_DAYS * MS_PER_DAY).toISOString() } }
  }

  const invited = (token: string, now: number): Person | null => {
    look()
    const hash = hashOf(token)
    return kept.people.find(({ invitation }) => invitation !== null && invitation.hash === hash && Date.parse(invitation.expires) > now) ?? null
  }

  const begin = (person: Person, now: number): string => {
    look()
    const session = randomBytes(SECRET_BYTES).toString('base64url')
    const expires = new Date(now + SESSION_DAYS * MS_PER_DAY).toISOString()
    const alive = kept.sessions.filter((one) => Date.parse(one.expires) > now)
    write({ sessions: [...alive, { hash: hashOf(session), person: person.id, created: new Date(now).toISOString(), expires }] })
    return session
  }

  look()
  return {
    list() {
      look()
      return kept.people
    },
    sessionsOf: (id, now) => kept.sessions.filter(({ person, expires }) => person === id && Date.parse(expires) > now).length,
    hasAdmin() {
      look()
      return kept.people.some(isAdmin)
    },
    invite({ name, email, role }, now) {
      look()
      const address = email.trim().toLowerCase()
      if (!EMAIL.test(address))
        throw new Refusal('bad-parameter', `'${email}' is no e-mail address. It is what the person signs in with.`, { parameter: 'email' })
      if (name.trim() === '') throw new Refusal('bad-parameter', 'A person needs a name: the audit and corrections show it.', { parameter: 'name' })
      if (kept.people.some((person) => person.email === address))
        throw new Refusal('bad-parameter', `There is somebody with the address ${address} already. Invite them again from the list.`, { parameter: 'email' })
      const { token, invitation } = newInvitation(now)
      const person: Person = { id: randomUUID(), name: name.trim(), email: address, role, password: null, invitation, created: new Date(now).toISOString() }
      write({ people: [...kept.people, person] })
      return { person, token }
    },
    inviteAgain(id, now) {
      const { token, invitation } = newInvitation(now)
      const before = personIn(id)
      if (isAdmin(before)) mustLeaveAdmin(before.id)
      return { person: replace({ ...before, password: null, invitation }, true), token }
    },
    invited,
    async join(token, password, now) {
      const person = invited(token, now)
      if (!person) throw new Refusal('bad-parameter', 'This invitation was taken already, or is older than 7 days. Ask an admin for a new one.')
      mustBeGood(password, person)
      const kept = await hashedPassword(password)
      // Meanwhile somebody else may have taken it.
      if (!invited(token, now)) throw new Refusal('bad-parameter', 'This invitation was taken already. Ask an admin for a new one.')
      return replace({ ...personIn(person.id), password: kept, invitation: null }, true)
    },
    change(id, { name, role }) {
      const before = personIn(id)
      if (role !== undefined && role !== 'admin' && isAdmin(before)) mustLeaveAdmin(before.id)
      if (name !== undefined && name.trim() === '')
        throw new Refusal('bad-parameter', 'A person needs a name: the audit and corrections show it.', { parameter: 'name' })
      return replace({ ...before, ...(name === undefined ? {} : { name: name.trim() }), ...(role === undefined ? {} : { role }) })
    },
    remove(id) {
      const before = personIn(id)
      if (isAdmin(before)) mustLeaveAdmin(before.id)
      write({ people: kept.people.filter((person) => person.id !== before.id), sessions: kept.sessions.filter(({ person }) => person !== before.id) })
      return before
    },
    async recognize(tried, password, now) {
      const right = async (): Promise<boolean> => password.length <= LONGEST && (await isPassword(password, withEmail(tried.email)?.password ?? null))
      return (await attempts.look(tried, now, right)) ? withEmail(tried.email) : null
    },
    begin,
    bySession(session, now) {
      if (now - lookedAt > LOOK_EVERY_MS || now < lookedAt) {
        lookedAt = now
        look()
      }
      const found = byHash.get(hashOf(session))
      if (!found || Date.parse(found.expires) <= now) return null
      return kept.people.find(({ id }) => id === found.person) ?? null
    },
    signOut(session) {
      look()
      const hash = hashOf(session)
      write({ sessions: kept.sessions.filter((one) => one.hash !== hash) })
    },
    signOutEverywhere(id) {
      const { id: person } = personIn(id)
      const left = kept.sessions.filter((one) => one.person !== person)
      const ended = kept.sessions.length - left.length
      write({ sessions: left })
      return ended
    },
    async changePassword(id, { machine, before, after, now }, note) {
      const person = personIn(id)
      if (!(await attempts.look({ email: person.email, machine, hasSession: true }, now, () => isPassword(before, personIn(id).password)))) {
        await note(false)
        throw new Refusal('bad-parameter', 'The password that you have now is another one.', { parameter: 'password' })
      }
      mustBeGood(after, person)
      await note(true)
      const kept = await hashedPassword(after)
      replace({ ...personIn(id), password: kept }, true)
    },
  }
}

function isAdmin({ role, password }: Person): boolean {
  return role === 'admin' && password !== null
}

function mustBeGood(password: string, { name, email }: Person): void {
  if (password.length < SHORTEST || password.length > LONGEST)
    throw new Refusal('bad-parameter', `A password has ${SHORTEST} to ${LONGEST} signs. A few words in a row are good, and easy to keep.`, {
      parameter: 'newPassword',
    })
  const said = password.toLowerCase()
  if (said === email || said === name.toLowerCase() || new Set(said).size < 5)
    throw new Refusal('bad-parameter', 'This password is easily guessed. Take a few words in a row that nobody expects.', { parameter: 'newPassword' })
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return ''
  }
}
