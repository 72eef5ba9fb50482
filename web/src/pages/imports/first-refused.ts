import { problemFrom, unreachable } from '../../api/problem.ts'

/** As much of the file is read as shows the first rows; it may have millions. */
const READ_CHARACTERS = 60_000
const SHOWN = 20

export interface RefusedRow { readonly row: string; readonly says: string }

export function refusedAddress(workspace: string, id: string, table: string): string {
  return `/api/imports/${encodeURIComponent(id)}/refused?${new URLSearchParams({ workspace, table })}`
}

async function start(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return response.text()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    text += decoder.decode(value, { stream: !done })
    if (done) return text
    if (text.length > READ_CHARACTERS) {
      await reader.cancel()
      return text.slice(0, text.lastIndexOf('\n') + 1)
    }
  }
}

/** Records of a CSV text as of RFC 4180; a last record that is cut off within quotes is left out. */
export function recordsOf(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === ',' || sign === '\n') {
      record.push(cell)
      cell = ''
      if (sign === '\n') {
        records.push(record)
        record = []
      }
    } else if (sign !== '\r') cell += sign
  }
  if (!quoted && (cell !== '' || record.length > 0)) records.push([...record, cell])
  return records
}

/** The first refused rows of a table with their reasons: the last columns of the file that can be mended. */
export async function firstRefused(workspace: string, id: string, table: string): Promise<readonly RefusedRow[]> {
  const response = await fetch(refusedAddress(workspace, id, table)).catch(() => { throw unreachable() })
  if (!response.ok) throw await problemFrom(response)
  const [head = [], ...records] = recordsOf(await start(response))
  const [row, says] = [head.indexOf('hatrack_row'), head.indexOf('hatrack_says')]
  return records.slice(0, SHOWN).map((record) => ({ row: record[row] ?? '', says: record[says] ?? '' }))
}
