import { randomUUID } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { currencyDigits } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { listIn } from '../db/kept-document.ts'
import type { Workspace } from '../roles/workspace.ts'
import { whereFrom } from './where.ts'

const TEXT = Type.String({ maxLength: 200 })
const FILTER = Type.Optional(Type.String({ maxLength: 2_000, description: 'A filter as in flows: category=trial;trait.country=AT.' }))

/** One thing that could be done, as it is given. */
export const OPTION = Type.Object({
  key: Type.Optional(Type.String({ maxLength: 80, description: 'By which rules name it; absent: its name.' })),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  cost: Type.String({ maxLength: 30, description: 'Such as 12000.00, in the unit of the sheet.' }),
  topics: Type.Optional(Type.Array(TEXT, { maxItems: 50, description: 'Who asked for, complained about or praised one of these gains.' })),
  against: Type.Optional(Type.Array(TEXT, { maxItems: 50, description: 'Topics of those who would lose: a complaint of them is to be expected.' })),
  helps: FILTER, hurts: FILTER,
  must: Type.Optional(Type.Boolean({ description: 'In every set.' })),
  never: Type.Optional(Type.Boolean({ description: 'In no set; its people are shown all the same.' })),
  note: Type.Optional(Type.String({ maxLength: 2_000 })),
}, { additionalProperties: false })

const PAIR = Type.Array(Type.String({ maxLength: 200 }), { minItems: 2, maxItems: 2 })

/** What stands on a sheet besides its name. */
export const SHEET_FIELDS = {
  unit: Type.Optional(Type.String({ description: 'In what costs are told: a currency such as EUR, or `days` for person-days. Absent: EUR.' })),
  budget: Type.Optional(Type.String({ maxLength: 30, description: 'All costs together may be so much; absent: no limit.' })),
  options: Type.Array(OPTION, { maxItems: 2_000 }),
  notBoth: Type.Optional(Type.Array(Type.Object({ pair: PAIR }, { additionalProperties: false }), { maxItems: 5_000, description: 'Keys of two options of which at most one is chosen.' })),
  needs: Type.Optional(Type.Array(Type.Object({ pair: PAIR }, { additionalProperties: false }), { maxItems: 5_000, description: 'Keys of two options: the first only together with the second.' })),
}

const ID = Type.String({ description: 'Given when it was saved.' })
const SHEET = Type.Object({ id: ID, name: Type.String(), by: Type.Union([Type.String(), Type.Null()]), ...SHEET_FIELDS, unit: Type.String(), budget: Type.Union([Type.String(), Type.Null()]) })

export type OptionGiven = Static<typeof OPTION>
export type KeptSheet = Static<typeof SHEET>
type Fields = Pick<KeptSheet, 'unit' | 'budget' | 'options' | 'notBoth' | 'needs'>

/** An option as it is reckoned with. */
export interface SheetOption {
  readonly key: string
  readonly name: string
  /** In smallest units of the sheet's unit. */
  readonly cost: bigint
  readonly topics: readonly string[]
  readonly against: readonly string[]
  readonly helps: string
  readonly hurts: string
  readonly must: boolean
  readonly never: boolean
}

/** A sheet as it is reckoned with: rules by the places of options. */
export interface Sheet {
  readonly id: string | null
  readonly name: string
  readonly unit: string
  readonly budget: bigint | null
  readonly options: readonly SheetOption[]
  readonly notBoth: readonly (readonly [number, number])[]
  readonly needs: readonly (readonly [number, number])[]
}

const DAYS = 'days'
const DIGITS_OF_DAYS = 2
const SHEETS_AT_MOST = 200

/** Digits after the point of costs: those of the currency; hundredths of a person-day. */
export function digitsOf(unit: string): number {
  return unit === DAYS ? DIGITS_OF_DAYS : (currencyDigits(unit) ?? 2)
}

