import { Refusal } from '../../base/refusal.ts'
import { EXIT, type Exit } from './surroundings.ts'

/** Refusals that mean: nothing could be reached, rather than: you asked for the wrong thing. */
const UNREACHABLE = new Set(['unreachable', 'folder-in-use', 'folder-too-new', 'storage-full', 'not-ready', 'busy'])

/** What the system refuses, in words; what a command ends with then. */
const OF_SYSTEM: { readonly [code: string]: readonly [says: string, exit: Exit] } = {
  ENOSPC: ['the disk is full; make room, then try again', EXIT.unreachable],
  EDQUOT: ['the disk quota is used up; make room, then try again', EXIT.unreachable],
  EACCES: ['this user has no right to it; change the rights, or name another', EXIT.refused],
  EPERM: ['this user has no right to it; change the rights, or name another', EXIT.refused],
  EROFS: ['it is on a disk that cannot be written; name another', EXIT.refused],
  ENOENT: ['it is not there; check the path', EXIT.refused],
  ENOTDIR: ['a part of the path is a file, not a folder; check the path', EXIT.refused],
  EISDIR: ['it is a folder; name a file', EXIT.refused],
}

export interface Ending {
  readonly says: string
  readonly exit: Exit
}

/** One sentence about whatever was thrown, and the exit code. The stack is for those who look for a bug. */
export function endingOf(error: unknown, showsStack: boolean): Ending {
  if (error instanceof Refusal) {
    const isUsage = error.code === 'bad-command' || error.code === 'bad-parameter'
    const says = `${inCommandForm(error.message)} (${error.code})`
    return { says, exit: isUsage ? EXIT.usage : UNREACHABLE.has(error.code) ? EXIT.unreachable : EXIT.refused }
  }
  const { code, path, message = String(error), stack } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  const known = OF_SYSTEM[code ?? '']
  const more = showsStack ? `\n${stack ?? ''}` : ''
  if (known) return { says: `${path === undefined ? '' : `${path}: `}${known[0]} (${code})${more}`, exit: known[1] }
  if (code?.startsWith('Z_')) return { says: `the file is not whole, or not gzipped as its start says: ${message}${more}`, exit: EXIT.refused }
  const first = message.split('\n')[0] ?? ''
  return { says: `something went wrong inside Hatrack: ${first}${showsStack ? more : '; HATRACK_LOG_LEVEL=debug shows where'}`, exit: EXIT.broken }
}

/** `parties?q=...` is how an address asks; a command asks with options. */
function inCommandForm(sentence: string): string {
  return sentence.replace(/\b([a-z]+(?:-[a-z]+)*)\?([a-z]+)=(\S+?)(?=[,;]?(?:\s|$))/gi, "'hatrack $1 --$2 $3'")
}
