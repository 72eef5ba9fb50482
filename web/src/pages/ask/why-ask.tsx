import { Link } from '@tanstack/react-router'
import { daysIn } from '../../format/days.ts'
import { count, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask.module.css'
import { type Plan, type Reason, useLeftOut, usePlan } from './use-plan.ts'

const words = texts.asking.why
const Z: Readonly<Record<string, number>> = { 0.8: 1.2816, 0.9: 1.6449, 0.95: 1.96, 0.99: 2.5758 }
const LIMITED: ReadonlySet<string> = new Set(['asked-lately', 'organization-limit', 'permission-unknown'])

/** Why so many, and who is left out for a reason: `size:users`, `rate:customers`, `out:asked-lately`. */
export function WhyAsk({ which }: { readonly which: string }) {
  const [what, one = ''] = which.split(':')
  if (what === 'out') return <WhyOut reason={one as Reason} />
  return <WhySize side={one} />
}

export function titleOfAsk(which: string): string {
  const [what, one = ''] = which.split(':')
  return what === 'out' ? words.out : words.size(texts.asking.sample.sides[one] ?? one)
}

function WhySize({ side }: { readonly side: string }) {
  const { address } = useView()
  const query = usePlan(address.survey)
  return (
    <Answered query={query} bones={<Bones lines={[100, 80, 100]} height={18} />}>
      {(plan) => {
        const sample = plan.samples.find((one) => one.side === side)
        return sample === undefined ? <Empty>{words.unknown}</Empty> : <Size plan={plan} sample={sample} />
      }}
    </Answered>
  )
}

function Size({ plan, sample }: { readonly plan: Plan; readonly sample: Plan['samples'][number] }) {
  const z = Z[String(plan.confidence)] ?? 1.96
  const variance = plan.form === 'nps' ? 1 : 0.25
  const many = (z * z * variance) / plan.margin ** 2
  return (
    <div className={classes.why}>
      <p>{words.sizeSays(String(z), String(variance), String(plan.margin), count(many))}</p>
      <p>{words.sizeFinite(count(many), count(sample.population), count(sample.answers))}</p>
      <p>{words.rate(count(sample.answers), share(plan.rate.rate), count(sample.toAsk))} {words.rateRange(share(plan.rate.low), share(plan.rate.high), count(sample.toAskLow), count(sample.toAskHigh))}</p>
      <p>{words.spread} {words.seed(plan.seed)}</p>
      <p className={classes.quiet}>{words.sizeSource}</p>
    </div>
  )
}

function WhyOut({ reason }: { readonly reason: Reason }) {
  const { address } = useView()
  const query = useLeftOut(reason, address.survey)
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={28} />}>
      {(plan) => {
        const found = plan.leftOut.find((one) => one.reason === reason)
        return found === undefined ? <Empty>{words.unknown}</Empty> : (
          <div className={classes.why}>
            <p><b>{found.says}</b> {words.people(count(found.people))}</p>
            {LIMITED.has(reason) ? <p>{words.limits} <Link to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'asking' })}>{words.toLimits}</Link></p> : null}
            <ul className={classes.people}>
              {plan.people.map(({ party, because }) => <li key={party.id} className={classes.said}><PartyLink party={party} /><span className={classes.quiet}>{daysIn(because)}</span></li>)}
            </ul>
          </div>
        )
      }}
    </Answered>
  )
}
