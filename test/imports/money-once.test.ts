import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Correction, importFiles, tableOf } from '../data-sets/importing.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`
const NOW = Date.parse('2026-05-01T00:00:00Z')

type Files = Readonly<Record<string, string>>
type Corrections = Readonly<Record<string, Correction>>
interface Money { readonly currency: string; readonly in: string; readonly explained: string; readonly unknown: string; readonly payments: number }

/** Takes each set of files as an import of its own. */
async function withImports<T>(imports: readonly (readonly [files: Files, corrections?: Corrections])[], ask: (states: readonly ImportState[], bench: Bench) => Promise<T>): Promise<T> {
  const bench = await openBench({ now: () => NOW })
  const states: ImportState[] = []
  try {
    for (const [files, corrections] of imports) {
      const folder = await mkdtemp(join(tmpdir(), 'hatrack-money-once-'))
      try {
        for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
        states.push(await importFiles(bench, folder, Object.keys(files), corrections ?? {}))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }
    return await ask(states, bench)
  } finally {
    await bench.close()
  }
}

async function moneyIn(bench: Bench, id?: string): Promise<readonly Money[]> {
  return ((await bench.ask('import-reconciliation', id === undefined ? {} : { id })) as { readonly money: readonly Money[] }).money
}

async function worldWarning(bench: Bench, code: string): Promise<{ readonly count: number; readonly says: string } | undefined> {
  return ((await bench.ask('data-warnings', {})) as { readonly warnings: readonly { readonly code: string; readonly count: number; readonly says: string; readonly import: string | null }[] }).warnings
    .find((warning) => warning.code === code && warning.import === null)
}

const EUR = { constants: { currency: 'EUR' } }
const APP = { constants: { currency: 'EUR', product: 'app' } }
const codes = (state: ImportState | undefined): readonly string[] => [...new Set(state?.warnings.map(({ code }) => code))]

const INVOICES = text('invoice_number,customer_id,customer_name,invoice_date,amount,status', 'I1,c7,Acme Ltd,2026-01-03,100.00,paid', 'I2,c8,Beta Ltd,2026-01-04,50.00,paid')
const PAYMENTS = text('payment_id,customer_id,invoice_number,payment_date,amount,status', 'P1,c7,I1,2026-01-05,100.00,succeeded', 'P2,c8,I2,2026-01-06,50.00,succeeded')

describe('invoices and orders beside payments', () => {
  test('payments that name the invoices tell what was paid, the invoices what was agreed', async () => {
    await withImports([[{ 'invoices.csv': INVOICES, 'payments.csv': PAYMENTS }, { 'invoices.csv': APP, 'payments.csv': EUR }]], async ([state], bench) => {
      expect(await moneyIn(bench)).toMatchObject([{ currency: 'EUR', in: '150.00', explained: '150.00', payments: 2 }])
      const plan = tableOf(state as ImportState, 'invoices.csv').plan
      expect(plan.constants.payments).toBe('told-by-payments')
      expect(plan.because).toContain('payments.csv tells what of it was paid: 100 % of its invoice_number and invoice_number here are the same')
      expect((await bench.ask('data-warnings', {}) as { readonly warnings: readonly { readonly code: string }[] }).warnings.map(({ code }) => code)).not.toContain('agreement-unknown')
    })
  })

  test('whoever says that the invoices tell it themselves is warned, and believed', async () => {
    const invoices = { constants: { ...APP.constants, payments: 'told-here' } }
    await withImports([[{ 'invoices.csv': INVOICES, 'payments.csv': PAYMENTS }, { 'invoices.csv': invoices, 'payments.csv': EUR }]], async ([state], bench) => {
      expect(codes(state)).toEqual(['money-twice'])
      expect(await moneyIn(bench)).toMatchObject([{ in: '300.00' }])
      expect(await worldWarning(bench, 'payment-twice')).toMatchObject({ count: 2, says: expect.stringContaining('150.00 EUR') })
    })
  })

  test('an invoice that says it is paid, and that no payment names, is told', async () => {
    const payments = PAYMENTS.replace('P2,c8,I2', 'P2,c8,')
    await withImports([[{ 'invoices.csv': INVOICES.replace('I2,', 'I3,c8,Beta Ltd,2026-01-04,10.00,open\nI2,'), 'payments.csv': payments }, { 'invoices.csv': APP, 'payments.csv': EUR }]], async ([state], bench) => {
      expect(state?.warnings.find(({ code }) => code === 'paid-without-payment')).toMatchObject({ count: 1, examples: ['I2: 50.00 EUR'] })
      expect(await moneyIn(bench)).toMatchObject([{ in: '150.00', unknown: '0.00' }])
    })
  })

  test('orders whose id stands in a column of the payments', async () => {
    const files = {
      'orders.csv': text('order_id,customer_id,product,order_date,amount', 'O1,c1,app,2026-01-05,100.00'),
      'payments.csv': text('payment_id,order_id,customer_id,payment_date,amount', 'P1,O1,c1,2026-01-05,100.00'),
    }
    await withImports([[files, { 'orders.csv': EUR, 'payments.csv': EUR }]], async ([state], bench) => {
      expect(tableOf(state as ImportState, 'payments.csv').plan.fields.invoice?.column).toBe('order_id')
      expect(await moneyIn(bench)).toMatchObject([{ in: '100.00', explained: '100.00', payments: 1 }])
    })
  })

  test('without such a column, customers in common; this is told as a warning', async () => {
    const payments = text('payment_id,customer_id,payment_date,amount', 'P1,c7,2026-01-05,100.00', 'P2,c8,2026-01-06,50.00')
    await withImports([[{ 'invoices.csv': INVOICES, 'payments.csv': payments }, { 'invoices.csv': APP, 'payments.csv': EUR }]], async ([state], bench) => {
      expect(codes(state)).toEqual(['told-by-payments'])
      expect(await moneyIn(bench)).toMatchObject([{ in: '150.00', explained: '150.00' }])
    })
  })

  test('over two imports both count, and the warning about the whole says how much', async () => {
    await withImports([[{ 'invoices.csv': INVOICES }, { 'invoices.csv': APP }], [{ 'payments.csv': PAYMENTS }, { 'payments.csv': EUR }]], async (_, bench) => {
      expect(await worldWarning(bench, 'payment-twice')).toMatchObject({ count: 2, says: expect.stringContaining('2 payments of 150.00 EUR may be told twice') })
    })
  })

  test('a deal, a subscription and an invoice of one customer: told before the yes, and by the world', async () => {
    const files = {
      'deals.csv': text('deal_id,account_id,deal_name,stage,close_date,amount,interval', 'D1,a7,Acme deal,Closed Won,2026-01-01,1200.00,year'),
      'subscriptions.csv': text('subscription_id,account_id,plan,start_date,amount,interval', 'S1,a7,pro,2026-01-01,100.00,month'),
      'invoices.csv': text('invoice_number,account_id,invoice_date,amount,status', 'I1,a7,2026-01-03,100.00,paid'),
    }
    await withImports([[files, { 'deals.csv': APP, 'subscriptions.csv': APP, 'invoices.csv': APP }]], async ([state], bench) => {
      expect(state?.warnings.filter(({ code }) => code === 'agreement-twice').map(({ says }) => says.replace(/ have customers.*/, ''))).toEqual([
        'deals.csv (deals) and subscriptions.csv (subscriptions)', 'deals.csv (deals) and invoices.csv (invoices)', 'subscriptions.csv (subscriptions) and invoices.csv (invoices)',
      ])
      expect((await worldWarning(bench, 'agreement-twice'))?.count).toBeGreaterThan(0)
    })
  })
})

const STRIPE_PAYMENTS = text('id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Customer Email,PaymentIntent ID',
  'ch_1,2026-01-03 10:00,100.00,0.00,eur,true,Paid,cus_1,a@acme.com,pi_1', 'ch_2,2026-01-04 10:00,100.00,0.00,eur,true,Paid,cus_1,a@acme.com,pi_2', 'ch_3,2026-02-20 10:00,100.00,0.00,eur,true,Paid,cus_1,a@acme.com,pi_3')
const STRIPE_INVOICES = text('id,Amount Due,Closed,Currency,Customer,Customer Email,Date (UTC),Amount Paid,Number,Paid,Subscription,Subtotal,Total,Status', 'in_1,100.00,true,eur,cus_1,a@acme.com,2026-01-03 10:00,100.00,A-1,true,sub_1,100.00,100.00,paid')

describe('Stripe', () => {
  test('an export of payments that names no invoices: what may have settled one is left out, and told; an invoice is settled once', async () => {
    await withImports([[{ 'payments.csv': STRIPE_PAYMENTS, 'invoices.csv': STRIPE_INVOICES }]], async ([state], bench) => {
      expect(state?.warnings.find(({ code }) => code === 'may-settle-invoice')).toMatchObject({ count: 1, examples: ['ch_1: 100.00 EUR, as invoice in_1'], mend: expect.stringContaining('Invoice ID') })
      expect(await moneyIn(bench)).toMatchObject([{ in: '300.00', payments: 3 }])
    })
  })

  test('an invoice and a payment that nothing joins are told as perhaps one', async () => {
    await withImports([[{ 'payments.csv': STRIPE_PAYMENTS }], [{ 'invoices.csv': STRIPE_INVOICES }]], async (_, bench) => {
      expect(await worldWarning(bench, 'payment-twice')).toMatchObject({ count: 1, says: expect.stringContaining('100.00 EUR') })
    })
  })
})

async function refusedOf(bench: Bench, state: ImportState | undefined): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of bench.workspace.imports.refused(state?.id ?? '').chunks) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

