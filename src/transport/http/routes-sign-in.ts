import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { tell } from '../audit.ts'
import { MAIN, type Workspaces } from '../workspaces.ts'
import { type Gate, isOwnPage } from './caller.ts'
import { endedCookies, sessionCookie, sessionIn } from './session.ts'
import { invitationPage, saidPage, signInPage } from './sign-in-page.ts'

const BODY_BYTES = 10_000
/** So many wrong passwords within this time, for one address of a person or from one machine, and nothing more is looked at until it has passed. */
const WRONG_AT_MOST = 10
const WINDOW_MS = 15 * 60_000
const REMEMBERED = 10_000
/** Each look takes 32 MB and a core for 0.2 s. */
const AT_ONCE = 4

type Form = { readonly [name: string]: string | undefined }

/** People come in by a form, with a password; the browser then holds a cookie. */
export function routesSignIn(parent: FastifyInstance, gate: Gate, workspaces: Workspaces): void {
  const limit = openLimit(gate.now)
  let looking = 0

  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(body as string))),
    )
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })

    const letIn = (request: FastifyRequest, reply: FastifyReply, session: string, next: string): FastifyReply =>
      reply.header('set-cookie', sessionCookie(session, isSecure(gate, request))).redirect(next, 303)

    app.get('/sign-in', async (request, reply) => html(reply, 200, signInPage(nextOf((request.query as Form).next), '', null)))

    app.post('/sign-in', async (request, reply) => {
      mustBeOwn(gate, request)
      const { email = '', password = '', next } = formOf(request)
      const names = [`person ${email.trim().toLowerCase()}`, `machine ${request.ip}`]
      if (limit.isOver(names) || looking >= AT_ONCE) {
        reply.header('retry-after', String(WINDOW_MS / 1000))
        return html(reply, 429, signInPage(nextOf(next), email, 'There were too many wrong passwords. Wait 15 minutes, then try again.'))
      }
      looking++
      const come = await gate.people.signIn(email, password, gate.now()).finally(() => looking--)
      if (come === null) {
        limit.note(names)
        return html(reply, 401, signInPage(nextOf(next), email, 'The address or the password is wrong.'))
      }
      limit.forget(names)
      return letIn(request, reply, come.session, nextOf(next))
    })

    app.get('/invitation', async (request, reply) => {
      const { token = '' } = request.query as Form
      const person = gate.people.invited(token, gate.now())
      if (person === null)
        return html(
          reply,
          404,
          saidPage(
            'This invitation is over',
            'It was taken already, or is older than 7 days. Ask an admin for a new link. If you have a password, open /sign-in.',
          ),
        )
      return html(reply, 200, invitationPage(token, person.name, person.email, null))
    })

    app.post('/invitation', async (request, reply) => {
      mustBeOwn(gate, request)
      const { token = '', password = '' } = formOf(request)
      const person = gate.people.invited(token, gate.now())
      if (person === null)
        return html(reply, 404, saidPage('This invitation is over', 'It was taken already, or is older than 7 days. Ask an admin for a new link.'))
      try {
        const joined = await gate.people.join(token, password, gate.now())
        const { audit } = await workspaces.get(MAIN)
        await tell(audit, { kind: 'person', id: joined.id, name: joined.name }, gate.now(), 'person-join', `person:${joined.email}`, null, {
          name: joined.name,
          role: joined.role,
        })
        return letIn(request, reply, gate.people.begin(joined, gate.now()), '/')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return html(reply, 400, invitationPage(token, person.name, person.email, error.message))
      }
    })

    app.post('/sign-out', async (request, reply) => {
      mustBeOwn(gate, request)
      const session = sessionIn(request.headers.cookie)
      if (session !== null) gate.people.signOut(session)
      return reply.header('set-cookie', endedCookies()).redirect('/sign-in', 303)
    })
  })
}

/** Signing somebody in under another name is an attack, too. */
function mustBeOwn(gate: Gate, request: FastifyRequest): void {
  if (!isOwnPage(gate, request)) throw new Refusal('key-too-weak', 'this form was sent by a page of another origin; open /sign-in and sign in there')
}

function isSecure({ publicUrl }: Gate, { protocol }: FastifyRequest): boolean {
  return protocol === 'https' || (publicUrl?.startsWith('https:') ?? false)
}

/** Only to an address of our own. */
function nextOf(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(text) && !text.startsWith('/sign-') ? text : '/'
}

function formOf(request: FastifyRequest): Form {
  return (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Form
}

function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/html; charset=utf-8').send(text)
}

interface Limit {
  isOver(names: readonly string[]): boolean
  note(names: readonly string[]): void
  forget(names: readonly string[]): void
}

function openLimit(now: () => number): Limit {
  const wrong = new Map<string, readonly number[]>()
  const recent = (name: string): readonly number[] => (wrong.get(name) ?? []).filter((at) => at > now() - WINDOW_MS)
  return {
    isOver: (names) => names.some((name) => recent(name).length >= WRONG_AT_MOST),
    note(names) {
      if (wrong.size > REMEMBERED) wrong.clear()
      for (const name of names) wrong.set(name, [...recent(name), now()])
    },
    forget(names) {
      for (const name of names) wrong.delete(name)
    },
  }
}
