import { expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'
import { within } from '../../test/laws/law.ts'
import { mailEntry } from './mail-states.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const person = (name: string, ids: readonly string[] = [`user:${name}`, `email:${name}@acme.com`]) => ({ type: 'party', key: `p-${name}`, kind: 'person', ids, name, permission: 'yes' })
const NAMES = ['ann', 'bob', '=cyd', 'dan', 'eve', 'fay']

interface Export { readonly name: string; readonly people: number; readonly text: string; readonly leftOut: readonly { readonly reason: string; readonly people: number }[] }
interface People { readonly people: readonly { readonly key: string; readonly party: { readonly name: string } }[] }

async function asked(bench: Bench): Promise<{ survey: string; keyOf: (name: string) => string }> {
  await bench.take([{ type: 'product', key: 'notes' }, ...NAMES.flatMap((name) => [
    person(name, name === 'fay' ? ['user:fay'] : [`user:${name.replace('=', '')}`, `email:${name.replace('=', '')}@acme.com`]), { type: 'usage', key: `u-${name}`, party: `user:${name.replace('=', '')}`, product: 'notes', at: '2026-02-20T10:00:00Z' },
  ])])
  await bench.workspace.settings.save({ asking: { organizationMost: 1_000, organizationShare: 1, team: [{ name: 'Ute', email: null, skills: ['users'], organizations: [] }] } }, undefined)
  const { id: survey } = (await bench.ask('survey-save', { question: 'Is it easy, "really"?', margin: '3', channel: 'list', product: 'notes' } as never)) as { readonly id: string }
  await bench.ask('survey-asked', { survey } as never)
  const { people } = (await bench.ask('survey-people', { survey })) as People
  return { survey, keyOf: (name) => people.find(({ party }) => party.name === name)?.key as string }
}
const exported = async (bench: Bench, survey: string, as: string): Promise<Export> => (await bench.ask('survey-export', { survey, as, ...(as === 'mail-merge' ? { pageUrl: 'https://hatrack.example.com/' } : {}) } as never)) as Export

test('files hold those who are still to be asked, and count the others', () => within(openBench({ now: () => NOW }), async (bench) => {
  const { survey, keyOf } = await asked(bench)
  expect((await exported(bench, survey, 'list')).people).toBe(6)
  await bench.take([
    { type: 'answer', source: 'surveys', key: 'x', ask: keyOf('ann'), at: '2026-03-01T11:00:00Z', text: 'yes' },
    { type: 'override', key: 'v', fact: 'no-ask', party: 'user:bob', by: 'Kim', why: 'a bad week' },
  ])
  await bench.workspace.mailJournal.append(mailEntry({ source: 'surveys', key: keyOf('dan') }, survey, 'handing', NOW))
  const list = await exported(bench, survey, 'list')
  expect([list.name, list.people, list.leftOut.map(({ reason, people }) => [reason, people])]).toEqual(['list.csv', 4, [['answered', 1], ['may-not-be-asked', 1]]])
  expect(list.text.split('\r\n').slice(1, -1).map((row) => row.split(',')[0]).sort()).toEqual(["'=cyd", 'dan', 'eve', 'fay'])

  // Fay has no mail address, and to Dan a mail of ours is going out.
  const merge = await exported(bench, survey, 'mail-merge')
  expect([merge.people, merge.leftOut.map(({ reason, people }) => [reason, people])]).toEqual([2, [['answered', 1], ['may-not-be-asked', 1], ['mailed', 1], ['no-address', 1]]])
  expect(merge.text.split('\r\n').find((row) => row.includes('eve@'))).toMatch(/^"Hello eve,",eve,eve@acme\.com,"Is it easy, ""really""\?",https:\/\/hatrack\.example\.com\/a\/[\w-]+$/)

  const tasks = (await exported(bench, survey, 'task-lines')).text.trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly who: string; readonly whom: string; readonly due: string })
  expect(tasks.map(({ who, whom, due }) => [who, whom, due]).sort()).toEqual([['Ute', '=cyd', '2026-03-08'], ['Ute', 'dan', '2026-03-08'], ['Ute', 'eve', '2026-03-08'], ['Ute', 'fay', '2026-03-08']])
  expect((await exported(bench, survey, 'tasks')).text.split('\r\n')[0]).toBe('asker,name,address,organizations,question,due')
}))

test('a mail merge says where links lead, and a closed question is carried nowhere', () => within(openBench({ now: () => NOW }), async (bench) => {
  const { survey } = await asked(bench)
  await expect(bench.ask('survey-export', { survey, as: 'mail-merge' } as never)).rejects.toThrow("'pageUrl'")
  await bench.ask('survey-state', { id: survey, state: 'closed' })
  await expect(exported(bench, survey, 'list')).rejects.toThrow('closed')
}))
