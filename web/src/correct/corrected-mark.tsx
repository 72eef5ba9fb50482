import { IconPencilCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './correct.module.css'

/** Beside a relation or a figure that a word by hand decides; leads to the log. */
export function CorrectedMark() {
  return (
    <Link to="/review" search={(before) => ({ ...keptOf(before as Address), tab: 'log' })} className={classes.mark} title={texts.correct.markSays}>
      <IconPencilCheck size={13} stroke={1.8} aria-hidden />
      {texts.correct.mark}
    </Link>
  )
}
