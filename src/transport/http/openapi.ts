import type { Operation } from '../../base/operation.ts'
import type { Workspace } from '../rooms.ts'
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
    paths: { ...paths, ...byHand() },
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
  }
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
