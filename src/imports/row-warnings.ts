import type { DataWarning } from './plan.ts'

interface Words {
  /** With the count in words: `21 ids occur twice`. `about` is the column or what the warning is about. */
  readonly says: (count: number, about: string) => string
  readonly mend: string
}

const s = (count: number, one: string, many: string): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** What can be odd in rows that are taken nevertheless. */
const WARNINGS = {
  'id-reused': {
    says: (count, column) => `${s(count, 'row has', 'rows have')} an id in ${column} that an earlier row has with different content. All rows are kept; one has the id, the others get it with # and some letters made of what they say.`,
    mend: 'If the column is no id of the row, choose another column as id; if later rows correct earlier ones, remove the earlier ones.',
  },
  'email-of-many': {
    says: (count, column) => `${s(count, 'row has', 'rows have')} an address in ${column} that belongs to several persons of the table. It is kept as a trait and identifies none of them.`,
    mend: 'Give each person an address of their own, or leave it so: apart is better than wrongly merged.',
  },
  'email-unreadable': {
    says: (count, column) => `${s(count, 'cell of', 'cells of')} ${column} ${count === 1 ? 'is' : 'are'} no e-mail address. The text is kept as a trait and identifies nobody.`,
    mend: 'Correct the address, or leave the cell empty.',
  },
  'domain-unreadable': {
    says: (count, column) => `${s(count, 'cell of', 'cells of')} ${column} ${count === 1 ? 'is' : 'are'} no web or mail domain. The text is kept as a trait and identifies nobody.`,
    mend: 'Correct the domain, or leave the cell empty.',
  },
  'shared-domain': {
    says: (count, column) => `${s(count, 'row has', 'rows have')} a domain in ${column} that several organizations of the table have, or that is personal mail. It identifies none of them.`,
    mend: 'State who belongs to which organization in a list of users with an account, or leave it so.',
  },
  'shared-phone': {
    says: (count, column) => `${s(count, 'row has', 'rows have')} a number in ${column} that other rows with another name have too. Phone numbers are kept as traits and never say that two parties are one.`,
    mend: 'Nothing needs to be done.',
  },
  'date-order': {
    says: (count, column) => `${s(count, 'date of', 'dates of')} ${column} can be read day-first and month-first, and the column does not prove which it is. The plan says how they are taken.`,
    mend: 'Look at the first rows, and say in the plan whether the day or the month stands first.',
  },
  'date-order-mixed': {
    says: (count, column) => `Some dates of ${column} can only be read day-first and others only month-first. Those that do not fit the plan are refused; ${s(count, 'other date', 'other dates')} can be read both ways and may be wrong.`,
    mend: 'Export the dates again as 2026-02-03, or split the file where the order changes.',
  },
  'dates-out-of-range': {
    says: (count, column) => `${s(count, 'date of', 'dates of')} ${column} ${count === 1 ? 'lies' : 'lie'} in the future.`,
    mend: 'Check the order of day and month in the plan, and the clock of the system that wrote them.',
  },
  'use-before-agreement': {
    says: (count) => `${s(count, 'use lies', 'uses lie')} before the first day of the subscription under which ${count === 1 ? 'it was' : 'they were'} made. Such use is paid by nobody, unless another agreement covers it.`,
    mend: 'Check the start of the subscriptions, or the dates of the uses; the data contradict themselves.',
  },
  'use-after-agreement': {
    says: (count) => `${s(count, 'use lies', 'uses lie')} after the last day of the subscription under which ${count === 1 ? 'it was' : 'they were'} made.`,
    mend: 'Check the end of the subscriptions, or the dates of the uses.',
  },
  'agreement-unknown': {
    says: (count, column) => `${s(count, 'row names', 'rows name')} a subscription in ${column} that no table of this import holds.`,
    mend: 'Add the file that lists the subscriptions to this import.',
  },
  'account-unknown': {
    says: (count, column) => `${s(count, 'row names', 'rows name')} an organization in ${column} that the list of organizations of this import does not hold.`,
    mend: 'Correct the spelling, or add the organization to the list.',
  },
  'near-name': {
    says: (count, column) => `${s(count, 'row names', 'rows name')} an organization in ${column} almost as another table does. They are taken for two organizations.`,
    mend: 'If they are one, write both alike, or merge them after the import.',
  },
  'product-unknown': {
    says: (count, column) => `${s(count, 'row names', 'rows name')} a product in ${column} that the list of products of this import does not hold. It is taken for a product of its own.`,
    mend: 'Write it as the list of products does.',
  },
  'product-named-twice': {
    says: (count, column) => `${s(count, 'product has', 'products have')} a name in ${column} that an earlier one has under another key, as versions of one article do. Each key is a product of its own.`,
    mend: 'If they are one product, choose the column with the key of the article as product, here and in the tables of sales.',
  },
  'ended-without-end': {
    says: (count) => `${s(count, 'subscription has', 'subscriptions have')} ended, and the table does not say when. ${count === 1 ? 'It counts' : 'They count'} as in force until it does.`,
    mend: 'Give the column with the day of the end.',
  },
  'closed-before-opened': {
    says: (count) => `${s(count, 'row was', 'rows were')} closed before ${count === 1 ? 'it was' : 'they were'} opened.`,
    mend: 'Check the order of day and month in the plan.',
  },
  'own-parent': {
    says: (count, column) => `${s(count, 'organization is its', 'organizations are their')} own parent in ${column}. This is left out.`,
    mend: 'Leave the cell empty where there is no parent.',
  },
  'inverted-sign': {
    says: (count, column) => `${s(count, 'amount of', 'amounts of')} ${column} ${count === 1 ? 'is' : 'are'} negative. ${count === 1 ? 'It is' : 'They are'} taken as money given back.`,
    mend: 'Nothing needs to be done, if these are refunds or credit notes.',
  },
  'given-back': {
    says: (count, column) => `${s(count, 'row was', 'rows were')} refunded, says ${column}. ${count === 1 ? 'It counts' : 'They count'} as paid and given back on the same day.`,
    mend: 'If rows of their own tell what was given back, say in the plan that the word means paid.',
  },
  'paid-without-payment': {
    says: (count) => `${s(count, 'invoice is', 'invoices are')} paid, as the table says, and no payment of this import names ${count === 1 ? 'it' : 'them'}. Nothing counts as paid for ${count === 1 ? 'it' : 'them'}.`,
    mend: "Add the payments that are missing, or let this table tell what was paid ('payments': told-here) and take nothing from the payments.",
  },
  'rows-without-id': {
    says: (count) => `${s(count, 'row has', 'rows have')} no id. Such a row is known by what it says: one of a later file that says the same word for word is taken for the same row, not for another one.`,
    mend: 'Choose a column that names the row, or export the table with one.',
  },
  'rounded': {
    says: (count, column) => `${s(count, 'amount of', 'amounts of')} ${column} had more digits than the currency and ${count === 1 ? 'was' : 'were'} rounded half up, as the plan says.`,
    mend: 'Compare the totals, or import amounts as they were charged.',
  },
  'not-exact': {
    says: (count, column) => `${s(count, 'row is', 'rows are')} refused: price, quantity and discount by ${column} give an amount with more digits than the currency has.`,
    mend: 'Say in the plan that amounts are rounded (rounding: half-up), or give a column with the amount that was charged.',
  },
  'sent-to-other': {
    says: (count, column) => `${s(count, 'order was', 'orders were')} sent to a name in ${column} that is not written as that of the customer, who counts as the buyer. If it is another one, that one may be who uses it.`,
    mend: 'If the other one bought it, correct the customer; else nothing needs to be done.',
  },
  'order-without-lines': {
    says: (count, column) => `${s(count, 'order has', 'orders have')} no line: the table that gives the money of these orders does not name their ${column}. Nothing is taken of them.`,
    mend: 'Add the lines that are missing, if the orders were not cancelled.',
  },
} as const satisfies Readonly<Record<string, Words>>

