import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import classes from './filter-bar.module.css'
import { SearchChoices } from './search-choices.tsx'
import { dimensionName, useValues, valueName } from './use-dimensions.ts'

const words = texts.explore.filter
const TYPING_MS = 140

interface ValueChoicesProps { readonly dimension: string; readonly chosen: readonly string[]; readonly not: boolean; readonly onChoose: (values: readonly string[]) => void; readonly onNot: (not: boolean) => void; readonly onDone: () => void }

/** The values of a dimension with how many users have each: several may be chosen, or left out. */
export function ValueChoices({ dimension, chosen, not, onChoose, onNot, onDone }: ValueChoicesProps) {
  const [q, setQ] = useState('')
  const [settled] = useDebouncedValue(q.trim(), TYPING_MS)
  const query = useValues(dimension, settled)
  const listed = query.data?.dimensions[0]
  const values = listed?.values ?? []
  const absent = chosen.filter((value) => q === '' && !values.some((one) => one.value === value))
  const choices = [
    ...absent.map((value) => ({ value, name: valueName(dimension, { value, name: null }), hint: '' })),
    ...values.map((one) => ({ value: one.value, name: valueName(dimension, one), hint: count(one.users) })),
  ]
  const toggle = (value: string) => onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  return (
    <>
      <fieldset className={classes.not}>
        <legend className="visually-hidden">{words.isOrNot}</legend>
        <button type="button" aria-pressed={!not} onClick={() => onNot(false)}>{words.is}</button>
        <button type="button" aria-pressed={not} onClick={() => onNot(true)}>{words.isNot}</button>
        {chosen.length === 0 ? null : <button type="button" className={classes.done} onClick={onDone}>{words.done}</button>}
      </fieldset>
      {query.error ? <Failed error={query.error} /> : query.isPending ? <Bones lines={[100, 80, 90, 70]} height={20} /> : (
        <SearchChoices label={words.searchValue(dimensionName(dimension))} q={q} onSearch={setQ} choices={choices} chosen={chosen} onChoose={toggle} nothing={words.noValue}
          more={listed === undefined || listed.more === 0 ? undefined : words.moreValues(count(listed.more))} />
      )}
    </>
  )
}
