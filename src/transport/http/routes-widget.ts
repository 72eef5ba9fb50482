import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { type AnswerWords, answerWordsFor } from '../../surveys/answer-words.ts'
import { giveAnswer, givenFrom, stopAsking } from '../../surveys/given-answers.ts'
import { inHtml } from '../../surveys/html-text.ts'
import { handedQuestion, nextQuestion, TOLD_KINDS, takeTold, visitorFrom } from '../../surveys/widget.ts'
import { openRates } from '../rates.ts'
import type { Workspace } from '../rooms.ts'
import type { Workspaces } from '../workspaces.ts'
import { type Caller, callerWithKey, type Gate, keyInHeader, refuseForeignPage, workspaceOf, writingPowerOf } from './caller.ts'
import { allowOrigin } from './cors.ts'
import type { Intake } from './intake.ts'
import { machineOf } from './machine.ts'

export interface WidgetSettings {
  readonly gate: Gate
  readonly workspaces: Workspaces
  readonly intake: Intake
  /** The built script. */
  readonly file: string
}

const BODY_BYTES = 64_000
/** From one machine with one key: a page asks once, an office stands behind one address. */
const LOOKS_PER_MINUTE = 300
const SENT_PER_MINUTE = 60
/** Short, since the address of the script stays the same when it changes. */
const SCRIPT_S = 3_600

const TRY_CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A page with nothing but the widget, as somebody who set it up wants to see it. Whoever opens it is an anonymous visitor. */
function tryPage(key: string, product: string, mode: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>A page with the widget</title></head>
<body><main><h1>A page with the widget</h1><p>It appears at the lower right after a moment. What you tell it here is kept as said by an anonymous visitor.</p></main>
<script src="/widget.js" data-key="${inHtml(key)}" data-product="${inHtml(product)}" data-mode="${inHtml(mode)}" data-consent="granted" async></script></body></html>`
}

type Fields = { readonly [name: string]: unknown }

interface Asking {
  readonly workspace: Workspace
  readonly caller: Caller
  readonly words: AnswerWords
  readonly fields: Fields
}

/** What the widget on pages of others asks and sends. Its key stands on those pages, so it writes what visitors say, and reads nothing but the question for them. */
export function routesWidget(parent: FastifyInstance, { gate, workspaces, intake, file }: WidgetSettings): void {
  const looks = openRates(LOOKS_PER_MINUTE)
  const sent = openRates(SENT_PER_MINUTE)

  parent.register(async (app) => {
    app.removeAllContentTypeParsers()
    // text/plain spares a preflight; it is JSON all the same.
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body))
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply)
      reply.header('x-content-type-options', 'nosniff')
      if (request.method === 'POST') intake.enter(request, reply)
      done()
    })

    app.get('/widget.js', async (_request, reply) => {
      if (!existsSync(file)) throw new Refusal('unknown-route', "the widget is not built; run 'npm run build'")
      // A page of any origin may load it, also one that lets nothing in that does not say so.
      reply.headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': `public, max-age=${SCRIPT_S}`,
        'cross-origin-resource-policy': 'cross-origin',
      })
      return reply.send(await readFile(file))
    })

    app.get('/try-widget', async (request, reply) => {
      const { key = '', product = '', mode = 'both' } = request.query as { readonly [name: string]: string | undefined }
      reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': TRY_CSP,
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      })
      return reply.send(tryPage(key, product, mode))
    })

    function route(name: string, rates: typeof looks, work: (asking: Asking) => Promise<object>): void {
      // Preflights of everything below /v1 are answered beside the doors of the trackers.
      app.post(`/v1/widget/${name}`, { bodyLimit: BODY_BYTES }, async (request, reply) => {
        const asking = await askingOf(gate, workspaces, request)
        const machine = machineOf(gate, request)
        if (!rates.take(`${machine} ${asking.caller.id}`, gate.now())) throw new Refusal('busy', 'too much is sent from here; send it again in a second')
        return sendJson(reply, await work(asking))
      })
    }

    route('next', looks, async ({ workspace, words, fields, caller }) => {
      const visitor = visitorFrom({ product: caller.product, ...fields })
      return { question: await nextQuestion(workspace, visitor, words), words: shown(words) }
    })

    route('answer', sent, async ({ workspace, fields }) => {
      const { asked, account } = await handedQuestion(workspace, fields.token)
      const given = givenFrom(asked, { choice: textOr(fields.choice), text: textOr(fields.text) })
      if (typeof given === 'string')
        throw new Refusal('bad-parameter', 'this is no answer to the question', { parameter: given === 'choose' ? 'choice' : 'text' })
      await giveAnswer(workspace, asked, given, account)
      return {}
    })

    route('stop', sent, async ({ workspace, fields }) => {
      await stopAsking(workspace, (await handedQuestion(workspace, fields.token)).asked, 'widget')
      return {}
    })

    route('feedback', sent, async ({ workspace, caller, fields }) => {
      await takeTold(workspace, visitorFrom({ product: caller.product, ...fields }), caller.source, fields)
      return {}
    })
  })
}

async function askingOf(gate: Gate, workspaces: Workspaces, request: FastifyRequest): Promise<Asking> {
  const inHeader = keyInHeader(request.headers.authorization)
  const known = inHeader ? callerWithKey(gate, inHeader) : null
  const fields = fieldsOf(request)
  if (known === null && typeof fields.key !== 'string') throw new Refusal('no-key', "send the key as 'key' in the body")
  const caller = known ?? callerWithKey(gate, fields.key as string)
  refuseForeignPage(request, caller)
  writingPowerOf(caller)
  const name = workspaceOf(caller, undefined)
  const workspace = workspaces.opened(name) ?? (await workspaces.get(name))
  return { workspace, caller, words: answerWordsFor(textOr(fields.languages) ?? request.headers['accept-language']), fields }
}

function fieldsOf({ body }: FastifyRequest): Fields {
  try {
    const fields: unknown = JSON.parse((body as Buffer | undefined)?.toString('utf8') ?? '')
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields as Fields
  } catch {
    // Told below.
  }
  throw new Refusal('not-json', 'the body is no JSON object; send {"key": "...", ...}')
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Only what the widget shows. */
function shown(words: AnswerWords): object {
  return {
    language: words.language,
    send: words.send,
    stop: words.stop,
    stopped: words.stopped,
    thanks: words.thanks,
    thanksSays: words.thanksSays,
    why: words.why,
    whySend: words.whySend,
    close: words.close,
    tell: words.open,
    kindAsked: words.kindAsked,
    choose: words.choose,
    chooseKind: words.chooseKind,
    write: words.write,
    kinds: TOLD_KINDS.map((kind) => [kind, words.kinds[kind]]),
  }
}

function sendJson(reply: FastifyReply, content: object): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(content))
}
