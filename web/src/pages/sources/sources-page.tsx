import { Link } from '@tanstack/react-router'
import type { SourceFigures } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { instantText } from '../../format/days.ts'
import { count, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { ImportsCard } from '../imports/imports-card.tsx'
import { DataWarnings } from './data-warnings.tsx'
import { PullsCard } from './pulls-card.tsx'
import own from './sources-page.module.css'

/** Where the evidence comes from, how much of it, since when. */
export function SourcesPage() {
  const { isDemo } = useView()
  const query = useStudy('sources')
  return (
    <>
      <PageHead title={texts.sources.title} hint={texts.sources.hint}>
        {isDemo ? null : <Link to="/import" search={(before) => keptOf(before as Address)} className={classes.button}>{texts.sources.bring}</Link>}
      </PageHead>
      <PullsCard />
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={90} />}>
        {(answer) => answer.sources.length === 0 && answer.usage.rows === 0 ? <Empty>{texts.sources.nothing}</Empty> : (
          <>
            <p className={own.usage}>{texts.sources.usage}: {texts.sources.usageSays(count(answer.usage.rows), count(answer.usage.events))}</p>
            <div className={own.cards}>
              <ImportsCard />
              <DataWarnings />
              {answer.sources.map((source) => <SourceCard key={source.source} source={source} />)}
            </div>
          </>
        )}
      </Answered>
    </>
  )
}

function SourceCard({ source }: { readonly source: SourceFigures }) {
  const types = Object.entries(source.lines).filter(([, lines]) => lines > 0).sort((a, b) => b[1] - a[1])
  const all = types.reduce((sum, [, lines]) => sum + lines, 0)
  return (
    <Card title={source.source} hint={texts.sources.count(count(all), all === 1)}>
      <dl className={own.lines}>
        {types.map(([type, lines]) => <div key={type}><dt>{type}</dt><dd>{count(lines)}</dd></div>)}
      </dl>
      {source.money.length === 0 ? null : <p>{texts.sources.money}: {source.money.map((part) => money(part.amount, part.currency)).join(', ')}</p>}
      <p className={classes.quiet}>
        {source.firstRecorded === null ? null : `${texts.sources.first} ${instantText(source.firstRecorded)}`}
        {source.lastRecorded === null ? null : ` · ${texts.sources.last} ${instantText(source.lastRecorded)}`}
      </p>
      {source.source === 'default' ? <p className={classes.quiet}>{texts.sources.defaultSays}</p> : null}
      {source.warnings.map((warning) => <p key={warning} className={own.warning}>{texts.sources.warnings}: {warning}</p>)}
    </Card>
  )
}
