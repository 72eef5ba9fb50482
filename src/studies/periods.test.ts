import { expect, test } from 'vitest'
import { openBench } from '../../test/harness/workspace.ts'

const ages = { from: '1900-01-01', to: '2100-01-01' }

test.each([
  ['conversion', { ...ages, cohort: 'week' }, 'more than 1100 weeks. Ask for a shorter one, or for months.'],
  ['conversion', { ...ages, cohort: 'month' }, 'more than 1100 months. Ask for a shorter one.'],
  ['payers-of-use', { ...ages, by: 'day' }, 'more than 1100 days. Ask for a shorter one, or for weeks or months.'],
  ['money-by-month', ages, 'more than 1100 months. Ask for a shorter one.'],
])('%s of a window with more periods than anybody reads is refused with what to ask instead', async (study, params, says) => {
  const bench = await openBench()
  try {
    await expect(bench.ask(study, params as Record<string, string>)).rejects.toThrow(says)
  } finally {
    await bench.close()
  }
})

test('the last window that is answered has 1,100 periods', async () => {
  const bench = await openBench()
  try {
    const { periods } = (await bench.ask('payers-of-use', { from: '2024-01-01', to: '2027-01-05', by: 'day' })) as { readonly periods: readonly unknown[] }
    expect(periods).toHaveLength(1_100)
    await expect(bench.ask('payers-of-use', { from: '2024-01-01', to: '2027-01-06', by: 'day' })).rejects.toThrow('1100 days')
  } finally {
    await bench.close()
  }
})