describe('rows without ids, and ids used again', () => {
  test('a refused row that is mended is another row than the ones that say the same; mended twice it is known', async () => {
    const rows = text('customer_id,payment_date,amount', 'c1,2026-01-05,100.00', 'c1,2026-01-05,100.00', 'c1,2026-01-0x,100.00')
    await withImports([[{ 'payments.csv': rows }, { 'payments.csv': EUR }]], async ([first], bench) => {
      expect(first?.warnings.find(({ code }) => code === 'rows-without-id')?.count).toBe(3)
      const mended = (await refusedOf(bench, first)).replace('0x', '05')
      for (const [written, known] of [[1, 0], [0, 1]]) {
        const folder = await mkdtemp(join(tmpdir(), 'hatrack-mended-'))
        await writeFile(join(folder, 'payments.csv'), mended)
        expect(tableOf(await importFiles(bench, folder, ['payments.csv'], { 'payments.csv': EUR }), 'payments.csv').tally).toMatchObject({ written, known })
        await rm(folder, { recursive: true })
        expect(await moneyIn(bench)).toMatchObject([{ in: '300.00', payments: 3 }])
      }
    })
  })

  test('rows with one id: their order does not matter, and a later file with one more adds one', async () => {
    const file = (...rows: readonly string[]): Files => ({ 'p.csv': text('payment_id,customer_id,payment_date,amount', ...rows, 'P9,c9,2026-01-09,1.00') })
    const [a, b, c] = ['P1,c1,2026-01-05,10.00', 'P1,c2,2026-01-06,99.00', 'P1,c3,2026-01-07,500.00']
    for (const orders of [[[a, b, c], [c, a, b]], [[a], [a, b, c]], [[a, b, c], [a, b, c]]]) {
      await withImports(orders.map((rows) => [file(...(rows as string[])), { 'p.csv': { ...EUR, fields: { id: 'payment_id' } } }] as const), async (_, bench) => {
        expect(await moneyIn(bench)).toMatchObject([{ in: '610.00', payments: 4 }])
      })
    }
  })
})

