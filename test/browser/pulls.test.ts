import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Served, serve } from '../harness/server.ts'
import { ownDatabase } from '../pulls/stage.ts'
import { openBrowser } from './browser.ts'
import { graveFaults, LOOKS, openPage, overflow } from './opened-page.ts'
import { settled } from './settled.ts'

const postgresUrl = inject('postgresUrl')
/** Pictures to look at, where a folder for them is named. */
const PICTURES = process.env.HATRACK_PICTURES
const data = mkdtempSync(join(tmpdir(), 'hatrack-pulls-page-'))
let browser: Browser
let served: Served
let db: Awaited<ReturnType<typeof ownDatabase>>

const QUERY = 'select user_id, email, full_name, changed from users where changed > :since order by changed'

beforeAll(async () => {
  if (postgresUrl === null) return
  db = await ownDatabase(postgresUrl, `page_${process.pid}`)
  await db.run('create table users (user_id text, email text, full_name text, changed timestamptz)', `insert into users select 'u' || g, 'person' || g || '@acme.example', 'Person ' || g, timestamptz '2026-01-01Z' + g * interval '1 hour' from generate_series(1, 30) g`)
  ;[served, browser] = await Promise.all([serve(data), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  if (postgresUrl !== null) await db.drop()
  rmSync(data, { recursive: true, force: true })
})

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

describe.skipIf(postgresUrl === null)('pulls on the page of sources', () => {
  const open = (look = {}) => openPage(browser, `${served.url}/sources?workspace=main`, look)

  test('a pull is added, tried, run, said yes to, and runs by itself', async () => {
    const { page, complaints } = await open()
    await settled(page)
    await page.getByText('Nothing is pulled yet').waitFor()
    await picture(page, 'pulls-empty')
    await page.getByRole('button', { name: 'Add a pull' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Users of the shop')
    await dialog.getByLabel('Connection').fill(db.url.replace('postgres@', 'postgres:secret77@'))
    await dialog.getByLabel('Query').fill('select nothing from users')
    await dialog.getByRole('button', { name: 'Show first rows' }).click()
    await dialog.getByRole('alert').getByText(/column "nothing" does not exist/).waitFor()
    await dialog.getByLabel('Query').fill(QUERY)
    await dialog.getByLabel('Column that tells what is new').fill('changed')
    await dialog.getByLabel('The first run starts after').fill('1970-01-01')
    await dialog.getByRole('button', { name: 'Show first rows' }).click()
    await dialog.getByText('The query works. These are its first 20 rows.').waitFor()
    await dialog.getByRole('cell', { name: 'person3@acme.example' }).waitFor()
    expect(await graveFaults(page)).toEqual([])
    await picture(page, 'pulls-form')
    await dialog.getByRole('button', { name: 'Save and look at the rows' }).click()
    await page.getByText('Waits for your yes').waitFor()
    await picture(page, 'pulls-waiting')
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: /^Write 30 rows/ }).click()
    await page.getByRole('heading', { name: 'Does it add up?' }).waitFor()
    await page.goto(`${served.url}/sources?workspace=main`)
    await page.getByText('30 rows, 30 new').waitFor()
    await page.getByText('Taken up to 2026-01-02T06:00:00Z').waitFor()
    await db.run(`insert into users values ('u31', 'new@acme.example', 'New', '2026-02-01Z')`)
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByText('1 row, 1 new').waitFor()
    expect(await page.content()).not.toContain('secret77')
    expect(complaints.filter((one) => !/400/.test(one))).toEqual([])
    await page.context().close()
  })

  test('a pull that does not work says why and when it is tried again; it rests, changes and goes', async () => {
    await served.post('/api/pull-save', JSON.stringify({ name: 'Broken', kind: 'url', connection: 'http://127.0.0.1:1/users.csv?token=abcdef', everyMinutes: 60 }), { workspace: 'main' }).catch(() => undefined)
    await fetch(`${served.url}/api/pull-save`, { method: 'POST', headers: { authorization: `Bearer ${served.keys.admin}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Broken', kind: 'url', connection: 'http://127.0.0.1:1/users.csv?token=abcdef', everyMinutes: 60 }) })
    const { page } = await open()
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Broken' }) }).first()
    await row.getByText('Did not work').waitFor()
    await row.getByText(/127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)/).waitFor()
    await row.getByText(/^Tried again /).waitFor()
    await picture(page, 'pulls-failed')
    await row.getByRole('button', { name: 'Let it rest' }).click()
    await row.getByText(/^Rests/).waitFor()
    await row.getByRole('button', { name: 'Go on' }).click()
    await row.getByRole('button', { name: 'Let it rest' }).waitFor()
    await row.getByRole('button', { name: 'Change' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Mended')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Mended' }).waitFor()
    expect(await page.content()).not.toContain('abcdef')
    await page.context().close()
  })

  test.each(LOOKS)('the page in $scheme at $width px has no grave fault, and neither has the form', async (look) => {
    const { page, complaints } = await open(look)
    await settled(page)
    await page.getByText('Users of the shop').first().waitFor()
    expect(await graveFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await picture(page, `pulls-${look.scheme}-${look.width}`)
    await page.getByRole('button', { name: 'Add a pull' }).click()
    await page.getByLabel('From').selectOption('url')
    expect(await graveFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await picture(page, `pulls-form-${look.scheme}-${look.width}`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a pull is removed after a second word, and what it brought stays', async () => {
    const { page } = await open()
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Mended' }) }).first()
    await row.getByRole('button', { name: 'Remove' }).click()
    await row.getByRole('button', { name: 'Remove it' }).click()
    await page.getByRole('heading', { name: 'Mended' }).waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Users of the shop' }).waitFor()
    await page.context().close()
  })
})
