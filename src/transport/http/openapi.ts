import type { Operation } from '../../base/operation.ts'
import type { Workspace } from '../rooms.ts'
import { CALL_OF } from './segment-calls.ts'
import { refusedStatuses } from './status.ts'

type Json = { readonly [name: string]: unknown }

const SECURITY: readonly Json[] = [{ bearer: [] }, { basic: [] }]

const WORKSPACE: Json = {
  name: 'workspace',
  in: 'query',
  required: false,
  description: 'The workspace; by default the one that the key opens, else main.',
  schema: { type: 'string' },
}

const IMPORT_ID: Json = { name: 'id', in: 'path', required: true, description: 'Id of the import.', schema: { type: 'string' } }

const PROBLEM: Json = {
  type: 'object',
  description: 'A refusal, as of RFC 9457. The detail says what to do next.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, code: { type: 'string' } },
}

const TAKEN: Json = {
  type: 'object',
  required: ['accepted', 'duplicate', 'rejected'],
  properties: {
    accepted: { type: 'integer' },
    duplicate: { type: 'integer' },
    rejected: {
      type: 'array',
      items: {
        type: 'object',
        required: ['line', 'key', 'reason', 'says'],
        properties: { line: { type: 'integer' }, key: { type: ['string', 'null'] }, reason: { type: 'string' }, says: { type: 'string' } },
      },
    },
  },
}

const HEALTH: Json = {
  type: 'object',
  required: ['status', 'recorded', 'applied'],
  properties: {
    status: { type: 'string' },
    recorded: { type: 'integer', description: 'Lines in the record' },
    applied: { type: 'integer', description: 'Lines visible in answers' },
  },
}

const ALIVE: Json = { type: 'object', required: ['status'], properties: { status: { type: 'string' } } }
const SUCCESS: Json = { type: 'object', required: ['success'], properties: { success: { type: 'boolean' } } }
const WRITE_KEY: Json = { name: 'writeKey', in: 'query', required: false, description: 'The key, where no header brings it.', schema: { type: 'string' } }

const WORKSPACES: Json = {
  type: 'object',
  required: ['workspaces'],
  properties: {
    workspaces: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'recorded', 'applied', 'demo'],
        properties: { name: { type: 'string' }, recorded: { type: 'integer' }, applied: { type: 'integer' }, demo: { type: 'boolean' } },
      },
    },
  },
}

/** The whole interface as an OpenAPI 3.1 document, made from the operations' schemas. */
export function openapi(operations: readonly Operation<Workspace>[], version: string): Json {
  const paths: { [path: string]: Json } = {}
  for (const operation of operations) {
    const method = operation.power === 'read' ? 'get' : 'post'
    paths[`/api/${operation.name}`] = { [method]: ofOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hatrack',
      version,
      description: 'Who uses, who pays, how the two belong together, since when and how sure it is.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: SECURITY,
    paths: { ...paths, ...withNeeds(byHand()) },
    components: {
      schemas: { Problem: PROBLEM, Taken: TAKEN },
      responses: { Problem: { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer KEY' },
        basic: { type: 'http', scheme: 'basic', description: 'The key as user name, without password, as trackers send it' },
      },
    },
  }
}

function ofOperation(operation: Operation<Workspace>): Json {
  const input = plain(operation.input) as { properties?: { [name: string]: Json }; required?: string[] }
  const required = new Set(input.required)
  const answers = { 200: json('The answer', plain(operation.output)), ...problems() }
  const common = {
    operationId: camel(operation.name),
    summary: operation.summary,
    'x-needs': operation.needs ?? operation.power,
    tags: [operation.power === 'read' ? 'questions' : 'changes'],
    responses: answers,
  }
  if (operation.power !== 'read')
    return { ...common, parameters: [WORKSPACE], requestBody: { required: true, content: { 'application/json': { schema: input } } } }
  const parameters = Object.entries(input.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    schema,
  }))
  return { ...common, parameters: [...parameters, WORKSPACE] }
}

/** What a caller must hold for addresses that are no operations; those that are not here are open, or tell callers by other means. */
const NEEDS: { readonly [route: string]: string } = {
  'post /v1/evidence': 'write',
  'get /api/evidence': 'admin',
  'put /api/imports/{id}/files': 'write',
  'get /api/imports/{id}/refused': 'read',
  'get /api/stripe-secrets': 'admin',
  'post /api/stripe-secrets': 'admin',
  'delete /api/stripe-secrets/{name}': 'admin',
  'get /api/workspaces': 'read',
  'get /api/events': 'read',
  'post /api/rebuild': 'admin',
  'get /metrics': 'read',
}

function withNeeds(paths: { [path: string]: Json }): { [path: string]: Json } {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, about]) => {
          const needs = NEEDS[`${method} ${path}`]
          return [method, needs === undefined ? about : { ...(about as Json), 'x-needs': needs }]
        }),
      ),
    ]),
  )
}

