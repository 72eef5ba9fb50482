import { texts } from '../../texts.ts'
import classes from './imports.module.css'

const SURE = 0.9
const LIKELY = 0.6

export function certaintyWord(certainty: number): string {
  return certainty >= SURE ? texts.imports.sure : certainty >= LIKELY ? texts.imports.likely : texts.imports.guess
}

/** A quiet mark: full when it is sure, half when it is likely, a ring when it is a guess. */
export function CertaintyMark({ certainty }: { readonly certainty: number }) {
  return <span className={classes.certainty} data-is={certainty >= SURE ? 'sure' : certainty >= LIKELY ? 'likely' : 'guess'} aria-hidden="true" />
}
