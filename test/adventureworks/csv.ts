export type Row = Readonly<Record<string, string>>

/** Rows of a CSV text by the names of its first line; quotes as in RFC 4180. */
export function rowsOfCsv(text: string): Row[] {
  const [header = [], ...lines] = fieldsOfCsv(text)
  return lines.map((fields) => Object.fromEntries(header.map((name, n) => [name, fields[n] ?? ''])))
}

function fieldsOfCsv(text: string): string[][] {
  const lines: string[][] = []
  let fields: string[] = []
  let at = 0
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      for (;;) {
        const quote = text.indexOf('"', at + 1)
        if (quote < 0) throw new Error('a quoted field does not end')
        field += text.slice(at + 1, quote)
        at = quote + 1
        if (text[at] !== '"') break
        field += '"'
      }
    } else {
      let end = at
      while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1
      field = text.slice(at, end)
      at = end
    }
    fields.push(field)
    if (text[at] === ',') {
      at += 1
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue
      fields.push('')
    }
    if (text[at] === '\r') at += 1
    at += 1
    lines.push(fields)
    fields = []
  }
  return lines
}
