import { useStudy } from '../api/use-study.ts'
import { Card } from '../parts/card.tsx'
import { texts } from '../texts.ts'
import classes from './correct.module.css'
import { CorrectionsLog, PAGE } from './corrections-log.tsx'

const words = texts.correct.log

/** What was said by hand about one party, on its page: open where something was, one line where nothing was. */
export function CorrectionsAbout({ about }: { readonly about: string }) {
  const { data } = useStudy('corrections', { limit: PAGE, about })
  const isEmpty = data !== undefined && data.total === 0
  if (isEmpty) return <Card><details className={classes.folded}><summary>{words.titleNone}</summary><p className={classes.quiet}>{words.noneAbout}</p></details></Card>
  return <CorrectionsLog about={about} title={words.title} />
}
