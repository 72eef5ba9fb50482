// Makes the pictures of docs/screenshots from the page as it ships, with the demo: npx tsx test/browser/screenshots.ts [address of a running server, or - for one with the demo] [start of the names wanted]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { inventedExports } from './invented-exports.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { settled } from './settled.ts'

const FOLDER = join(import.meta.dirname, '../../docs/screenshots')
const PEOPLE = 20_000
const WAIT_MS = 120_000
const SETTLE_MS = 400

interface Shot {
  readonly name: string
  readonly path: string
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  /** Only what is seen without scrolling. */
  readonly screen?: boolean
  readonly act?: (page: Page) => Promise<void>
}

const openFirstRow = async (page: Page): Promise<void> => {
  await page.getByRole('complementary', { name: 'Why' }).locator('[data-row]').first().click()
  await page.getByText('The path, evidence by evidence').waitFor()
}

const openFirstParty = async (page: Page): Promise<void> => {
  await page.getByRole('grid', { name: 'List of parties' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Known as' }).waitFor()
}

const NARROW = { width: 390 } as const

/** Brings the invented exports in as far as the preview. */
const bringIn = async (page: Page): Promise<void> => {
  const { invoices, users } = inventedExports(new Date())
  await page.getByLabel('Choose files').setInputFiles([['invoices.csv', invoices], ['users.csv', users]].map(([name = '', text = '']) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })))
  await page.getByRole('button', { name: /^Write \d/ }).waitFor()
}

/** ... and says which product it is, where that is asked. */
const bringInNotes = async (page: Page): Promise<void> => {
  await bringIn(page)
  const product = page.getByLabel('Which product is it about?')
  if ((await product.count()) > 0) {
    await product.fill('Notes')
    await product.press('Enter')
    await page.getByText(/ buys Notes/).first().waitFor()
  }
}

const openReading = async (page: Page): Promise<void> => {
  await bringInNotes(page)
  await page.getByRole('button', { name: /^How Invoice date is read/ }).click()
}

const writeAll = async (page: Page): Promise<void> => {
  await bringInNotes(page)
  await page.getByRole('button', { name: /^Write \d/ }).click()
  await page.getByRole('heading', { name: 'Does it add up?' }).waitFor()
  await page.getByRole('button', { name: '1 row of invoices.csv' }).click()
  await page.getByText(/is no day/).waitFor()
}

const undoAll = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: /invoices\.csv/ }).nth(1).click()
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByText('This import is taken back').waitFor()
}

const waitForCard = async (page: Page): Promise<void> => {
  await page.getByText('Speaks for it').waitFor()
  await page.getByText('If merged:').waitFor()
}

