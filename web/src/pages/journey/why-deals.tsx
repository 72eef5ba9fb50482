import { acceptedOf } from '../../api/parameters.ts'
import { dayText, periodText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { money } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import classes from './journey.module.css'
import { PagesOf } from './pages-of.tsx'
import type { Deals } from './shapes.ts'
import { useJourneyPeriod } from './use-journey.ts'

const own = texts.journey.deals

/** The deals behind a figure; won and lost ones together, since a rate is of both. */
export function WhyDeals({ which }: { readonly which: string }) {
  const { parameters } = useView()
  const { from, to } = useJourneyPeriod()
  return (
    <>
      <p className={panel.quiet}>{periodText(from, to)}</p>
      <Part title={texts.why.rule}><Rule>{own.rule}</Rule></Part>
      <PagesOf study="deals" parameters={{ ...acceptedOf('deals', parameters), from, to, stage: which === 'open' ? 'open' : undefined }} items={({ deals }) => deals} keyOf={({ source, key }) => `${source} ${key}`} row={(deal: Deals['deals'][number]) => <Row deal={deal} />}
        csv={{ name: 'deals', head: ['key', 'name', 'stage', 'buyer', 'product', 'opened', 'closed', 'days', 'amount', 'currency', 'agreement'], cells: (deal: Deals['deals'][number]) => [deal.key, deal.name, deal.stage, deal.buyer === null ? null : nameOf(deal.buyer), deal.product, deal.opened, deal.closed, deal.days, deal.amount, deal.currency, deal.agreement] }} />
    </>
  )
}

function Row({ deal }: { readonly deal: Deals['deals'][number] }) {
  const { name, key, stage, buyer, opened, closed, amount, currency, product } = deal
  return (
    <div className={`${panel.row} ${classes.plain}`} data-row>
      <span className={panel.first}><b>{name ?? key}</b><span className={panel.value}>{own.stages[stage]}{amount === null || currency === null ? '' : `, ${money(amount, currency)}`}</span></span>
      <span className={panel.rest}>{buyer === null ? own.nobody : <PartyLink party={buyer} />}{[product, opened === null ? null : own.opened(dayText(opened)), closed === null ? null : own.closed(dayText(closed))].filter((part) => part !== null).map((part) => ` · ${part}`).join('')}</span>
    </div>
  )
}
