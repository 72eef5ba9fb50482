import { Choices } from '../parts/choices.tsx'
import { Picker } from '../parts/picker.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './together.module.css'

const words = texts.together

/** In which currency all others are told together. */
export function TogetherPicker({ currencies, chosen }: { readonly currencies: readonly string[]; readonly chosen: string }) {
  const { go } = useView()
  const all = currencies.includes(chosen) ? currencies : [...currencies, chosen]
  return (
    <Picker label={words.picker} value={chosen} width={260}>
      {(close) => (
        <>
          <p className={classes.hint}>{words.hint}</p>
          <Choices label={words.picker} chosen={chosen} choices={all.map((currency) => ({ value: currency, name: currency }))} onChoose={(currency) => { go({ together: currency }, true); close() }} />
        </>
      )}
    </Picker>
  )
}
