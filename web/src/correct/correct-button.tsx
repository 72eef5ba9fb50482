import { IconPencil } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './correct-button.module.css'

/** Opens the correction of what is shown: `party:<identifier>`, `agreement:<key>`, `payment:<source>|<key>`, `use:<identifier>`. */
export function CorrectButton({ about, label = texts.correct.button }: { readonly about: string; readonly label?: string }) {
  const { go } = useView()
  return (
    <button type="button" className={classes.button} onClick={() => go({ correct: about })}>
      <IconPencil size={15} stroke={1.8} aria-hidden />
      {label}
    </button>
  )
}
