import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { Refusal } from '../../src/base/refusal.ts'
import { operations } from '../../src/studies/index.ts'
import type { Engine, Place } from '../harness/engines.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { type Line, type Question, randomFrom, randomQuestions, randomWorld, withAsks, withDeals, withGuesses, withTopicWords } from '../reference/worlds.ts'

/** A random world, and all that a law needs to try itself on it. */
export interface World {
  readonly seed: number
  readonly lines: readonly Line[]
  readonly questions: readonly Question[]
}

/** What breaks the law in this world; empty where it holds. The same world must give the same answer every time. */
export type Law = (world: World) => Promise<readonly string[]>

export type Open = (options?: { readonly folder?: string; readonly name?: string; readonly now?: () => number }) => Promise<Bench>

/** How many worlds are tried: fewer where a workspace costs more to open. HATRACK_LAW_RUNS and HATRACK_LAW_SEED look further. */
const RUNS: Readonly<Record<Engine, number>> = { duckdb: Number(process.env.HATRACK_LAW_RUNS ?? 40), postgres: Number(process.env.HATRACK_LAW_RUNS ?? 8) }
const SEED = Number(process.env.HATRACK_LAW_SEED ?? 2026)
/** No limit: how long a law takes says more about the machine than about the law. */
export const LAW_TEST_MS = 0
/** Time to find a smaller world in which the law is broken, too. */
const REDUCE_MS = 20_000

/** Tries a law on random worlds of all types of lines, on a share of them where it costs more; tells the smallest world that breaks it. */
export async function holdsInRandomWorlds(engine: Engine, law: Law, share = 1): Promise<void> {
  const seeds = fc.tuple(fc.nat({ max: 2 ** 30 }), fc.integer({ min: 40, max: 100 }))
  await fc.assert(
    fc.asyncProperty(seeds, async ([seed, size]) => {
      const world = randomWorldOf(seed, size)
      const broken = await brokenBy(law, world)
      if (broken.length === 0) return
      const { lines, differences } = await smallest(law, world, broken)
      throw new Error([`seed ${seed}, size ${size}:`, ...differences.slice(0, 5), `in this world of ${lines.length} lines:`, ...lines.map((line) => JSON.stringify(line))].join('\n'))
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS[engine] * share), endOnFailure: true },
  )
}

export function randomWorldOf(seed: number, size: number): World {
  const random = randomFrom(seed)
  const lines = randomWorld(random, size)
  const questions = randomQuestions(random, lines).filter(({ study }) => study !== 'evidence')
  return { seed, lines: withDeals(withTopicWords(withAsks(withGuesses(lines, randomFrom(seed + 7)), randomFrom(seed + 13)), randomFrom(seed + 17)), randomFrom(seed + 19)), questions }
}

async function brokenBy(law: Law, world: World): Promise<readonly string[]> {
  try {
    return await law(world)
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
}

/** Leaves out lines, fewer and fewer at a time, as long as the law stays broken. */
async function smallest(law: Law, world: World, broken: readonly string[]): Promise<{ lines: readonly Line[]; differences: readonly string[] }> {
  const end = Date.now() + REDUCE_MS
  let { lines } = world
  let differences = broken
  for (let piece = Math.ceil(lines.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < lines.length && Date.now() < end; ) {
      const fewer = [...lines.slice(0, at), ...lines.slice(at + piece)]
      const still = await brokenBy(law, { ...world, lines: fewer })
      if (still.length === 0) at += piece
      else {
        lines = fewer
        differences = still
      }
    }
  }
  return { lines, differences }
}

/** Opens workspaces on an engine, each with a name and a place of its own. */
export function opener({ engine, freshDatabase }: Place, name: string): Open {
  let database: Promise<string | undefined> | undefined
  let opened = 0
  return async (options = {}) => {
    database ??= freshDatabase(name)
    opened += 1
    return openBench({ name: `${name.replaceAll('_', '-')}-${opened}`, ...options, ...(engine === 'postgres' ? { databaseUrl: (await database) ?? '' } : {}) })
  }
}

/** Opens a workspace for the time of the work. */
export async function within<T>(opened: Promise<Bench>, work: (bench: Bench) => Promise<T>): Promise<T> {
  const bench = await opened
  try {
    return await work(bench)
  } finally {
    await bench.close()
  }
}

/** The answer in a form that can be compared: a refusal is an answer, too. */
export async function answered(bench: Bench, { study, params }: Question): Promise<unknown> {
  try {
    const answer = await bench.ask(study, params)
    return study === 'party' ? unordered(plain(answer)) : plain(answer)
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code }
    throw error
  }
}

export async function allAnswered(bench: Bench, questions: readonly Question[]): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const question of questions) answers.push(await answered(bench, question))
  return answers
}

/** An answer without Hatrack's own ids, lists of or about parties as sets: these may differ with the order of arrival. */
export function plain(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    const items = answer.map(plain)
    return answer.some(isAboutParty) ? items.map((item) => JSON.stringify(item)).sort() : items
  }
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).filter(([name]) => name !== 'id' || !('identifiers' in answer))
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]))
}

/** The page of one party lists its relations in no order that means anything. */
function unordered(page: unknown): unknown {
  if (typeof page !== 'object' || page === null) return page
  return Object.fromEntries(Object.entries(page).map(([name, list]) => [name, Array.isArray(list) ? list.map((item) => JSON.stringify(item)).sort() : list]))
}

function isAboutParty(item: unknown): boolean {
  return typeof item === 'object' && item !== null && ('identifiers' in item || Object.values(item).some((value) => typeof value === 'object' && value !== null && 'identifiers' in value))
}

/** Where two lists of answers to the same questions differ. */
export function differencesOf(questions: readonly Question[], expected: readonly unknown[], actual: readonly unknown[], what: string): string[] {
  return questions.flatMap(({ study, params }, place) =>
    isDeepStrictEqual(expected[place], actual[place])
      ? []
      : [`${what}: ${study} ${JSON.stringify(params)}\n  expected ${JSON.stringify(expected[place])}\n  got      ${JSON.stringify(actual[place])}`],
  )
}

/** Questions of the studies that only list what is there, where the program has them. */
export function questionsAboutParties(world: World): Question[] {
  const identifiers = [...new Set(world.questions.flatMap(({ params }) => (params.party === undefined ? [] : [params.party])))].slice(0, 4)
  const listing: Question[] = [
    { study: 'parties', params: {} },
    { study: 'sources', params: {} },
    { study: 'flows', params: { from: '2024-01-01', to: '2024-04-01', by: 'intermediary', limit: '1000' } },
    ...identifiers.map((party) => ({ study: 'party', params: { party } })),
  ]
  return listing.filter(({ study }) => operations.some(({ name }) => name === study))
}

/** A shuffled copy. */
export function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  const copy = [...items]
  for (let place = copy.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1))
    ;[copy[place], copy[other]] = [copy[other] as T, copy[place] as T]
  }
  return copy
}

/** Cut into batches of random sizes. */
export function batches<T>(random: () => number, items: readonly T[]): T[][] {
  const cut: T[][] = []
  for (let at = 0; at < items.length; ) {
    const size = 1 + Math.floor(random() ** 2 * 30)
    cut.push(items.slice(at, at + size))
    at += size
  }
  return cut
}
