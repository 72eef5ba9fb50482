import type { KindTable, KindTerms } from './kind-way.ts'
import { NamesOfFirms, MOST_NAMES } from './names-of-firms.ts'
import type { Kind, TablePlan } from './plan.ts'
import { nameId, nameValue, rowReader } from './row-reader.ts'
import type { RowWarnings } from './row-warnings.ts'

/** The organizations that the tables of one import know, for rows that only name them. */
export interface Organizations {
  /** The id of the only organization with this name, in whatever spelling; null if none or several have it. */
  idOfName(name: string): string | null
  /** For an organization that is known by its name alone, `name:acme`: the name that stands for all spellings in the tables of this import, `name:acme inc.`; else the same. */
  spelling(id: string): string
  /** Tells of an organization that a list of organizations with ids like this one does not hold; of a name that another table writes almost like that. */
  look(id: string, column: string, written: string, warn: RowWarnings): void
}

type Columns = readonly [id: string, name: string]
const LISTS: Readonly<Partial<Record<Kind, Columns>>> = { organizations: ['organization', 'organizationName'], resellers: ['organization', 'organizationName'] }
/** Tables that say in passing how an organization is called. */
const MENTIONS: Readonly<Partial<Record<Kind, Columns>>> = {
  subscriptions: ['customer', 'customerName'], invoices: ['customer', 'customerName'], payments: ['customer', 'customerName'], sales: ['customer', 'customerName'], deals: ['customer', 'customerName'],
  users: ['account', 'accountName'], contacts: ['organization', 'organizationName'], memberships: ['organization', 'organizationName'],
}

/** Names without blanks and signs, to find those that are written otherwise: `GTX Pro` and `GTXPro`. */
export function looseName(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

function columnsOf({ kind, constants }: TablePlan): Columns | null {
  return LISTS[kind] ?? (constants.customerIs === 'person' ? null : MENTIONS[kind]) ?? null
}

/** Does the table name organizations? */
function namesSome(plan: TablePlan): boolean {
  const columns = columnsOf(plan)
  return columns !== null && (plan.fields[columns[1]] !== undefined || plan.fields[columns[0]]?.reading?.namespace === 'name')
}

/** By name, the id of the only organization that is called so; null where several are. */
class IdsOfNames {
  readonly #ids = new Map<string, string | null>()

  add(name: string, id: string): void {
    const known = this.#ids.get(name)
    this.#ids.set(name, known === undefined || known === id ? id : null)
  }

  get(name: string): string | null | undefined {
    return this.#ids.get(name)
  }

  /** The same by what stands for all spellings. */
  byKey(names: NamesOfFirms): IdsOfNames {
    const ids = new IdsOfNames()
    for (const [name, id] of this.#ids) {
      if (id === null) ids.#ids.set(names.key(name), null)
      else if (ids.#ids.get(names.key(name)) !== null) ids.add(names.key(name), id)
    }
    return ids
  }
}

/** Reads the lists of organizations of the import, and the tables that name some in passing. */
export async function organizationsOf(terms: Pick<KindTerms, 'own' | 'others'>): Promise<Organizations> {
  // By namespace: ids that a list holds, and how they are written.
  const held = new Map<string, Set<string>>()
  const near = new Map<string, string>()
  const listed = new IdsOfNames()
  const mentioned = new IdsOfNames()
  const names = new NamesOfFirms()
  const theirs = new Map<string, string>()
  const hold = (one: string, written: string): void => {
    const space = one.slice(0, one.indexOf(':'))
    const ids = held.get(space)
    if (ids) ids.add(one)
    else held.set(space, new Set([one]))
    near.set(`${space} ${looseName(one.slice(space.length + 1))}`, written)
  }
  const read = async (table: KindTable, take: (id: string | null, name: string | null) => void): Promise<void> => {
    const columns = columnsOf(table.plan)
    if (columns === null) return
    const row = rowReader(table.plan)
    for await (const cells of table.cells()) {
      row.begin(cells)
      const id = row.id(columns[0], 'account', 'nothing')
      const isName = id?.startsWith('name:') === true
      take(isName ? null : id, row.name(columns[1]) ?? (isName ? row.text(columns[0]) : null))
    }
  }
  const isNamed = namesSome(terms.own.plan)
  for (const table of terms.others) {
    const isList = LISTS[table.plan.kind] !== undefined
    if (!isList && !(isNamed && namesSome(table.plan))) continue
    await read(table, (id, name) => {
      const value = name === null ? null : nameValue(name)
      if (value !== null && isNamed) {
        names.add(value)
        if (theirs.size < MOST_NAMES && !theirs.has(value)) theirs.set(value, name as string)
      }
      if (value !== null && id !== null) (isList ? listed : mentioned).add(value, id)
      if (!isList) return
      if (id !== null) hold(id, id.slice(id.indexOf(':') + 1))
      if (name !== null) hold(nameId(name), name)
    })
  }
  // Whether Acme may be Acme Inc depends on whether there is an Acme GmbH here.
  if (theirs.size > 0) await read(terms.own, (_id, name) => (name === null ? undefined : names.add(nameValue(name))))
  const [listedByKey, mentionedByKey] = [listed.byKey(names), mentioned.byKey(names)]
  const idOfName = (name: string): string | null => {
    const value = nameValue(name)
    const key = names.key(value)
    for (const found of [listed.get(value), listedByKey.get(key), mentioned.get(value), mentionedByKey.get(key)]) if (found !== undefined) return found
    return null
  }
  return {
    idOfName,
    spelling: (id) => (id.startsWith('name:') ? `name:${names.fullest(id.slice('name:'.length))}` : id),
    look: (id, column, written, warn) => {
      const space = id.slice(0, id.indexOf(':'))
      const value = id.slice(space.length + 1)
      const ids = held.get(space)
      if (ids) {
        if (ids.has(id)) return
        const other = near.get(`${space} ${looseName(value)}`) ?? (space === 'name' ? names.near(value, (name) => theirs.has(name)) : null)
        warn.tell('account-unknown', column, other === null ? written : `'${written}', perhaps '${theirs.get(other) ?? other}'`)
      } else if (space === 'name') {
        const other = names.near(value, (name) => theirs.has(name))
        if (other !== null) warn.tell('near-name', column, `'${written}', perhaps '${theirs.get(other)}'`)
      }
    },
  }
}
