import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import { asksForProduct, needsProduct } from './recognize.ts'
import { isKept } from './reused-plan.ts'

/** The products that use names, and those that agreements name. */
export interface ProductsNamed {
  readonly used: readonly string[]
  readonly agreed: readonly string[]
  /** Names of products by their keys. */
  readonly names: { readonly [product: string]: string }
  /** Products that live on the money of another product. */
  readonly fundedBy: { readonly [product: string]: string }
}

/** What a workspace knows of products: also those of which it has neither use nor agreements. */
export interface KnownProducts extends ProductsNamed {
  readonly listed: readonly string[]
}

export const NO_PRODUCTS: KnownProducts = { used: [], agreed: [], names: {}, fundedBy: {}, listed: [] }

type NamedByTables = { readonly [table: string]: ProductsNamed }

/** Of a shop's many articles the first are enough to see whether use and money meet. */
const AT_MOST = 1_000

/** Collects the products that lines of a table name. */
export function productsOfLines(): { add(lines: readonly EvidenceObject[]): void; name(product: string, name: string): void; all(): ProductsNamed } {
  const [used, agreed] = [new Set<string>(), new Set<string>()]
  const [names, fundedBy] = [new Map<string, string>(), new Map<string, string>()]
  return {
    add: (lines) => {
      for (const { type, product, key, name, fundedBy: funding } of lines) {
        if (type === 'product' && typeof key === 'string') {
          if (typeof name === 'string' && names.size < AT_MOST) names.set(key, name)
          if (typeof funding === 'string' && fundedBy.size < AT_MOST) fundedBy.set(key, funding)
        }
        const set = type === 'usage' ? used : type === 'agreement' ? agreed : null
        if (set !== null && typeof product === 'string' && set.size < AT_MOST) set.add(product)
      }
    },
    name: (product, name) => { if (!names.has(product) && names.size < AT_MOST) names.set(product, name) },
    all: () => ({ used: [...used], agreed: [...agreed], names: Object.fromEntries(names), fundedBy: Object.fromEntries(fundedBy) }),
  }
}

/** The column beside the product that says its name: ids of prices are none. */
export function nameColumnOf({ kind, fields }: TablePlan): string | null {
  return kind === 'products' || fields.product === undefined ? null : (fields.planName?.column ?? fields.plan?.column ?? null)
}

export function isName(text: string): boolean {
  return !/^(price|plan|prod|sku)_\w+$/i.test(text)
}

/** Tables whose product nothing in them says: they have none yet, or the one that everything has that names none. */
export function isSilent(plan: TablePlan): boolean {
  const { product } = plan.constants
  return plan.fields.product === undefined && needsProduct(plan) && (product === undefined || product === UNNAMED_PRODUCT)
}

const THE_ONLY = '; its product is '

/** A plan of which somebody changed the product no longer says why it was taken. */
export function withoutStaleProduct(plan: TablePlan, before: TablePlan): TablePlan {
  const at = plan.because.indexOf(THE_ONLY)
  return at < 0 || plan.constants.product === before.constants.product ? plan : { ...plan, because: plan.because.slice(0, at) }
}

/** Is the product of a table one that only other tables name? */
export function isTakenOver({ because }: TablePlan): boolean {
  return because.includes(THE_ONLY)
}

/** Tables that name no product are about the only one that others name, here or in the workspace; where several are named, somebody must say. */
export function withProductOfOthers(plans: readonly TablePlan[], seen: NamedByTables, known: KnownProducts): readonly TablePlan[] {
  const isOpen = (plan: TablePlan): boolean =>
    !isKept(plan) && plan.fields.product === undefined && needsProduct(plan) && plan.constants.product !== '' && (plan.format === null || asksForProduct(plan) || touches(seen[plan.table], plan.constants.product))
  const here = new Map<string, string>()
  for (const plan of plans) {
    const own = isOpen(plan) ? plan.constants.product : undefined
    for (const product of both(seen[plan.table])) if (product !== own && product !== UNNAMED_PRODUCT && !here.has(product)) here.set(product, plan.table)
  }
  const all = new Set([...here.keys(), ...known.listed, ...known.used, ...known.agreed])
  if (here.size === 0 || all.size === 0) return plans
  const [only] = all
  return plans.map((plan) => {
    if (!isOpen(plan)) return plan
    if (all.size === 1 && only !== undefined) {
      if (plan.constants.product === only) return plan
      return { ...plan, constants: { ...plan.constants, product: only }, because: `${plan.because}${THE_ONLY}${only}, the only one that ${here.get(only)} names` }
    }
    // A format with rows that name their product themselves keeps its own way for the others.
    if (plan.format !== null && !asksForProduct(plan)) return plan
    const { product: _, ...constants } = plan.constants
    return { ...plan, constants }
  })
}

