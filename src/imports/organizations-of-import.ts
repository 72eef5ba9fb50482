import type { KindTable, KindTerms } from './kind-way.ts'
import { nameId, nameValue, rowReader } from './row-reader.ts'
import type { RowWarnings } from './row-warnings.ts'

/** The organizations that the tables of one import know, for rows that only name them. */
export interface Organizations {
  /** The id of the only organization with this name; null if none or several have it. */
  idOfName(name: string): string | null
  /** Tells of an organization that a list of organizations with ids like this one does not hold. */
  look(id: string, column: string, written: string, warn: RowWarnings): void
}

const LISTS: Readonly<Record<string, readonly [id: string, name: string]>> = { organizations: ['organization', 'organizationName'], resellers: ['organization', 'organizationName'] }
/** Tables that say in passing how a customer is called. */
const MENTIONS: Readonly<Record<string, readonly [id: string, name: string]>> = {
  subscriptions: ['customer', 'customerName'], invoices: ['customer', 'customerName'], payments: ['customer', 'customerName'], deals: ['customer', 'customerName'],
}

/** Names without blanks and signs, to find those that are written otherwise: `GTX Pro` and `GTXPro`. */
export function looseName(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Reads the lists of organizations of the import; where it has none, the tables that name customers with their ids. */
export async function organizationsOf(terms: Pick<KindTerms, 'others'>): Promise<Organizations> {
  const lists = terms.others.filter(({ plan }) => LISTS[plan.kind])
  const byName = new Map<string, string | null>()
  // By namespace: ids and names that a list holds.
  const held = new Map<string, Set<string>>()
  const near = new Map<string, string>()
  const take = async (table: KindTable, [idField, nameField]: readonly [string, string], isList: boolean): Promise<void> => {
    const { plan } = table
    if (!isList && !(plan.fields[idField] && plan.fields[nameField])) return
    const read = rowReader(plan)
    for await (const cells of table.cells()) {
      read.begin(cells)
      const id = read.id(idField, 'account', 'nothing')
      const name = read.name(nameField)
      if (id !== null && name !== null) {
        const known = byName.get(nameValue(name))
        byName.set(nameValue(name), known === undefined || known === id ? id : null)
      }
      if (!isList) continue
      for (const one of [id, name === null ? null : nameId(name)]) {
        if (one === null) continue
        const space = one.slice(0, one.indexOf(':'))
        let ids = held.get(space)
        if (!ids) held.set(space, ids = new Set())
        ids.add(one)
        near.set(`${space} ${looseName(one.slice(space.length + 1))}`, space === 'name' ? (name as string) : one.slice(space.length + 1))
      }
    }
  }
  for (const table of lists) await take(table, LISTS[table.plan.kind] as readonly [string, string], true)
  if (lists.length === 0) for (const table of terms.others) if (MENTIONS[table.plan.kind] && table.plan.constants.customerIs !== 'person') await take(table, MENTIONS[table.plan.kind] as readonly [string, string], false)
  return {
    idOfName: (name) => byName.get(nameValue(name)) ?? null,
    look: (id, column, written, warn) => {
      const space = id.slice(0, id.indexOf(':'))
      const ids = held.get(space)
      if (!ids || ids.has(id)) return
      const other = near.get(`${space} ${looseName(id.slice(space.length + 1))}`)
      warn.tell('account-unknown', column, other === undefined ? written : `'${written}', perhaps '${other}'`)
    },
  }
}
