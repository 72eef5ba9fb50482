import { Problem } from '../api/problem.ts'
import { texts } from '../texts.ts'
import classes from './states.module.css'

/** What went wrong, and what to do next. */
export function Failed({ error, again }: { readonly error: Error; readonly again?: () => void }) {
  const problem = error instanceof Problem ? error : null
  return (
    <div className={classes.failed} role="alert">
      <h2>{problem?.title ?? texts.errors.title}</h2>
      <p>{error.message}</p>
      {problem && problem.status > 0 ? <p className={classes.quiet}>{texts.errors.code(problem.code)}</p> : null}
      {again ? (
        <button type="button" className={classes.button} onClick={again}>
          {texts.errors.again}
        </button>
      ) : null}
    </div>
  )
}