/** A cost as text, with the digits of its unit. */
export function costText(cost: bigint, unit: string): string {
  const digits = digitsOf(unit)
  const [sign, size] = cost < 0n ? ['-', -cost] : ['', cost]
  const text = size.toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export function costFrom(text: string, unit: string, about: string): bigint {
  const digits = digitsOf(unit)
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text.trim())
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  if (!match || fraction.length > digits) throw refused('options', `${about} must be an amount such as 1200${digits > 0 ? `.${'5'.padEnd(digits, '0')}` : ''}, not '${text}'. ${digits === 0 ? 'This unit has no digits after the point.' : `No more than ${digits} digits may stand after the point.`}`)
  return BigInt(match[1] + fraction.padEnd(digits, '0'))
}

/** Reads and checks what stands on a sheet. */
export function sheetFrom(given: Partial<Fields> & Pick<Fields, 'options'>, id: string | null, name: string): Sheet {
  const unit = unitFrom(given.unit)
  const options = given.options.map((option): SheetOption => {
    for (const filter of [option.helps, option.hurts]) whereFrom(filter)
    return {
      key: (option.key ?? option.name).trim(), name: option.name.trim(), cost: costFrom(option.cost, unit, `The cost of '${option.name}'`), topics: plain(option.topics), against: plain(option.against),
      helps: option.helps?.trim() ?? '', hurts: option.hurts?.trim() ?? '', must: option.must ?? false, never: option.never ?? false,
    }
  })
  const places = new Map(options.map(({ key }, place) => [key, place]))
  if (places.size < options.length) throw refused('options', `Two options are called '${options.find(({ key }, place) => places.get(key) !== place)?.key}'. Give each a name of its own.`)
  const both = options.find(({ must, never }) => must && never)
  if (both) throw refused('options', `'${both.name}' cannot be in every set and in none. Take one of the two away.`)
  const pairs = (name: 'notBoth' | 'needs'): [number, number][] => (given[name] ?? []).map(({ pair }) => {
    const [a, b] = pair.map((key) => places.get(key.trim()))
    if (a === undefined || b === undefined) throw refused(name, `There is no option '${pair[a === undefined ? 0 : 1]}' on the sheet, which '${name}' names.`)
    if (a === b) throw refused(name, `'${pair[0]}' is named twice in one rule. Name two options.`)
    return [a, b]
  })
  const budget = given.budget === undefined || given.budget === null || given.budget.trim() === '' ? null : costFrom(given.budget, unit, 'The budget')
  return { id, name, unit, budget, options, notBoth: pairs('notBoth'), needs: pairs('needs') }
}

function plain(texts: readonly string[] | undefined): readonly string[] {
  return [...new Set((texts ?? []).map((text) => text.trim()).filter((text) => text !== ''))]
}

function unitFrom(text: string | undefined): string {
  const unit = text?.trim() ?? 'EUR'
  if (unit.toLowerCase() === DAYS) return DAYS
  if (currencyDigits(unit.toUpperCase()) === null) throw refused('unit', `'${unit}' is no unit of costs. Use a currency such as EUR, or days for person-days.`)
  return unit.toUpperCase()
}

const NOTHING = Type.Object({}, { additionalProperties: false })
const SHEETS = Type.Object({ sheets: Type.Array(SHEET, { description: 'By name.' }) })

/** The option sheets of the workspace. */
export const optionSheets: Operation<Workspace, typeof NOTHING, typeof SHEETS> = {
  name: 'option-sheets',
  summary: 'The option sheets: needs and features with what each costs, whom it helps and hurts, the budget, and what goes together.',
  power: 'read',
  input: NOTHING,
  output: SHEETS,
  run: async (workspace) => ({ sheets: listIn<KeptSheet>(await workspace.optionSheets.read(), 'sheets') }),
}

const SAVE = Type.Object({ id: Type.Optional(Type.String({ description: 'Of a sheet that is saved anew; absent: a new one.' })), name: Type.String({ minLength: 1, maxLength: 120 }), ...SHEET_FIELDS, by: Type.Optional(Type.String({ description: 'Who saves it.' })) }, { additionalProperties: false })
const SAVED = Type.Object({ id: ID })

