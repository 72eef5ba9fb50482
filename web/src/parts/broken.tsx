import { texts } from '../texts.ts'
import classes from './states.module.css'

/** The page itself failed: nothing was changed by that, and there are two ways on. */
export function Broken({ error }: { readonly error: Error }) {
  return (
    <main className={classes.broken} role="alert">
      <h1>{texts.errors.broken}</h1>
      <p>{texts.errors.brokenSays}</p>
      <p className={classes.ways}>
        <button type="button" className={classes.button} onClick={() => location.reload()}>{texts.errors.reload}</button>
        <a className={classes.button} href="/">{texts.errors.toHome}</a>
      </p>
      <p className={classes.quiet}>{texts.errors.code(error.message)}</p>
    </main>
  )
}