const SHOTS: readonly Shot[] = [
  { name: 'home-light-wide', path: '/?product=notes' },
  { name: 'home-dark-wide', path: '/?product=notes', scheme: 'dark' },
  { name: 'home-light-narrow', path: '/?product=notes', width: 390 },
  { name: 'home-dark-narrow', path: '/?product=notes', scheme: 'dark', width: 390 },
  { name: 'home-all-products', path: '/' },
  { name: 'why-panel', path: '/?product=suite&why=kind:organization', screen: true },
  { name: 'who-pays-path', path: '/?product=suite&why=kind:organization', screen: true, act: openFirstRow },
  { name: 'who-pays-path-dark-narrow', path: '/?product=suite&why=kind:organization', screen: true, scheme: 'dark', width: 390, act: openFirstRow },
  { name: 'why-unused', path: '/agreements?product=suite', screen: true, act: async (page) => page.locator('tbody button').first().click() },
  { name: 'disagreement', path: '/?product=notes&why=topic:price', screen: true, scheme: 'dark' },
  { name: 'parties', path: '/parties?role=user', screen: true },
  { name: 'party', path: '/parties?role=decider', act: openFirstParty },
  { name: 'explore', path: '/explore?product=suite' },
  { name: 'explore-dark', path: '/explore?product=drill&by=trait.country', scheme: 'dark' },
  { name: 'explore-narrow', path: '/explore?product=notes', ...NARROW },
  { name: 'explore-overlap', path: '/explore?tab=overlap&product=notes' },
  { name: 'explore-world', path: '/explore?tab=world' },
  { name: 'explore-conversion', path: '/explore?tab=conversion&product=notes', scheme: 'dark' },
  { name: 'explore-concentration', path: '/explore?tab=concentration' },
  { name: 'chain', path: '/chain?product=drill' },
  { name: 'chain-dark', path: '/chain?product=drill', scheme: 'dark', screen: true },
  { name: 'chain-narrow', path: '/chain?product=drill', ...NARROW },
  { name: 'party-dark-narrow', path: '/parties?role=decider', scheme: 'dark', ...NARROW, act: openFirstParty },
  { name: 'parties-narrow', path: '/parties?role=user', screen: true, ...NARROW },
  { name: 'agreements', path: '/agreements', screen: true },
  { name: 'agreements-narrow', path: '/agreements', screen: true, width: 390 },
  { name: 'renewals', path: '/agreements?tab=renewals' },
  { name: 'seats', path: '/agreements?tab=seats', scheme: 'dark', screen: true },
  { name: 'voices', path: '/voices' },
  { name: 'voices-narrow', path: '/voices', scheme: 'dark', ...NARROW },
  { name: 'voices-disagreements', path: '/voices?tab=disagreements', scheme: 'dark' },
  { name: 'voices-gap', path: '/voices?tab=gap' },
  { name: 'voices-topics', path: '/voices?tab=topics' },
  { name: 'ask-empty', path: '/ask' },
  { name: 'ask', path: '/ask?ask=Is+the+price+of+the+suite+fair%3F', screen: true },
  { name: 'ask-narrow', path: '/ask?ask=How+easy+is+search%3F', scheme: 'dark', ...NARROW },
  { name: 'chain-experience', path: '/chain?tab=experience' },
  { name: 'projects', path: '/projects' },
  { name: 'projects-conflicts', path: '/projects?tab=conflicts', scheme: 'dark' },
  { name: 'projects-retrospectives', path: '/projects?tab=retrospectives' },
  { name: 'projects-narrow', path: '/projects', ...NARROW },
  { name: 'journey', path: '/journey' },
  { name: 'journey-free', path: '/journey?tab=free', scheme: 'dark' },
  { name: 'journey-narrow', path: '/journey', ...NARROW },
  { name: 'options', path: '/options' },
  { name: 'options-sets', path: '/options?tab=sets', scheme: 'dark' },
  { name: 'settings-asking', path: '/settings?tab=asking' },
  { name: 'settings-widget', path: '/settings?tab=widget' },
  { name: 'settings-mail', path: '/settings?tab=mail', scheme: 'dark' },
  { name: 'settings-topics', path: '/settings?tab=topics' },
  { name: 'money', path: '/money' },
  { name: 'money-allocation', path: '/money?tab=allocation', screen: true },
  { name: 'money-unknown', path: '/money?tab=unknown', screen: true },
  { name: 'changes', path: '/changes?product=notes' },
  { name: 'changes-dark-narrow', path: '/changes?product=notes', scheme: 'dark', ...NARROW },
  { name: 'correct', path: '/parties/user:12780?correct=party:user:12780', screen: true },
  { name: 'settings', path: '/settings' },
  { name: 'settings-people', path: '/settings?tab=people', scheme: 'dark' },
  { name: 'audit', path: '/audit' },
  { name: 'sources', path: '/sources', scheme: 'dark' },
  { name: 'empty-workspace', path: '/?workspace=main' },
  { name: 'empty-workspace-narrow', path: '/?workspace=main', scheme: 'dark', width: 390 },
  { name: 'import-drop', path: '/import?workspace=main' },
  { name: 'import-understood', path: '/import?workspace=main', screen: true, act: bringIn },
  { name: 'import-understood-dark-narrow', path: '/import?workspace=main', scheme: 'dark', ...NARROW, act: bringInNotes },
  { name: 'import-column', path: '/import?workspace=main', screen: true, act: openReading },
  { name: 'import-result', path: '/import?workspace=main', act: writeAll },
  { name: 'import-result-dark-narrow', path: '/import?workspace=main', scheme: 'dark', ...NARROW, act: writeAll },
  { name: 'imports', path: '/imports?workspace=main', scheme: 'dark' },
  { name: 'import-figures', path: '/?workspace=main' },
  { name: 'imports-sources', path: '/sources?workspace=main' },
  { name: 'import-undone', path: '/imports?workspace=main', act: undoAll },
  { name: 'review', path: '/review', act: waitForCard },
  { name: 'review-dark-narrow', path: '/review', scheme: 'dark', ...NARROW, act: waitForCard },
  { name: 'review-firms', path: '/review?tab=firms', screen: true },
  { name: 'search', path: '/', screen: true, act: async (page) => { await page.keyboard.press('Control+k'); await page.getByRole('combobox').fill('ann') } },
]

const [, , address = '-', wanted = ''] = process.argv
const server: RunningServer = address === '-' ? await startServer({ people: PEOPLE, until: new Date().toISOString().slice(0, 10) }) : { url: address, stop: async () => {} }
const browser = await openBrowser()
mkdirSync(FOLDER, { recursive: true })
for (const { name, path, scheme = 'light', width = 1440, screen = false, act } of SHOTS.filter(({ name }) => name.startsWith(wanted))) {
  const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  page.on('console', (message) => (message.type() === 'error' ? console.error(`${name}: ${message.text()}`) : undefined))
  await page.goto(server.url + path)
  await settled(page)
  await act?.(page)
  await settled(page)
  await page.waitForTimeout(SETTLE_MS)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: !screen })
  await context.close()
  console.log(name)
}
await browser.close()
await server.stop()
