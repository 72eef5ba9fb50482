import { useDebouncedCallback } from '@mantine/hooks'
import { dayText, isDay, plusDays, today } from '../../format/days.ts'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import type { Studies } from '../../api/types.ts'
import { clausesFrom, withClause } from './clauses.ts'

const words = texts.agreements
const TYPING_MS = 180
const DUE_DAYS = [30, 60, 90, 365] as const
const HAS = ['unused-money', 'unused-seats', 'no-use', 'decider-never-used', 'no-decider', 'no-renewal', 'other-payer'] as const

export type Facets = Pick<Studies['agreements'], 'states' | 'products' | 'kinds'>

/** Which agreements are shown; all of it stands in the address. */
export function AgreementFilters({ facets }: { readonly facets: Facets | undefined }) {
  const { address, go } = useView()
  const search = useDebouncedCallback((text: string) => go({ q: text === '' ? undefined : text }, true), TYPING_MS)
  const clauses = clausesFrom(address.where)
  const set = (name: string) => (value: string) => go({ where: withClause(address.where, name, value) }, true)
  const counted = (name: string, agreements: number) => `${name} (${agreements})`
  return (
    <search className={table.filters} aria-label={words.filters}>
      <input type="search" className={`${table.field} ${table.grow}`} key={address.q === undefined ? 'none' : 'some'} defaultValue={address.q ?? ''} onChange={(event) => search(event.target.value)} placeholder={words.search} aria-label={words.search} />
      <Filter label={words.product} any={words.anyProduct} value={clauses.product} onChange={set('product')} options={(facets?.products ?? []).map(({ value, agreements }) => [value, counted(value, agreements)])} />
      <Filter label={words.kind} any={words.anyKind} value={clauses.kind} onChange={set('kind')} options={(facets?.kinds ?? []).map(({ value, agreements }) => [value, counted(value === 'none' ? words.noKind : words.kinds[value as keyof typeof words.kinds] ?? value, agreements)])} />
      <Filter label={words.state} any={words.anyState} value={clauses.state} onChange={set('state')} options={(facets?.states ?? []).map(({ value, agreements }) => [value, counted(words.states[value as keyof typeof words.states], agreements)])} />
      <Filter label={words.has} any={words.anything} value={clauses.has} onChange={set('has')} options={HAS.map((one) => [one, words.hasNames[one]])} />
      <Filter label={words.dueWithin} any={words.anyDay} value={clauses['due-before']} onChange={set('due-before')} options={DUE_DAYS.map((days) => plusDays(today(), days)).map((day) => [day, dueBefore(day)])} named={dueBefore} />
      {address.where === undefined && address.q === undefined ? null : <button type="button" className={table.button} onClick={() => go({ where: undefined, q: undefined }, true)}>{words.clear}</button>}
    </search>
  )
}

/** In the reader's own way of writing days, which a field for dates need not follow. */
function dueBefore(day: string): string {
  return isDay(day) ? words.dueBeforeDay(dayText(day)) : day
}

interface FilterProps { readonly label: string; readonly any: string; readonly value: string | undefined; readonly options: readonly (readonly [string, string])[]; readonly onChange: (value: string) => void; readonly named?: (value: string) => string }

function Filter({ label, any, value, options, onChange, named = (value) => value }: FilterProps) {
  const known = value === undefined || options.some(([one]) => one === value) ? options : [...options, [value, named(value)] as const]
  return (
    <select className={table.field} aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
      <option value="">{any}</option>
      {known.map(([one, name]) => <option key={one} value={one}>{name}</option>)}
    </select>
  )
}
