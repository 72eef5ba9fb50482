import { createHash } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../base/refusal.ts'
import type { ImportState } from './import-state.ts'
import type { TableLook } from './known.ts'
import type { Count } from './tally.ts'

/** How far taking has come. */
export interface Checkpoint {
  /** Everything that this import kept before this position of the record is counted. */
  readonly recordEnd: number
  /** When taking began: part of what rows become, so the same when it goes on. */
  readonly began: number
  /** Bytes of the files of refused rows, by table. */
  readonly refusedBytes: { readonly [table: string]: number }
  readonly counts: { readonly [table: string]: Count }
  /** True while the rows are taken once more, because an import was undone from which some were known. */
  readonly again?: boolean
  /** When this counting began, and the imports that were undone then: what they say was new to it, and is no more once they are brought in again. */
  readonly counted?: number
  readonly undone?: readonly string[]
}

/** What is kept of an import. */
export interface KeptImport {
  state: ImportState
  checkpoint: Checkpoint | null
  /** True if all rows were taken: what an undone import goes back to. */
  whole: boolean
  /** True if the rows must be taken once more; said before the undo that makes it so, and done after it. */
  mustTakeAgain?: boolean
  /** Imports that took what this one had said while it was undone, and are counted anew: where they hold it, this one says it again. */
  mustSayAgain?: readonly string[]
}

const STATE_FILE = 'import.json'
const LOOKS_FILE = 'looks.json'
const FILES_FOLDER = 'files'
/** Room that stays free for the record and the tables. */
const FREE_BYTES_AT_LEAST = 256 * 1_048_576

/** Writes a file so that it is there as before or whole, whatever happens meanwhile. */
export function writeWhole(path: string, value: unknown): void {
  const partial = `${path}.${process.pid}.tmp`
  const file = openSync(partial, 'w', 0o600)
  try {
    writeSync(file, `${JSON.stringify(value)}\n`)
    fdatasyncSync(file)
  } catch (error) {
    throw fullOr(error)
  } finally {
    closeSync(file)
  }
  renameSync(partial, path)
}

/** The folder of one import: its state, its staged files, its refused rows. */
export class ImportFolder {
  readonly path: string

  constructor(root: string, id: string) {
    this.path = join(root, id)
  }

  make(): void {
    mkdirSync(join(this.path, FILES_FOLDER), { recursive: true, mode: 0o700 })
  }

  write(kept: KeptImport): void {
    writeWhole(join(this.path, STATE_FILE), kept)
  }

  /** As `write`, beside other work. */
  async writeSoon(kept: KeptImport): Promise<void> {
    const path = join(this.path, STATE_FILE)
    const partial = `${path}.${process.pid}.soon`
    try {
      const file = await open(partial, 'w', 0o600)
      try {
        await file.writeFile(`${JSON.stringify(kept)}\n`)
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(partial, path)
    } catch (error) {
      throw fullOr(error)
    }
  }

  writeLooks(looks: readonly TableLook[]): void {
    writeWhole(join(this.path, LOOKS_FILE), looks)
  }

  looks(): readonly TableLook[] {
    const file = join(this.path, LOOKS_FILE)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TableLook[]) : []
  }

  /** Where a staged file lies. Its name is part of what is shown, so it is kept as it is as far as a disk allows. */
  staged(name: string): string {
    return join(this.path, FILES_FOLDER, diskName(name))
  }

  refused(table: string): string {
    return join(this.path, `refused-${diskName(table)}.csv`)
  }

  /** Appends at an offset; what stood behind it is cut off. Answers how long the file is then. */
  async append(name: string, offset: number, chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<number> {
    this.make()
    const path = this.staged(name)
    let file: FileHandle | null = null
    let at = offset
    try {
      file = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600)
      await file.truncate(offset)
      for await (const chunk of chunks) {
        if (at + chunk.length > limitBytes) throw new Refusal('storage-full', 'the files of all imports together are larger than is kept here; forget earlier imports, then send this again')
        this.#mustHaveRoom(chunk.length)
        let written = 0
        while (written < chunk.length) written += (await file.write(chunk, written, chunk.length - written, at + written)).bytesWritten
        at += chunk.length
      }
      await file.datasync()
      return at
    } catch (error) {
      throw fullOr(error)
    } finally {
      await file?.close()
    }
  }

  /** Bytes of a staged file; 0 if it is not there. */
  async lengthOf(name: string): Promise<number> {
    return stat(this.staged(name)).then(({ size }) => size, () => 0)
  }

  #mustHaveRoom(bytes: number): void {
    const { bavail, bsize } = statfsSync(this.path)
    if (bavail * bsize < FREE_BYTES_AT_LEAST + bytes) throw new Refusal('storage-full', 'the disk has too little room for this file; make room, then send it again')
  }

  dropFiles(): void {
    rmSync(join(this.path, FILES_FOLDER), { recursive: true, force: true })
    rmSync(join(this.path, LOOKS_FILE), { force: true })
  }

  drop(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** All imports that a folder holds; those whose state cannot be read are told and left alone. */
export function keptImports(root: string, onDamage: (id: string, error: unknown) => void): readonly KeptImport[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).flatMap(({ name }) => {
    try {
      return [JSON.parse(readFileSync(join(root, name, STATE_FILE), 'utf8')) as KeptImport]
    } catch (error) {
      onDamage(name, error)
      return []
    }
  })
}

/** Slashes of paths within an import become a sign that names do not hold; so no name leads out of the folder. */
function diskName(name: string): string {
  const plain = encodeURIComponent(name).replaceAll('%20', ' ').replaceAll('.', (dot, at: number) => (at === 0 ? '%2E' : dot))
  return plain.length <= 200 ? plain : `${plain.slice(0, 120)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}~${plain.slice(-40)}`
}

function fullOr(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Refusal('storage-full', 'the disk is full; make room, then send this again') : error
}
