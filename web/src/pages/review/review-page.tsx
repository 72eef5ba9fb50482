import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { CardStack } from './card-stack.tsx'
import { CorrectionsLog } from '../../correct/corrections-log.tsx'
import { GuessedFirms } from './guessed-firms.tsx'
import classes from './review.module.css'
import { useSignature } from '../../correct/use-signature.ts'

const TABS = ['cards', 'firms', 'log'] as const

/** Same or not: pairs to judge, firms that were only guessed, and the log of what was said by hand. */
export function ReviewPage() {
  const { address, go, workspace } = useView()
  const { by, setBy } = useSignature()
  const tab = TABS.find((one) => one === address.tab) ?? 'cards'
  return (
    <>
      <PageHead title={texts.review.title} hint={texts.review.hint}>
        <label className={classes.by}>
          <span>{texts.review.by} <span className={classes.quiet}>{texts.review.byHint}</span></span>
          <input type="text" value={by} autoComplete="name" maxLength={100} onChange={(event) => setBy(event.currentTarget.value)} />
        </label>
      </PageHead>
      <nav className={classes.tabs} aria-label={texts.review.tabsLabel}>
        {TABS.map((one) => (
          <button key={one} type="button" aria-pressed={one === tab} onClick={() => go({ tab: one === 'cards' ? undefined : one, q: undefined })}>{texts.review.tabs[one]}</button>
        ))}
      </nav>
      {tab === 'cards' ? <CardStack key={workspace} by={by} /> : tab === 'firms' ? <GuessedFirms key={workspace} by={by} /> : <CorrectionsLog />}
    </>
  )
}
