import { Dialog } from '../parts/dialog.tsx'
import { texts } from '../texts.ts'
import { EVERY_PAGE } from './pages.ts'
import classes from './keys-help.module.css'

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl K   /', texts.keys.search], ['?', texts.keys.help], ['Esc', texts.keys.escape], ['j', texts.keys.next], ['k', texts.keys.previous], ['Enter', texts.keys.open], ['e', texts.keys.pause],
  ...EVERY_PAGE.map(({ key, name }) => [`g ${key}`, name] as const),
  ['x', texts.keys.mark], ['z', texts.keys.undo], ['1 – 9', texts.keys.choose], ['f', texts.keys.fold],
  ['m', texts.review.keys.merge], ['k', texts.review.keys.keep], ['s', texts.review.keys.skip], ['u', texts.review.keys.undo],
]

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog label={texts.keys.title} onClose={onClose}>
      <div className={classes.help}>
        <h2>{texts.keys.title}</h2>
        <dl className={classes.keys}>
          {KEYS.map(([keys, does]) => (
            <div key={keys}>
              <dt><kbd>{keys}</kbd></dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" className={classes.close} onClick={onClose}>{texts.keys.close}</button>
      </div>
    </Dialog>
  )
}
