import { useStudy } from '../api/use-study.ts'
import { count } from '../format/numbers.ts'
import { texts } from '../texts.ts'
import classes from './navigation.module.css'
import { useIsEmpty } from './use-is-empty.ts'

/** How many pairs wait to be judged; nothing where none does. */
export function OpenCards() {
  const isEmpty = useIsEmpty()
  const { data, isPlaceholderData } = useStudy('identity-review', { limit: 1 }, !isEmpty)
  // The last answer stays while the next one comes, or none is asked for: it may be that of another workspace.
  if (isEmpty || isPlaceholderData || data === undefined || data.total === 0) return null
  return <span className={classes.count} title={texts.navigation.reviewOpen(count(data.total))}>{count(data.total)}</span>
}
