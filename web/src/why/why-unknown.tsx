import { Link } from '@tanstack/react-router'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import classes from './why-panel.module.css'

/** The address asks why of something that has no figure: it says so, and leads back. */
export function WhyUnknown({ why }: { readonly why: string }) {
  const { go } = useView()
  return (
    <>
      <p>{texts.why.unknownWhySays(why)}</p>
      <p className={classes.actions}>
        <button type="button" className={classes.action} onClick={() => go({ why: undefined })}>{texts.why.close}</button>
        <Link to="/" search={(before) => keptOf(before as Address)} className={classes.action}>{texts.errors.toHome}</Link>
      </p>
    </>
  )
}
