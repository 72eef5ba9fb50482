/** Legal forms at the end of names, as written without dots and blanks; those that mean the same form have one word. */
const FORMS: ReadonlyMap<string, string> = new Map([
  ...['inc', 'incorporated', 'incorporation'].map((word): [string, string] => [word, 'inc']), ...['corp', 'corporation'].map((word): [string, string] => [word, 'corp']),
  ...['ltd', 'limited'].map((word): [string, string] => [word, 'ltd']), ...['co', 'company', 'cie'].map((word): [string, string] => [word, 'co']),
  ...['sarl', 'sàrl'].map((word): [string, string] => [word, 'sarl']), ...['ev', 'verein'].map((word): [string, string] => [word, 'ev']),
  ...['llc', 'llp', 'lp', 'plc', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ohg', 'gbr', 'ug', 'eg', 'se', 'sa', 'sas', 'sasu', 'eurl', 'sl', 'slu', 'srl', 'spa', 'sapi', 'bv', 'nv', 'ab', 'as', 'asa', 'aps', 'oy', 'oyj', 'spzoo', 'zrt', 'kft', 'doo', 'sro', 'pty', 'pvt', 'pte',
    'pbc', 'kk', 'bhd', 'sdnbhd'].map((word): [string, string] => [word, word]),
])

/** The name of a firm without case, blanks and signs, and its legal form apart: `ACME, Inc.` is `acme` and `inc`. A name that is nothing but a form is no form. */
export function partsOfName(name: string): { readonly core: string; readonly form: string } {
  const words = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase().replace(/\bsp\.?\s?z\.?\s?o\.?\s?o\b\.?/g, ' spzoo ')
    // S.A. is one word.
    .replace(/(?<![\p{L}\p{N}])((?:\p{L}\.\s?){2,}\p{L}?)(?![\p{L}\p{N}])/gu, (letters) => ` ${letters.replace(/[.\s]/g, '')} `).replace(/&|\b(?:and|und|et|y)(?=\s+co\b)/g, ' & ')
    .split(/[^\p{L}\p{N}&]+/u).filter((word) => word !== '')
  const forms: string[] = []
  while (words.length > 1) {
    const form = FORMS.get(words.at(-1) as string)
    const isJoined = words.at(-2) === '&'
    // Smith & Co is not Smith; in GmbH & Co. KG all is form.
    if (form === undefined || (isJoined && !FORMS.has(words.at(-3) ?? ''))) break
    forms.unshift(form)
    words.pop()
    if (isJoined) words.pop()
  }
  return { core: words.filter((word) => word !== '&').join(''), form: forms.join(' ') }
}

/** So many names at most are compared; a shop's customers are no firms. */
export const MOST_NAMES = 200_000
/** ... and so many for what is only near: each takes about a dozen places. */
const MOST_NEAR = 20_000

/** Names of one import's firms, to find those that are written in several ways. */
export class NamesOfFirms {
  /** By core, then by form, the names as they were written. */
  readonly #cores = new Map<string, Map<string, Set<string>>>()
  readonly #near = new Map<string, Set<string>>()
  #size = 0

  add(name: string): void {
    if (this.#size >= MOST_NAMES) return
    const { core, form } = partsOfName(name)
    if (core === '') return
    let forms = this.#cores.get(core)
    if (!forms) {
      this.#cores.set(core, forms = new Map())
      for (const part of this.#cores.size > MOST_NEAR ? [] : deletions(core)) {
        const cores = this.#near.get(part)
        if (cores) cores.add(core)
        else this.#near.set(part, new Set([core]))
      }
    }
    const names = forms.get(form)
    if (names?.has(name)) return
    this.#size += 1
    if (names) names.add(name)
    else forms.set(form, new Set([name]))
  }

  /** What stands for the name and its other spellings. `Acme` is `Acme Inc` unless there is an `Acme GmbH` too. */
  key(name: string): string {
    const { core, form } = partsOfName(name)
    const several = [...(this.#cores.get(core)?.keys() ?? [])].filter((one) => one !== '').length > 1
    return several ? `${core} ${form}` : core
  }

  /** Of all spellings of the same name the one that stands for them, whatever their order: with its legal form, then the longest. */
  fullest(name: string): string {
    const key = this.key(name)
    const { core } = partsOfName(name)
    let best = name
    for (const [form, names] of this.#cores.get(core) ?? []) {
      for (const one of names) if (this.key(one) === key && isFuller(one, form, best)) best = one
    }
    return best
  }

  /** A name that is almost the same and may be meant: one letter more, less or other, another legal form. Null if there is none `among` the names, or if one of them is the name itself. */
  near(name: string, among: (other: string) => boolean): string | null {
    const key = this.key(name)
    const { core } = partsOfName(name)
    const cores = new Set([core, ...deletions(core).flatMap((part) => [...(this.#near.get(part) ?? [])])])
    const others = [...cores].filter((one) => Math.abs(one.length - core.length) <= 1).flatMap((one) => [...(this.#cores.get(one)?.values() ?? [])]).flatMap((names) => [...names]).filter(among)
    return others.some((one) => this.key(one) === key) ? null : (others[0] ?? null)
  }
}

function isFuller(one: string, form: string, other: string): boolean {
  const otherForm = partsOfName(other).form
  if ((form === '') !== (otherForm === '')) return otherForm === ''
  return one.length === other.length ? one < other : one.length > other.length
}

/** The text and what remains of it without one of its letters: texts that differ in one letter share one of these. Short texts differ too easily. */
function deletions(text: string): readonly string[] {
  if (text.length < 5 || text.length > 60) return [text]
  return [text, ...Array.from(text, (_, place) => text.slice(0, place) + text.slice(place + 1))]
}
