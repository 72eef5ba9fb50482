import { Popover } from '@mantine/core'
import { useId, useState } from 'react'
import type { FieldPlan, KindField, Reading, TablePlan, TableState } from '../../api/import-shapes.ts'
import picker from '../../parts/picker.module.css'
import { texts } from '../../texts.ts'
import { CertaintyMark, certaintyWord } from './certainty.tsx'
import classes from './grid.module.css'
import { withReading } from './plan-edits.ts'

interface ReadingProps { readonly column: string; readonly name: string; readonly field: FieldPlan; readonly definition: KindField | undefined; readonly table: TableState; readonly namespaces: readonly string[]; readonly onPlan: (plan: TablePlan) => void }

const MOST_WORDS = 30

/** How the text is read, in few words: `31/01/2026`, `1.234,56`. */
function inShort(reading: Reading | undefined): string {
  const parts = [
    reading?.date === undefined ? null : (texts.imports.dates[reading.date] ?? reading.date),
    reading?.decimal === undefined ? null : texts.imports.decimals[reading.decimal],
    reading?.unit === 'minor' ? texts.imports.units.minor : null,
    reading?.namespace === undefined ? null : `${reading.namespace}:`,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** Says how sure the field is and how it is read; opened, it gives the reason and lets both be corrected. */
export function ReadingButton(props: ReadingProps) {
  const [open, setOpen] = useState(false)
  const { field, column } = props
  const short = inShort(field.reading)
  return (
    <Popover opened={open} onChange={setOpen} width={290} position="bottom-start" offset={6} trapFocus returnFocus withinPortal transitionProps={{ duration: 0 }} radius={10}>
      <Popover.Target>
        <button type="button" className={classes.reading} title={field.because} aria-label={texts.imports.howRead(column, certaintyWord(field.certainty), short)} onClick={() => setOpen(!open)}>
          <CertaintyMark certainty={field.certainty} />
          <span>{short === '' ? certaintyWord(field.certainty) : short}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label={texts.imports.howReadTitle(column)}><ReadingChoices {...props} /></Popover.Dropdown>
    </Popover>
  )
}

function ReadingChoices({ column, name, field, definition, table, namespaces, onPlan }: ReadingProps) {
  const id = useId()
  const { reading } = field
  const set = (change: Reading) => onPlan(withReading(table.plan, name, change))
  const isDate = definition?.type === 'day' || definition?.type === 'instant'
  const isAmount = definition?.type === 'amount'
  const isIdentifier = definition?.type === 'identifier'
  const meanings = definition?.meanings
  return (
    <div className={classes.choices}>
      <p><b>{definition?.says ?? name}</b></p>
      <p className={classes.why}><CertaintyMark certainty={field.certainty} /> {certaintyWord(field.certainty)}. {field.because.charAt(0).toUpperCase() + field.because.slice(1)}</p>
      {isDate ? <Choice id={`${id}d`} label={texts.imports.dateOrder} value={reading?.date ?? ''} options={texts.imports.dates} onChange={(date) => set({ date: date as NonNullable<Reading['date']> })} /> : null}
      {isAmount || definition?.type === 'score' ? <Choice id={`${id}s`} label={texts.imports.decimalSign} value={reading?.decimal ?? '.'} options={texts.imports.decimals} onChange={(decimal) => set({ decimal: decimal as '.' | ',' })} /> : null}
      {isAmount ? <Choice id={`${id}u`} label={texts.imports.unit} value={reading?.unit ?? 'major'} options={texts.imports.units} onChange={(unit) => set({ unit: unit as 'major' | 'minor' })} /> : null}
      {isIdentifier ? <Namespace id={`${id}n`} value={reading?.namespace ?? ''} known={namespaces} onChange={(namespace) => set({ namespace })} /> : null}
      {meanings === undefined ? null : (
        <fieldset>
          <legend>{texts.imports.wordsMean}</legend>
          {wordsOf(column, field, table).map((word) => (
            <Choice key={word} id={`${id}w${word}`} label={word} value={reading?.words?.[word] ?? ''} options={{ '': texts.imports.noMeaning, ...Object.fromEntries(meanings.map((meaning) => [meaning, meaning])) }}
              onChange={(meaning) => set({ words: meaning === '' ? without(reading?.words, word) : { ...reading?.words, [word]: meaning } })} />
          ))}
        </fieldset>
      )}
    </div>
  )
}

function without(words: Reading['words'], word: string): { readonly [word: string]: string } {
  return Object.fromEntries(Object.entries(words ?? {}).filter(([one]) => one !== word))
}

/** The words of a column: those that have a meaning already, and those that the first rows show. */
function wordsOf(column: string, field: FieldPlan, table: TableState): readonly string[] {
  const place = table.columns.indexOf(column)
  const shown = table.preview.flatMap((row) => (row.cells[place]?.trim() ? [row.cells[place].trim().toLowerCase()] : []))
  return [...new Set([...Object.keys(field.reading?.words ?? {}), ...shown])].slice(0, MOST_WORDS)
}

interface ChoiceProps { readonly id: string; readonly label: string; readonly value: string; readonly options: Readonly<Record<string, string>>; readonly onChange: (value: string) => void }

function Choice({ id, label, value, options, onChange }: ChoiceProps) {
  return (
    <div className={classes.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {value in options ? null : <option value={value}>{value}</option>}
        {Object.entries(options).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </div>
  )
}

/** The namespace is sent when the field is left, not with every letter. */
function Namespace({ id, value, known, onChange }: { readonly id: string; readonly value: string; readonly known: readonly string[]; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value)
  const done = () => (text.trim() !== '' && text.trim() !== value ? onChange(text.trim().replace(/:$/, '')) : undefined)
  return (
    <div className={classes.choice}>
      <label htmlFor={id}>{texts.imports.namespace}</label>
      <input id={id} list={`${id}-known`} value={text} onChange={(event) => setText(event.target.value)} onBlur={done} onKeyDown={(event) => (event.key === 'Enter' ? done() : undefined)} />
      <datalist id={`${id}-known`}>{known.map((namespace) => <option key={namespace} value={namespace} />)}</datalist>
    </div>
  )
}
