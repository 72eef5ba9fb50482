import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerSecretOf, namedIn, openedBy } from '../../surveys/answer-links.ts'
import { type AnswerWords, answerWordsFor } from '../../surveys/answer-words.ts'
import { type AskedQuestion, askedQuestion } from '../../surveys/asked-questions.ts'
import { allowAsking, giveAnswer, givenFrom, stopAsking } from '../../surveys/given-answers.ts'
import { openRates } from '../rates.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { ANSWER_CSP, answerSaidPage, questionPage, stoppedPage, stopPage, thanksPage } from './answer-page.ts'
import type { Gate } from './caller.ts'
import { machineOf } from './machine.ts'

/** A text of 5,000 letters, percent-encoded. */
const BODY_BYTES = 64_000
/** From one machine: a whole office may stand behind it. */
const LOOKS_PER_MINUTE = 240
const SENT_PER_MINUTE = 60
const TOO_MANY = 429

type Form = { readonly [name: string]: string | undefined }

interface Found {
  readonly workspace: Workspace
  readonly asked: AskedQuestion
  /** False: it may be looked at, and no answer is taken any more. */
  readonly isOpen: boolean
}

export interface AnswersSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
}

/**
 * Where somebody answers by a personal link, without signing in. Only a POST changes anything: programs that look through mails open every link in them.
 * The link is the right to answer, and nothing here shows more than the question.
 */
export function routesAnswers(parent: FastifyInstance, { gate, workspaces }: AnswersSettings): void {
  const looks = openRates(LOOKS_PER_MINUTE)
  const posts = openRates(SENT_PER_MINUTE)

  async function find(token: string): Promise<Found | null> {
    const named = namedIn(token)
    // A workspace is opened for nobody who does not hold a link to one that is there.
    if (named === null || !workspaces.names().includes(named.workspace)) return null
    const workspace = workspaces.opened(named.workspace) ?? (await workspaces.get(named.workspace))
    const opened = openedBy(await answerSecretOf(workspace), 'answer', token, gate.now())
    if (opened.kind === 'foreign') return null
    const asked = await askedQuestion(workspace, opened.named)
    return asked === null ? null : { workspace, asked, isOpen: opened.kind === 'open' && asked.isOpen }
  }

  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY_BYTES }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(body as string))),
    )
    // One click in a mail program may come as a form of several parts; what stands in it does not matter.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, _body, done) => done(null, {}))

    app.addHook('onSend', async (_request, reply) => {
      reply.headers({
        'content-security-policy': ANSWER_CSP,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex, nofollow',
        'cache-control': 'no-store',
        vary: 'accept-language',
      })
    })

    type Work = (found: Found, words: AnswerWords, token: string) => Promise<string> | string

    async function answer(request: FastifyRequest, reply: FastifyReply, work: Work): Promise<FastifyReply> {
      const words = answerWordsFor(request.headers['accept-language'])
      const send = (status: number, text: string): FastifyReply => reply.code(status).header('content-type', 'text/html; charset=utf-8').send(text)
      const isPost = request.method === 'POST'
      if (!(isPost ? posts : looks).take(machineOf(gate, request), gate.now())) {
        reply.header('retry-after', '60')
        return send(TOO_MANY, answerSaidPage(words, words.tooMany, ''))
      }
      const { token } = request.params as { readonly token: string }
      const found = await find(token)
      if (found === null) return send(404, answerSaidPage(words, words.unknown, words.unknownSays))
      const text = await work(found, words, token)
      return reply.sent ? reply : send(reply.statusCode, text)
    }

    const over = (words: AnswerWords): string => answerSaidPage(words, words.over, words.overSays)

    app.get('/a/:token', (request, reply) =>
      answer(request, reply, ({ asked, isOpen }, words, token) => {
        if (!isOpen) {
          reply.code(410)
          return over(words)
        }
        return questionPage(words, `/a/${token}`, asked, null)
      }),
    )

    app.post('/a/:token', { bodyLimit: BODY_BYTES }, (request, reply) =>
      answer(request, reply, async ({ workspace, asked, isOpen }, words, token) => {
        if (!isOpen) {
          reply.code(410)
          return over(words)
        }
        const { choice = null, text = null } = formOf(request)
        const given = givenFrom(asked, { choice, text })
        if (typeof given === 'string') {
          reply.code(400)
          return questionPage(words, `/a/${token}`, asked, given === 'choose' ? words.choose : given === 'write' ? words.write : words.tooLong, text ?? '')
        }
        await giveAnswer(workspace, asked, given)
        // So that loading the page again sends nothing again.
        reply.redirect(`/a/${token}/thanks`, 303)
        return ''
      }),
    )

    app.get('/a/:token/thanks', (request, reply) =>
      answer(request, reply, ({ asked, isOpen }, words, token) => {
        if (asked.given !== null && isOpen) return thanksPage(words, `/a/${token}`, asked, null)
        return isOpen ? questionPage(words, `/a/${token}`, asked, null) : over(words)
      }),
    )

    // Not to be asked holds for all questions, so it is said and taken back whether this one is closed or not.
    app.get('/a/:token/stop', (request, reply) => answer(request, reply, ({ asked }, words, token) => stopPage(words, `/a/${token}`, asked.who)))

    app.post('/a/:token/stop', { bodyLimit: BODY_BYTES }, (request, reply) =>
      answer(request, reply, async ({ workspace, asked }, words, token) => {
        await stopAsking(workspace, asked, formOf(request)['List-Unsubscribe'] === 'One-Click' ? 'mail' : 'link')
        return stoppedPage(words, `/a/${token}`, asked.who)
      }),
    )

    app.post('/a/:token/again', { bodyLimit: BODY_BYTES }, (request, reply) =>
      answer(request, reply, async ({ workspace, asked }, words) => {
        await allowAsking(workspace, asked)
        return answerSaidPage(words, words.againDone, '')
      }),
    )
  })
}

function formOf({ body }: FastifyRequest): Form {
  return (typeof body === 'object' && body !== null ? body : {}) as Form
}