function byHand(): { [path: string]: Json } {
  const lines = { 'application/x-ndjson': { schema: { type: 'string' } }, 'application/json': { schema: { type: 'array', items: { type: 'object' } } } }
  return {
    '/v1/evidence': {
      post: {
        operationId: 'takeEvidence',
        summary: 'Takes evidence lines, one JSON object a line or a JSON array. What is accepted is on disk when the answer is sent.',
        tags: ['evidence'],
        parameters: [WORKSPACE],
        requestBody: { required: true, content: lines },
        responses: { 200: json('What became of the lines', { $ref: '#/components/schemas/Taken' }), ...problems() },
      },
    },
    '/api/evidence': {
      get: {
        operationId: 'exportEvidence',
        summary: 'All evidence lines, as they were written. Imported into an empty workspace they give the same answers.',
        tags: ['evidence'],
        parameters: [WORKSPACE],
        responses: { 200: { description: 'Evidence lines', content: { 'application/x-ndjson': { schema: { type: 'string' } } } }, ...problems() },
      },
    },
    '/api/imports/{id}/files': {
      put: {
        operationId: 'sendFile',
        summary:
          'A piece of a file of an import, appended at an offset. Answers how long the file is now; a wrong offset is refused with `bytes`, the right one.',
        tags: ['imports'],
        parameters: [
          IMPORT_ID,
          { name: 'name', in: 'query', required: true, description: 'Name of the file, with its path within a folder.', schema: { type: 'string' } },
          {
            name: 'offset',
            in: 'query',
            required: false,
            description: 'Bytes that were sent before; 0 begins anew.',
            schema: { type: 'integer', minimum: 0, default: 0 },
          },
          WORKSPACE,
        ],
        requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
        responses: { 200: json('Length of the file', { type: 'object', required: ['bytes'], properties: { bytes: { type: 'integer' } } }), ...problems() },
      },
    },
    '/api/imports/{id}/refused': {
      get: {
        operationId: 'refusedRows',
        summary:
          'The refused rows of a table as CSV: its own columns, then `hatrack_row`, `hatrack_reason`, `hatrack_says`. Mended, it can be imported as it is.',
        tags: ['imports'],
        parameters: [
          IMPORT_ID,
          {
            name: 'table',
            in: 'query',
            required: false,
            description: 'Name of the table; needed if rows of several were refused.',
            schema: { type: 'string' },
          },
          WORKSPACE,
        ],
        responses: { 200: { description: 'Refused rows', content: { 'text/csv': { schema: { type: 'string' } } } }, ...problems() },
      },
    },
    ...ofStripe(),
    '/api/workspaces': {
      get: {
        operationId: 'workspaces',
        summary: 'The workspaces that the key opens.',
        tags: ['workings'],
        responses: { 200: json('Workspaces', WORKSPACES), ...problems() },
      },
    },
    '/api/events': {
      get: {
        operationId: 'events',
        summary: 'Server-sent events: the positions recorded and applied, whenever they change.',
        tags: ['workings'],
        parameters: [WORKSPACE],
        responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } }, ...problems() },
      },
    },
    '/api/rebuild': {
      post: {
        operationId: 'rebuild',
        summary: 'Drops everything derived and derives it anew from the record; answers when done. Needs an admin key.',
        tags: ['workings'],
        parameters: [WORKSPACE],
        responses: { 200: json('Done', HEALTH), ...problems() },
      },
    },
    '/health': {
      get: {
        operationId: 'health',
        summary: 'How many lines are recorded, and how many are visible in answers.',
        tags: ['workings'],
        security: [],
        parameters: [WORKSPACE],
        responses: { 200: json('Health', HEALTH), ...problems() },
      },
    },
    '/livez': { get: open('livez', 'The process lives.', ALIVE) },
    '/readyz': { get: open('readyz', 'It takes requests, and answers are not far behind the record; else 503.', ALIVE) },
    '/metrics': {
      get: {
        operationId: 'metrics',
        summary: 'Figures for Prometheus.',
        tags: ['workings'],
        responses: { 200: { description: 'Figures', content: { 'text/plain': { schema: { type: 'string' } } } }, ...problems() },
      },
    },
    ...ofTrackers(),
  }
}

