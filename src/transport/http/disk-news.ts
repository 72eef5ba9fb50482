import { Refusal } from '../../base/refusal.ts'
import type { Log } from '../rooms.ts'

/** Says once that the disk of a workspace is full, and once that it takes lines again: not with every request that is turned away meanwhile. */
export interface DiskNews {
  readonly refused: (workspace: string, error: unknown) => void
  readonly taken: (workspace: string) => void
}

export function openDiskNews(log: Log): DiskNews {
  const full = new Set<string>()
  return {
    refused(workspace, error) {
      if (!(error instanceof Refusal) || error.code !== 'storage-full' || full.has(workspace)) return
      full.add(workspace)
      log.warn({ workspace, cause: error.details.cause }, 'the disk is full: no evidence is taken until there is room; what was acknowledged is safe')
    },
    taken(workspace) {
      // Nearly always empty; asked with every request.
      if (full.size > 0 && full.delete(workspace)) log.info({ workspace }, 'the disk has room again: evidence is taken')
    },
  }
}
