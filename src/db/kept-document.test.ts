import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openBench } from '../../test/harness/workspace.ts'
import { openPostgres } from './engines/postgres.ts'
import { fieldsIn, fileDocument, type KeptDocument, listIn, postgresDocument } from './kept-document.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatrack-document-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describeOnEngines('a kept document', ({ freshDatabase }) => {
  const PARTS = Array.from({ length: 50 }, (_, place) => `part ${place}`)

  async function withDocument(work: (document: KeptDocument) => Promise<void>): Promise<void> {
    const url = await freshDatabase(`document_${Math.random().toString(36).slice(2, 8)}`)
    if (url === undefined) return work(fileDocument(folder, 'doc'))
    const store = await openPostgres(url, 'hatrack_main')
    await work(postgresDocument(store, 'doc'))
    await store.close()
  }

  test('fifty changes at once all stay', () => withDocument(async (document) => {
    await Promise.all(PARTS.map((part) => document.change((text) => `${text ?? ''}${part};`)))
    expect((await document.read())?.split(';').filter(Boolean).sort()).toEqual([...PARTS].sort())
  }))

  test('a change that fails leaves all as it was, and stops none behind it', () => withDocument(async (document) => {
    await document.change(() => 'one')
    const failed = document.change(() => { throw new Error('no') })
    const after = document.change((text) => `${text} two`)
    await expect(failed).rejects.toThrow('no')
    expect(await after).toBe('one two')
  }))

  test('fifty saves of settings and of views at once: each is kept, or is told of the newer version', async () => {
    const databaseUrl = await freshDatabase('documents')
    const bench = await openBench(databaseUrl === undefined ? {} : { databaseUrl })
    const { settings } = bench.workspace
    try {
      const saves = await Promise.allSettled(PARTS.map((_, place) => settings.save({ thresholds: { fewestPeople: place + 1 } }, place % 2 === 0 ? 0 : undefined)))
      const won = saves.filter(({ status }) => status === 'fulfilled')
      const told = saves.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
      for (const refusal of told) expect(refusal).toMatchObject({ code: 'not-now', details: { version: expect.any(Number) } })
      expect(won.length).toBeGreaterThanOrEqual(25)
      expect(await settings.refresh()).toMatchObject({ version: won.length })
      expect(settings.current.version).toBe(won.length)
      await Promise.all(PARTS.map((name) => bench.ask('saved-view-save', { name, path: '/parties', address: 'role=user' })))
      const { views } = (await bench.ask('saved-views', {})) as { views: { name: string; ready: boolean }[] }
      expect(views.filter(({ ready }) => !ready).map(({ name }) => name).sort()).toEqual([...PARTS].sort())
    } finally {
      await bench.close()
    }
  })
})

test('only its owner may read the file, and nothing is left beside it', async () => {
  await fileDocument(folder, 'doc').change(() => 'a secret')
  expect(readdirSync(folder)).toEqual(['doc.json'])
  expect(statSync(join(folder, 'doc.json')).mode & 0o077).toBe(0)
})

test('a document that cannot be read holds nothing, and a list is one or none', () => {
  for (const text of [null, '', '{"views":[', '[1]', 'null', '7', '"views"']) expect([fieldsIn(text), listIn(text, 'views')]).toEqual([{}, []])
  expect(listIn('{"views":[1,2],"turn":{}}', 'views')).toEqual([1, 2])
  expect(listIn('{"views":{"0":1}}', 'views')).toEqual([])
  expect(listIn('{"views":[]}', 'constructor')).toEqual([])
})
