import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { FIELDS } from './fields.ts'
import { ImportState } from './import-state.ts'
import type { Imports } from './imports.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { KINDS, type Kind, TablePlan } from './plan.ts'

/** What operations of imports need of a workspace. */
export interface WithImports {
  readonly imports: Imports
}

const ID = Type.String({ description: 'Id of the import.' })
const OF_ONE = Type.Object({ id: ID }, { additionalProperties: false })
const NOTHING = Type.Object({}, { additionalProperties: false })
const KIND = Type.Union(KINDS.map((kind) => Type.Literal(kind)), { description: 'What the rows of the table are about.' })

/** What each kind is, for people who choose one. */
const SAYS: { readonly [kind in Kind]: string } = {
  users: 'People who use the product, one a row',
  'usage-events': 'What was used, one event a row',
  'usage-days': 'What was used, one person and day a row',
  organizations: 'Firms, accounts or other organizations, one a row',
  contacts: 'People at customers, with their title or function',
  memberships: 'Who belongs to which organization',
  ownerships: 'Which organization belongs to which',
  products: 'Products',
  subscriptions: 'Subscriptions and other agreements that run for a time',
  invoices: 'Invoices, or lines of invoices',
  payments: 'Payments and refunds',
  sales: 'Sales and orders, paid once',
  resellers: 'Who sells our products on',
  'sell-through': 'What resellers sold on, and to whom',
  scores: 'NPS, CSAT or CES scores',
  requests: 'Requests, complaints and praise',
  deals: 'Deals, won, lost or open',
  deliveries: 'Milestones of projects, with planned and actual cost and days',
  links: 'Two identifiers of the same party, one pair a row',
  evidence: 'Evidence lines, as Hatrack writes them',
  objects: 'Objects of another system, each understood by itself',
  nothing: 'Nothing is taken from it',
}

const list: Operation<WithImports, typeof NOTHING> = {
  name: 'imports',
  summary: 'The imports, newest first, without the rows of their previews.',
  power: 'read',
  input: NOTHING,
  output: Type.Object({ imports: Type.Array(ImportState) }),
  run: async ({ imports }) => ({ imports: imports.list().map((state) => ({ ...state, tables: state.tables.map((table) => ({ ...table, preview: [] })) })) }),
}

const one: Operation<WithImports, typeof OF_ONE> = {
  name: 'import',
  summary: 'One import: its files and tables, what they are taken for, what the first rows become, how far it is, and what became of the rows.',
  power: 'read',
  input: OF_ONE,
  output: ImportState,
  run: async ({ imports }, { id }) => imports.get(id),
}

const kinds: Operation<WithImports, typeof NOTHING> = {
  name: 'import-kinds',
  summary: 'What a table can be about, with the fields of each kind, and the formats that are recognized outright.',
  power: 'read',
  input: NOTHING,
  output: Type.Object({
    kinds: Type.Array(Type.Object({
      kind: Type.String(),
      says: Type.String(),
      fields: Type.Array(Type.Object({
        name: Type.String(), type: Type.String(), says: Type.String(),
        needed: Type.Optional(Type.String({ description: 'One field of each group is needed.' })), meanings: Type.Optional(Type.Array(Type.String())),
      })),
    })),
    formats: Type.Array(Type.Object({ name: Type.String(), title: Type.String(), system: Type.String(), kind: Type.String() })),
  }),
  run: async () => ({
    kinds: KINDS.map((kind) => ({
      kind,
      says: SAYS[kind],
      fields: FIELDS[kind].map(({ name, type, says, needed, meanings }) => ({ name, type, says, ...(needed === undefined ? {} : { needed }), ...(meanings ? { meanings } : {}) })),
    })),
    formats: KNOWN_FORMATS.map(({ name, title, system, kind }) => ({ name, title, system, kind })),
  }),
}

const FILES = Type.Array(Type.Object({ name: Type.String({ minLength: 1, maxLength: 500 }), size: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }), {
  maxItems: 10_000, description: 'The files that will be sent, with their sizes in bytes: what does not come to its end is then not read by mistake.',
})

const BEGIN = Type.Object({ files: Type.Optional(FILES), name: Type.Optional(Type.String({ maxLength: 500, description: 'A name for people; absent: the names of its files.' })) }, { additionalProperties: false })

const begin: Operation<WithImports, typeof BEGIN> = {
  name: 'import-begin',
  summary: 'Begins an import. Its files are sent to /api/imports/ID/files after that.',
  power: 'write',
  input: BEGIN,
  output: ImportState,
  run: async ({ imports }, input) => imports.begin(input),
}

const PLANS = Type.Object({ id: ID, plans: Type.Array(TablePlan, { description: 'The plans that change; other tables keep theirs.' }) }, { additionalProperties: false })

const plan: Operation<WithImports, typeof PLANS> = {
  name: 'import-plan',
  summary: 'Corrects what tables and columns are taken for, and shows what the first rows become then.',
  power: 'write',
  input: PLANS,
  output: ImportState,
  run: ({ imports }, { id, plans }) => imports.plan(id, plans),
}

const AS_KIND = Type.Object({ id: ID, table: Type.String({ description: 'Name of the table.' }), kind: KIND }, { additionalProperties: false })

const asKind: Operation<WithImports, typeof AS_KIND> = {
  name: 'import-kind',
  summary: 'Plans a table anew, as being about something else.',
  power: 'write',
  input: AS_KIND,
  output: ImportState,
  run: ({ imports }, { id, table, kind }) => imports.kind(id, table, kind as Kind),
}

/** A change that takes the id of an import and answers with its state. */
function change(name: string, summary: string, run: (imports: Imports, id: string) => ImportState | Promise<ImportState>): Operation<WithImports, typeof OF_ONE> {
  return { name, summary, power: 'write', input: OF_ONE, output: ImportState, run: async ({ imports }, { id }) => run(imports, id) }
}

const LOOK = Type.Object({ id: ID, leaveOut: Type.Optional(Type.Boolean({ description: 'True: files that were not sent to their end are left out.' })) }, { additionalProperties: false })

const look: Operation<WithImports, typeof LOOK> = {
  name: 'import-look',
  summary: 'Begins to read and understand the files; nothing is written. `import` tells how far it is.',
  power: 'write',
  input: LOOK,
  output: ImportState,
  run: async ({ imports }, { id, leaveOut }) => imports.look(id, { leaveOut: leaveOut === true }),
}
const take = change('import-take', 'Says yes: begins to write what the rows become, or goes on where it stopped.', (imports, id) => imports.take(id))
const stop = change('import-stop', 'Stops reading or writing. What was written stays, and it can go on.', (imports, id) => imports.stop(id))
const undo = change('import-undo', 'Takes back everything that came with the import: what it replaced holds again.', (imports, id) => imports.undo(id))
const redo = change('import-redo', 'Takes the undo back.', (imports, id) => imports.redo(id))

const forget: Operation<WithImports, typeof OF_ONE> = {
  name: 'import-forget',
  summary: 'Removes the files that were sent. An import of which nothing was written is removed wholly; then `import` is null.',
  power: 'write',
  input: OF_ONE,
  output: Type.Object({ import: Type.Union([ImportState, Type.Null()]) }),
  run: async ({ imports }, { id }) => ({ import: await imports.forget(id) }),
}

/** What every door offers of imports; files and refused rows have addresses of their own. */
export const importOperations = [list, one, kinds, begin, look, plan, asKind, take, stop, undo, redo, forget] as unknown as readonly Operation<WithImports>[]
