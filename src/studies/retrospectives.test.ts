import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import type { Bench } from '../../test/harness/workspace.ts'
import { opener, within } from '../../test/laws/law.ts'

interface Point { readonly round: string; readonly n: number; readonly score: number | null; readonly tooFew: boolean; readonly sinceLast: object | null }
interface Retro {
  readonly id: string; readonly says: string; readonly open: number; readonly overdue: number; readonly next: object | null; readonly rounds: readonly object[]
  readonly questions: readonly { readonly id: string; readonly text: string; readonly customers: readonly Point[]; readonly users: readonly Point[]; readonly others: readonly Point[] }[]
  readonly answers: readonly { readonly side: string; readonly score: number | null; readonly text: string | null }[]; readonly actions: readonly { readonly state: string; readonly says: string; readonly followedUp: object | null }[]
}

const member = (who: string, more: object = {}) => ({ type: 'membership', key: `m-${who}`, person: `user:${who}`, organization: 'account:acme', from: '2026-01-01', ...more })
const use = (who: string) => ({ type: 'usage', key: `u-${who}`, party: `user:${who}`, product: 'portal', at: '2026-02-20T10:00:00Z', account: 'account:acme' })
const world = [
  { type: 'product', key: 'portal' }, { type: 'party', key: 'p-acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'agreement', key: 'a1', kind: 'project', product: 'portal', buyer: 'account:acme', amount: '900.00', currency: 'EUR', interval: 'once', from: '2026-01-01', to: '2026-12-31', name: 'New portal' },
  { type: 'delivery', key: 'd1', agreement: 'a1', milestone: 'Beta', due: '2026-04-01', done: '2026-04-10' }, { type: 'delivery', key: 'd2', agreement: 'a1', milestone: 'Hand-over', due: '2026-09-01' },
  member('kim', { function: 'decider' }), member('ann'), use('ann'),
]

describeOnEngines('retrospectives', (place) => {
  const open = opener(place, 'retro')
  let clock = Date.parse('2026-03-02T09:00:00Z')
  const on = (day: string): void => { clock = Date.parse(`${day}T09:00:00Z`) }
  const inWorld = (work: (bench: Bench) => Promise<void>) => {
    on('2026-03-02')
    return within(open({ now: () => clock }), async (bench) => {
      expect(await bench.take(world)).toMatchObject({ rejected: [] })
      await work(bench)
    })
  }
  const tell = (bench: Bench, change: string, input: object) => bench.ask(change, input as never)
  const one = async (bench: Bench, params: Readonly<Record<string, string>> = {}): Promise<Retro> => ((await bench.ask('retrospectives', params)) as { retrospectives: readonly Retro[] }).retrospectives[0] as Retro
  const save = async (bench: Bench, more: object = {}): Promise<string> => ((await tell(bench, 'retrospective-save', { agreement: 'a1', name: 'Portal', everyWeeks: 4, questions: [{ id: 'cost', text: 'How is the cost?', form: 'csat', topic: 'cost' }, { id: 'first', text: 'What first?', form: 'text' }], ...more })) as { id: string }).id

  test('a round is what was answered that day: customers and users apart, as evidence that counts as their feedback', () => inWorld(async (bench) => {
    const retrospective = await save(bench)
    expect(await one(bench)).toMatchObject({ next: { day: '2026-03-02', due: false }, rounds: [], says: 'No round was held yet about New portal; no action is open.' })
    await tell(bench, 'retrospective-hold', { retrospective, answers: [{ party: 'user:kim', question: 'cost', score: 2 }, { party: 'user:ann', question: 'cost', score: 5 }, { question: 'first', text: 'Fix the bill.' }], note: 'First one.' })
    // On the same day, too: nobody waits until tomorrow to see what was said.
    expect((await one(bench)).rounds).toHaveLength(1)
    on('2026-03-31')
    expect(await one(bench)).toMatchObject({
      rounds: [{ round: '2026-03-02', people: 3, answers: 3, note: 'First one.' }], next: { day: '2026-03-30', due: true },
      questions: [{ customers: [{ n: 1, score: null, tooFew: true, sinceLast: null }], users: [{ n: 1 }], others: [] }, { customers: [{ n: 1 }] }],
    })
    // The whole customer spoke in words; the decider's score counts as feedback of a decider about the cost.
    const { scores } = (await bench.ask('satisfaction', { from: '2026-03-01', to: '2026-04-01', product: 'portal' })) as { scores: { kind: string; role: string; n: number }[] }
    expect(scores.map(({ kind, role, n }) => [kind, role, n])).toEqual([['csat', 'decider', 1], ['csat', 'user', 1]])
  }))

  test('the next round says who answered higher or lower; noted wrongly, it is noted again or taken back', () => inWorld(async (bench) => {
    const retrospective = await save(bench)
    const hold = (answers: readonly object[], day?: string) => tell(bench, 'retrospective-hold', { retrospective, answers, ...(day === undefined ? {} : { day }) })
    await hold([{ party: 'user:kim', question: 'cost', score: 2 }])
    on('2026-04-05')
    await hold([{ party: 'user:kim', question: 'cost', score: 1 }])
    await hold([{ party: 'user:kim', question: 'cost', score: 4 }])
    on('2026-04-06')
    expect((await one(bench)).questions[0]?.customers.map(({ round, n, sinceLast }) => [round, n, sinceLast])).toEqual([['2026-03-02', 1, null], ['2026-04-05', 1, { better: 1, worse: 0, same: 0 }]])
    // As it was known before the second round, and as it stood at its day.
    expect((await one(bench, { knownAt: '2026-03-20T00:00:00Z' })).rounds).toHaveLength(1)
    expect((await one(bench, { from: '2026-03-01', to: '2026-04-05' })).rounds).toHaveLength(1)
    await hold([{ party: 'user:kim', question: 'cost', retracted: true }], '2026-04-05')
    expect((await one(bench)).rounds).toHaveLength(1)
  }))

  test('an action is open, overdue, done; and the first round after it says what came of it', () => inWorld(async (bench) => {
    const retrospective = await save(bench)
    const act = async (input: object): Promise<string> => ((await tell(bench, 'retrospective-action', { retrospective, ...input })) as { id: string }).id
    await tell(bench, 'retrospective-hold', { retrospective, answers: [{ party: 'user:kim', question: 'cost', score: 2 }, { party: 'user:ann', question: 'cost', score: 3 }] })
    const id = await act({ text: 'Send the hours', question: 'cost', owner: 'Eva', due: '2026-03-10' })
    await act({ text: 'Nothing dated' })
    on('2026-03-13')
    expect(await one(bench)).toMatchObject({ open: 2, overdue: 1, actions: [{ state: 'overdue', says: 'Overdue by 3 days.' }, { state: 'open', says: 'Open, without a day.' }], says: '1 round held about New portal; 2 actions open, 1 of them overdue.' })
    await act({ id, done: '2026-03-12', outcome: 'Sent.' })
    expect((await one(bench)).actions.at(-1)).toMatchObject({ state: 'done', followedUp: null, says: 'Done; no round since says what came of it.', outcome: 'Sent.' })
    on('2026-04-01')
    await tell(bench, 'retrospective-hold', { retrospective, answers: [{ party: 'user:kim', question: 'cost', score: 4 }, { party: 'user:ann', question: 'cost', score: 3 }] })
    on('2026-04-02')
    expect((await one(bench)).actions.at(-1)).toMatchObject({ followedUp: { round: '2026-04-01', customers: { better: 1, worse: 0, same: 0 }, users: { better: 0, worse: 0, same: 1 } }, says: 'Done; of 2 people asked again 1 answered higher, 0 lower, 1 the same.' })
    await act({ id, removed: true })
    expect((await one(bench)).actions).toHaveLength(1)
  }))

  test('at milestones: one that was done since the last round is due', () => inWorld(async (bench) => {
    const retrospective = await save(bench, { everyWeeks: null })
    expect(await one(bench)).toMatchObject({ next: { day: '2026-04-01', due: false, milestone: 'Beta' } })
    on('2026-04-20')
    expect(await one(bench)).toMatchObject({ next: { day: '2026-04-10', due: true, milestone: 'Beta' } })
    await tell(bench, 'retrospective-hold', { retrospective, answers: [{ question: 'first', text: 'Go on.' }], milestone: 'Beta' })
    on('2026-04-21')
    expect(await one(bench)).toMatchObject({ next: { day: '2026-09-01', due: false, milestone: 'Hand-over' }, rounds: [{ milestone: 'Beta' }] })
    await tell(bench, 'retrospective-save', { id: retrospective, ended: true })
    expect(await one(bench)).toMatchObject({ next: null })
  }))

  test('what cannot be is refused, and nothing of it is kept', () => inWorld(async (bench) => {
    const retrospective = await save(bench)
    await expect(save(bench)).rejects.toThrow('has a retrospective')
    await expect(save(bench, { agreement: 'nowhere', name: 'Other' })).rejects.toThrow('No agreement has the key')
    await expect(save(bench, { name: 'Other', questions: [] })).rejects.toThrow('at least one question')
    await expect(tell(bench, 'retrospective-save', { id: 'retro-none', name: 'X' })).rejects.toThrow('There is no retrospective')
    const hold = (input: object) => tell(bench, 'retrospective-hold', { retrospective, ...input })
    await expect(hold({ answers: [{ question: 'none', score: 3 }] })).rejects.toThrow('has no question')
    await expect(hold({ answers: [{ question: 'cost' }] })).rejects.toThrow('wants a number')
    await expect(hold({ answers: [{ question: 'first', text: ' ' }] })).rejects.toThrow('wants words')
    await expect(hold({ answers: [], day: '2026-12-01' })).rejects.toThrow('still to come')
    await expect(hold({ answers: [{ party: 'user:ann', question: 'cost', score: 4 }, { party: 'user:ann', question: 'cost', score: 9 }] })).rejects.toThrow('from 1 to 5')
    await expect(hold({ answers: [{ party: 'user:ann', question: 'cost', score: 4 }, { party: 'user:null', question: 'cost', score: 4 }] })).rejects.toThrow('nobody in particular')
    await expect(tell(bench, 'retrospective-action', { retrospective, question: 'none', text: 'X' })).rejects.toThrow('has no question')
    expect(await one(bench)).toMatchObject({ rounds: [], actions: [] })
  }))
})
