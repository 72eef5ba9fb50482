import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { openBench } from '../../test/harness/workspace.ts'

interface Views { readonly views: readonly { readonly id: string; readonly name: string; readonly address: string; readonly ready: boolean }[] }

describeOnEngines('saved views', ({ engine, freshDatabase }) => {
  test('are saved, saved anew, listed by name after those that come with the program, still there after a restart, and forgotten', async () => {
    const databaseUrl = await freshDatabase('saved_views')
    const folder = mkdtempSync(join(tmpdir(), 'hatrack-views-'))
    const open = () => openBench({ name: `views-${engine}`, folder, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    let bench = await open()
    const own = async () => ((await bench.ask('saved-views', {})) as Views).views.filter(({ ready }) => !ready).map(({ name, address }) => `${name}: ${address}`)
    expect(((await bench.ask('saved-views', {})) as Views).views.map(({ name, ready }) => [name, ready])).toEqual([
      ['Users nobody pays for', true], ['Customers without use', true], ['Deciders who never used it', true], ['New users this period', true], ['Unknown', true],
    ])
    const { id } = (await bench.ask('saved-view-save', { name: ' Trials in Austria ', path: '/parties', address: 'where=category=trial' })) as { id: string }
    await Promise.all(['b', 'a'].map((name) => bench.ask('saved-view-save', { name, path: '/parties', address: `q=${name}` })))
    expect(await own()).toEqual(['a: q=a', 'b: q=b', 'Trials in Austria: where=category=trial'])
    await bench.ask('saved-view-save', { id, name: 'Austria', path: '/parties', address: 'where=trait.country=AT' })
    await bench.close()
    bench = await open()
    expect(await own()).toEqual(['a: q=a', 'Austria: where=trait.country=AT', 'b: q=b'])
    const wrongs: readonly Readonly<Record<string, string>>[] = [{ name: 'a', path: '/parties', address: '' }, { name: 'Unknown', path: '/parties', address: '' }, { name: ' ', path: '/parties', address: '' }, { name: 'c', path: 'https://elsewhere.example', address: '' }, { id: 'none', name: 'd', path: '/parties', address: '' }]
    for (const wrong of wrongs) {
      await expect(bench.ask('saved-view-save', wrong)).rejects.toMatchObject({ code: 'bad-parameter' })
    }
    await bench.ask('saved-view-forget', { id })
    await expect(bench.ask('saved-view-forget', { id })).rejects.toMatchObject({ code: 'bad-parameter' })
    await expect(bench.ask('saved-view-forget', { id: 'ready-unpaid' })).rejects.toMatchObject({ code: 'bad-parameter' })
    expect(await own()).toEqual(['a: q=a', 'b: q=b'])
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('lead to a page of our own only, under a name that everybody reads alike', async () => {
    const databaseUrl = await freshDatabase('saved_views_addresses')
    const bench = await openBench({ name: `views-addresses-${engine}`, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      const save = (change: Readonly<Record<string, string>>) => bench.ask('saved-view-save', { name: 'Trials', path: '/parties', address: 'q=a', ...change })
      for (const path of ['//evil.example', '/', '/\\evil.example', '/parties//evil.example', '/parties/..', 'javascript:alert(1)', '/Parties:1', '/9']) {
        await expect(save({ path }), path).rejects.toMatchObject({ details: { parameter: 'path' } })
      }
      for (const address of ['javascript:alert(1)', '//evil.example', '/parties', 'q=a#b', 'q=<script>', 'q=a b', 'q=a&', '&q=a', 'q=%00', 'q=%E2%80%AEa', 'q=%', 'q=a\nb']) {
        await expect(save({ address }), address).rejects.toMatchObject({ details: { parameter: 'address' } })
      }
      for (const name of ['a\u202eb', 'a\u0000b', 'a\nb', 'a\u200bb', '\u2066a']) await expect(save({ name }), JSON.stringify(name)).rejects.toMatchObject({ details: { parameter: 'name' } })
      await save({ name: 'Cafe\u0301s' })
      // The same letters, written in the other way.
      await expect(save({ name: 'Caf\u00e9s' })).rejects.toMatchObject({ details: { parameter: 'name' } })
      await save({ name: 'كل العملاء', path: '/imports/a-1', address: 'where=trait.country%3DAT%2CDE&sort=-usageDays' })
    } finally {
      await bench.close()
    }
  })
})
