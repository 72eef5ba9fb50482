/** A chunk of lines to send: their text, and the number of lines before them. */
export interface Chunk { readonly lines: readonly string[]; readonly before: number; readonly bytesRead: number }

const CHUNK_LINES = 5_000
const CHUNK_CHARACTERS = 1_000_000

/** The lines of a file, in chunks, without ever holding the whole file. Empty lines are counted, so that line numbers stay those of the file. */
export async function* chunksOf(file: Blob): AsyncGenerator<Chunk> {
  const reader = file.stream().getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let lines: string[] = []
  let characters = 0
  let before = 0
  let bytesRead = 0
  for (;;) {
    const { done, value } = await reader.read()
    bytesRead += value?.byteLength ?? 0
    const parts = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = done ? '' : (parts.pop() ?? '')
    for (const part of parts) {
      lines.push(part)
      characters += part.length
      if (lines.length < CHUNK_LINES && characters < CHUNK_CHARACTERS) continue
      yield { lines, before, bytesRead }
      before += lines.length
      lines = []
      characters = 0
    }
    if (done) break
  }
  if (lines.some((line) => line.trim() !== '')) yield { lines, before, bytesRead }
}