describe('rows of one invoice', () => {
  test('a total that repeats beside the amounts of the lines: the lines count', async () => {
    const file = text('invoice_number,customer_id,invoice_date,item,invoice_total,amount', 'I1,c1,2026-01-05,seat,100.00,60.00', 'I1,c1,2026-01-05,addon,100.00,40.00')
    await withImports([[{ 'invoices.csv': file }, { 'invoices.csv': EUR }]], async ([state], bench) => {
      expect(tableOf(state as ImportState, 'invoices.csv').plan.fields.amount?.because).toContain('adds up to invoice_total')
      expect(await moneyIn(bench)).toMatchObject([{ in: '100.00', payments: 2 }])
    })
  })

  test('a total alone counts once, and a warning says so', async () => {
    const file = text('invoice_number,customer_id,invoice_date,item,total', 'I1,c1,2026-01-05,seat,100.00', 'I1,c1,2026-01-05,addon,100.00', 'I2,c1,2026-02-05,seat,30.00')
    await withImports([[{ 'invoices.csv': file }, { 'invoices.csv': EUR }]], async ([state], bench) => {
      expect(codes(state)).toContain('total-repeats')
      expect(await moneyIn(bench)).toMatchObject([{ in: '130.00' }])
      expect(tableOf(state as ImportState, 'invoices.csv').tally?.money).toMatchObject([{ in: '130.00', written: '130.00' }])
    })
  })

  test('refunded: it was paid, and given back', async () => {
    const file = text('invoice_number,customer_id,invoice_date,total,amount_paid,status', 'I1,c1,2026-01-05,11.90,11.90,refunded', 'I2,c1,2026-01-06,5.00,5.00,paid')
    const paid = text('payment_id,customer_id,payment_date,amount,status', 'P1,c1,2026-03-05,20.00,Refunded')
    await withImports([[{ 'invoices.csv': file }, { 'invoices.csv': APP }], [{ 'payments.csv': paid }, { 'payments.csv': EUR }]], async ([state], bench) => {
      expect(codes(state)).toContain('given-back')
      expect(await moneyIn(bench)).toMatchObject([{ in: '5.00', unknown: '0.00', payments: 5 }])
    })
  })

  test('a credit note that says refunded gives back once', async () => {
    const file = text('invoice_number,customer_id,invoice_date,total,status', 'R1,c1,2026-01-05,1190.00,paid', 'R2,c2,2026-01-06,490.00,paid', 'R5,c1,2026-01-09,-190.00,refunded')
    await withImports([[{ 'invoices.csv': file }, { 'invoices.csv': APP }]], async ([state], bench) => {
      expect(await moneyIn(bench)).toMatchObject([{ in: '1490.00', unknown: '0.00', payments: 3 }])
      expect(tableOf(state as ImportState, 'invoices.csv').tally?.money).toMatchObject([{ in: '1490.00', written: '1490.00' }])
    })
  })
})