/** Where Stripe's webhooks are sent to, and the secrets that their signatures are checked with. */
function ofStripe(): { [path: string]: Json } {
  const secret = {
    type: 'object',
    required: ['id', 'name', 'workspace', 'product', 'testMode', 'created'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      workspace: { type: 'string' },
      product: { type: ['string', 'null'] },
      testMode: { type: 'boolean' },
      created: { type: 'string' },
    },
  }
  const received = {
    type: 'object',
    required: ['received', 'accepted', 'duplicate'],
    properties: {
      received: { type: 'boolean' },
      accepted: { type: 'integer' },
      duplicate: { type: 'integer' },
      leftOut: { type: 'string' },
      refused: { type: 'array', items: { type: 'string' } },
    },
  }
  const event = (operationId: string, summary: string, parameters: readonly Json[]): Json => ({
    post: {
      operationId,
      summary,
      tags: ['trackers'],
      security: [],
      parameters: [
        {
          name: 'stripe-signature',
          in: 'header',
          required: true,
          description: 'Made by Stripe with the signing secret of the endpoint.',
          schema: { type: 'string' },
        },
        ...parameters,
      ],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { 200: json('Received; what it says is on disk', received), ...problems() },
    },
  })
  const name = { type: 'string', minLength: 1, maxLength: 200 }
  return {
    '/v1/stripe': event('takeStripeEvent', 'A webhook of Stripe, for the workspace main.', []),
    '/v1/stripe/{workspace}': event('takeStripeEventOfWorkspace', 'A webhook of Stripe.', [
      { name: 'workspace', in: 'path', required: true, description: 'The workspace.', schema: { type: 'string' } },
    ]),
    '/api/stripe-secrets': {
      get: {
        operationId: 'stripeSecrets',
        summary: 'The signing secrets of a workspace, without themselves.',
        tags: ['workings'],
        parameters: [WORKSPACE],
        responses: {
          200: json('Secrets', { type: 'object', required: ['secrets'], properties: { secrets: { type: 'array', items: secret } } }),
          ...problems(),
        },
      },
      post: {
        operationId: 'addStripeSecret',
        summary: 'Keeps the signing secret of a webhook endpoint; it is never shown again.',
        tags: ['workings'],
        parameters: [WORKSPACE],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name', 'secret'],
                properties: {
                  name,
                  secret: { type: 'string', description: 'whsec_..., from the page of the endpoint in Stripe.' },
                  product: { type: ['string', 'null'], description: 'The product that everything is sold as; absent: the products of Stripe.' },
                  testMode: { type: 'boolean', description: 'Take events made in test mode, too.' },
                },
              },
            },
          },
        },
        responses: { 200: json('The secret, without itself', secret), ...problems() },
      },
    },
    '/api/stripe-secrets/{name}': {
      delete: {
        operationId: 'removeStripeSecret',
        summary: 'Takes a signing secret away, by its name or id.',
        tags: ['workings'],
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }, WORKSPACE],
        responses: { 200: json('Removed', { type: 'object', required: ['removed'], properties: { removed: { type: 'string' } } }), ...problems() },
      },
    },
  }
}

/** What the SDKs of Segment and RudderStack send to, and what their browser SDKs ask for first. */
function ofTrackers(): { [path: string]: Json } {
  const paths: { [path: string]: Json } = {}
  for (const [path, call] of Object.entries(CALL_OF)) {
    paths[`/v1/${path}`] = {
      post: tracker(
        `segment-${path}`,
        call === null ? 'Calls of Segment or RudderStack, in a batch.' : `A call ${call} of Segment or RudderStack.`,
        call === null,
      ),
    }
  }
  paths['/beacon/v1/batch'] = { post: tracker('beacon-batch', 'Calls of a page that is being left, in a batch.', true) }
  const key = { name: 'key', in: 'path', required: true, schema: { type: 'string' } }
  const settings = { 200: json('Settings', { type: 'object' }), ...problems() }
  paths['/v1/projects/{key}/settings'] = {
    get: {
      operationId: 'segmentSettings',
      summary: 'What analytics.js asks for before it sends.',
      tags: ['trackers'],
      security: [],
      parameters: [key],
      responses: settings,
    },
  }
  paths['/sourceConfig'] = {
    get: {
      operationId: 'sourceConfig',
      summary: "What RudderStack's browser SDK asks for before it sends.",
      tags: ['trackers'],
      parameters: [WRITE_KEY],
      responses: settings,
    },
  }
  return paths
}

function tracker(name: string, summary: string, isBatch: boolean): Json {
  const schema = isBatch ? { type: 'object', required: ['batch'], properties: { batch: { type: 'array', items: { type: 'object' } } } } : { type: 'object' }
  return {
    operationId: camel(name),
    summary,
    tags: ['trackers'],
    parameters: [WRITE_KEY],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 200: json('Taken; single calls may have been refused, as the log says', SUCCESS), ...problems() },
  }
}

function open(operationId: string, summary: string, schema: Json): Json {
  return { operationId, summary, tags: ['workings'], security: [], responses: { 200: json('Yes', schema), ...problems() } }
}

function json(description: string, schema: unknown): Json {
  return { description, content: { 'application/json': { schema } } }
}

function problems(): Json {
  return Object.fromEntries(refusedStatuses().map((status) => [status, { $ref: '#/components/responses/Problem' }]))
}

/** Schemas carry marks of their library that are no JSON; a copy by JSON loses them. */
function plain(schema: unknown): Json {
  return JSON.parse(JSON.stringify(schema)) as Json
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}
