import { expect, test } from 'vitest'
import { questionFrom } from '../../src/studies/question.ts'
import { describeOnEngines } from '../harness/engines.ts'
import { openBench } from '../harness/workspace.ts'
import { type Question, randomFrom } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, plain, within } from './law.ts'

type Amounts = readonly { readonly currency: string; readonly amount: string }[]
interface Payers {
  readonly users: number
  readonly kinds: readonly { readonly kind: string; readonly users: number; readonly usageDays: number; readonly events: number; readonly money?: Amounts }[]
  readonly leftOut: { readonly staff: { readonly usageDays: number }; readonly override?: { readonly usageDays: number } }
}
interface Effect {
  readonly sentence: string
  readonly users: number
  readonly usageDays: number
  readonly kinds: readonly { readonly kind: string; readonly users: number; readonly usageDays: number; readonly events: number; readonly money: Amounts }[]
  readonly leftOut: { readonly staff: number; readonly override: number }
  readonly used: Amounts
  readonly explained: Amounts
  readonly customers: number
  readonly newCustomers: number
  readonly payersWithoutKnownDecider: number
}
const COUNTS = ['customers', 'newCustomers', 'payersWithoutKnownDecider'] as const
interface Money { readonly sources: readonly { readonly currency: string; readonly explained: string }[]; readonly agreements: readonly { readonly currency: string; readonly used: string }[] }
type Ask = (study: string, params: Readonly<Record<string, string>>) => Promise<unknown>

/** Hundredths and thousandths in one whole number: enough to compare. */
function thousandths(amount: string): number {
  return Math.round(Number(amount) * 1000)
}

/** All figures that a correction may change, by name. */
async function figures(ask: Ask, window: Readonly<Record<string, string>>): Promise<Map<string, number>> {
  const payers = (await ask('payers-of-use', { ...window, detail: 'money' })) as Payers
  const money = (await ask('money', window)) as Money
  const found = new Map<string, number>()
  const add = (name: string, by: number) => found.set(name, (found.get(name) ?? 0) + by)
  for (const { kind, users, usageDays, events, money: allocated = [] } of payers.kinds) {
    add(`users ${kind}`, users)
    add(`days ${kind}`, usageDays)
    add(`events ${kind}`, events)
    for (const { currency, amount } of allocated) add(`money ${kind} ${currency}`, thousandths(amount))
  }
  add('users', payers.users)
  const overlap = (await ask('overlap', window)) as { readonly [name: string]: number }
  for (const name of COUNTS) add(name, overlap[name] ?? 0)
  add('left out staff', payers.leftOut.staff.usageDays)
  add('left out by hand', payers.leftOut.override?.usageDays ?? 0)
  for (const { currency, explained } of money.sources) add(`explained ${currency}`, thousandths(explained))
  for (const { currency, used } of money.agreements) add(`used ${currency}`, thousandths(used))
  return found
}

function predicted(effect: Effect): Map<string, number> {
  const found = new Map<string, number>()
  for (const { kind, users, usageDays, events, money } of effect.kinds) {
    found.set(`users ${kind}`, users).set(`days ${kind}`, usageDays).set(`events ${kind}`, events)
    for (const { currency, amount } of money) found.set(`money ${kind} ${currency}`, thousandths(amount))
  }
  found.set('users', effect.users).set('left out staff', effect.leftOut.staff).set('left out by hand', effect.leftOut.override)
  for (const name of COUNTS) found.set(name, effect[name])
  for (const { currency, amount } of effect.explained) found.set(`explained ${currency}`, thousandths(amount))
  for (const { currency, amount } of effect.used) found.set(`used ${currency}`, thousandths(amount))
  return found
}

function differences(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, said: ReadonlyMap<string, number>, what: string): string[] {
  return [...new Set([...before.keys(), ...after.keys(), ...said.keys()])].flatMap((name) => {
    const by = (after.get(name) ?? 0) - (before.get(name) ?? 0)
    return by === (said.get(name) ?? 0) ? [] : [`${what}: ${name} changed by ${by}, foretold was ${said.get(name) ?? 0}`]
  })
}

