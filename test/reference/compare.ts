// Compares an answer with an expected one exactly as spec/README.md says.

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function identifiersOf(value: unknown): readonly string[] | null {
  return isFields(value) && Array.isArray(value.identifiers) ? (value.identifiers as string[]) : null
}

function isSameParty(expected: unknown, actual: unknown): boolean {
  const wanted = identifiersOf(expected)
  const given = identifiersOf(actual)
  return wanted !== null && given !== null && wanted.some((identifier) => given.includes(identifier))
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 200 ? `${text.slice(0, 200)}...` : text
}

/** Each expected item needs a match of its own: greedy is enough, as parties and rows of an allocation match one each. */
function asSet(at: string, expected: readonly unknown[], actual: readonly unknown[]): string[] {
  const left = [...actual]
  const differences: string[] = []
  for (const item of expected) {
    const found = left.findIndex((candidate) => differencesOf(at, '', item, candidate).length === 0)
    if (found < 0) differences.push(`${at}: missing ${show(item)}`)
    else left.splice(found, 1)
  }
  return [...differences, ...left.map((item) => `${at}: not expected ${show(item)}`)]
}

const uncompared: readonly string[] = ['says', 'because']

function path(at: string, expected: readonly unknown[], actual: readonly unknown[]): string[] {
  const steps = (items: readonly unknown[]): string =>
    JSON.stringify(items.map((item) => (isFields(item) ? [item.evidence ?? null, item.inferred === true] : [null, false])))
  return steps(expected) === steps(actual) ? [] : [`${at}: expected ${steps(expected)}, got ${steps(actual)}`]
}

function list(at: string, name: string, expected: readonly unknown[], actual: unknown): string[] {
  if (!Array.isArray(actual)) return [`${at}: expected a list, got ${show(actual)}`]
  const given = actual as readonly unknown[]
  if (name === 'path') return path(at, expected, given)
  const parties = [...expected, ...given]
  if (name === 'allocation' || (parties.length > 0 && parties.every((item) => identifiersOf(item) !== null))) return asSet(at, expected, given)
  if (expected.length !== given.length) return [`${at}: expected ${expected.length} items ${show(expected)}, got ${given.length} ${show(given)}`]
  return expected.flatMap((item, index) => differencesOf(`${at}[${index}]`, '', item, given[index]))
}

function differencesOf(at: string, name: string, expected: unknown, actual: unknown): string[] {
  if (expected === null || expected === undefined || (name === 'tooFew' && expected === false))
    return actual === null || actual === undefined || (name === 'tooFew' && actual === false) ? [] : [`${at}: expected ${show(expected)}, got ${show(actual)}`]
  if (Array.isArray(expected)) return list(at, name, expected as readonly unknown[], actual)
  if (identifiersOf(expected) !== null) return isSameParty(expected, actual) ? [] : [`${at}: expected party ${show(expected)}, got ${show(actual)}`]
  if (isFields(expected)) {
    if (!isFields(actual)) return [`${at}: expected ${show(expected)}, got ${show(actual)}`]
    return Object.entries(expected)
      .filter(([key]) => !uncompared.includes(key))
      .flatMap(([key, value]) => differencesOf(at === '' ? key : `${at}.${key}`, key, value, actual[key]))
  }
  if (typeof expected === 'number' && typeof actual === 'number') {
    const isCount = Number.isInteger(expected) && Number.isInteger(actual)
    if (isCount ? expected === actual : Math.abs(expected - actual) <= 1e-6) return []
  }
  return expected === actual ? [] : [`${at}: expected ${show(expected)}, got ${show(actual)}`]
}

/** The differences, empty if the answer is as expected. */
export function compareAnswers(study: string, expected: unknown, actual: unknown): string[] {
  return differencesOf('', '', expected, actual).map((difference) => `${study}: ${difference}`)
}
