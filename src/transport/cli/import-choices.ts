import { Refusal } from '../../base/refusal.ts'
import { FIELDS } from '../../imports/fields.ts'
import type { ImportState, TableState } from '../../imports/import-state.ts'
import { asOneProduct, hasPlaceForProduct } from '../../imports/one-product.ts'
import { KINDS, type Kind, type TablePlan } from '../../imports/plan.ts'

/** What a command line says about tables, besides what was understood of them. */
export interface Choices {
  /** `accounts.csv=organizations` */
  readonly kind: readonly string[]
  /** `accounts.csv:organization=account_id` */
  readonly column: readonly string[]
  /** `invoices.csv:customer=account`: the ids of the customers are those of accounts */
  readonly namespace: readonly string[]
  /** `product=notes` where no column says it, or for all rows of one table `invoices.csv:currency=EUR` */
  readonly set: readonly string[]
}

/** The first option that says how tables are understood; null if none does. */
export function choiceIn(options: Choices & { readonly plan: string | undefined; readonly showPlan?: boolean }): string | null {
  const chosen: readonly (readonly [option: string, isGiven: boolean])[] = [
    ['--kind', options.kind.length > 0],
    ['--column', options.column.length > 0],
    ['--namespace', options.namespace.length > 0],
    ['--set', options.set.length > 0],
    ['--plan', options.plan !== undefined],
    ['--show-plan', options.showPlan === true],
  ]
  return chosen.find(([, isGiven]) => isGiven)?.[0] ?? null
}

/** Values that are no fields of a kind, and yet may be set for a table. */
const BESIDES = ['product', 'currency', 'interval', 'seller', 'customerIs', 'covers', 'periodEnd', 'kind']

/** Tables and the kinds that were chosen for them. */
export function chosenKinds(state: ImportState, choices: Choices): readonly { readonly table: string; readonly kind: Kind }[] {
  return choices.kind.map((text) => {
    const [name, kind] = parted(text, '--kind', 'accounts.csv=organizations')
    if (!(KINDS as readonly string[]).includes(kind)) throw new Refusal('bad-command', `'${kind}' is no kind of table; kinds are ${KINDS.join(', ')}`)
    return { table: tableNamed(state, name).table, kind: kind as Kind }
  })
}

/** The plans that columns and values chosen on the command line change. */
export function chosenPlans(state: ImportState, choices: Choices): readonly TablePlan[] {
  const plans = new Map(state.tables.map(({ table, plan }) => [table, plan]))
  const change = (table: string, changed: (plan: TablePlan) => TablePlan): void => {
    plans.set(table, changed(plans.get(table) as TablePlan))
  }
  for (const text of choices.column) {
    const [left, column] = parted(text, '--column', 'accounts.csv:organization=account_id')
    const [name, field] = ofTable(left)
    if (name === null) throw new Refusal('bad-command', `--column ${text} names no table; write it as accounts.csv:organization=account_id`)
    const { table, columns } = tableNamed(state, name)
    const written = columns.find((one) => one === column) ?? columns.find((one) => one.toLowerCase() === column.toLowerCase())
    if (written === undefined) throw new Refusal('bad-command', `${table} has no column '${column}'; it has ${columns.join(', ')}`)
    change(table, (plan) => withColumn(plan, field, written))
  }
  for (const text of choices.namespace) {
    const [left, namespace] = parted(text, '--namespace', 'invoices.csv:customer=account')
    const [name, field] = ofTable(left)
    if (name === null) throw new Refusal('bad-command', `--namespace ${text} names no table; write it as invoices.csv:customer=account`)
    const { table } = tableNamed(state, name)
    change(table, (plan) => withNamespace(plan, field, namespace.replace(/:$/, '')))
  }
  for (const text of choices.set) {
    const [left, value] = parted(text, '--set', 'product=notes, or invoices.csv:currency=EUR')
    const [name, field] = ofTable(left)
    if (name === null && field === 'product' && state.tables.some(({ table }) => hasPlaceForProduct(plans.get(table) as TablePlan))) {
      // All of it is one product: what tables name beside it is given up.
      for (const { table } of state.tables) change(table, (plan) => asOneProduct(plan, value))
      continue
    }
    const tables = name === null ? state.tables.filter(({ table }) => takes(plans.get(table) as TablePlan, field)) : [tableNamed(state, name)]
    // Without a table it fills in what no column says.
    const changed = name === null ? tables.filter(({ table }) => plans.get(table)?.fields[field] === undefined) : tables
    if (tables.length === 0 && state.tables.every(({ table }) => plans.get(table)?.kind === 'nothing')) throw new Refusal('bad-command', nothingTaken(state))
    if (tables.length === 0)
      throw new Refusal('bad-command', `no table of the import has a field '${field}'; name the table, as in invoices.csv:${field}=${value}`)
    for (const { table } of changed) change(table, (plan) => withValue(plan, field, value))
  }
  return state.tables.flatMap(({ table, plan }) => (plans.get(table) === plan ? [] : [plans.get(table) as TablePlan]))
}

