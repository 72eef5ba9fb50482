import classes from './tabs.module.css'

interface TabsProps<T extends string> { readonly label: string; readonly tabs: readonly T[]; readonly names: Readonly<Record<T, string>>; readonly chosen: T; readonly onChoose: (tab: T) => void }

/** The parts of a page, of which one is shown. */
export function Tabs<T extends string>({ label, tabs, names, chosen, onChoose }: TabsProps<T>) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => <button key={tab} type="button" aria-pressed={tab === chosen} onClick={() => onChoose(tab)}>{names[tab]}</button>)}
    </nav>
  )
}
