/** A file with its path within what was dropped. */
export interface NamedFile { readonly name: string; readonly content: Blob }

/** What systems leave in folders without anybody having asked. */
function isNoise(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db')
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A folder tells its entries a hundred at a time, until it tells none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function filesOf(entry: FileSystemEntry, path: string): Promise<NamedFile[]> {
  const name = path + entry.name
  if (isNoise(name)) return []
  if (entry.isFile) return [{ name, content: await fileOf(entry as FileSystemFileEntry) }]
  const inside: NamedFile[] = []
  for (const one of await entriesOf(entry as FileSystemDirectoryEntry)) inside.push(...await filesOf(one, `${name}/`))
  return inside
}

/** All files of a drop, those in folders too. Must be called within the event: what was dropped is gone after it. */
export async function filesOfDrop(dropped: DataTransfer): Promise<NamedFile[]> {
  const entries = [...dropped.items].flatMap((item) => (item.kind === 'file' ? [item.webkitGetAsEntry()] : []))
  const plain = filesOfList(dropped.files)
  if (entries.some((entry) => entry === null)) return plain
  const found: NamedFile[] = []
  for (const entry of entries) if (entry !== null) found.push(...await filesOf(entry, ''))
  return found
}

/** The files of a choice; of a chosen folder with their paths. */
export function filesOfList(files: FileList | null): NamedFile[] {
  return [...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, content: file })).filter((file) => !isNoise(file.name))
}

/** Pasted text is a file without a name; its first sign tells what it is. */
export function fileOfText(text: string): NamedFile {
  const start = text.trimStart()
  const ending = start.startsWith('[') ? 'json' : start.startsWith('{') ? 'jsonl' : (start.split('\n', 1)[0] ?? '').includes('\t') ? 'tsv' : 'csv'
  return { name: `pasted.${ending}`, content: new Blob([text]) }
}
