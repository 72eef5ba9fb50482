import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { importOperations } from '../imports/operations.ts'
import { pullOperations } from '../imports/pull-operations.ts'
import { openWorkspace } from '../roles/workspace.ts'
import { operations } from '../studies/index.ts'
import { changesOf, runTold } from './audit.ts'
import { type Rooms, SILENT, type Workspace } from './rooms.ts'
import { openTrial, type Trial, trialFolder } from './trial.ts'
import { openWorkspaces } from './workspaces.ts'

const ALL: Rooms = { openWorkspace, operations: [...operations, ...importOperations, ...pullOperations] as unknown as readonly Operation<Workspace>[] }

interface Audit {
  readonly changes: readonly {
    readonly n: number
    readonly what: string
    readonly about: string | null
    readonly who: { readonly name: string; readonly kind: string }
    readonly before: unknown
    readonly after: unknown
    readonly outcome: string
    readonly says: string | null
  }[]
  readonly total: number
  readonly next: string | null
  readonly chain: { readonly isUnbroken: boolean; readonly says: string; readonly hash: string; readonly entries: number }
}

describe('through the doors', () => {
  let trial: Trial
  beforeEach(async () => {
    trial = await openTrial({ rooms: ALL })
  })
  afterEach(() => trial.close())

  const headers = (): { [name: string]: string } => ({ authorization: `Bearer ${trial.keys.admin}`, 'content-type': 'application/json' })
  const change = async (operation: string, input: object): Promise<Response> =>
    fetch(`${trial.url}/api/${operation}`, { method: 'POST', headers: headers(), body: JSON.stringify(input) })
  const audit = async (query = ''): Promise<Audit> => (await (await fetch(`${trial.url}/api/audit?${query}`, { headers: headers() })).json()) as Audit

  test('nothing was changed at first; questions and events never stand in it', async () => {
    expect(await audit()).toMatchObject({ total: 0, chain: { isUnbroken: true, says: 'Nothing was changed yet.' } })
    await fetch(`${trial.url}/api/products`, { headers: headers() })
    await fetch(`${trial.url}/v1/evidence`, {
      method: 'POST',
      headers: { authorization: `Bearer ${trial.keys.write}` },
      body: '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}',
    })
    expect((await audit()).total).toBe(0)
  })

  test('a change stands with who, what, before and after, newest first', async () => {
    await change('settings-save', { daysWithoutUse: 45 })
    await change('product-save', { product: 'notes', name: 'Notes' })
    await change('product-save', { product: 'notes', name: 'Better Notes' })
    const { changes } = await audit()
    expect(changes.map(({ what, about, before, after, outcome }) => ({ what, about, before, after, outcome }))).toEqual([
      {
        what: 'product-save',
        about: 'product:notes',
        outcome: 'done',
        before: { product: 'notes', name: 'Notes', fundedBy: null, source: 'by-hand' },
        after: { product: 'notes', name: 'Better Notes', fundedBy: null, source: 'by-hand' },
      },
      {
        what: 'product-save',
        about: 'product:notes',
        outcome: 'done',
        before: null,
        after: { product: 'notes', name: 'Notes', fundedBy: null, source: 'by-hand' },
      },
      { what: 'settings-save', about: 'settings', outcome: 'done', before: { daysWithoutUse: 30 }, after: { daysWithoutUse: 45 } },
    ])
    expect(changes[0]?.who).toMatchObject({ kind: 'key', name: 'admin *' })
  })

  test('what was tried and refused stands there with the reason', async () => {
    expect((await change('rate-save', { from: 'EUR', to: 'EUR', rate: '1' })).status).toBe(400)
    expect((await audit()).changes[0]).toMatchObject({ what: 'rate-save', outcome: 'refused', says: 'A currency is worth itself. Choose two different ones.' })
  })

  test('evidence that comes with an admin key stands there as one change a body', async () => {
    const body = ['a', 'b', 'c'].map((key) => JSON.stringify({ type: 'party', key, kind: 'person', ids: [`user:${key}`] })).join('\n')
    await fetch(`${trial.url}/v1/evidence`, { method: 'POST', headers: { authorization: `Bearer ${trial.keys.admin}` }, body })
    expect((await audit()).changes).toMatchObject([{ what: 'evidence', after: { accepted: 3, duplicate: 0, rejected: 0 } }])
    // It is told before it is taken, so the same again stands there too, with nothing that was new.
    await fetch(`${trial.url}/v1/evidence`, { method: 'POST', headers: { authorization: `Bearer ${trial.keys.admin}` }, body })
    expect((await audit()).changes).toMatchObject([{ after: { accepted: 0, duplicate: 3 } }, { after: { accepted: 3 } }])
  })

  test('filters by who, what, text and day; pages go on where the last ended although more was done meanwhile', async () => {
    for (let place = 0; place < 5; place++) await change('product-save', { product: `p${place}` })
    expect((await audit('what=product-save')).total).toBe(5)
    expect((await audit('who=nobody')).total).toBe(0)
    expect((await audit('q=P3')).changes.map(({ about }) => about)).toEqual(['product:p3'])
    expect((await audit('until=2020-01-01')).total).toBe(0)
    const first = await audit('limit=2')
    await change('product-save', { product: 'later' })
    const second = await audit(`limit=2&cursor=${first.next}`)
    expect([...first.changes, ...second.changes].map(({ about }) => about)).toEqual(['product:p4', 'product:p3', 'product:p2', 'product:p1'])
  })

  test('a cursor that no page gave is refused', async () => {
    for (const cursor of ['abc', '-1', '1.5', '0x10', '', 'NaN', '1e3', ' 1'])
      expect((await fetch(`${trial.url}/api/audit?cursor=${encodeURIComponent(cursor)}`, { headers: headers() })).status, cursor).toBe(400)
  })

  test('what somebody notes stands as a note of theirs, never as something that was done; only commands of this machine say what they did', async () => {
    const noted = { what: 'key-revoke', about: 'key:crm', before: { name: 'crm' }, after: null }
    expect((await change('audit-note', noted)).status).toBe(200)
    const other = trial.keyOf('admin', 'main')
    await fetch(`${trial.url}/api/audit-note`, { method: 'POST', headers: { ...headers(), authorization: `Bearer ${other}` }, body: JSON.stringify(noted) })
    const stands = { what: 'note', about: null, before: null, after: { says: 'key-revoke', about: 'key:crm', before: { name: 'crm' }, after: null } }
    expect((await audit()).changes).toMatchObject([stands, stands])
    expect((await audit('what=key-revoke')).total).toBe(0)
    const own = trial.machineKey
    await fetch(`${trial.url}/api/audit-note`, { method: 'POST', headers: { ...headers(), authorization: `Bearer ${own}` }, body: JSON.stringify(noted) })
    expect((await audit()).changes[0]).toMatchObject({ what: 'key-revoke', about: 'key:crm', who: { kind: 'machine' } })
  })

  test('is for admins only, and secrets are not written down', async () => {
    expect((await fetch(`${trial.url}/api/audit`, { headers: { authorization: `Bearer ${trial.keys.read}` } })).status).toBe(403)
    const { text } = (await (await change('key-create', { name: 'crm', power: 'read' })).json()) as { readonly text: string }
    const file = join(trial.folder, 'workspaces', 'main', 'audit.jsonl')
    expect(readFileSync(file, 'utf8')).toContain('"key:crm"')
    expect(readFileSync(file, 'utf8')).not.toContain(text)
  })

  test('an entry that somebody edits, and a chain that somebody wrote anew, are told', async () => {
    await change('product-save', { product: 'notes' })
    const { hash } = (await audit()).chain
    const verify = async (query = ''): Promise<object> =>
      (await fetch(`${trial.url}/api/audit-verify?${query}`, { headers: headers() })).json() as Promise<object>
    expect(await verify(`expect=${hash}`)).toMatchObject({ isUnbroken: true })
    expect(await verify(`expect=${'0'.repeat(64)}`)).toMatchObject({ isUnbroken: false })
    const file = join(trial.folder, 'workspaces', 'main', 'audit.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').replace('notes', 'ghost'))
    expect(await verify()).toMatchObject({ isUnbroken: false, brokenAt: 1, says: expect.stringContaining('edited') })
  })

  test('a torn last line never stops the start', async () => {
    await change('product-save', { product: 'notes' })
    const file = join(trial.folder, 'workspaces', 'main', 'audit.jsonl')
    await trial.workspaces.close()
    appendFileSync(file, '{"n":3,"previ')
    const said: string[] = []
    const again = openWorkspaces({ folder: trial.folder, log: { ...SILENT, warn: (_details, message = '') => said.push(message) }, openWorkspace })
    const main = await again.get('main')
    expect(await main.audit.verify()).toMatchObject({ isUnbroken: false, says: expect.stringContaining('13 bytes') })
    await main.audit.append({ what: 'later' })
    expect(said).toEqual([expect.stringContaining('torn line')])
    expect(await main.audit.verify()).toMatchObject({ isUnbroken: true, entries: 3 })
    expect(existsSync(`${file}.torn-${readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').length + 1}`)).toBe(true)
    await again.close()
  })
})