function both(named: ProductsNamed | undefined): readonly string[] {
  return named === undefined ? [] : [...named.used, ...named.agreed]
}

function touches(named: ProductsNamed | undefined, product: string | undefined): boolean {
  return product !== undefined && both(named).includes(product)
}

/** Of products that are offered to choose from. */
const SHOWN = 50

/** What an import says of products, for whoever is asked. */
export function productsNamed(plans: readonly TablePlan[], seen: NamedByTables): { silent: string[]; named: { product: string; name: string | null; tables: string[] }[] } {
  const names = Object.assign({}, ...Object.values(seen).map((table) => table.names)) as { [product: string]: string }
  const named = new Map<string, string[]>()
  for (const plan of plans) {
    for (const product of new Set(both(seen[plan.table]))) if (product !== plan.constants.product) named.set(product, [...(named.get(product) ?? []), plan.table])
  }
  return { silent: plans.filter(isSilent).map(({ table }) => table), named: [...named].slice(0, SHOWN).map(([product, tables]) => ({ product, name: names[product] ?? null, tables })) }
}

// ---- use and money that never meet

/** Use of products that nobody buys, beside agreements about products that nobody uses: then no use is ever paid for. */
export function productsApart(seen: NamedByTables, known: ProductsNamed): readonly DataWarning[] {
  const tables = Object.values(seen)
  const here = { used: tables.flatMap(({ used }) => used), agreed: tables.flatMap(({ agreed }) => agreed) }
  const all: ProductsNamed = {
    used: [...new Set([...known.used, ...here.used])], agreed: [...new Set([...known.agreed, ...here.agreed])],
    names: Object.assign({}, known.names, ...tables.map(({ names }) => names)) as ProductsNamed['names'],
    fundedBy: Object.assign({}, known.fundedBy, ...tables.map(({ fundedBy }) => fundedBy)) as ProductsNamed['fundedBy'],
  }
  const { unpaid, unused } = unmet(all)
  const isAll = (products: readonly string[], of: readonly string[]): boolean => products.length > 0 && products.every((product) => of.includes(product))
  if (unpaid.length === 0 || unused.length === 0 || !(isAll(here.used, unpaid) || isAll(here.agreed, unused))) return []
  return [{ ...apart(unpaid, unused, all.names, 'to be'), table: null, column: null }]
}

/** Products with use that no agreement is about, and products with agreements that nobody uses. What lives on the money of another product is paid by its agreements. */
export function unmet({ used, agreed, fundedBy }: ProductsNamed): { readonly unpaid: readonly string[]; readonly unused: readonly string[] } {
  const [paid, inUse] = [new Set(agreed), new Set([...used, ...Object.values(fundedBy)])]
  return { unpaid: used.filter((product) => !paid.has(product) && !paid.has(fundedBy[product] ?? '')), unused: agreed.filter((product) => !inUse.has(product)) }
}

export const PRODUCTS_APART = 'products-apart'
const EXAMPLES = 3

/** The warning and its mend, in words: before the yes, or of what is there. */
export function apart(unpaid: readonly string[], unused: readonly string[], names: ProductsNamed['names'], when: 'to be' | 'as it is'): Omit<DataWarning, 'table' | 'column'> {
  const shown = (product: string): string => (names[product] === undefined || names[product] === product ? `'${product}'` : `'${names[product]}' (${product})`)
  const listed = (products: readonly string[]): string => `${products.slice(0, EXAMPLES).map(shown).join(', ')}${products.length > EXAMPLES ? ` and ${products.length - EXAMPLES} more` : ''}`
  const own = unused.length === 1 ? unused[0] : 'NAME'
  return {
    code: PRODUCTS_APART, count: unpaid.length + unused.length, examples: [],
    says: `Use is of the product ${listed(unpaid)}, money is of ${listed(unused)}: no use of ${unpaid.length === 1 ? 'it' : 'them'} ${when === 'to be' ? 'will be' : 'is'} paid for.`,
    mend: when === 'to be' ? `If it is one product, say so before the yes: name it under “Which product is it about?” (command line: --set product=${own}). What was imported before under another name is undone and imported again.`
      : `If it is one product, undo the import of one of them and import it again, with one name for all (page: Which product is it about?; command line: --set product=${own}).`,
  }
}
