import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { tell } from '../audit.ts'
import type { Person } from '../people.ts'
import { MAIN, type Workspaces } from '../workspaces.ts'
import { type Gate, isOwnPage } from './caller.ts'
import { machineOf } from './machine.ts'
import { endedCookies, sessionCookie, sessionIn } from './session.ts'
import { invitationPage, saidPage, signInPage } from './sign-in-page.ts'
import { retryAfterOf, statusOf } from './status.ts'
import { openWrongTries } from './wrong-tries.ts'

const BODY_BYTES = 10_000
const TOO_MANY = 429
type Form = { readonly [name: string]: string | undefined }

/** People come in by a form, with a password; the browser then holds a cookie. */
export function routesSignIn(parent: FastifyInstance, gate: Gate, workspaces: Workspaces): void {
  const wrong = openWrongTries(gate, workspaces)
  const tellOf = async ({ id, name, email }: Person, what: string, after: object): Promise<void> => {
    const { audit } = await workspaces.get(MAIN)
    await tell(audit, { kind: 'person', id, name }, gate.now(), what, `person:${email}`, null, after)
  }
  parent.addHook('preClose', () => wrong.close())

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
      const again = (status: number, says: string): FastifyReply => html(reply, status, signInPage(nextOf(next), email, says))
      const tried = { email, machine: machineOf(gate, request) }
      try {
        const person = await gate.people.recognize(tried, password, gate.now)
        if (person === null) {
          await wrong.note(tried)
          return again(401, 'The address or the password is wrong.')
        }
        // Noted before the browser is let in: what cannot be noted is not done.
        await tellOf(person, 'sign-in', { machine: tried.machine })
        return letIn(request, reply, gate.people.begin(person, gate.now()), nextOf(next))
      } catch (error) {
        if (!(error instanceof Refusal) || statusOf(error.code) !== TOO_MANY) throw error
        reply.header('retry-after', String(retryAfterOf(error.code)))
        return again(TOO_MANY, error.message)
      }
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
        await tellOf(joined, 'person-join', { name: joined.name, role: joined.role })
        return letIn(request, reply, gate.people.begin(joined, gate.now()), '/')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return html(reply, 400, invitationPage(token, person.name, person.email, error.message))
      }
    })

    app.post('/sign-out', async (request, reply) => {
      mustBeOwn(gate, request)
      const session = sessionIn(request.headers.cookie)
      const person = session === null ? null : gate.people.bySession(session, gate.now())
      if (person !== null) await tellOf(person, 'sign-out', { machine: machineOf(gate, request) })
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
