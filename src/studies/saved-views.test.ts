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
})