interface Named {
  /** Who uses, and where. */
  readonly users: readonly string[]
  /** Who buys, pays, sells or owns. */
  readonly sides: readonly string[]
  readonly everybody: readonly string[]
  readonly agreements: readonly string[]
  readonly payments: readonly { readonly key: string; readonly source: string }[]
}

function namedIn(lines: readonly { readonly type: string; readonly key: string; readonly [field: string]: unknown }[]): Named {
  const texts = (wanted: (type: string) => boolean, fields: readonly string[]): string[] => [...new Set(lines.filter(({ type }) => wanted(type)).flatMap((line) => fields.flatMap((field) => {
    const value = line[field]
    return Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
  })))].filter((text) => /^([a-z-]+:.|self$)/.test(text))
  return {
    users: texts((type) => type === 'usage', ['party', 'account']),
    sides: texts((type) => type === 'agreement' || type === 'ownership' || type === 'payment', ['buyer', 'payer', 'seller', 'organization', 'parent']),
    everybody: texts(() => true, ['ids', 'party', 'account', 'person', 'organization', 'buyer', 'payer', 'seller', 'parent']),
    agreements: [...new Set(lines.filter(({ type }) => type === 'agreement').map(({ key }) => key))],
    payments: lines.filter(({ type }) => type === 'payment').map(({ key, source }) => ({ key, source: typeof source === 'string' ? source : 'default' })),
  }
}

/** Any correction about what the world names, mostly about those who use and pay; now and then about somebody new. */
function randomCorrection(random: () => number, { users, sides, everybody, agreements, payments }: Named): Readonly<Record<string, string>> {
  const any = (...choices: readonly (readonly string[])[]): string => {
    const items = choices.find(({ length }) => length > 0) ?? []
    return items[Math.floor(random() * items.length)] as string
  }
  const some = () => (random() < 0.05 ? `account:new-${Math.floor(random() * 3)}` : random() < 0.05 ? 'domain:acme.com' : any(everybody))
  const user = () => (random() < 0.8 ? any(users, everybody) : some())
  const side = () => (random() < 0.8 ? any(sides, everybody) : some())
  const since: Record<string, string> = random() < 0.4 ? { since: '2025-02-10' } : {}
  const days: Record<string, string> = random() < 0.3 ? { since: '2025-01-20', until: '2025-03-05' } : since
  const oneOf = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  switch (Math.floor(random() * 14)) {
    case 0: return { fact: 'same', one: user(), other: user() }
    case 1: return { fact: 'same', one: side(), other: random() < 0.5 ? user() : side() }
    case 2: return { fact: 'not-same', one: some(), other: some() }
    case 3: case 4: return { fact: 'membership', person: user(), organization: side(), ...(random() < 0.3 ? { not: 'true' } : since) }
    case 5: case 6: return agreements.length === 0 ? { fact: 'leave-out', party: user() } : { fact: 'payer', agreement: any(agreements), payer: random() < 0.5 ? user() : side() }
    case 7: return { fact: 'leave-out', party: user(), ...days }
    case 8: return { fact: 'leave-out', party: side(), ...days }
    case 9: return { fact: 'staff', party: random() < 0.7 ? user() : side(), ...days }
    case 10: return { fact: 'membership', person: user(), organization: side(), function: oneOf('decider', 'admin', 'champion'), ...days }
    case 11: return { fact: 'role', party: some(), role: oneOf('decider', 'customer'), ...(random() < 0.4 ? { not: 'true' } : {}), ...days }
    case 12: {
      if (payments.length === 0) return { fact: 'leave-out', party: user() }
      const { key, source } = oneOf(...payments)
      return { fact: 'payment', payment: key, of: source, ...(agreements.length > 0 && random() < 0.5 ? { agreement: any(agreements) } : { payer: side() }) }
    }
    default: return { fact: 'role', party: side(), role: 'customer', ...(random() < 0.5 ? { not: 'true' } : {}), ...days }
  }
}