test('next month’s list of users corrects where a person belongs', async () => {
  const list = (...rows: readonly string[]): Files => ({ 'users.csv': text('user_id,email,name,account_id', ...rows) })
  const subscriptions = { 'subscriptions.csv': text('subscription_id,account_id,plan,start_date,amount,interval', 'S1,a1,pro,2026-01-01,100.00,month', 'S3,a3,pro,2026-01-01,300.00,month') }
  const events = { 'events.csv': text('user_id,event,timestamp', 'u1,login,2026-03-05T10:00:00Z', 'u2,login,2026-03-05T10:00:00Z') }
  const app = { constants: { product: 'app' } }
  await withImports([
    [subscriptions, { 'subscriptions.csv': APP }], [events, { 'events.csv': app }],
    [list('u1,a@x.com,Ann,a1', 'u2,b@x.com,Bob,a1', 'u2,b@x.com,Bob,a3')], [list('u1,a@x.com,Ann,a3', 'u2,b@x.com,Bob,a1', 'u2,b@x.com,Bob,a3')],
  ], async (states, bench) => {
    expect(tableOf(states[3] as ImportState, 'users.csv').tally).toMatchObject({ written: 1, known: 2 })
    expect(JSON.stringify(await bench.ask('who-pays', { party: 'user:u1', product: 'app', day: '2026-03-05' }))).not.toContain('account:a1')
    expect(JSON.stringify(await bench.ask('who-pays', { party: 'user:u2', product: 'app', day: '2026-03-05' }))).toContain('account:a1')
  })
})

/** Amounts as exports write them, in minor units. */
const cents = fc.integer({ min: 0, max: 30_000 })
const major = (minor: number): string => `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`
const day = fc.integer({ min: 1, max: 28 }).map((date) => (date === 13 ? 'unreadable' : `2026-01-${String(date).padStart(2, '0')}`))
const id = fc.integer({ min: 1, max: 40 })
const customer = fc.constantFrom('c1', 'c2', 'c3')

