import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TrialTable, trialImport } from '../../src/imports/trial.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatrack-sheets-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function sheet(text: string): Promise<TrialTable> {
  const path = join(folder, 'Rechnungen 2026 - Tabelle1.csv')
  writeFileSync(path, text)
  return [...(await trialImport([path], { product: 'notes' })).values()][0] as TrialTable
}

describe('what Google Sheets downloads', () => {
  test('decimal commas and dates of the sheet are read as they are meant', async () => {
    const table = await sheet('Rechnungsnummer,Kunde,Betrag,Rechnungsdatum,Status\r\nR-1,Acme GmbH,"1.234,50 €",03.02.2026,bezahlt\r\nR-2,Globex AG,"99,00 €",17.02.2026,bezahlt\r\n')
    expect(table.plan).toMatchObject({ kind: 'invoices', fields: { amount: { reading: { decimal: ',' } }, at: { reading: { date: 'day-first' } } } })
    expect(table.outcomes.map(({ money }) => money)).toEqual([{ currency: 'EUR', minor: 123_450 }, { currency: 'EUR', minor: 9_900 }])
    expect(JSON.stringify(table.lines)).toContain('2026-02-03')
  })

  test('a title above the header is no header', async () => {
    const table = await sheet('Invoices of 2026,,,\r\n,,,\r\nInvoice number,Customer,Amount,Invoice date\r\nR-1,Acme Inc,"$1,234.50",02/17/2026\r\nR-2,Globex Inc,$99.00,03/04/2026\r\n')
    expect(table.plan).toMatchObject({ kind: 'invoices', fields: { number: { column: 'Invoice number' }, amount: { column: 'Amount' }, at: { reading: { date: 'month-first' } } } })
    expect(table.outcomes).toHaveLength(2)
    expect(JSON.stringify(table.lines)).toContain('2026-03-04')
  })
})
