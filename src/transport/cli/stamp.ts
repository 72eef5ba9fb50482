import { createHash, randomBytes } from 'node:crypto'

/**
 * The line with the id of the import at its end. Lines that came with an import keep theirs, lines of an export (`recordedAt`) stay byte by byte what
 * they were, and in an undo line `import` is what is undone. What is no JSON object stays as it is, and is refused for what it is.
 */
export function stamped(text: string, importId: string): string {
  if (mayHold(text, 'import') || mayHold(text, 'recordedAt') || mayHold(text, 'undo')) {
    const value = valueOf(text)
    if (value === null || value.type === 'undo' || isGiven(value.import) || isGiven(value.recordedAt)) return text
    // A null would stand before the id that is added.
    if ('import' in value) return JSON.stringify({ ...value, import: importId })
  }
  const line = text.trim()
  if (!line.startsWith('{') || !line.endsWith('}')) return text
  const inside = line.slice(1, -1).trimEnd()
  return inside.trim() === '' ? text : `{${inside},"import":${JSON.stringify(importId)}}`
}

/** Cheap, and never wrongly false: a name may also be written with escapes. */
function mayHold(text: string, word: string): boolean {
  return text.includes(`"${word}"`) || text.includes('\\u')
}

function valueOf(text: string): { readonly [field: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { [field: string]: unknown }) : null
  } catch {
    return null
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/**
 * The id of an import, `import-<day>-<ten signs>`. Of a file, day and signs come from when it was written and from what it holds, so that the same file
 * imported again, or an import that was broken off and is repeated, brings the same lines, which are then known already.
 */
export function importIdOf(day: string, contents: Buffer | null): string {
  return `import-${day}-${(contents ?? randomBytes(5)).toString('hex').slice(0, 10)}`
}

/** SHA-256 of all chunks. */
export async function digestOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest()
}
