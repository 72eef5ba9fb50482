import type { TableLook } from './known.ts'
import type { Kind, TablePlan } from './plan.ts'

export interface RecognizeSettings {
  readonly kept: (shape: string) => TablePlan | null
  readonly as: { readonly [table: string]: Kind }
}

export interface Understood {
  readonly plan: TablePlan
  readonly shape: string
  readonly kept: boolean
}

export type Recognize = (looks: readonly TableLook[], settings: RecognizeSettings) => readonly Understood[]

/** TEMPORARY: users and payments by the plain names of their columns, until all are recognized. */
export const standInRecognize: Recognize = (looks, { kept, as }) => looks.map((look) => {
  const own = look.columns.filter((column) => !column.startsWith('hatrack_'))
  const shape = own.join('\n')
  const before = kept(shape)
  if (before && as[look.name] === undefined) return { plan: { ...before, table: look.name }, shape, kept: true }
  const names: { readonly [column: string]: string } = { email: own.includes('amount') ? 'customerEmail' : 'email', name: 'name', amount: 'amount', currency: 'currency', status: 'status', id: 'id', at: 'at' }
  const fields = Object.fromEntries(own.flatMap((column) => (names[column] ? [[names[column], { column, certainty: 0.9, because: 'by its name' }]] : [])))
  const kind = as[look.name] ?? (own.includes('amount') ? 'payments' : own.includes('email') ? 'users' : 'nothing')
  const leftOver = own.filter((column) => !names[column])
  return { plan: { table: look.name, kind, format: null, source: 'files', certainty: 0.8, because: 'by its columns', fields, constants: {}, traits: [], leftOver }, shape, kept: false }
})
