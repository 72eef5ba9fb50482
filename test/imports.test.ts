import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImportState } from '../src/imports/import-state.ts'
import { describeOnEngines } from './harness/engines.ts'
import { type Bench, openBench } from './harness/workspace.ts'

const NOW = Date.parse('2026-02-20T10:00:00Z')
const WINDOW = { from: '2026-02-01', to: '2026-03-01' }

const USERS = `user_id;email;name;account_id;account_name;last_seen
u1;ann@acme.example;Ann;a1;Acme;2026-02-10
u2;bob@acme.example;Bob;a1;Acme;2026-02-11
u3;cleo@reyes.example;Cleo;a2;Reyes;2026-02-12
`
const INVOICES = `invoice_id,account_id,account_name,amount,currency,invoice_date,period_start,period_end,status
i1,a1,Acme,120.00,EUR,2026-02-01,2026-02-01,2026-03-01,paid
i2,a9,Stranger,30.50,EUR,2026-02-01,2026-02-01,2026-03-01,paid
i3,a1,Acme,9.99,EUR,2026-02-05,2026-02-05,2026-03-05,draft
i4,a1,Acme,nothing,EUR,2026-02-06,2026-02-06,2026-03-06,paid
`

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function lookedAt({ workspace: { imports } }: Bench, files: { readonly [name: string]: string }): Promise<ImportState> {
  const { id } = imports.begin({})
  for (const [name, text] of Object.entries(files)) await imports.append(id, name, 0, pieces(text))
  imports.look(id)
  const looked = await imports.settled(id)
  expect(looked.status).toBe('looked')
  const plans = looked.tables.flatMap(({ plan }) => (plan.constants.product === undefined && !plan.fields.product ? [] : [{ ...plan, constants: { ...plan.constants, product: 'notes' } }]))
  return imports.plan(id, plans)
}

async function taken(bench: Bench, id: string): Promise<ImportState> {
  bench.workspace.imports.take(id)
  const state = await bench.workspace.imports.settled(id)
  await bench.workspace.caughtUp()
  return state
}

async function answers(bench: Bench): Promise<unknown> {
  const all = [['payers-of-use', WINDOW], ['money', WINDOW], ['overlap', WINDOW], ['world', WINDOW], ['products', {}], ['parties', {}]] as const
  return Promise.all(all.map(async ([study, params]) => bench.ask(study, params).catch((error: unknown) => String(error))))
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString()
}

