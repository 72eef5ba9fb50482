import { largestRemainder } from '../base/money.ts'
import { order } from '../base/order.ts'
import { moneyOf, type UseUnder } from '../roles/allocation.ts'
import { agreementsAccruing } from '../roles/customers.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Agreement } from '../roles/world.ts'
import type { Asked } from '../roles/workspace.ts'
import { smallestIdentifier } from './party-shape.ts'
import { counts, fitsWhere, type Key, type Reader, type Use, type UseRow, useOfPopulation } from './population.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import type { Where } from './where.ts'

/** Where use flows: from a group, through an intermediary or none, to a payer or none. Who pays for himself has no payer here: he is in the group. */
export interface Cell {
  readonly group: Key
  readonly kind: number
  readonly via: number
  readonly payer: number
}

/** What is told of each party in each cell. A party is counted as a user in exactly one cell. */
export interface CellVisitor {
  use(party: number, cell: Cell, usageDays: number, events: number, counted: boolean): void
  money(party: number, cell: Cell, currency: string, amount: bigint): void
  leftOut(row: UseRow): void
}

export interface CellQuestion {
  readonly by: Reader
  readonly where: Where
  /** False: use alone, which is much the quicker half. */
  readonly money: boolean
}

const SELF_KIND = PAYER_KINDS.indexOf('self')
const INTERMEDIARY_KIND = PAYER_KINDS.indexOf('intermediary')

/**
 * Puts all use of the window that fits, and the money allocated to it, into cells. Cost: grows with the usage days of the window; about one row per user comes out of the tables, and one for each agreement that a user is under.
 * Measured with 60,000 people, 270,000 usage days in the window and 8,000 agreements: 0.35 s of processor time, 0.1 s without money; with 100,000 people 1.1 s by the clock on two busy cores. Both grow in proportion.
 * Sponsored use is under every agreement of its sponsors: 900 of these and 18,000 usage days take 0.5 s of processor time.
 */
export async function visitCells(asked: Asked, question: Question, { by, where, money }: CellQuestion, visitor: CellVisitor): Promise<void> {
  const cells = new Cells(asked, by)
  const rows = await useOfPopulation(asked, question, where)
  const isCounted = counts(question)
  for (let at = 0; at < rows.length; ) {
    const first = rows[at] as UseRow
    const { party } = first
    // Most users have one row.
    if (rows[at + 1]?.party !== party) {
      at += 1
      if (isCounted(first)) visitor.use(party, cells.of(first), first.usage_days, first.events, true)
      else visitor.leftOut(first)
      continue
    }
    const own = new Map<Cell, { days: number; events: number }>()
    for (; at < rows.length && rows[at]?.party === party; at += 1) {
      const row = rows[at] as UseRow
      if (!isCounted(row)) {
        visitor.leftOut(row)
        continue
      }
      const cell = cells.of(row)
      const sum = own.get(cell)
      if (sum) {
        sum.days += row.usage_days
        sum.events += row.events
      } else own.set(cell, { days: row.usage_days, events: row.events })
    }
    const counted = countedIn(cells, own)
    for (const [cell, { days, events }] of own) visitor.use(party, cell, days, events, cell === counted)
  }
  if (money) await visitMoney(asked, question, where, cells, visitor)
}

/** A user counts under the first kind that any of its days carries; there in the cell with most days; among equals in the one whose names sort first. */
function countedIn(cells: Cells, own: ReadonlyMap<Cell, { readonly days: number }>): Cell | null {
  let best: Cell | null = null
  let most = 0
  for (const [cell, { days }] of own) {
    if (best === null || cell.kind < best.kind || (cell.kind === best.kind && (days > most || (days === most && cells.compare(cell, best) < 0)))) {
      best = cell
      most = days
    }
  }
  return best
}

interface UnderRow { readonly agreement: number; readonly party: number; readonly kind: number; readonly account: number; readonly product: number; readonly via: number; readonly usage_days: number }

/** What is allocated to each user under an agreement, told of the cell in which it is. */
async function visitMoney(asked: Asked, question: Question, where: Where, cells: Cells, visitor: CellVisitor): Promise<void> {
  const fits = fitsWhere(asked, question, where)
  await partsOfMoney(asked, question, cells, ({ use, agreement, amount }) => {
    if (amount !== 0n && fits(use)) visitor.money(use.party, cells.of(use), agreement.currency ?? '', amount)
  })
}

/** A part of an agreement's used money, with the usage days that it is for. */
export interface MoneyPart {
  readonly use: Use
  readonly agreement: Agreement
  readonly usageDays: number
  readonly amount: bigint
}

/**
 * What is allocated to each user under an agreement goes to the usage days under it: first by payer kind, as payers-of-use does it, then by account, product and seller.
 * The split is the same whatever is asked for, so parts add up to the cent. The payer is the one whose money it is, also where the stamp of sponsored use names another or none.
 */
