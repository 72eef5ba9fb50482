import { useStudy } from '../api/use-study.ts'
import { count } from '../format/numbers.ts'
import { texts } from '../texts.ts'
import classes from './navigation.module.css'
import { useIsEmpty } from './use-is-empty.ts'

/** How many pairs wait to be judged; nothing where none does. */
export function OpenCards() {
  const isEmpty = useIsEmpty()
  const { data } = useStudy('identity-review', { limit: 1 }, !isEmpty)
  if (data === undefined || data.total === 0) return null
  return <span className={classes.count} title={texts.navigation.reviewOpen(count(data.total))}>{count(data.total)}</span>
}
