import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { tell } from './audit.ts'
import type { Deed } from './deeds.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'
import { type Person, ROLES, type Role } from './people.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const ROLE = Type.String({ enum: [...ROLES], description: 'viewer: reads. analyst: also corrects and imports. admin: also lets others in.' })
const PERSON = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: ROLE,
  created: Type.String(),
  hasJoined: Type.Boolean(),
  invitedUntil: NULLABLE,
  sessions: Type.Integer({ description: 'Browsers in which they are signed in.' }),
})
const NOTHING = Type.Object({}, { additionalProperties: false })
const ID = Type.String({ minLength: 1, maxLength: 300, description: 'Id or e-mail address of the person.' })
const ONE = Type.Object({ id: ID }, { additionalProperties: false })
const INVITED = Type.Object({
  person: PERSON,
  path: Type.String({ description: 'The address, on this server, that the person opens to choose a password. It is shown this once, and good for 7 days.' }),
})

function shown({ people, now }: House, { id, name, email, role, password, invitation, created }: Person) {
  return { id, name, email, role, created, hasJoined: password !== null, invitedUntil: invitation?.expires ?? null, sessions: people.sessionsOf(id, now()) }
}

function found(house: House, id: unknown): Person | undefined {
  return house.people.list().find((person) => person.id === id || person.email === String(id).toLowerCase())
}

function ofPerson(): Deed<House> {
  const now = (house: House, id: unknown) => {
    const person = found(house, id)
    return person ? { name: person.name, email: person.email, role: person.role } : null
  }
  return {
    about: ({ id, email }, answer) => `person:${String((answer?.person as { email?: string } | undefined)?.email ?? email ?? id)}`,
    before: (house, { id }) => (id === undefined ? null : now(house, id)),
    after: (house, { id, email }) => now(house, id ?? email),
  }
}

const list: Operation<House, typeof NOTHING> = {
  name: 'people',
  summary: 'The people who may sign in, what each may do, and where they are signed in.',
  power: 'read',
  needs: 'admin',
  reaches: 'server',
  input: NOTHING,
  output: Type.Object({ people: Type.Array(PERSON) }),
  run: async (house) => ({ people: house.people.list().map((person) => shown(house, person)) }),
}

const me: Operation<House, typeof NOTHING> = {
  name: 'me',
  summary: 'Who asks: a person who signed in, a key, or somebody at this machine; and what they may do.',
  power: 'read',
  input: NOTHING,
  output: Type.Object({
    kind: Type.String({ enum: ['person', 'key', 'machine'] }),
    name: Type.String(),
    power: Type.String({ enum: ['read', 'write', 'admin'] }),
    workspace: Type.String(),
    hasAdmin: Type.Boolean({ description: 'Somebody can sign in and let others in.' }),
  }),
  run: async ({ asks: { kind, name, power, workspace }, people }) => ({ kind, name, power, workspace, hasAdmin: people.hasAdmin() }),
}

const INVITE = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'As corrections and the audit name the person.' }),
    email: Type.String({ minLength: 3, maxLength: 255, description: 'What the person signs in with.' }),
    role: ROLE,
  },
  { additionalProperties: false },
)

const invite: Operation<House, typeof INVITE> & WithDeed = {
  name: 'person-invite',
  summary: 'Invites somebody: makes a link, shown once, under which they choose a password.',
  power: 'admin',
  reaches: 'server',
  input: INVITE,
  output: INVITED,
  deed: ofPerson(),
  run: async (house, { name, email, role }) => {
    const { person, token } = house.people.invite({ name, email, role: role as Role }, house.now())
    return { person: shown(house, person), path: `/invitation?token=${token}` }
  },
}

const again: Operation<House, typeof ONE> & WithDeed = {
  name: 'person-invite-again',
  summary: 'Makes a new link for somebody who lost it, or the password. The old password opens nothing any more, and they are signed out.',
  power: 'admin',
  reaches: 'server',
  input: ONE,
  output: INVITED,
  deed: ofPerson(),
  run: async (house, { id }) => {
    const { person, token } = house.people.inviteAgain(id, house.now())
    return { person: shown(house, person), path: `/invitation?token=${token}` }
  },
}

const CHANGE = Type.Object({ id: ID, name: Type.Optional(INVITE.properties.name), role: Type.Optional(ROLE) }, { additionalProperties: false })

const change: Operation<House, typeof CHANGE> & WithDeed = {
  name: 'person-change',
  summary: 'Changes what a person is called, or may do. It holds from their next click on.',
  power: 'admin',
  reaches: 'server',
  input: CHANGE,
  output: Type.Object({ person: PERSON }),
  deed: ofPerson(),
  run: async (house, { id, name, role }) => ({ person: shown(house, house.people.change(id, { name, role: role as Role | undefined })) }),
}

const remove: Operation<House, typeof ONE> & WithDeed = {
  name: 'person-remove',
  summary: 'Takes somebody out: they are signed out everywhere and cannot come in again. What they did stays under their name.',
  power: 'admin',
  reaches: 'server',
  input: ONE,
  output: Type.Object({ removed: Type.String() }),
  deed: ofPerson(),
  run: async (house, { id }) => ({ removed: house.people.remove(id).name }),
}

const out: Operation<House, typeof ONE> & WithDeed = {
  name: 'person-sign-out',
  summary: 'Signs somebody out in every browser.',
  power: 'admin',
  reaches: 'server',
  input: ONE,
  output: Type.Object({ ended: Type.Integer() }),
  deed: { ...ofPerson(), after: (_house, _input, { ended }) => ({ sessions: `${String(ended)} ended` }) },
  run: async (house, { id }) => ({ ended: house.people.signOutEverywhere(id) }),
}

const PASSWORD = Type.Object(
  {
    password: Type.String({ maxLength: 500, description: 'The password now.' }),
    newPassword: Type.String({ maxLength: 500, description: 'The one from now on: 12 signs at least.' }),
  },
  { additionalProperties: false },
)

/** It tells itself: a wrong password once, and what was not even looked at never, so that guessing does not fill the audit. */
const password: Operation<House, typeof PASSWORD> = {
  name: 'password-change',
  summary: 'Gives the person who asks another password. They are signed out everywhere.',
  power: 'admin',
  needs: 'read',
  input: PASSWORD,
  output: Type.Object({ changed: Type.Boolean() }),
  run: async ({ workspace, people, asks: { kind, id, name, machine = '' }, now }, { password: before, newPassword: after }) => {
    if (kind !== 'person' || id === null)
      throw new Refusal('bad-parameter', 'Only people who signed in have a password; keys are given a new text in the list of keys.')
    const about = `person:${people.list().find((person) => person.id === id)?.email ?? id}`
    await people.changePassword(id, { machine, before, after, now }, (isRight) =>
      tell(
        workspace.audit,
        { kind, name, id },
        now(),
        isRight ? 'password-change' : 'password-wrong',
        about,
        null,
        isRight ? { password: 'another one' } : { machine },
      ),
    )
    return { changed: true }
  },
}

export const peopleOperations = [list, me, invite, again, change, remove, out, password] as unknown as readonly HouseOperation[]
