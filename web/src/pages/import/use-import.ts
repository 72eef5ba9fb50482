import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Rejected } from '../../api/shapes.ts'
import { chunksOf } from './read-lines.ts'
import { sendLines } from './send-lines.ts'

export interface RejectedLine extends Rejected { readonly text: string; readonly file: string }

export interface ImportState {
  readonly status: 'idle' | 'running' | 'done' | 'stopped' | 'failed'
  readonly bytesDone: number
  readonly bytes: number
  readonly accepted: number
  readonly duplicate: number
  readonly rejected: readonly RejectedLine[]
  readonly startedAt: number
  readonly error: Error | null
}

const IDLE: ImportState = { status: 'idle', bytesDone: 0, bytes: 0, accepted: 0, duplicate: 0, rejected: [], startedAt: 0, error: null }

export interface NamedText { readonly name: string; readonly content: Blob }

/** Brings files in, chunk after chunk, with progress; can be stopped. */
export function useImport(workspace: string) {
  const queries = useQueryClient()
  const [state, setState] = useState<ImportState>(IDLE)
  const stopping = useRef<AbortController | null>(null)
  const start = useCallback(async (files: readonly NamedText[]) => {
    const control = new AbortController()
    stopping.current = control
    let now: ImportState = { ...IDLE, status: 'running', bytes: files.reduce((sum, file) => sum + file.content.size, 0), startedAt: Date.now() }
    setState(now)
    try {
      let bytesBefore = 0
      for (const { name, content } of files) {
        for await (const chunk of chunksOf(content)) {
          const taken = await sendLines(workspace, chunk.lines, control.signal)
          const rejected = taken.rejected.map((one) => ({ ...one, line: one.line + chunk.before, text: chunk.lines[one.line - 1] ?? '', file: name }))
          now = { ...now, bytesDone: bytesBefore + chunk.bytesRead, accepted: now.accepted + taken.accepted, duplicate: now.duplicate + taken.duplicate, rejected: [...now.rejected, ...rejected] }
          setState(now)
        }
        bytesBefore += content.size
      }
      setState({ ...now, status: 'done', bytesDone: now.bytes })
    } catch (cause) {
      setState({ ...now, status: control.signal.aborted ? 'stopped' : 'failed', error: cause instanceof Error ? cause : null })
    }
    void queries.invalidateQueries()
  }, [workspace, queries])
  return { state, start, stop: () => stopping.current?.abort() }
}
