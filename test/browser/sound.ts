import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { graveFaults, overflow } from './opened-page.ts'
import { settled } from './settled.ts'

/** As it stands when all answers are there: no complaint of the browser, no grave fault of access, no wider than the window. Then it is closed. */
export async function soundThenClosed({ page, complaints }: { readonly page: Page; readonly complaints: readonly string[] }): Promise<void> {
  await settled(page)
  expect(complaints).toEqual([])
  expect(await graveFaults(page)).toEqual([])
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  await page.context().close()
}
