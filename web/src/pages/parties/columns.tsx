import type { ReactNode } from 'react'
import type { PartyRow } from '../../api/shapes.ts'
import { dayText } from '../../format/days.ts'
import { count, money } from '../../format/numbers.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'
import classes from './parties.module.css'

const words = texts.parties

export interface Column {
  readonly id: string
  readonly name: string
  /** In pixels; the first column takes the rest. */
  readonly width: number
  /** What the server sorts by; absent: it cannot. */
  readonly sort?: string
  readonly isNumber?: boolean
  readonly cell: (row: PartyRow) => ReactNode
}

type Amounts = readonly { readonly currency: string; readonly amount: string }[]

function amounts(list: Amounts | undefined): ReactNode {
  return (list ?? []).map(({ currency, amount }) => money(amount, currency)).join(' · ')
}

const COLUMNS: readonly Column[] = [
  { id: 'roles', name: words.roles, width: 236, cell: (row) => <Roles row={row} /> },
  { id: 'payer', name: words.payer, width: 240, cell: (row) => <WhoPays row={row} /> },
  { id: 'usageDays', name: words.usageDays, width: 104, sort: 'usageDays', isNumber: true, cell: (row) => count(row.usageDays) },
  { id: 'events', name: words.events, width: 80, sort: 'events', isNumber: true, cell: (row) => count(row.events) },
  { id: 'lastUse', name: words.lastUse, width: 116, sort: 'lastUse', isNumber: true, cell: (row) => (row.lastUse === null ? '' : dayText(row.lastUse)) },
  { id: 'category', name: words.category, width: 130, cell: (row) => row.category ?? '' },
  { id: 'organizations', name: words.organizations, width: 180, cell: (row) => (row.organizations ?? []).map((party) => <span key={party.id} className={classes.spaced}><PartyLink party={party} /></span>) },
  { id: 'allocated', name: words.allocated, width: 150, sort: 'allocated', isNumber: true, cell: (row) => amounts(row.allocated) },
  { id: 'paid', name: words.paid, width: 150, sort: 'paid', isNumber: true, cell: (row) => amounts(row.paid) },
]

/** The columns by their names, in the order in which they are offered; traits are columns too. */
export function columnsNamed(ids: readonly string[]): readonly Column[] {
  const traits = ids.filter((id) => id.startsWith('trait.')).map(traitColumn)
  return [...COLUMNS.filter(({ id }) => ids.includes(id)), ...traits]
}

export function offered(traits: readonly string[]): readonly Column[] {
  return [...COLUMNS, ...traits.map(traitColumn)]
}

function traitColumn(id: string): Column {
  const name = id.slice('trait.'.length)
  return { id, name, width: 130, cell: (row) => String((row.traits as Readonly<Record<string, unknown>> | undefined)?.[name] ?? '') }
}

export function Roles({ row }: { readonly row: PartyRow }) {
  return (row.roles ?? []).map((role) => <span key={role} className={classes.tag}>{words.roleNames[role] ?? role}</span>)
}

export function WhoPays({ row }: { readonly row: PartyRow }) {
  const kinds = PAYER_KINDS.filter((kind) => (row.kinds[kind] ?? 0) > 0)
  return (
    <>
      {kinds.map((kind) => <span key={kind} className={classes.kind} title={`${texts.kinds[kind].name}: ${texts.unpaid.days(count(row.kinds[kind] ?? 0))}`}><KindMark kind={kind} /><span className={kinds.length > 1 ? 'visually-hidden' : undefined}>{texts.kinds[kind].name}</span>{kinds.length > 1 ? count(row.kinds[kind] ?? 0) : null}</span>)}
      {row.payer === null || row.payer.id === row.party.id ? null : <PartyLink party={row.payer} />}
    </>
  )
}