describeOnEngines('a change that the process does not live to see', ({ freshDatabase }) => {
  test('stands there as begun; the chain goes on, and holds everything that ended', async () => {
    const { folder, remove } = trialFolder()
    const databaseUrl = await freshDatabase('audit_kill')
    const open = () => openWorkspaces({ folder, databaseUrl, log: SILENT, openWorkspace })
    const first = open()
    const main = await first.create('main')
    const never: Operation<Workspace> = {
      name: 'endless',
      summary: '',
      power: 'admin',
      input: Type.Object({}),
      output: Type.Object({}),
      run: () => new Promise(() => {}),
    }
    const refusing: Operation<Workspace> = { ...never, name: 'refusing', run: async () => Promise.reject(new Refusal('not-now', 'not today')) }
    const told = { journal: main.audit, actor: { kind: 'key', name: 'crm' } as const, now: Date.parse('2026-11-22T10:00:00Z') }
    void runTold(never, main, { name: 'x' }, told)
    await expect(runTold(refusing, main, {}, told)).rejects.toThrow('not today')
    await first.close()
    const second = open()
    const again = await second.get('main')
    expect(changesOf(await again.audit.entries()).map(({ what, outcome }) => [what, outcome])).toEqual([
      ['refusing', 'refused'],
      ['endless', 'begun'],
    ])
    expect(await again.audit.verify()).toMatchObject({ isUnbroken: true, entries: 3 })
    await again.settings.save({ thresholds: { fewestPeople: 7, daysWithoutUse: 30 } }, 0)
    await expect(again.settings.save({ categories: [] }, 0)).rejects.toThrow('Somebody else')
    await second.close()
    const third = open()
    expect((await third.get('main')).settings.current).toMatchObject({ version: 1, thresholds: { fewestPeople: 7 } })
    await third.close()
    remove()
  })
})
