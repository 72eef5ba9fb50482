import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { graveFaults, LOOKS, openPage, overflow } from './opened-page.ts'
import { sendLines } from './running-server.ts'
import { settled } from './settled.ts'

const ROOT = join(import.meta.dirname, '../..')
const PEOPLE = 6
const QUESTION = 'How likely is it that you recommend Notes?'
const arrived: { readonly to: string; readonly bytes: Buffer }[] = []
/** How long the mail server takes for each mail. */
let takesMs = 0
let browser: Browser
let post: SMTPServer
let data: string
let server: ChildProcess
let url = ''

async function start(): Promise<void> {
  server = spawn(process.execPath, [join(ROOT, 'bin', 'hatrack'), 'start', '--data', data, '--port', '0', '--empty', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((settle) => createInterface(server.stdout as NodeJS.ReadableStream).once('line', settle))
  url = (JSON.parse(line) as { url: string }).url
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'hatrack-asking-'))
  post = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(address === 'p5@acme.example' ? Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        arrived.push({ to: session.envelope.rcptTo[0]?.address ?? '', bytes: Buffer.concat(parts) })
        setTimeout(done, takesMs)
      })
    },
  })
  post.on('error', () => undefined)
  await new Promise<void>((settle) => post.listen(0, '127.0.0.1', settle))
  ;[browser] = await Promise.all([openBrowser(), start()])
}, 0)
afterAll(async () => {
  await browser?.close()
  if (server.exitCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  post?.close()
  rmSync(data, { recursive: true, force: true })
})

const get = async (path: string): Promise<unknown> => (await fetch(url + path)).json()
const tell = async (operation: string, input: object): Promise<{ readonly [field: string]: unknown }> => {
  const answer = await fetch(`${url}/api/${operation}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) })
  const told = (await answer.json()) as { readonly [field: string]: unknown }
  if (!answer.ok) throw new Error(`${operation}: ${JSON.stringify(told)}`)
  return told
}

test('a mail server is set and tried on the page, and its password is shown to nobody', async () => {
  const { page, complaints } = await openPage(browser, `${url}/settings?workspace=main&tab=mail`)
  await settled(page)
  await page.getByText('No mail server is set yet.').waitFor()
  await page.getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await page.getByLabel('Connection').selectOption('none')
  await page.getByLabel('Port').fill(String((post.server.address() as AddressInfo).port))
  await page.getByLabel('Mails come from').fill('team@notes.example')
  await page.getByLabel('Mails a minute').fill('6000')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('own network').waitFor()
  // What is missing stands in the part that is folded; the error unfolds it.
  await page.getByLabel('It may lie on this machine').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByLabel('A test goes to').fill('ann@acme.example')
  expect(await graveFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The server took it.').waitFor()
  expect(arrived.splice(0).map(({ to }) => to)).toEqual(['ann@acme.example'])
  expect(complaints).toEqual([expect.stringContaining('400')])
  await page.context().close()
})

/** A question that is asked by mail, with an ask line for everybody. */
async function ask(key: string): Promise<string> {
  const { id } = await tell('survey-save', { question: QUESTION, form: 'nps', channel: 'mail', roles: 'users' }) as { readonly id: string }
  await sendLines(url, 'main', Array.from({ length: PEOPLE }, (_, n) => n).flatMap((n) => [
    { type: 'party', source: 'crm', key: `p${n}`, kind: 'person', ids: [`email:p${n}@acme.example`], name: `Person ${n}` },
    { type: 'ask', source: 'surveys', key: `${key}-${n}`, party: `email:p${n}@acme.example`, question: QUESTION, kind: 'nps', survey: id, via: 'mail', at: new Date().toISOString() },
  ]))
  await tell('survey-state', { id, state: 'open' })
  return id
}
const mails = async (survey: string) => (await get(`/api/survey-mails?survey=${survey}`)) as { readonly state: string; readonly counts: { readonly [state: string]: number }; readonly asks: readonly { readonly key: string; readonly state: string; readonly says: string }[] }

test('a question goes out by mail, the link in it is followed, and the answer is evidence', async () => {
  const survey = await ask('a')
  await tell('survey-mail', { survey })
  await expect.poll(async () => (await mails(survey)).state, { timeout: 60_000 }).toBe('done')
  expect(arrived.map(({ to }) => to).sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'].map((name) => `${name}@acme.example`))
  expect(await mails(survey)).toMatchObject({ counts: { sent: 5, refused: 1 }, asks: [{ key: 'a-5', state: 'refused', says: '550 5.1.1 no such user' }] })

  const mail = await PostalMime.parse(arrived.splice(0).find(({ to }) => to === 'p0@acme.example')?.bytes ?? Buffer.alloc(0))
  const link = /http:\/\/\S+\/a\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
  for (const look of [...LOOKS, { scheme: 'light', width: 320 }] as const) {
    const { page, complaints } = await openPage(browser, link, look)
    await page.getByText(QUESTION).first().waitFor()
    expect([complaints, await graveFaults(page), await overflow(page)]).toEqual([[], [], 0])
    await page.context().close()
  }
  const { page, complaints } = await openPage(browser, link)
  // By keyboard alone: the first choice, three on, sent.
  for (const key of ['Tab', 'Space', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  await page.getByText('Your answer has arrived.').waitFor()
  expect(await graveFaults(page)).toEqual([])
  await page.getByLabel('What is the main reason?').fill('It is slow')
  await page.getByRole('button', { name: 'Send the reason' }).click()
  await expect.poll(async () => JSON.stringify(await get(`/api/survey-people?survey=${survey}`))).toContain('It is slow')
  await page.getByRole('link', { name: 'Do not ask me again' }).click()
  await page.getByRole('button', { name: 'Yes, stop asking me' }).click()
  await page.getByText('We will not ask you again').waitFor()
  expect([await page.context().cookies(), complaints]).toEqual([[], []])
  await page.context().close()

  const shown = await openPage(browser, `${url}/ask?workspace=main&survey=${survey}`)
  await settled(shown.page)
  await shown.page.getByText('5.1.1 no such user').waitFor()
  await shown.page.getByText('All mails that could go out are out.').waitFor()
  expect([shown.complaints, await graveFaults(shown.page)]).toEqual([[], []])
  await shown.page.context().close()
})

test('the server is killed in the middle, and nobody gets a mail twice', async () => {
  const survey = await ask('b')
  takesMs = 400
  await tell('survey-mail', { survey })
  await expect.poll(() => arrived.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(2)
  server.kill('SIGKILL')
  await once(server, 'exit')
  takesMs = 0
  // It goes on by itself after the start.
  await start()
  await expect.poll(async () => (await mails(survey)).state, { timeout: 60_000 }).toBe('done')
  const to = arrived.map((one) => one.to)
  expect(to.length).toBe(new Set(to).size)
  const { counts } = await mails(survey)
  // Person 0 does not want to be asked any more, and 5 has no mailbox.
  expect([counts['not-asked'], counts.refused, (counts.sent ?? 0) + (counts.unsure ?? 0)]).toEqual([1, 1, 4])
  expect(counts.unsure).toBeLessThanOrEqual(1)
})

test('the widget’s lines are made with a key of their own, and tried', async () => {
  const { page, complaints } = await openPage(browser, `${url}/settings?workspace=main&tab=widget`)
  await settled(page)
  await page.getByRole('button', { name: 'Make a key for the widget' }).click()
  await expect.poll(() => page.locator('pre').innerText()).toMatch(/data-key="hatrack_browser_[0-9a-f]{40}_[0-9a-f]{8}"/)
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Try it' }).click()
  await (await opened).getByRole('button', { name: 'Tell us' }).waitFor()
  expect([complaints, await graveFaults(page)]).toEqual([[], []])
  await page.context().close()
})

test.each(LOOKS)('mail and widget settings without a grave fault in $scheme at $width px', async (look) => {
  for (const tab of ['mail', 'widget']) {
    const { page, complaints } = await openPage(browser, `${url}/settings?workspace=main&tab=${tab}`, look)
    await settled(page)
    await page.getByRole('heading', { name: tab === 'mail' ? 'Mail' : 'Widget' }).first().waitFor()
    expect([tab, complaints, await graveFaults(page), await overflow(page)]).toEqual([tab, [], [], 0])
    await page.context().close()
  }
})