describeOnEngines('the effect of a correction that is foretold', (place) => {
  const open = opener(place, 'laws_what_if')
  // A law about corrections that never change a figure would say nothing.
  const tried = { all: 0, thatMove: 0 }

  test('is the effect that it has, and nothing else changes by foretelling it; the same for taking it back', () =>
    holdsInRandomWorlds(
      place.engine,
      async (world) => {
        const random = randomFrom(world.seed + 9)
        const named = namedIn(world.lines as readonly { readonly type: string; readonly key: string }[])
        if (named.everybody.length < 2) return []
        const windows = windowsOf(world.questions)
        return within(open(), async (bench) => {
          await bench.take(world.lines)
          const ask: Ask = (study, params) => bench.ask(study, params)
          const broken: string[] = []
          for (let turn = 0; turn < 4; turn += 1) {
            const correction = randomCorrection(random, named)
            const values = correction.not === undefined ? correction : { ...correction, not: true as unknown as string }
            const window = windows[turn % 2 === 0 ? windows.length - 1 : Math.floor(random() * windows.length)] as Readonly<Record<string, string>>
            const all = async () => plain(await ask('parties', window))
            const before = { figures: await figures(ask, window), parties: await all() }
            const effect = await ask('correction-effect', { ...window, ...values }).catch((error: Error) => error)
            expect(await all()).toEqual(before.parties)
            if (effect instanceof Error) continue
            const written = await ask('correct', values).catch((error: Error) => error)
            if (written instanceof Error) continue
            const after = await figures(ask, window)
            const what = `${JSON.stringify(correction)} in ${JSON.stringify(window)}`
            broken.push(...differences(before.figures, after, predicted(effect as Effect), what))
            tried.all += 1
            if (differences(before.figures, after, new Map(), what).length > 0) tried.thatMove += 1
            const { key } = written as { key: string }
            const back = (await ask('correction-effect', { ...window, undo: key })) as Effect
            await ask('correction-undo', { key })
            const again = await figures(ask, window)
            broken.push(...differences(after, again, predicted(back), `taking back ${what}`))
            broken.push(...differences(before.figures, again, new Map(), `after taking back ${what}`))
            // Every other stays, so that corrections meet corrections.
            if (turn === 0) await ask('correct', values)
          }
          return broken
        })
      },
      0.5,
    ).then(() => expect(tried.thatMove).toBeGreaterThan(tried.all / 20)),
    LAW_TEST_MS,
  )
})

/** Windows, products and sellers that the random questions ask about. */
function windowsOf(questions: readonly Question[]): Readonly<Record<string, string>>[] {
  const found = questions.flatMap(({ params: { product, from, to, seller, staff } }) => {
    if (from === undefined || to === undefined) return []
    const window = Object.fromEntries(Object.entries({ product, from, to, seller, staff }).filter(([, value]) => value !== undefined)) as Record<string, string>
    try {
      questionFrom(window, Date.now())
      return [window]
    } catch {
      return []
    }
  })
  return [...found.slice(0, 5), { from: '2024-01-01', to: '2026-12-31' }]
}

test('one sentence says what moves', async () => {
  const bench = await openBench()
  await bench.take([
    { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
    { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '38400.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
    { type: 'payment', key: 'y1', payer: 'stripe:cus_1', amount: '1200.00', currency: 'EUR', at: '2026-01-05T09:00:00Z' },
    ...Array.from({ length: 12 }, (_, n) => ({ type: 'usage', key: `u${n}`, party: `email:person${n}@acme.com`, product: 'notes', at: '2026-01-05T10:00:00Z' })),
  ])
  const january = { from: '2026-01-01', to: '2026-02-01' }
  const guess = (await bench.ask('guessed-organizations-effect', { ...january, domains: ['acme.com'] as never, way: 'is-organization', organization: 'account:acme' })) as Effect
  expect(guess.sentence).toBe('This moves 12 users with 12 usage days from nobody to Acme and moves 38,400.00 EUR from unused to used.')
  const payer = (await bench.ask('correction-effect', { ...january, fact: 'payer', agreement: 'a1', payer: 'stripe:cus_1' })) as Effect
  expect(payer.sentence).toBe('This moves 1,200.00 EUR from unknown to explained payments.')
  const nothing = (await bench.ask('correction-effect', { ...january, fact: 'same', one: 'account:acme', other: 'account:nobody' })) as Effect
  expect(nothing.sentence).toBe('No figure of this period changes.')
  const refused = (await bench.ask('correction-effect', { ...january, fact: 'same', one: 'account:acme', other: 'email:person1@acme.com' })) as Effect
  expect(refused.sentence).toMatch(/^It would do nothing: a person and an organization are never one/)
  await bench.close()
})
