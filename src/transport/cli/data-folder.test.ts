import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { trialFolder } from '../trial.ts'
import { checkDataFolder, rememberStore, storeOf } from './data-folder.ts'

const removals: (() => void)[] = []
afterEach(() => {
  for (const remove of removals.splice(0)) remove()
})

const URL = 'postgres://ann:swordfish@127.0.0.1/hatrack'

type Contents = 'nothing' | 'a record' | 'an empty record' | 'a note' | 'a note and a record' | 'a broken note'

function folderWith(contents: Contents): string {
  const { folder, remove } = trialFolder()
  removals.push(remove)
  if (contents.endsWith('record')) {
    const record = join(folder, 'workspaces', 'main', 'record')
    mkdirSync(record, { recursive: true })
    writeFileSync(join(record, '000000000000.log'), contents === 'an empty record' ? '' : 'lines')
  }
  if (contents.startsWith('a note')) rememberStore(folder, URL)
  if (contents === 'a broken note') writeFileSync(join(folder, 'store.json'), 'rubbish')
  return folder
}

describe('a data folder and its database', () => {
  const scenarios: readonly [contents: Contents, url: string | undefined, refusal: RegExp | null][] = [
    ['nothing', undefined, null],
    ['nothing', URL, null],
    ['nothing', 'postgresql://127.0.0.1/hatrack', null],
    ['nothing', 'mysql://127.0.0.1/hatrack', /no PostgreSQL URL/],
    ['a record', undefined, null],
    ['a record', URL, /keeps its evidence in files.*hatrack export FILE.*hatrack import FILE/],
    ['an empty record', URL, null],
    ['a note', URL, null],
    ['a note', undefined, /keeps its evidence in PostgreSQL; name the database with HATRACK_DATABASE_URL/],
    ['a note and a record', undefined, /keeps its evidence in PostgreSQL/],
    ['a note and a record', URL, null],
    ['a broken note', undefined, /store\.json cannot be read/],
  ]
  test.each(scenarios)('%s, %s', (contents, url, refusal) => {
    const check = (): void => checkDataFolder(folderWith(contents), url)
    if (refusal) expect(check).toThrow(refusal)
    else expect(check).not.toThrow()
  })

  test('the note holds neither address nor password; files need none', () => {
    const folder = folderWith('nothing')
    rememberStore(folder, undefined)
    expect(storeOf(folder)).toBe(null)
    rememberStore(folder, URL)
    expect(readFileSync(join(folder, 'store.json'), 'utf8')).toBe('{"store":"postgres"}\n')
    expect(storeOf(folder)).toBe('postgres')
  })
})
