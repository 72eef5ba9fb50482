import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './header.module.css'
import { KnownAtPicker } from './known-at-picker.tsx'
import { LiveSwitch } from './live-switch.tsx'
import { PeriodPicker } from './period-picker.tsx'
import { ProductPicker } from './product-picker.tsx'
import { SellerPicker } from './seller-picker.tsx'

const isMac = navigator.platform.startsWith('Mac')

/** What is looked at: which product, from whose side, when, as known when. */
export function Header({ onSearch, onMenu }: { readonly onSearch: () => void; readonly onMenu: () => void }) {
  const { isDemo } = useView()
  return (
    <header className={classes.header}>
      <button type="button" className={classes.menu} aria-label={texts.navigation.open} onClick={onMenu}><IconMenu2 size={18} /></button>
      {isDemo ? <span className={classes.demo} title={texts.workspace.demoSays}>{texts.workspace.demoTag}</span> : null}
      <div className={classes.pickers}>
        <ProductPicker />
        <SellerPicker />
        <PeriodPicker />
        <KnownAtPicker />
      </div>
      <div className={classes.right}>
        <LiveSwitch />
        <button type="button" className={classes.search} onClick={onSearch} aria-label={texts.search.title}>
          <IconSearch size={15} stroke={1.8} aria-hidden />
          <span className={classes.word}>{texts.search.button}</span>
          <kbd className={classes.kbd}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
      </div>
    </header>
  )
}