export async function partsOfMoney(asked: Asked, question: Question, names: Names, tell: (part: MoneyPart) => void): Promise<void> {
  const { world, coverage } = asked.view
  const agreements = agreementsAccruing({ coverage, product: question.product }, question.from, question.to)
  if (agreements.length === 0) return
  const rows = await asked.db.rows<UnderRow>(sql('use-under-population'), { ...usageParameters(asked, { ...question, product: null }), agreements: agreements.map(({ number }) => number) })
  const ofAgreement = byAgreement(rows, names)
  for (const agreement of agreements) {
    const under = ofAgreement.get(agreement.number) ?? []
    const payer = world.party(world.payerOf(agreement))
    const uses = under.map((row): UseUnder => ({ agreement: row.agreement, party: row.party, kind: row.kind, usageDays: row.usage_days }))
    const { users } = moneyOf(agreement, question.from, question.to, uses, (party) => names.name(party))
    const give = ({ party, account, product, kind, via, usage_days }: UnderRow, amount: bigint): void =>
      tell({ agreement, amount, usageDays: Number(usage_days), use: { party, account, product, kind, payer, agreement: agreement.number, via, reason: -1 } })
    const byParty = byNumber(under, ({ party }) => party)
    for (const { party, amount, daysByKind } of users) {
      const own = names.sorted(byParty.get(party) ?? [])
      if (own.length === 1) {
        give(own[0] as UnderRow, amount)
        continue
      }
      largestRemainder(amount, daysByKind).forEach((part, kind) => {
        const ofKind = own.filter((row) => row.kind === kind)
        const parts = largestRemainder(part, ofKind.map(({ usage_days }) => usage_days))
        ofKind.forEach((row, place) => { give(row, parts[place] ?? 0n) })
      })
    }
  }
}

function byNumber<T>(rows: readonly T[], numberOf: (row: T) => number): Map<number, T[]> {
  const found = new Map<number, T[]>()
  for (const row of rows) {
    const list = found.get(numberOf(row))
    if (list) list.push(row)
    else found.set(numberOf(row), [row])
  }
  return found
}

/** The rows of each agreement. Where each user stands under many, as sponsored ones do, they are put in the order of their names once, not for each agreement. */
function byAgreement(rows: readonly UnderRow[], names: Names): Map<number, UnderRow[]> {
  const parties = new Set<number>()
  for (const { party } of rows) parties.add(party)
  if (rows.length < 4 * parties.size) return byNumber(rows, ({ agreement }) => agreement)
  const ofParty = byNumber(rows, ({ party }) => party)
  const found = new Map<number, UnderRow[]>()
  for (const party of [...parties].sort((a, b) => order(names.name(a), names.name(b)))) {
    for (const row of ofParty.get(party) ?? []) {
      const list = found.get(row.agreement)
      if (list) list.push(row)
      else found.set(row.agreement, [row])
    }
  }
  return found
}

/** Names of parties, each looked up once. */
export class Names {
  readonly #asked: Asked
  readonly #names = new Map<number, string>()

  constructor(asked: Asked) {
    this.#asked = asked
  }

  /** The identifier of a party that sorts first. */
  name(party: number): string {
    const known = this.#names.get(party)
    if (known !== undefined) return known
    const name = party === 0 ? '' : smallestIdentifier(this.#asked.view.world, party)
    this.#names.set(party, name)
    return name
  }

  /** In an order that does not depend on when anything arrived. */
  sorted(rows: readonly UnderRow[]): readonly UnderRow[] {
    if (rows.length < 2) return rows
    const { products } = this.#asked.projection.words
    return [...rows].sort((a, b) => order(this.name(a.account), this.name(b.account)) || order(products.text(a.product), products.text(b.product)) || order(this.name(a.via), this.name(b.via)))
  }
}

/** Cells by what they hold, each once. */
class Cells extends Names {
  readonly #by: Reader
  readonly #cells = new Map<Key, Map<number | string, Cell>>()

  constructor(asked: Asked, by: Reader) {
    super(asked)
    this.#by = by
  }

  of(use: Use): Cell {
    const group = this.#by.of(use)
    const payer = use.kind === SELF_KIND ? 0 : use.payer
    const via = use.kind === INTERMEDIARY_KIND ? use.via : 0
    let ofGroup = this.#cells.get(group)
    if (!ofGroup) {
      ofGroup = new Map()
      this.#cells.set(group, ofGroup)
    }
    const name = via === 0 ? payer * PAYER_KINDS.length + use.kind : `${use.kind}:${via}:${payer}`
    const known = ofGroup.get(name)
    if (known) return known
    const cell = { group, kind: use.kind, via, payer }
    ofGroup.set(name, cell)
    return cell
  }

  compare(a: Cell, b: Cell): number {
    return order(this.#by.shape(a.group).value, this.#by.shape(b.group).value) || order(this.name(a.payer), this.name(b.payer)) || order(this.name(a.via), this.name(b.via))
  }
}
