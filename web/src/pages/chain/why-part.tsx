import { count, share } from '../../format/numbers.ts'
import { firstIdentifier } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { Actions } from '../../why/actions.tsx'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { experienceSays } from './experience.ts'
import { moneyWords } from './node-words.ts'
import { partsCsvOf } from './parts-csv.ts'
import { type PartRow, type PartScore, scoreText, useOnePart } from './use-parts.ts'

const words = texts.chainExperience.why

/** The side panel of one intermediary: every figure of its row, with the rule behind it. */
export function WhyPart({ identifier }: { readonly identifier: string }) {
  const query = useOnePart(identifier)
  return (
    <Answered query={query} bones={<Bones lines={[60, 100, 100, 80, 100]} height={18} />}>
      {(answer) => {
        const row = answer.rows.find(({ party }) => party.identifiers.includes(identifier))
        return row === undefined ? <p className={panel.quiet}>{words.gone}</p> : <Explained row={row} />
      }}
    </Answered>
  )
}

function Explained({ row }: { readonly row: PartRow }) {
  const { party, category, seen, unseen, sellIn, sellThrough, inventory, soldOn, beyond, late, scores } = row
  const known = (value: number | null): string => (value === null ? texts.chain.why.unitsUnknown : count(value))
  const sides = [[words.sells, late.sells], [words.buys, late.buys]] as const
  return (
    <>
      <p className={panel.who}><PartyLink party={party} />{category === null ? null : <> · {texts.chain.why.category}: {category}</>}</p>
      <Part title={words.scores}>
        {scores.length === 0 ? <p className={panel.quiet}>{texts.chain.why.heardNothing}</p> : <ul className={panel.rows}>{scores.map((score) => <Score key={score.kind} score={score} />)}</ul>}
        <Rule>{words.rule.shrunk}</Rule><Rule>{words.rule.rank}</Rule>
      </Part>
      <Part title={words.causes}>
        <Causes row={row} />
        <Rule>{words.rule.causes}</Rule>
      </Part>
      <Part title={words.late}>
        {sides.every(([, { n }]) => n === 0) ? <p className={panel.quiet}>{texts.chainExperience.late.none}</p> : (
          <Figures rows={sides.filter(([, { n }]) => n > 0).map(([name, side]) => [name, lateSays(side)] as const)} />
        )}
        <Rule>{words.rule.late}</Rule>
      </Part>
      <Part title={words.seen}>
        <Figures rows={[[words.users, count(seen.users)], [words.days, count(seen.usageDays)], [words.customers, unseen.silent ? texts.chainExperience.trade.silent : count(unseen.customers)]]} />
        <Rule>{words.rule.users}</Rule>
      </Part>
      <Part title={words.trade}>
        <Figures rows={[
          [words.agreementsIn, count(sellIn.agreements)], [words.unitsIn, known(sellIn.units)], [words.begunIn, known(sellIn.unitsBegun)], [words.agreementsOut, count(sellThrough.agreements)], [words.unitsOut, known(sellThrough.units)], [words.begunOut, known(sellThrough.unitsBegun)],
          ...(beyond === null || beyond === 0 ? [[words.inventory, known(inventory)] as const] : [[words.beyond, words.atLeast(count(beyond))] as const]), ...(soldOn === null ? [] : [[words.soldOn, share(soldOn)] as const]), [words.bought, moneyWords(sellIn.money)], [words.sold, moneyWords(sellThrough.money)],
        ]} />
        <Rule>{words.rule.inventory}</Rule>
      </Part>
      <Actions onCsv={() => partsCsvOf([row], 'intermediary')} page={firstIdentifier(party)} />
    </>
  )
}

function Score({ score }: { readonly score: PartScore }) {
  const { kind, shrunk, shrunkLow, shrunkHigh, rank, stands } = score
  const forest = texts.chainExperience.forest
  return (
    <li>
      <span className={panel.first}><b>{experienceSays(score)}</b></span>
      {shrunk === null || shrunkLow === null || shrunkHigh === null ? null : (
        <span className={panel.rest}>{words.expected} {scoreText(kind, shrunk)} ({texts.chain.interval(scoreText(kind, shrunkLow), scoreText(kind, shrunkHigh))}){stands === null ? null : `, ${forest.standing[stands]}`}{rank === null ? null : `; ${forest.place.toLowerCase()} ${forest.placeOf(count(rank.from), count(rank.to), count(rank.of))}`}</span>
      )}
    </li>
  )
}

function Causes({ row: { complaints } }: { readonly row: PartRow }) {
  const causes = texts.chainExperience.causes
  if (complaints.length === 0) return <p className={panel.quiet}>{causes.none}</p>
  return (
    <ul className={panel.rows}>
      {complaints.map(({ topic, raised, n, share: part, low, high, others, stands }) => (
        <li key={topic ?? ''}>
          <span className={panel.first}><b>{topic ?? causes.noTopic}</b><span className={panel.value}>{causes.of(count(raised), count(n))}{part === null ? null : `, ${share(part)}`}</span></span>
          <span className={panel.rest}>{low === null || high === null ? texts.chain.tooFew(count(n)) : texts.chain.interval(share(low), share(high))}{others === null || others.share === null ? null : `; ${words.others(share(others.share), count(others.n))}`}{stands === 'above' ? `; ${causes.where.toLowerCase().replace(/ at$/, '')}` : null}</span>
        </li>
      ))}
    </ul>
  )
}

function lateSays({ n, late, open, share: part, low, high, meanDays }: PartRow['late']['sells']): string {
  const own = texts.chainExperience.late
  return [`${own.lateOf(count(late), count(n))}${part === null || low === null || high === null ? '' : `, ${share(part)} (${texts.chain.interval(share(low), share(high))})`}`, ...(meanDays === null ? [] : [own.days(count(Math.round(meanDays)))]), ...(open === 0 ? [] : [own.open(count(open))])].join('; ')
}

/** How the split was worked out, in words. */
export function WhySplit() {
  const { split, rule } = words
  return (
    <>
      <Part title={texts.why.rule}><Rule>{split.model}</Rule><Rule>{split.way}</Rule><Rule>{split.sureness}</Rule><Rule>{split.limits}</Rule><Rule>{rule.users}</Rule></Part>
      <Actions />
    </>
  )
}
