import { expect, test, vi } from 'vitest'

/** The page as a reader of this language sees it. */
async function shownTo(language: string): Promise<(sentence: string) => string> {
  vi.resetModules()
  vi.stubGlobal('navigator', { language })
  return (await import('../web/src/format/days.ts')).daysIn
}

test.each([
  ['en-US', 'Since 3 Mar 2026, 00:00 UTC we undid 1 import.', 'Since Mar 3, 2026, 00:00 UTC we undid 1 import.'],
  ['en-US', 'Ann is staff from 2026-02-01 until 2026-03-01', 'Ann is staff from Feb 1, 2026 until Mar 1, 2026'],
  ['en-GB', 'since the end of 14 Nov 2026', 'since the end of 14 Nov 2026'],
  ['de', 'since the end of 14 Nov 2026', 'since the end of 14. Nov. 2026'],
  ['en-US', '41 Mar 2026 and 2026-13-41 of plan 3 May', '41 Mar 2026 and 2026-13-41 of plan 3 May'],
])('days in a sentence stand as a reader of %s writes them: %s', async (language, sentence, shown) => {
  expect((await shownTo(language))(sentence)).toBe(shown)
})