export type WarningCode = keyof typeof WARNINGS

/** As rows would tell it, of a column that was counted as a whole. */
export function dateOrderWarning(table: string, column: string, count: number, examples: readonly string[], isMixed: boolean): DataWarning {
  const code = isMixed ? 'date-order-mixed' : 'date-order'
  return { code, table, column, count, says: WARNINGS[code].says(count, column), examples: [...examples], mend: WARNINGS[code].mend }
}

const EXAMPLES = 5

/** Counts what is odd while rows are converted, and keeps the first examples. */
export interface RowWarnings {
  tell(code: WarningCode, column: string | null, example: string): void
  all(): readonly DataWarning[]
}

export function rowWarnings(table: string): RowWarnings {
  const told = new Map<string, { readonly code: WarningCode; readonly column: string | null; count: number; readonly examples: string[] }>()
  return {
    tell: (code, column, example) => {
      const name = `${code}\0${column ?? ''}`
      let entry = told.get(name)
      if (!entry) told.set(name, entry = { code, column, count: 0, examples: [] })
      entry.count += 1
      if (entry.examples.length < EXAMPLES && !entry.examples.includes(example)) entry.examples.push(example)
    },
    all: () => [...told.values()].map(({ code, column, count, examples }) => ({
      code, table, column, count, says: WARNINGS[code].says(count, column ?? 'the table'), examples, mend: WARNINGS[code].mend,
    })),
  }
}
