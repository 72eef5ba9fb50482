import type { Page } from 'playwright-core'

const LOOK_EVERY_MS = 60
const WAIT_MS = 90_000

/** All answers are there: no skeleton is left. (The page's content security policy forbids to wait inside of it.) */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  const until = Date.now() + WAIT_MS
  for (let quiet = 0; quiet < 2; ) {
    quiet = (await page.getByRole('status', { name: 'Loading' }).count()) === 0 ? quiet + 1 : 0
    if (Date.now() > until) throw new Error(`answers are still missing at ${page.url()}`)
    await page.waitForTimeout(LOOK_EVERY_MS)
  }
}