const TABLES: readonly (readonly [name: string, header: string, rows: fc.Arbitrary<readonly string[]>])[] = [
  ['invoices.csv', 'invoice_number,customer_id,invoice_date,total,amount_paid,status', fc.array(
    fc.tuple(id, customer, day, cents, fc.option(cents, { nil: null }), fc.constantFrom('paid', 'open', 'draft', 'void', 'credit note', 'refunded'))
      .map(([one, who, at, total, paid, status]) => `I${one},${who},${at},${major(total)},${paid === null ? '' : major(paid)},${status}`), { minLength: 3, maxLength: 60 })],
  ['payments.csv', 'payment_id,customer_id,payment_date,amount,amount_refunded,status', fc.array(
    fc.tuple(id, customer, day, cents, fc.constantFrom(0, 0, 0, 100), fc.constantFrom('succeeded', 'failed', 'pending', 'refunded'), fc.boolean())
      .map(([one, who, at, amount, back, status, isBack]) => `P${one},${who},${at},${major(isBack ? -amount : amount)},${major(back)},${status}`), { minLength: 3, maxLength: 60 })],
  ['sales.csv', 'order_id,customer_id,order_date,product,quantity,amount,seller', fc.array(
    fc.tuple(id, customer, day, fc.constantFrom(1, 2, -1), cents, fc.constantFrom('', '', 'r1'))
      .map(([one, who, at, quantity, amount, seller]) => `O${one},${who},${at},app,${quantity},${major(amount)},${seller}`), { minLength: 3, maxLength: 60 })],
]

const KIND_OF: Readonly<Record<string, 'invoices' | 'payments' | 'sales'>> = { 'invoices.csv': 'invoices', 'payments.csv': 'payments', 'sales.csv': 'sales' }
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'invoices.csv': { number: 'invoice_number', customer: 'customer_id', at: 'invoice_date', amount: 'total', paid: 'amount_paid', status: 'status' },
  'payments.csv': { id: 'payment_id', customer: 'customer_id', at: 'payment_date', amount: 'amount', refunded: 'amount_refunded', status: 'status' },
  'sales.csv': { id: 'order_id', customer: 'customer_id', at: 'order_date', product: 'product', quantity: 'quantity', amount: 'amount', seller: 'seller' },
}
const minorOf = (amount: string): number => Math.round(Number(amount) * 100)

test.each(TABLES)('the money of %s ends in exactly one part to the cent, and what is written is what the payments come to', async (name, header, rows) => {
  await fc.assert(fc.asyncProperty(rows, fc.constantFrom('told-here', 'told-by-payments', undefined), async (list, payments) => {
    const constants = { currency: 'EUR', product: 'app', ...(name === 'payments.csv' || payments === undefined ? {} : { payments }) }
    const correction: Correction = { kind: KIND_OF[name] as 'invoices', fields: FIELDS[name] as Record<string, string>, constants }
    const files = { [name]: text(header, ...list) }
    await withImports([[files, { [name]: correction }], [files, { [name]: correction }]], async ([first, again], bench) => {
      const tally = tableOf(first as ImportState, name).tally
      const [money] = tally?.money ?? []
      if (money) expect(minorOf(money.in)).toBe(minorOf(money.written) + minorOf(money.known) + minorOf(money.refused) + minorOf(money.leftOut))
      const sum = (await moneyIn(bench, first?.id)).reduce((all, one) => all + minorOf(one.in), 0)
      expect(sum).toBe(minorOf(money?.written ?? '0'))
      // The same file again: what was written is known, to the cent.
      const [later] = tableOf(again as ImportState, name).tally?.money ?? []
      expect(minorOf(later?.known ?? '0')).toBe(minorOf(money?.written ?? '0') + minorOf(money?.known ?? '0'))
      expect(await moneyIn(bench, again?.id)).toEqual([])
    })
  // Each run is two imports; the many rows of a table hold the cases.
  }), { numRuns: 4, endOnFailure: true })
}, 600_000)