/** Why a value helps nothing: the tables themselves give nothing. */
function nothingTaken({ id, tables, faults }: ImportState): string {
  const why = tables.map(
    ({ table, rows, plan }) => `${table}: ${rows === 0 ? 'it has no rows' : plan.because || 'what it is was not understood; say it with --kind'}`,
  )
  return `nothing is taken. ${[...faults.map(({ file, says }) => (file === '' ? says : `${file}: ${says}`)), ...why].join(' ')} hatrack imports show ${id} shows its first rows`
}

function takes({ kind }: TablePlan, field: string): boolean {
  return field === 'source' || (kind !== 'nothing' && (FIELDS[kind].some(({ name }) => name === field) || (kind === 'objects' && BESIDES.includes(field))))
}

function withColumn(plan: TablePlan, field: string, column: string): TablePlan {
  const known = FIELDS[plan.kind]
  if (known.length > 0 && !known.some(({ name }) => name === field)) {
    throw new Refusal('bad-command', `${plan.kind} have no field '${field}'; they have ${known.map(({ name }) => name).join(', ')}`)
  }
  const { [field]: _, ...constants } = plan.constants
  const before = plan.fields[field]
  const reading = before?.column === column && before.reading ? { reading: before.reading } : {}
  return {
    ...plan,
    constants,
    fields: { ...plan.fields, [field]: { column, ...reading, certainty: 1, because: 'chosen on the command line' } },
    traits: plan.traits.filter((one) => one !== column),
    leftOver: plan.leftOver.filter((one) => one !== column),
  }
}

function withNamespace(plan: TablePlan, field: string, namespace: string): TablePlan {
  const before = plan.fields[field]
  const ids = FIELDS[plan.kind].filter(({ name, type }) => type === 'identifier' && plan.fields[name] !== undefined).map(({ name }) => name)
  if (before === undefined || !ids.includes(field))
    throw new Refusal('bad-command', `${plan.table} has no ids in a field '${field}'; it has ${ids.length === 0 ? 'none' : ids.join(', ')}`)
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(namespace))
    throw new Refusal('bad-command', `'${namespace}' names no ids; write one word such as account, customer or user`)
  const reading = { ...before.reading, namespace: namespace.toLowerCase() }
  return { ...plan, fields: { ...plan.fields, [field]: { ...before, reading, certainty: 1, because: 'chosen on the command line' } } }
}

function withValue(plan: TablePlan, field: string, value: string): TablePlan {
  if (field === 'source') return { ...plan, source: value }
  const { [field]: replaced, ...fields } = plan.fields
  const leftOver = replaced && !plan.leftOver.includes(replaced.column) ? [...plan.leftOver, replaced.column] : plan.leftOver
  return { ...plan, fields, leftOver, constants: { ...plan.constants, [field]: value } }
}

/** Plans from a file, for the tables of this import: by their names, or by the last part of them. */
export function plansFrom(state: ImportState, text: string, file: string): readonly TablePlan[] {
  const wrong = (says: string): Refusal => new Refusal('bad-command', `${file} ${says}; --show-plan writes such a file`)
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw wrong('is no JSON')
  }
  const plans = Array.isArray(read) ? (read as unknown[]) : [read]
  if (!plans.every(isPlan)) throw wrong('does not hold a list of plans')
  return (plans as TablePlan[]).map((plan) => ({ ...plan, table: tableNamed(state, plan.table).table }))
}

function isPlan(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ['table', 'kind', 'fields', 'constants'].every((name) => name in value)
}

/** A table by its name, by the end of its path, or by its name without what follows the dot. */
export function tableNamed(state: ImportState, name: string): TableState {
  const ways: readonly ((table: string) => boolean)[] = [
    (table) => table === name,
    (table) => table.endsWith(`/${name}`),
    (table) => (table.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '') === name,
  ]
  for (const way of ways) {
    const found = state.tables.filter(({ table }) => way(table))
    if (found.length > 1) throw new Refusal('bad-command', `'${name}' may be ${found.map(({ table }) => table).join(' or ')}; write the whole name`)
    if (found[0]) return found[0]
  }
  throw new Refusal('bad-command', `there is no table '${name}'; there are ${state.tables.map(({ table }) => table).join(', ')}`)
}

function parted(text: string, option: string, example: string): readonly [left: string, right: string] {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new Refusal('bad-command', `${option} ${text} cannot be read; write it as ${example}`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function ofTable(text: string): readonly [table: string | null, field: string] {
  const at = text.lastIndexOf(':')
  return at < 0 ? [null, text] : [text.slice(0, at), text.slice(at + 1)]
}
