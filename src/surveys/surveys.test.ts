import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'
import { within } from '../../test/laws/law.ts'
import { looksPerWeek } from './looks.ts'
import { askAtMoment, chanceAtMoment, isQuiet } from './moments.ts'
import { inTurn } from './turn.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const DAY_MS = 86_400_000
const person = (name: string, more: object = {}) => ({ type: 'party', key: `p-${name}`, kind: 'person', ids: [`user:${name}`, `email:${name}@acme.com`], name, permission: 'yes', ...more })
const used = (name: string, day = 20, count = 1) => ({ type: 'usage', key: `u-${name}-${day}`, party: `user:${name}`, product: 'notes', at: `2026-02-${day}T10:00:00Z`, count })
const ACME = { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' }
const names = (n: number): string[] => Array.from({ length: n }, (_, place) => `u${place}`)
const users = (n: number) => names(n).flatMap((name) => [person(name), used(name)])
const deciders = (n: number) => [
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:beta', amount: '100.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  ...Array.from({ length: n }, (_, place) => [person(`d${place}`, { ids: [`user:d${place}`, `email:d${place}@beta.com`] }), { type: 'membership', key: `m-d${place}`, person: `user:d${place}`, organization: 'account:beta', function: 'decider' }]).flat(),
]

interface Result {
  readonly asked: number
  readonly answered: number
  readonly roles: readonly { readonly role: string; readonly asked: number; readonly answered: number; readonly tooFew: boolean; readonly population: number | null; readonly figures: readonly { readonly value: number }[] }[]
  readonly mixed: { readonly figures: readonly { readonly value: number }[]; readonly says: string; readonly off: readonly { readonly role: string; readonly points: number }[] }
  readonly texts: readonly { readonly text: string }[]
}
type Asked = { readonly asked: number; readonly before: number; readonly notAsked: number }
type People = { readonly total: number; readonly people: readonly { readonly key: string; readonly address: string; readonly party: { readonly name: string } }[] }

describeOnEngines('a survey', ({ engine, freshDatabase }) => {
  let made = 0
  async function opened(lines: readonly object[], asking: object = {}): Promise<Bench> {
    made += 1
    const bench = await openBench({ now: () => NOW, ...(engine === 'postgres' ? { databaseUrl: await freshDatabase(`surveys_${made}`) } : {}) })
    await bench.take([{ type: 'product', key: 'notes' }, ...lines])
    await bench.workspace.settings.save({ asking: { organizationMost: 1_000, organizationShare: 1, ...asking } }, undefined)
    return bench
  }
  const saved = async (bench: Bench, more: object): Promise<string> => ((await bench.ask('survey-save', { question: 'Is it easy to use?', ...more } as never)) as { id: string }).id
  const asked = async (bench: Bench, survey: string, more: object = {}): Promise<Asked> => (await bench.ask('survey-asked', { survey, ...more } as never)) as Asked

  test('is drawn, asked, answered and read by role; mixed it would have said something else', async () => within(opened([...users(12), ...deciders(8)]), async (bench) => {
    const survey = await saved(bench, { question: 'Would you recommend it?', form: 'nps', roles: 'users,customers', margin: '5', product: 'notes' })
    expect(await asked(bench, survey)).toEqual({ asked: 20, before: 0, notAsked: 0 })
    const { people } = (await bench.ask('survey-people', { survey })) as People
    const answer = ({ key, party: { name } }: People['people'][number]) => ({ type: 'answer', source: 'surveys', key, ask: key, at: '2026-03-02T10:00:00Z', score: name.startsWith('d') ? 3 : 10, text: name === 'd0' ? 'Too dear.' : undefined })
    await bench.take(people.filter(({ party: { name } }) => name !== 'u0').map(answer).map((line) => JSON.parse(JSON.stringify(line)) as object))
    const result = (await bench.ask('survey-result', { survey })) as Result
    expect([result.asked, result.answered]).toEqual([20, 19])
    expect(result.roles.map(({ role, asked: n, answered, population, figures }) => [role, n, answered, population, figures[0]?.value])).toEqual([['decider', 8, 8, 8, -100], ['user', 12, 11, 12, 100]])
    expect(result.mixed.figures[0]?.value).toBeCloseTo((100 * (11 - 8)) / 19, 9)
    expect(result.mixed.says).toBe('Mixed, it would read 15.8, by whoever happened to answer. But deciders say \u2212100, users say 100: for deciders the mixed figure is off by 115.8 points.')
    expect(result.texts).toMatchObject([{ text: 'Too dear.' }])
    // Answers are feedback, so the scores by role say the same.
    const { scores } = (await bench.ask('satisfaction', { from: '2026-03-01', to: '2026-03-03', product: 'notes' })) as { readonly scores: readonly { readonly kind: string; readonly role: string; readonly n: number; readonly score: number }[] }
    expect(scores.map(({ kind, role, n, score }) => [kind, role, n, score])).toEqual([['nps', 'decider', 8, -100], ['nps', 'user', 11, 100]])
  }))

  test('changes of what one role said alter nothing of the other', async () => within(opened([...users(10), ...deciders(6)]), async (bench) => {
    const survey = await saved(bench, { form: 'csat', roles: 'users,customers', margin: '5' })
    await asked(bench, survey)
    const { people } = (await bench.ask('survey-people', { survey })) as People
    const give = (of: number) => people.map(({ key, party: { name } }) => ({ type: 'answer', source: 'surveys', key, ask: key, at: '2026-03-02T10:00:00Z', score: name.startsWith('d') ? of : 4 }))
    const of = async (role: string) => ((await bench.ask('survey-result', { survey })) as Result).roles.find((row) => row.role === role)
    await bench.take(give(1))
    const before = await of('user')
    await bench.take(give(5))
    expect(await of('user')).toEqual(before)
    expect((await of('decider'))?.figures[0]?.value).toBe(100)
  }))

  test('too few answers are told as such', async () => within(opened(users(6)), async (bench) => {
    const survey = await saved(bench, { margin: '5' })
    await asked(bench, survey)
    const { people } = (await bench.ask('survey-people', { survey })) as People
    await bench.take(people.slice(0, 4).map(({ key }) => ({ type: 'answer', source: 'surveys', key, ask: key, at: '2026-03-02T10:00:00Z', text: 'yes' })))
    const result = (await bench.ask('survey-result', { survey })) as Result
    expect([result.answered, result.roles[0]?.tooFew, result.roles[0]?.figures, result.mixed.figures]).toEqual([4, true, [], []])
  }))

  test('nobody is asked the same question twice, and asking again fills up the sample only', async () => within(opened(users(10)), async (bench) => {
    const survey = await saved(bench, { margin: '5' })
    expect(await asked(bench, survey, { people: ['user:u1', 'email:u2@acme.com', 'user:u2'] })).toEqual({ asked: 2, before: 0, notAsked: 0 })
    expect(await asked(bench, survey)).toEqual({ asked: 8, before: 2, notAsked: 0 })
    expect(await asked(bench, survey)).toEqual({ asked: 0, before: 10, notAsked: 0 })
  }))

  test('many surveys asked at once never pass the limit of a person or of an organization', async () => within(opened([ACME, ...users(24)], { organizationMost: 7, personDays: 30 }), async (bench) => {
    const surveys = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((seed) => saved(bench, { seed, margin: '3' })))
    const sent = await Promise.all(surveys.map((survey) => asked(bench, survey)))
    expect(sent.reduce((sum, one) => sum + one.asked, 0)).toBe(7)
    const lists = (await Promise.all(surveys.map((survey) => bench.ask('survey-people', { survey })))) as People[]
    const everybody = lists.flatMap(({ people }) => people.map(({ party: { name } }) => name))
    expect(new Set(everybody).size).toBe(everybody.length)
  }))

  test.runIf(engine === 'postgres')('two processes that share a database never pass a limit together', async () => {
    made += 1
    const databaseUrl = await freshDatabase(`surveys_${made}`)
    await within(openBench({ now: () => NOW, databaseUrl }), (one) => within(openBench({ now: () => NOW, databaseUrl }), async (other) => {
      await one.take([{ type: 'product', key: 'notes' }, ACME, ...users(20)])
      await one.workspace.settings.save({ asking: { organizationMost: 6, organizationShare: 1 } }, undefined)
      await other.workspace.settings.refresh()
      const surveys = await Promise.all(['a', 'b', 'c', 'd'].map((seed) => saved(one, { seed, margin: '3' })))
      const sent = await Promise.all(surveys.map((survey, place) => asked(place % 2 === 0 ? one : other, survey)))
      expect(sent.reduce((sum, { asked: n }) => sum + n, 0)).toBe(6)
    }))
  })

  test('a question that was asked stays as it is, a draft can be changed and forgotten', async () => within(opened(users(3)), async (bench) => {
    const survey = await saved(bench, { margin: '5' })
    await bench.ask('survey-save', { id: survey, form: 'csat' } as never)
    await asked(bench, survey)
    await expect(bench.ask('survey-save', { id: survey, form: 'nps' } as never)).rejects.toThrow('stays as it is')
    await expect(bench.ask('survey-forget', { id: survey })).rejects.toThrow('Close it instead')
    await bench.ask('survey-state', { id: survey, state: 'closed' })
    await expect(asked(bench, survey)).rejects.toThrow('closed')
    const draft = await saved(bench, { margin: '5' })
    await bench.ask('survey-forget', { id: draft })
    const { surveys } = (await bench.ask('surveys', {})) as { readonly surveys: readonly { readonly id: string; readonly form: string; readonly state: string; readonly asked: number }[] }
    expect(surveys.map(({ id, form, state, asked: n }) => [id, form, state, n])).toEqual([[survey, 'csat', 'closed', 3]])
    await expect(saved(bench, { form: 'choice', choices: ['one'] })).rejects.toThrow('from 2 to 20')
    await expect(saved(bench, { mode: 'moments', channel: 'mail' })).rejects.toThrow('Moments of use are where the widget is')
  }))

  test('a draft that a line names as asked is no draft: it is neither rewritten nor forgotten', async () => within(opened(users(1)), async (bench) => {
    const survey = await saved(bench, {})
    await bench.take([{ type: 'ask', key: 'k1', source: 'surveys', party: 'user:u0', question: 'Is it easy to use?', at: '2026-02-28T10:00:00Z', survey }])
    await expect(saved(bench, { id: survey, question: 'Is it dear?' })).rejects.toThrow('stays as it is')
    await expect(bench.ask('survey-forget', { id: survey })).rejects.toThrow('Close it instead')
  }))

  test('who is planned for a question is who is asked by it', async () => within(opened(users(60)), async (bench) => {
    const question = 'Is it easy to use?'
    const { people: planned } = (await bench.ask('whom-to-ask', { question, margin: '40', limit: 100 } as never)) as { readonly people: readonly { readonly party: { readonly name: string } }[] }
    const survey = await saved(bench, { question, margin: '40' })
    await asked(bench, survey)
    const { people } = (await bench.ask('survey-people', { survey, limit: 100 } as never)) as People
    expect(people.length).toBeLessThan(60)
    expect(people.map(({ party: { name } }) => name).sort()).toEqual(planned.map(({ party: { name } }) => name).sort())
  }))

  test('whoever looked away too long asks nobody', async () => within(opened(users(1)), async ({ workspace }) => {
    const held = await inTurn(workspace, async (isStillOurs) => {
      const first = await isStillOurs()
      await workspace.surveys.change((text) => JSON.stringify({ ...(JSON.parse(text ?? '{}') as object), turn: { holder: 'another', until: Date.now() } }))
      return [first, await isStillOurs()]
    })
    expect(held).toEqual([true, false])
  }))

  test('at moments of use a firm counts by its accounts and its domain too', async () => within(opened([
    ...names(8).flatMap((name) => [{ type: 'party', key: name, kind: 'person', ids: [`user:${name}`], permission: 'yes' }, { ...used(name), account: 'account:umbrella' }]),
    ...names(8).flatMap((name) => [{ type: 'party', key: `x${name}`, kind: 'person', ids: [`user:x${name}`, `email:${name}@initech.com`], permission: 'yes' }, used(`x${name}`)]),
  ], { quietFrom: 0, quietTo: 0, organizationMost: 3 }), async (bench) => {
    const survey = await saved(bench, { mode: 'moments', perWeek: 21 })
    await bench.ask('survey-state', { id: survey, state: 'open' })
    for (const name of names(8)) for (const party of [`user:${name}`, `user:x${name}`]) await askAtMoment(bench.workspace, { party, account: null, product: 'notes', at: NOW })
    const { people } = (await bench.ask('survey-people', { survey })) as People
    expect([people.filter(({ address }) => address.startsWith('user:u')).length, people.length]).toEqual([3, 6])
  }))

  test('at moments of use nobody is asked more often than the limit, and only whom it is for', async () => within(opened([...users(3), person('never', { permission: 'no' }), used('never'), person('idle')], { quietFrom: 0, quietTo: 0 }), async (bench) => {
    const survey = await saved(bench, { mode: 'moments', perWeek: 3, product: 'notes' })
    await bench.ask('survey-state', { id: survey, state: 'open' })
    // A page that is opened all the time.
    for (let hour = 0; hour < 16 * 24; hour += 1) for (const name of ['u0', ...(hour % 24 === 0 ? ['never', 'nobody'] : [])]) await askAtMoment(bench.workspace, { party: `user:${name}`, account: null, product: 'notes', at: NOW + hour * 3_600_000 })
    const { people } = (await bench.ask('survey-people', { survey })) as { readonly people: readonly { readonly address: string; readonly askedAt: string }[] }
    expect(new Set(people.map(({ address }) => address))).toEqual(new Set(['user:u0']))
    const times = people.map(({ askedAt }) => Date.parse(askedAt))
    for (const time of times) expect(times.filter((one) => one > time - 7 * DAY_MS && one <= time).length).toBeLessThanOrEqual(3)
    // Others see that they were asked.
    const plan = (await bench.ask('whom-to-ask', { question: 'Is it easy?', from: '2026-02-01', to: '2026-03-15' })) as { readonly leftOut: readonly { readonly reason: string; readonly people: number }[] }
    expect(plan.leftOut.filter(({ reason }) => reason === 'in-open-survey')).toMatchObject([{ people: 1 }])
  }))

  test('two moments at once ask once', async () => within(opened(users(1), { quietFrom: 0, quietTo: 0 }), async (bench) => {
    const survey = await saved(bench, { mode: 'moments', perWeek: 21 })
    await bench.ask('survey-state', { id: survey, state: 'open' })
    const both = await Promise.all([0, 1, 2, 3].map((ms) => askAtMoment(bench.workspace, { party: 'user:u0', account: null, product: 'notes', at: NOW + ms })))
    expect(both.filter((one) => one).length).toBe(1)
  }))

  test('how often somebody is asked follows from how often their page asks, not from lines of use', async () => within(opened([person('busy'), used('busy', 20, 100_000)], { quietFrom: 0, quietTo: 0 }), async (bench) => {
    const survey = await saved(bench, { mode: 'moments', perWeek: 21 })
    await bench.ask('survey-state', { id: survey, state: 'open' })
    expect(await askAtMoment(bench.workspace, { party: 'user:busy', account: null, product: 'notes', at: NOW })).toBe(true)
  }))

  test('looks of a page are counted for each person, over processes, and fade', async () => within(opened([]), async (bench) => {
    const usual = async (party: string, at: number): Promise<number> => looksPerWeek(bench.workspace, party, at)
    // Before much is known, what is usual stands for it.
    expect(await usual('user:new', NOW)).toBeCloseTo((7 * 11) / 8, 9)
    let often = 0
    let seldom = 0
    for (let day = 0; day < 42; day += 1) {
      for (let look = 0; look < 8; look += 1) often = await usual('user:often', NOW + day * DAY_MS + look * 1_000)
      if (day % 7 === 0) seldom = await usual('user:seldom', NOW + day * DAY_MS)
    }
    expect(often).toBeGreaterThan(0.75 * 56)
    expect(often).toBeLessThan(56)
    expect(seldom).toBeGreaterThan(1)
    expect(seldom).toBeLessThan(4)
    const kept = String(await bench.workspace.looks.read())
    expect([Object.keys((JSON.parse(kept) as { people: object }).people).length, kept.includes('often')]).toEqual([3, false])
    expect(await usual('user:often', NOW + 100 * DAY_MS)).toBeLessThan(often)
  }))

  test('an answer is stamped with the account in which its person mostly uses, and with its payer', async () => within(opened([
    { type: 'agreement', key: 'a2', product: 'notes', buyer: 'account:umb', amount: '100.00', currency: 'EUR', interval: 'month', from: '2026-01-01' }, ...users(8),
    ...names(8).flatMap((name) => [21, 22].map((day) => ({ ...used(name, day), account: 'account:umb' }))),
  ]), async (bench) => {
    const survey = await saved(bench, { form: 'nps', roles: 'users', margin: '5', product: 'notes' })
    await asked(bench, survey)
    const { people } = (await bench.ask('survey-people', { survey })) as People
    await bench.take(people.map(({ key }, place) => ({ type: 'answer', source: 'surveys', key, ask: key, at: '2026-03-02T10:00:00Z', score: 9, ...(place === 0 ? { account: 'account:elsewhere' } : {}) })))
    const { voices } = (await bench.ask('voices', { from: '2026-03-01', to: '2026-03-03' })) as { readonly voices: readonly { readonly payerKind: string; readonly organizations: readonly { readonly id: string }[] }[] }
    expect(voices.map(({ payerKind, organizations }) => `${payerKind} ${organizations.length}`).sort()).toEqual([...Array<string>(7).fill('organization 1'), 'unknown 1'])
  }))
})

test('the chance at a moment thins every stream of moments to the same rate', () => {
  expect([chanceAtMoment(2, 0), chanceAtMoment(2, 2), chanceAtMoment(2, 40)]).toEqual([1, 1, 0.05])
  let seed = 5
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const weeks = 4_000
  for (const usual of [5, 50, 500]) {
    let asked = 0
    for (let week = 0; week < weeks; week += 1) for (let moment = 0; moment < usual; moment += 1) if (random() < chanceAtMoment(2, usual)) asked += 1
    // Two a week for whoever uses it a little or a lot; the standard error of the mean is below 0.023.
    expect(Math.abs(asked / weeks - 2)).toBeLessThan(0.08)
  }
})

test('quiet hours may reach over midnight', () => {
  const at = (hour: number) => Date.parse('2026-03-01T00:00:00Z') + hour * 3_600_000
  const quiet = (from: number, to: number) => [3, 7, 12, 20, 23].filter((hour) => isQuiet({ quietFrom: from, quietTo: to }, at(hour)))
  expect([quiet(20, 7), quiet(12, 20), quiet(5, 5)]).toEqual([[3, 20, 23], [12], []])
})