export const optionSheetSave: Operation<Workspace, typeof SAVE, typeof SAVED> = {
  name: 'option-sheet-save',
  summary: 'Saves an option sheet, whole, or saves one anew.',
  power: 'write',
  input: SAVE,
  output: SAVED,
  run: async (workspace, input) => {
    const name = input.name.normalize('NFC').trim()
    if (name === '') throw refused('name', 'A sheet needs a name.')
    const sheet = sheetFrom({ ...input, unit: input.unit ?? 'EUR', budget: input.budget ?? null }, null, name)
    const id = input.id ?? `options-${randomUUID().slice(0, 8)}`
    const next: KeptSheet = {
      id, name, by: input.by?.trim() || null, unit: sheet.unit, budget: sheet.budget === null ? null : costText(sheet.budget, sheet.unit),
      options: input.options.map((option, place) => ({ ...option, key: sheet.options[place]?.key ?? option.name, cost: costText(sheet.options[place]?.cost ?? 0n, sheet.unit) })),
      notBoth: input.notBoth ?? [], needs: input.needs ?? [],
    }
    await change(workspace, (sheets) => {
      if (input.id !== undefined && !sheets.some((one) => one.id === id)) throw unknown(input.id)
      const others = sheets.filter((one) => one.id !== id)
      if (others.some((one) => one.name === name)) throw refused('name', `There is a sheet '${name}' already. Choose another name, or save that one anew.`)
      if (others.length >= SHEETS_AT_MOST) throw refused('name', `No more than ${SHEETS_AT_MOST} sheets can be kept. Forget one that nobody needs.`)
      return [...others, next]
    })
    return { id }
  },
}

const FORGET = Type.Object({ id: ID }, { additionalProperties: false })
const FORGOTTEN = Type.Object({ forgotten: Type.Boolean() })

export const optionSheetForget: Operation<Workspace, typeof FORGET, typeof FORGOTTEN> = {
  name: 'option-sheet-forget',
  summary: 'Forgets an option sheet. What people said stays.',
  power: 'write',
  input: FORGET,
  output: FORGOTTEN,
  run: async (workspace, { id }) => {
    await change(workspace, (sheets) => {
      if (!sheets.some((one) => one.id === id)) throw unknown(id)
      return sheets.filter((one) => one.id !== id)
    })
    return { forgotten: true }
  },
}

/** The sheet that a question is about: kept under an id, or given with the question. Its budget may be another than the kept one. */
export interface SheetAsked { readonly sheet?: string | undefined; readonly options?: readonly OptionGiven[] | undefined; readonly unit?: string | undefined; readonly budget?: string | undefined }

export async function sheetAsked(workspace: Workspace, { sheet: id, options, unit, budget }: SheetAsked): Promise<Sheet> {
  if (id !== undefined) {
    const found = listIn<KeptSheet>(await workspace.optionSheets.read(), 'sheets').find((one) => one.id === id)
    if (!found) throw unknown(id)
    return sheetFrom({ ...found, ...(budget === undefined ? {} : { budget: budget === 'none' ? null : budget }) }, found.id, found.name)
  }
  if (options === undefined) throw refused('sheet', "Name a sheet by its id, which option-sheets lists, or give 'options' with a name and a cost each.")
  return sheetFrom({ options: [...options], unit: unit ?? 'EUR', budget: budget === undefined || budget === 'none' ? null : budget }, null, '')
}

/** What every question about a sheet takes. */
export const SHEET_ASKED = {
  sheet: Type.Optional(Type.String({ description: 'Id of a kept sheet.' })),
  options: Type.Optional(Type.Array(OPTION, { maxItems: 2_000, description: 'Instead of a sheet: options with a name and a cost each.' })),
  unit: Type.Optional(Type.String({ description: 'Of options given with the question: a currency, or `days`.' })),
  budget: Type.Optional(Type.String({ description: "Another budget than the sheet's; `none` for no limit." })),
}

function refused(parameter: string, sentence: string): Refusal {
  return new Refusal('bad-parameter', sentence, { parameter })
}

function unknown(id: string): Refusal {
  return refused('sheet', `There is no option sheet '${id}'. option-sheets lists them.`)
}

async function change({ optionSheets: document }: Workspace, make: (sheets: readonly KeptSheet[]) => readonly KeptSheet[]): Promise<void> {
  await document.change((before) => {
    const sheets = [...make(listIn<KeptSheet>(before, 'sheets'))].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    return `${JSON.stringify({ sheets }, null, 1)}\n`
  })
}
