import { createReadStream, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as after } from 'node:timers/promises'
import type { Operation } from '../../base/operation.ts'
import { Refusal, type RefusalCode } from '../../base/refusal.ts'
import { exportLines } from '../../evidence/lines-out.ts'
import { type Taken, takeStream } from '../../evidence/take.ts'
import { runTold, tellAsked } from '../audit.ts'
import { evidenceTold } from '../evidence-told.ts'
import type { HouseOperation } from '../house.ts'
import { openKeys } from '../keys.ts'
import { openPeople } from '../people.ts'
import type { Workspace } from '../rooms.ts'
import { ASSISTANT, VIA } from '../mcp/via.ts'
import { MAIN, openWorkspaces } from '../workspaces.ts'
import { type Imported, importInBatches } from './batches.ts'
import { checkDataFolder, rememberStore } from './data-folder.ts'
import { findRunning } from './running.ts'
import type { Surroundings } from './surroundings.ts'
import { AT_THIS_MACHINE } from './told.ts'

/** What a command works on: a running server, or the data folder itself when none runs. One process at a time has a folder open. */
export interface Target {
  /** Where it is, for messages. */
  readonly where: string
  /** Takes lines; with an id, those that bring none of their own are filed under it, so that they can be undone together. */
  take(chunks: AsyncIterable<Buffer>, importId: string | null, onProgress: () => void): Promise<Imported>
  /** All lines as they were written, and how many there are. */
  lines(): Promise<{ readonly total: number; readonly texts: AsyncIterable<string | Uint8Array> }>
  ask(operation: Operation<Workspace>, input: { readonly [name: string]: unknown }): Promise<unknown>
  /** The same for what the doors themselves offer. */
  askHouse(operation: HouseOperation, input: { readonly [name: string]: unknown }): Promise<unknown>
  /** Sends a file of an import, all of it or from where it was broken off. */
  sendFile(id: string, name: string, path: string, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<void>
  /** Refused rows of an import, as CSV. */
  refusedRows(id: string, table: string | undefined): Promise<AsyncIterable<Uint8Array>>
  rebuild(onProgress: (done: number, total: number) => void): Promise<void>
  health(): Promise<{ readonly recorded: number; readonly applied: number }>
  close(): Promise<void>
}

export interface TargetOptions {
  readonly data: string
  readonly databaseUrl: string | undefined
  readonly workspace: string
  /** A server elsewhere, with a key for it. */
  readonly url: string | undefined
  readonly key: string | undefined
  /** An assistant asks: what it asks is told in the audit. */
  readonly isAssistant?: boolean
}

export async function openTarget(options: TargetOptions, around: Surroundings): Promise<Target> {
  if (options.url !== undefined) return serverTarget(options.url.replace(/\/+$/, ''), options.key ?? '', options)
  const running = await findRunning(options.data)
  if (running) return serverTarget(running.url, running.key, options)
  if (!existsSync(options.data))
    throw new Refusal('no-such-file', `there is no data folder ${options.data}; name it with --data, or make it with 'hatrack start'`)
  checkDataFolder(options.data, options.databaseUrl)
  const { openWorkspace } = await around.loadRooms()
  const log = await around.openLog('warn')
  const workspaces = openWorkspaces({ folder: options.data, databaseUrl: options.databaseUrl, log, openWorkspace })
  const workspace = options.workspace === MAIN ? await workspaces.create(MAIN) : await workspaces.get(options.workspace)
  rememberStore(options.data, options.databaseUrl)
  return storeTarget(workspace, options, join(options.data, 'workspaces', options.workspace), around.now, () => workspaces.close())
}

function storeTarget(workspace: Workspace, { data, isAssistant = false }: TargetOptions, where: string, now: () => number, close: () => Promise<void>): Target {
  const toldFirst = async (name: string, input: { readonly [name: string]: unknown }): Promise<void> => {
    if (isAssistant) await tellAsked(workspace.audit, AT_THIS_MACHINE, now(), name, input)
  }
  return {
    where,
    async take(chunks, importId, onProgress) {
      const about = importId === null ? null : `import:${importId}`
      const told = evidenceTold({ journal: workspace.audit, actor: AT_THIS_MACHINE, now: now(), tellsAll: true, about })
      const send = (body: string): Promise<Taken> =>
        takeStream(workspace.record, Readable.from([body]), { power: 'admin', now: now(), whenBusy: 'wait', before: told.before })
      try {
        const imported = await importInBatches(chunks, importId, send, onProgress)
        await workspace.caughtUp()
        await told.done(imported)
        return imported
      } catch (error) {
        await told.broken(error).catch(() => undefined)
        throw error
      }
    },
    lines: async () => ({ total: workspace.record.recorded, texts: exportLines(workspace.record) }),
    async ask(operation, input) {
      await toldFirst(operation.name, input)
      return runTold(operation, workspace, input, { journal: workspace.audit, actor: AT_THIS_MACHINE, now: now() })
    },
    async askHouse(operation, input) {
      await toldFirst(operation.name, input)
      const asks = { ...AT_THIS_MACHINE, id: null, power: 'admin', workspace: '*' }
      return runTold(operation, { workspace, keys: openKeys(data), people: openPeople(data), asks, now }, input, {
        journal: workspace.audit,
        actor: AT_THIS_MACHINE,
        now: now(),
        deed: operation.deed,
      })
    },
    async sendFile(id, name, path, onProgress, signal) {
      await workspace.imports.append(id, name, 0, counted(createReadStream(path, { highWaterMark: 1_048_576, signal }), onProgress))
    },
    refusedRows: async (id, table) => workspace.imports.refused(id, table).chunks,
    rebuild: (onProgress) => workspace.rebuild(onProgress),
    health: async () => workspace.health(),
    close,
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    onBytes(bytes)
    yield chunk
  }
}

const TRIES = 60
/** A file is sent in pieces of this size: each is a request, which the server waits 30 s for. */
const PIECE_BYTES = 8 * 1_048_576
const HEALTH_EVERY_MS = 500

function serverTarget(url: string, key: string, { workspace, isAssistant = false }: Pick<TargetOptions, 'workspace' | 'isAssistant'>): Target {
  async function request(method: string, path: string, query: { readonly [name: string]: string }, body?: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const address = `${url}${path}?${new URLSearchParams({ workspace, ...query })}`
    const headers: { [name: string]: string } = { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...(isAssistant ? { [VIA]: ASSISTANT } : {}) }
    if (body !== undefined)
      headers['content-type'] = typeof body !== 'string' ? 'application/octet-stream' : path === '/v1/evidence' ? 'application/x-ndjson' : 'application/json'
    for (let tries = 1; ; tries++) {
      const answer = await fetch(address, { method, headers, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
        throw new Refusal('unreachable', `${url} does not answer (${(error as Error).message}); is it running?`)
      })
      if (answer.ok) return answer
      // Overload passes: what the server asks for is waited for.
      if ((answer.status !== 429 && answer.status !== 503) || tries === TRIES) throw await refusalFrom(answer)
      await after(Number(answer.headers.get('retry-after') ?? 1) * 1000)
    }
  }

  return {
    where: url,
    take: (chunks, importId, onProgress) =>
      importInBatches(chunks, importId, async (body) => (await (await request('POST', '/v1/evidence', {}, body)).json()) as Taken, onProgress),
    async lines() {
      const answer = await request('GET', '/api/evidence', {})
      return { total: Number(answer.headers.get('x-hatrack-lines') ?? 0), texts: answer.body ?? nothing() }
    },
    askHouse(operation, input) {
      return this.ask(operation as unknown as Operation<Workspace>, input)
    },
    async ask(operation, input) {
      const texts = Object.entries(input).map(([name, value]): [string, string] => [name, textOf(value)])
      const answer =
        operation.power === 'read'
          ? await request('GET', `/api/${operation.name}`, Object.fromEntries(texts))
          : await request('POST', `/api/${operation.name}`, {}, JSON.stringify(input))
      return answer.json()
    },
    async sendFile(id, name, path, onProgress, signal) {
      const file = await open(path)
      try {
        const piece = Buffer.alloc(PIECE_BYTES)
        for (let offset = 0, isLast = false; !isLast; ) {
          signal.throwIfAborted()
          const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, offset)
          isLast = bytesRead < PIECE_BYTES
          if (bytesRead === 0 && offset > 0) return
          await request('PUT', `/api/imports/${id}/files`, { name, offset: String(offset) }, piece.subarray(0, bytesRead))
          offset += bytesRead
          onProgress(offset)
        }
      } finally {
        await file.close()
      }
    },
    async refusedRows(id, table) {
      const answer = await request('GET', `/api/imports/${id}/refused`, table === undefined ? {} : { table })
      return (answer.body ?? nothing()) as AsyncIterable<Uint8Array>
    },
    async rebuild(onProgress) {
      let isDone = false
      const done = request('POST', '/api/rebuild', {}, '{}').finally(() => {
        isDone = true
      })
      // Looked at while the rebuild runs; its own failure is waited for below.
      done.catch(() => {})
      for (;;) {
        await Promise.race([done.catch(() => {}), after(HEALTH_EVERY_MS)])
        if (isDone) break
        const { applied, recorded } = await this.health()
        onProgress(applied, recorded)
      }
      await done
    },
    async health() {
      return (await (await request('GET', '/health', {})).json()) as { recorded: number; applied: number }
    },
    async close() {},
  }
}

async function refusalFrom(answer: Response): Promise<Refusal> {
  const problem = (await answer.json().catch(() => null)) as { code?: string; detail?: string } | null
  return new Refusal((problem?.code ?? 'unreachable') as RefusalCode, problem?.detail ?? `the server answered ${answer.status}`)
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A value as an address takes it: plain ones with commas, objects as JSON. */
function textOf(value: unknown): string {
  const items = Array.isArray(value) ? value : [value]
  return items.some((item) => typeof item === 'object' && item !== null) ? JSON.stringify(value) : String(value)
}
