import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import { PAYER_KINDS, type PayerKind } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type Cell, visitCells } from './flow-cells.ts'
import { COLUMNS, moneyList, OR_NONE, SIDE, sidesOf } from './flows.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { type Reader, readerOf } from './population.ts'
import { answer, identifierParameter, withCommon } from './question.ts'
import { BY, dimensionParameter, NONE, WHERE, whereFrom } from './where.ts'

const INPUT = withCommon({
  by: BY,
  where: WHERE,
  group: Type.Optional(Type.String({ description: 'Only this group, by the `value` that flows gives.' })),
  kind: Type.Optional(Type.String({ enum: [...PAYER_KINDS], description: 'Only this payer kind.' })),
  intermediary: Type.Optional(Type.String({ description: 'Only through this intermediary; `none`: through none.' })),
  payer: Type.Optional(Type.String({ description: 'Only paid by this payer; `none`: by nobody, or by the user itself.' })),
  ...PAGING,
})
const { users: _, ...COUNTS } = COLUMNS
const OUTPUT = Type.Object({
  users: Type.Array(Type.Object({
    party: PARTY, counted: Type.Boolean({ description: 'False: its use is here, but as a user it is counted in another row.' }), group: SIDE,
    kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), intermediary: OR_NONE, payer: OR_NONE, ...COUNTS,
  })),
  counted: Type.Integer({ description: 'Users that are counted here: the figure of flows.' }),
  total: Type.Integer(),
  ...COUNTS,
  next: Type.Union([Type.String(), Type.Null()]),
})

interface Row { readonly party: number; readonly cell: Cell; counted: boolean; usageDays: number; events: number; readonly money: Map<string, bigint> }

/** The users behind a row of flows. Cost: as flows. */
export const flowUsers: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'flow-users',
  summary: 'The users behind a row of flows, with their usage days and the money allocated to them there.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit)
    const offset = offsetFrom(input.cursor)
    const by = readerOf(asked, question, dimensionParameter('by', input.by ?? 'category'))
    const sides = sidesOf(asked, question, by)
    const isAsked = cellsAsked(sides, input)
    const rows = new Map<Cell, Map<number, Row>>()
    const rowAt = (cell: Cell, party: number): Row => {
      const ofCell = rows.get(cell) ?? new Map<number, Row>()
      rows.set(cell, ofCell)
      const row = ofCell.get(party) ?? { party, cell, counted: false, usageDays: 0, events: 0, money: new Map() }
      ofCell.set(party, row)
      return row
    }
    await visitCells(asked, question, { by, where: whereFrom(input.where), money: true }, {
      use: (party, cell, usageDays, events, counted) => {
        if (!isAsked(cell)) return
        const row = rowAt(cell, party)
        row.counted = counted
        row.usageDays += usageDays
        row.events += events
      },
      money: (party, cell, currency, amount) => {
        if (amount === 0n || !isAsked(cell)) return
        const { money } = rowAt(cell, party)
        money.set(currency, (money.get(currency) ?? 0n) + amount)
      },
      leftOut: () => undefined,
    })
    const all = [...rows.values()].flatMap((ofCell) => [...ofCell.values()])
    const sorted = sortedRows(asked, sides, all)
    return {
      users: sorted.slice(offset, offset + limit).map((row) => ({
        party: partyShape(asked.view.world, row.party), counted: row.counted, group: by.shape(row.cell.group), kind: PAYER_KINDS[row.cell.kind] as PayerKind,
        intermediary: row.cell.via === 0 ? null : sides.intermediary.shape(row.cell.via), payer: row.cell.payer === 0 ? null : sides.payer.shape(row.cell.payer),
        usageDays: row.usageDays, events: row.events, money: moneyList(row.money),
      })),
      ...totalsOf(all),
      total: all.length,
      next: offset + limit < all.length ? String(offset + limit) : null,
    }
  }),
}

/** Which cells are asked for. What nothing that is known has, no cell has. */
function cellsAsked(sides: ReturnType<typeof sidesOf>, { group, kind, intermediary, payer }: { readonly [name: string]: string | undefined }): (cell: Cell) => boolean {
  if (kind !== undefined && !PAYER_KINDS.includes(kind as PayerKind)) throw new Refusal('bad-parameter', `'kind' must be one of ${PAYER_KINDS.join(', ')}, not '${kind}'.`, { parameter: 'kind' })
  const wantedKind = kind === undefined ? null : PAYER_KINDS.indexOf(kind as PayerKind)
  const side = (reader: Reader, name: string, text: string | undefined) => (text === undefined ? undefined : reader.keyOf(text === NONE ? NONE : identifierParameter(name, text)))
  const wantedGroup = group === undefined ? undefined : sides.group.keyOf(group)
  const wantedVia = side(sides.intermediary, 'intermediary', intermediary)
  const wantedPayer = side(sides.payer, 'payer', payer)
  return (cell) => (wantedKind === null || cell.kind === wantedKind) && (wantedGroup === undefined || cell.group === wantedGroup)
    && (wantedVia === undefined || cell.via === wantedVia) && (wantedPayer === undefined || cell.payer === wantedPayer)
}

/** Those counted here first, then by use, then by name. */
function sortedRows({ view: { world } }: Asked, sides: ReturnType<typeof sidesOf>, rows: readonly Row[]): readonly Row[] {
  const names = new Map<number, string>()
  const name = (party: number): string => {
    const known = names.get(party) ?? (party === 0 ? '' : smallestIdentifier(world, party))
    names.set(party, known)
    return known
  }
  return [...rows].sort((a, b) => Number(b.counted) - Number(a.counted) || b.usageDays - a.usageDays || b.events - a.events || order(name(a.party), name(b.party))
    || a.cell.kind - b.cell.kind || order(sides.group.shape(a.cell.group).value, sides.group.shape(b.cell.group).value) || order(name(a.cell.payer), name(b.cell.payer)) || order(name(a.cell.via), name(b.cell.via)))
}

function totalsOf(rows: readonly Row[]) {
  const money = new Map<string, bigint>()
  for (const row of rows) for (const [currency, amount] of row.money) money.set(currency, (money.get(currency) ?? 0n) + amount)
  return {
    counted: rows.filter(({ counted }) => counted).length, usageDays: rows.reduce((sum, row) => sum + row.usageDays, 0), events: rows.reduce((sum, row) => sum + row.events, 0), money: moneyList(money),
  }
}
