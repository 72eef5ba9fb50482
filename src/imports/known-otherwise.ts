import { namespaceOf } from '../base/identifier.ts'
import { firmWords, wordLikeness } from '../identity/names.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import type { NamedId } from './reader.ts'

/** What stands for itself is nobody's number: an address is the same in every system. */
const BY_ITSELF: ReadonlySet<string> = new Set(['email', 'domain', 'name', 'anonymous', 'phone'])
const EXAMPLES = 3

/** Fields whose ids a table gives names to. */
const FIELDS = ['person', 'organization', 'contact', 'account', 'customer', 'reseller', 'parent', 'payer', 'seller'] as const

/** No word of one name is like a word of the other: `Acme` and `Zeta Inc`, not `Acme` and `ACME GmbH`, nor `Bob Ray` and `Robert Ray`. */
export function areDifferentNames(one: string, other: string): boolean {
  const [words, others] = [firmWords(one), firmWords(other)]
  if (words.length === 0 || others.length === 0 || words.join('') === others.join('')) return false
  // `Data Dog` and `Datadog`, `IBM` and `International Business Machines`.
  if (words.join('').includes(others.join('')) || others.join('').includes(words.join('')) || initials(words) === others.join('') || initials(others) === words.join('')) return false
  return !words.some((word) => others.some((another) => wordLikeness(word, another) !== null && Math.min(word.length, another.length) > 1))
}

function initials(words: readonly string[]): string {
  return words.length < 2 ? '' : words.map((word) => word[0]).join('')
}

interface Found {
  count: number
  readonly examples: string[]
}

/** Ids that two tables, or a table and what is known already, give to evidently different names: two systems that both count from 1. */
export function knownOtherwise(plans: readonly TablePlan[], names: { readonly [table: string]: readonly NamedId[] }, known: (identifier: string) => readonly string[]): readonly DataWarning[] {
  const found = new Map<string, { readonly plan: TablePlan; readonly field: string | null; readonly namespace: string; readonly beside: string | null } & Found>()
  const before = new Map<string, { readonly table: string; readonly name: string }>()
  const tell = (plan: TablePlan, identifier: string, beside: string | null, example: string): void => {
    const namespace = namespaceOf(identifier)
    const name = `${plan.table}\0${namespace}\0${beside ?? ''}`
    const one = found.get(name) ?? { plan, field: fieldOf(plan, namespace), namespace, beside, count: 0, examples: [] }
    one.count += 1
    if (one.examples.length < EXAMPLES) one.examples.push(example)
    found.set(name, one)
  }
  for (const plan of plans) {
    for (const [identifier, name] of names[plan.table] ?? []) {
      if (BY_ITSELF.has(namespaceOf(identifier))) continue
      const here = known(identifier)
      const other = here.at(-1)
      if (other !== undefined && here.every((one) => areDifferentNames(one, name))) tell(plan, identifier, null, `${identifier} is ${other}, in the file ${name}`)
      const first = before.get(identifier)
      if (first === undefined) before.set(identifier, { table: plan.table, name })
      else if (first.table !== plan.table && areDifferentNames(first.name, name)) tell(plan, identifier, first.table, `${identifier} is ${first.name} in ${first.table}, ${name} in ${plan.table}`)
    }
  }
  return [...found.values()].map(({ plan, field, namespace, beside, count, examples }) => {
    const column = field === null ? null : (plan.fields[field]?.column ?? null)
    const ids = `${count.toLocaleString('en-US')} ${count === 1 ? 'id' : 'ids'} of ${column ?? namespace}`
    const own = ownNamespace(plan, namespace)
    const says = beside === null ? `${ids} ${count === 1 ? 'is' : 'are'} known here under ${count === 1 ? 'another name' : 'other names'}: ${examples[0]}.` : `${ids} ${count === 1 ? 'has another name' : 'have other names'} in another table of this import: ${examples[0]}.`
    const how = field === null || plan.format !== null ? 'leave the table out, or import it into a workspace of its own'
      : `choose whose ids they are: '${own}' (page: Ids belong to; command line: --namespace ${plan.table}:${field}=${own})`
    return {
      code: 'ids-known-otherwise', table: beside === null ? plan.table : null, column, count, says, examples,
      mend: `If the ${beside === null ? 'file comes' : 'tables come'} from another system, ${how}, in every table that names them; else they become one. If they were only renamed, nothing needs to be done.`.replace('If the tables come from another system', 'If the tables come from two systems'),
    }
  })
}

function fieldOf(plan: TablePlan, namespace: string): string | null {
  return FIELDS.find((field) => plan.fields[field]?.reading?.namespace === namespace) ?? FIELDS.find((field) => plan.fields[field] !== undefined && !BY_ITSELF.has(plan.fields[field]?.reading?.namespace ?? '')) ?? null
}

/** A namespace that nobody else has: the source of the table, with whose ids they are. */
function ownNamespace(plan: TablePlan, namespace: string): string {
  return plan.source === namespace ? `${plan.source}-id` : plan.source
}