describeOnEngines('an invoice export and a user list', ({ freshDatabase }) => {
  test('become answers; again they are known; undone, the past is right again; refused rows are mended and imported', async () => {
    const databaseUrl = await freshDatabase('imports')
    const bench = await openBench({ now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    const { imports } = bench.workspace
    try {
      // something that was known before, of which the files say more
      await bench.take([{ type: 'usage', key: 'x1', party: 'user:u1', product: 'notes', at: '2026-02-03T10:00:00Z' }])
      const before = await answers(bench)

      const looked = await lookedAt(bench, { 'users.csv': USERS, 'invoices.csv': INVOICES })
      expect(looked.tables.map(({ table, rows, plan, missing, kept }) => ({ table, rows, kind: plan.kind, missing, kept }))).toEqual([
        { table: 'users.csv', rows: 3, kind: 'users', missing: [], kept: false }, { table: 'invoices.csv', rows: 4, kind: 'invoices', missing: [], kept: false },
      ])
      expect(await answers(bench)).toEqual(before)

      const state = await taken(bench, looked.id)
      expect(state.status).toBe('taken')
      const [users, invoices] = state.tables.map(({ tally }) => tally)
      expect(users).toMatchObject({ rows: 3, written: 3, known: 0, refused: 0, leftOut: [] })
      expect(invoices).toMatchObject({ rows: 4, written: 2, known: 0, refused: 1, leftOut: [{ rows: 1 }], money: [{ currency: 'EUR', in: '160.49', written: '150.50', known: '0.00', refused: '0.00', leftOut: '9.99' }] })
      const use = (await bench.ask('payers-of-use', { ...WINDOW, product: 'notes' })) as { kinds: { kind: string; users: number }[] }
      expect(use.kinds.filter(({ users: n }) => n > 0).map(({ kind, users: n }) => ({ kind, n }))).toEqual([{ kind: 'organization', n: 2 }, { kind: 'nobody', n: 1 }])

      const reconciled = (await bench.ask('import-reconciliation', { id: looked.id })) as { money: unknown; usage: { in: number; stamped: number; leftOut: unknown }; rows: unknown }
      expect(reconciled).toMatchObject({
        rows: { rows: 7, written: 5, known: 0, refused: 1, leftOut: [{ rows: 1 }] },
        money: [{ currency: 'EUR', in: '150.50', explained: '150.50', unknown: '0.00', toOthers: '0.00' }],
        usage: { in: 3, stamped: 3, leftOut: { staff: 0, override: 0 } },
      })
      const after = await answers(bench)

      const again = await lookedAt(bench, { 'users.csv': USERS, 'invoices.csv': INVOICES })
      expect(again.tables.map(({ kept }) => kept), 'nobody corrected them').toEqual([false, false])
      expect((await taken(bench, again.id)).tables.map(({ tally }) => [tally?.written, tally?.known])).toEqual([[0, 3], [0, 2]])
      expect(await answers(bench)).toEqual(after)

      await imports.undo(looked.id)
      await bench.workspace.caughtUp()
      expect(await answers(bench)).toEqual(before)
      expect(await bench.ask('import-reconciliation', { id: looked.id })).toMatchObject({ import: { status: 'undone' }, money: [], usage: { in: 0 } })
      await imports.redo(looked.id)
      await bench.workspace.caughtUp()
      expect(await answers(bench)).toEqual(after)

      const refused = await textOf(imports.refused(looked.id).chunks)
      expect(refused).toContain('i4,a1,Acme,nothing,EUR,2026-02-06,2026-02-06,2026-03-06,paid,4,')
      const mended = await lookedAt(bench, { 'mended.csv': refused.replace('nothing', '17.01') })
      expect(mended.tables[0]).toMatchObject({ kept: true, plan: { kind: 'invoices', source: looked.tables[1]?.plan.source } })
      expect((await taken(bench, mended.id)).tables[0]?.tally).toMatchObject({ rows: 1, written: 1, money: [{ in: '17.01', written: '17.01' }] })

      const all = (await bench.ask('import-reconciliation', {})) as { sources: { source: string; rows: { rows: number }; money: unknown }[] }
      expect(all.sources.find(({ source }) => source === looked.tables[1]?.plan.source)).toMatchObject({ rows: { rows: 9, written: 3, known: 2 }, money: [{ in: '167.51', explained: '167.51', unknown: '0.00' }] })
      expect(imports.list().map(({ id }) => id)).toEqual([mended.id, again.id, looked.id].sort((a, b) => (a < b ? 1 : -1)))
    } finally {
      await bench.close()
    }
  })

  test('stopped and closed, goes on in a new process of its own to the same counts', async () => {
    const databaseUrl = await freshDatabase('imports_stopped')
    const folder = mkdtempSync(join(tmpdir(), 'hatrack-imports-'))
    const options = { folder, now: () => NOW, ...(databaseUrl === undefined ? {} : { databaseUrl }) }
    const rows = Array.from({ length: 30_000 }, (_, number) => `u${number % 7_000},2026-02-${String(1 + (number % 19)).padStart(2, '0')}T10:00:00Z,opened ${number}`)
    const events = `user_id,timestamp,event\n${rows.join('\n')}\n`
    let bench = await openBench(options)
    try {
      const { id } = await lookedAt(bench, { 'events.csv': events })
      const { imports } = bench.workspace
      imports.take(id)
      while ((imports.get(id).progress?.done ?? 0) < 3_000) await new Promise((settle) => setTimeout(settle, 2))
      const stopped = await imports.stop(id)
      expect(stopped.status).toBe('stopped')
      const done = stopped.tables[0]?.tally?.rows ?? 0
      expect(done).toBeGreaterThan(0)
      expect(done).toBeLessThan(30_000)
      await bench.close()
      bench = await openBench(options)
      expect(bench.workspace.imports.get(id)).toMatchObject({ status: 'stopped', tables: [{ tally: { rows: done } }] })
      const state = await taken(bench, id)
      expect(state).toMatchObject({ status: 'taken', tables: [{ tally: { rows: 30_000, known: 0, refused: 0, leftOut: [], lines: { usage: 30_000 } } }] })
      expect(((await bench.ask('payers-of-use', WINDOW)) as { events: number }).events).toBe(30_000)
    } finally {
      await bench.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
