import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'

const WAIT_MS = 60_000

export interface Look {
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
}

/** Wide and narrow, each opened in one scheme; `graveFaults` looks at the other one too. */
export const LOOKS = [
  { scheme: 'light', width: 1440 },
  { scheme: 'dark', width: 390 },
] as const

/** Opens an address and collects what the browser complains about. */
export async function openPage(browser: Browser, address: string, { scheme = 'light', width = 1440 }: Look = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB', acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(address)
  return { page, complaints }
}

/** Grave faults of access: all of them as the page stands, and those of colour in the other scheme, in which it is then left as it was. */
export async function graveFaults(page: Page): Promise<string[]> {
  const scheme = await page.evaluate<'light' | 'dark'>("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
  const found = await faults(new AxeBuilder({ page }))
  await turnTo(page, scheme === 'dark' ? 'light' : 'dark')
  const inOther = await faults(new AxeBuilder({ page }).withRules(['color-contrast']))
  await turnTo(page, scheme)
  return [...found, ...inOther.map((fault) => `in the other scheme, ${fault}`)]
}

async function faults(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

/** A page that has no scheme of its own, such as one for signing in, follows the browser by its style sheet alone. */
async function turnTo(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  const themed = page.locator('html[data-mantine-color-scheme]')
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  if ((await themed.count()) > 0) await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' })
}

/** By how many pixels the page is wider than the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
}
