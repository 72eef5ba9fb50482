import { count, share, shares } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import own from './parts.module.css'
import type { Parts } from './use-parts.ts'

type Split = Parts['split']
type Share = NonNullable<Split['product']>
const PARTS = ['intermediary', 'product', 'together', 'rest'] as const
const CHANNEL = ['intermediary', 'product', 'together'] as const
/** Up to so many, chance among them moves the shares much; as the answer says it. */
const FEW_PRODUCTS = 4
type Name = (typeof PARTS)[number]

/** Is it the product or the intermediary: a sentence, two bars, and the same as a table with intervals. */
export function PartsSplit({ answer: { split, kind } }: { readonly answer: Parts }) {
  const words = texts.chainExperience.split
  if (kind === null) return null
  return (
    <Card title={words.title} hint={words.hint(texts.chain.experiences[kind])} aside={split.tooFew === null ? <WhyButton why={`split:${kind}`} className={table.button}>{words.why}</WhyButton> : undefined}>
      {split.rest === null || split.ofChannel === null || split.verdict === null ? <p className={own.cannot}><b>{words.cannot}.</b> {split.says}</p> : <Told split={split} kind={kind} rest={split.rest} ofChannel={split.ofChannel} verdict={split.verdict} />}
    </Card>
  )
}

interface ToldProps { readonly split: Split; readonly kind: NonNullable<Parts['kind']>; readonly rest: Share; readonly ofChannel: NonNullable<Split['ofChannel']>; readonly verdict: NonNullable<Split['verdict']> }

function Told({ split, kind, rest, ofChannel, verdict }: ToldProps) {
  const words = texts.chainExperience.split
  const sureness = split.sureness ?? 0
  const all = { intermediary: split.intermediary, product: split.product, together: split.together, rest }
  const { intermediary, product } = ofChannel
  const percents = { channel: percentsOf(CHANNEL, ofChannel), all: percentsOf(PARTS, all) }
  return (
    <>
      <p className={own.verdict}><b>{words.sure[verdict]}</b>{verdict === 'open' ? null : ` (${words.sureness(share(verdict === 'intermediary' ? sureness : 1 - sureness))})`}. {words.ofThese(share(intermediary.share), share(intermediary.low), share(intermediary.high), share(product.share), share(product.low), share(product.high))}{split.products > FEW_PRODUCTS ? null : ` ${words.few(split.products)}`}</p>
      <p className={table.quiet}>{words.of(words.kinds[kind], share(1 - rest.share), share(1 - rest.high), share(1 - rest.low))}</p>
      <Bar label={words.channel} parts={CHANNEL.map((name) => ({ name, of: ofChannel[name] }))} />
      <Bar label={words.all} parts={PARTS.map((name) => ({ name, of: all[name] }))} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} aria-label={words.title} tabIndex={0}>
        <table className={`${table.table} ${own.splits}`}>
          <thead><tr><th scope="col">{words.part}</th><th scope="col" className={table.number}>{words.ofChannel}</th><th scope="col">{words.interval}</th><th scope="col" className={table.number}>{words.ofAll}</th><th scope="col">{words.interval}</th></tr></thead>
          <tbody>
            {PARTS.map((name) => {
              const [channel, whole] = [name === 'rest' ? null : ofChannel[name], all[name]]
              if (channel === null && whole === null) return null
              return (
                <tr key={name}>
                  <th scope="row"><i className={own.swatch} data-part={name} aria-hidden="true" />{words.parts[name]}</th>
                  <td className={table.number}>{channel === null ? texts.chainExperience.trade.notKnown : <b>{percents.channel.get(name)}</b>}</td><td className={own.drawn}><Interval name={name} of={channel} /></td>
                  <td className={table.number}>{whole === null ? texts.chainExperience.trade.notKnown : percents.all.get(name)}</td><td className={own.drawn}><Interval name={name} of={whole} /></td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <p className={`${table.quiet} ${own.under}`}>{words.n(count(split.n), count(split.products), count(split.intermediaries))}. {split.leftOut === 0 ? null : words.leftOut(count(split.leftOut))}</p>
    </>
  )
}

/** Percents that add up to 100 as they are shown, in the bar and in the table alike. */
function percentsOf(names: readonly Name[], parts: Readonly<Partial<Record<Name, Share | null>>>): ReadonlyMap<Name, string> {
  const told = names.flatMap((name) => (parts[name] == null ? [] : [{ name, of: parts[name] }]))
  const written = shares(told.map(({ of }) => of.share))
  return new Map(told.map(({ name }, place) => [name, written[place] ?? '']))
}

function Bar({ label, parts }: { readonly label: string; readonly parts: readonly { readonly name: Name; readonly of: Share | null }[] }) {
  const words = texts.chainExperience.split
  const told = parts.flatMap(({ name, of }) => (of === null ? [] : [{ name, of }]))
  const percents = shares(told.map(({ of }) => of.share))
  return (
    <figure className={own.stacked}>
      <figcaption className={table.quiet}>{label}</figcaption>
      <span className={own.bar} role="img" aria-label={told.map(({ name }, place) => `${words.parts[name]} ${percents[place]}`).join(', ')}>
        {told.map(({ name, of }, place) => <span key={name} className={own.piece} data-part={name} style={{ width: `${of.share * 100}%` }} title={`${words.parts[name]} ${percents[place]}`}>{of.share >= 0.09 ? percents[place] : null}</span>)}
      </span>
    </figure>
  )
}

/** The interval drawn on a scale from 0 to 100 %, and in words. */
function Interval({ name, of }: { readonly name: Name; readonly of: Share | null }) {
  if (of === null) return <span className={table.quiet}>{texts.chainExperience.trade.notKnown}</span>
  return (
    <span className={own.interval}>
      <span className={own.line} role="img" aria-label={texts.chainExperience.split.drawn(texts.chainExperience.split.parts[name], share(of.share), share(of.low), share(of.high))}>
        <i data-part={name} style={{ left: `${of.low * 100}%`, width: `${Math.max(0.8, (of.high - of.low) * 100)}%` }} /><b data-part={name} style={{ left: `${of.share * 100}%` }} />
      </span>
      <span className={table.quiet}>{texts.chain.interval(share(of.low), share(of.high))}</span>
    </span>
  )
}
