/**
 * P11: the built page in Chromium: from the click on its address to the first figure, and from a click to the answer, for the demo company and a large workspace.
 * `npx tsx bench/p11-page.ts [--folder DIR]`: the folder of a large workspace (bench/large.ts); without it only the demo is measured. Needs `npm run build`.
 */
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { dayText, dayOf } from '../src/base/day.ts'
import type { Page } from 'playwright-core'
import { openBrowser } from '../test/browser/browser.ts'
import { startServer } from '../test/browser/running-server.ts'
import { isMain, type Measure, median, option, report, word } from './report.ts'
import { startHatrack } from './server.ts'

const RUNS = 5
const LOOK_EVERY_MS = 10
const FIRST_MUST_MS = 1500
const CLICK_MUST_MS = 300
/** Addresses that the sidebar leads to, each with what shows that its answer has come. */
const CLICKS = ['Who pays', 'Parties', 'Agreements', 'Money'] as const

interface Timed {
  readonly paintMs: number
  readonly figureMs: number
  readonly clicks: ReadonlyMap<string, number>
}

/** The page's content security policy forbids to wait inside of it. */
async function until(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate<boolean>(condition))) await page.waitForTimeout(LOOK_EVERY_MS)
}

/** Whole page loads in fresh contexts, so nothing is cached; then clicks through the pages, each until no skeleton is left. */
async function look(url: string, workspace: string, runs: number): Promise<Timed> {
  const browser = await openBrowser()
  const paints: number[] = []
  const figures: number[] = []
  const clicks = new Map<string, number[]>()
  for (let run = 0; run < runs; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const begin = performance.now()
    await page.goto(`${url}/?workspace=${workspace}`, { waitUntil: 'commit' })
    await page.locator('main').waitFor()
    await until(page, `document.querySelector("main") !== null && document.querySelector('main [role=status][aria-label], main [aria-busy=true]') === null && /[0-9]/.test(document.querySelector("main").textContent)`)
    figures.push(performance.now() - begin)
    paints.push(Number(await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN')))
    for (const name of CLICKS) {
      const link = page.getByRole('navigation').getByRole('link', { name }).first()
      if ((await link.count()) === 0) continue
      const clicked = performance.now()
      await link.click()
      await until(page, `document.querySelector("main h1") !== null && document.querySelector('main [role=status][aria-label], main [aria-busy=true]') === null`)
      clicks.set(name, [...(clicks.get(name) ?? []), performance.now() - clicked])
    }
    await context.close()
  }
  await browser.close()
  return { paintMs: median(paints), figureMs: median(figures), clicks: new Map([...clicks].map(([name, times]) => [name, median(times)])) }
}

function measuresOf(what: string, { paintMs, figureMs, clicks }: Timed): Measure[] {
  return [
    { id: 'P11', what: `${what}: first content`, unit: 'ms', got: paintMs, must: FIRST_MUST_MS, more: false },
    { id: 'P11', what: `${what}: all figures of the first screen`, unit: 'ms', got: figureMs, more: false },
    ...[...clicks].map(([name, ms]): Measure => ({ id: 'P11', what: `${what}: a click on ${name} to its answer`, unit: 'ms', got: ms, must: CLICK_MUST_MS, more: false })),
  ]
}

if (isMain(import.meta.url)) {
  const runs = option('runs', RUNS)
  const demo = await startServer({ people: 2000, until: dayText(dayOf(Date.now())) })
  const measures = measuresOf('demo of 2,000 people', await look(demo.url, 'demo', runs))
  await demo.stop()
  const folder = word('folder')
  if (folder !== null && existsSync(folder)) {
    const large = await startHatrack(folder)
    measures.push(...measuresOf('large workspace', await look(large.url, 'main', runs)))
    await large.stop()
  }
  report({ name: 'p11-page', about: 'The built page in Chromium on the same machine, nothing cached: first content, and a click until no skeleton is left.', settings: { 'runs, median': runs, ...(folder === null ? {} : { 'large workspace': basename(folder) }) }, measures })
  process.exit(0)
}
