import { useSyncExternalStore } from 'react'
import { problemFrom, unreachable } from '../../api/problem.ts'
import { tell } from '../../api/tell.ts'
import { texts } from '../../texts.ts'
import type { NamedFile } from './collect-files.ts'

/** Files on their way to the server. They go on while the reader walks through the page; only leaving it stops them. */
export interface Upload {
  readonly status: 'running' | 'stopped' | 'failed' | 'done'
  readonly bytes: number
  readonly bytesDone: number
  readonly startedAt: number
  readonly error: Error | null
}

interface Under { upload: Upload; readonly workspace: string; readonly files: readonly NamedFile[]; control: AbortController }

const CHUNK_BYTES = 4_000_000
const MOST_TRIES = 20
const underway = new Map<string, Under>()
const listeners = new Set<() => void>()

function changed(id: string, change: Partial<Upload>): void {
  const under = underway.get(id)
  if (under === undefined) return
  under.upload = { ...under.upload, ...change }
  for (const listener of listeners) listener()
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(new DOMException('', 'AbortError')) }, { once: true })
  })
}

/** Sends a piece of a file; a server that has no room now is asked again when it says so. */
async function put(address: string, body: Blob, signal: AbortSignal): Promise<number> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(address, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body, signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause
      throw unreachable()
    })
    if (response.ok) return ((await response.json()) as { bytes: number }).bytes
    if ((response.status !== 429 && response.status !== 503) || tries === MOST_TRIES) throw await problemFrom(response)
    await wait(Number(response.headers.get('retry-after') ?? 1) * 1000, signal)
  }
}

async function send(id: string, already: ReadonlyMap<string, number>): Promise<void> {
  const under = underway.get(id)
  if (under === undefined) return
  const { workspace, files, control } = under
  try {
    let before = 0
    for (const { name, content } of files) {
      let offset = already.get(name) ?? 0
      while (offset < content.size || (content.size === 0 && offset === 0)) {
        const query = new URLSearchParams({ workspace, name, offset: String(offset) })
        const bytes = await put(`/api/imports/${encodeURIComponent(id)}/files?${query}`, content.slice(offset, offset + CHUNK_BYTES), control.signal)
        if (content.size === 0) break
        if (bytes <= offset) throw new Error(texts.importing.changedWhileSent(name))
        offset = bytes
        changed(id, { bytesDone: before + offset })
      }
      before += content.size
      changed(id, { bytesDone: before })
    }
    await tell('import-look', workspace, { id })
    changed(id, { status: 'done' })
  } catch (cause) {
    changed(id, control.signal.aborted ? { status: 'stopped' } : { status: 'failed', error: cause instanceof Error ? cause : new Error(String(cause)) })
  }
}

function nameOfAll(files: readonly NamedFile[]): string {
  const names = files.map((file) => file.name)
  return names.length <= 3 ? names.join(', ') : texts.importing.andMore(names.slice(0, 2).join(', '), names.length - 2)
}

/** Begins an import and sends its files; answers with the id as soon as there is one. */
export async function beginUpload(workspace: string, files: readonly NamedFile[]): Promise<string> {
  const { id } = await tell<{ id: string }>('import-begin', workspace, { name: nameOfAll(files), files: files.map(({ name, content }) => ({ name, size: content.size })) })
  const bytes = files.reduce((sum, file) => sum + file.content.size, 0)
  underway.set(id, { workspace, files, control: new AbortController(), upload: { status: 'running', bytes, bytesDone: 0, startedAt: Date.now(), error: null } })
  void send(id, new Map())
  return id
}

/** Sends on from files that were chosen again, where they are those that were announced; answers with the names of those that are not there. */
export function sendOn(id: string, workspace: string, announced: readonly { readonly name: string; readonly bytes: number; readonly size?: number }[], chosen: readonly File[]): readonly string[] {
  const short = announced.filter(({ bytes, size }) => bytes < (size ?? 0))
  const found = short.flatMap(({ name, size }) => {
    const content = chosen.find((file) => file.size === size && (name === file.name || name.endsWith(`/${file.name}`)))
    return content === undefined ? [] : [{ name, content }]
  })
  const lacking = short.filter(({ name }) => !found.some((one) => one.name === name)).map(({ name }) => name)
  if (lacking.length > 0) return lacking
  const already = new Map(short.map(({ name, bytes }) => [name, bytes]))
  underway.set(id, { workspace, files: found, control: new AbortController(), upload: { status: 'running', bytes: found.reduce((sum, { content }) => sum + content.size, 0), bytesDone: 0, startedAt: Date.now(), error: null } })
  for (const listener of listeners) listener()
  void send(id, already)
  return []
}

export function stopUpload(id: string): void {
  underway.get(id)?.control.abort()
}

/** Goes on where the server has got to. */
export function resumeUpload(id: string, already: ReadonlyMap<string, number>): void {
  const under = underway.get(id)
  if (under === undefined) return
  under.control = new AbortController()
  changed(id, { status: 'running', error: null, startedAt: Date.now() })
  void send(id, already)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The upload of an import, if this page is the one that sends it. */
export function useUpload(id: string): Upload | null {
  return useSyncExternalStore(subscribe, () => underway.get(id)?.upload ?? null)
}

// The browser asks before it leaves a page whose files are not sent yet.
window.addEventListener('beforeunload', (event) => {
  if ([...underway.values()].some((under) => under.upload.status === 'running')) event.preventDefault()
})
