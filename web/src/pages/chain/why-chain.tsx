import { Link } from '@tanstack/react-router'
import { useThresholds } from '../../api/use-thresholds.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { firstIdentifier } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { Figures } from '../../why/figures.tsx'
import { Part, Rule } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { chainCsv } from './chain-csv.ts'
import classes from './chain.module.css'
import { experienceSays, stepOf } from './experience.ts'
import { moneyWords, nodeKey, nodeName, nodeOf, partyName, sellerOf } from './node-words.ts'
import { restOf } from './outside.tsx'
import { type Channel, type ChainNode, useChain } from './use-chain.ts'
import { WhyFoldMembers } from './why-fold.tsx'

const REASONS = ['expired', 'no-seat', 'machine', 'free'] as const

/** The side panel of the chain: a party, those folded together, the end users of one, or what does not come through the chain. */
export function WhyChain({ which }: { readonly which: string }) {
  const query = useChain()
  return <div className={classes.scale}><Answered query={query} bones={<Bones lines={[60, 100, 100, 80]} height={18} />}>{(answer) => <Which answer={answer} which={which} />}</Answered></div>
}

function Which({ answer, which }: { readonly answer: Channel; readonly which: string }) {
  if (which === 'elsewhere' || which === 'unpaid') return <OutsideWhy answer={answer} which={which} />
  const ends = which.startsWith('ends|')
  const node = nodeOf(answer, ends ? which.slice('ends|'.length) : which)
  if (node === null) return <p className={panel.quiet}>{texts.chain.why.gone}</p>
  return ends ? <EndsWhy answer={answer} node={node} /> : <NodeWhy answer={answer} node={node} />
}

function NodeWhy({ answer, node }: { readonly answer: Channel; readonly node: ChainNode }) {
  const words = texts.chain.why
  const { go } = useView()
  const { party, bought, sold } = node
  return (
    <>
      <Part title={words.who}>
        <p><b>{party ? <PartyLink party={party} /> : nodeName(node)}</b>{node.category === null ? null : <> · {words.category}: {node.category}</>}</p>
        {node.because === null ? null : <p className={panel.quiet}>{texts.chain.because[node.because]}</p>}
        {party === null ? null : (
          <div className={panel.actions}>
            {node.because === 'seller' ? null : <button type="button" className={panel.action} onClick={() => go({ seller: sellerOf(party), open: undefined, why: undefined })}>{words.look}</button>}
            <Link to="/parties/$party" params={{ party: firstIdentifier(party) }} search={(before) => keptOf(before as Address)} className={panel.action}>{words.page}</Link>
            <span className={classes.correct}><CorrectButton about={`party:${firstIdentifier(party)}`} /></span>
          </div>
        )}
      </Part>
      {node.because === 'seller' ? null : <Part title={words.path}><Path answer={answer} node={node} /></Part>}
      <Part title={words.flow}>
        <Figures rows={[
          ...(node.folded > 0 ? [[words.folded, count(node.folded)] as const] : []),
          [words.usersThrough, count(node.users)], [words.daysThrough, count(node.usageDays)], [words.directUsers, count(node.ends.users)], [words.ownUsers, count(node.own.users)],
        ]} />
      </Part>
      <Unseen node={node} />
      <Heard node={node} />
      <Part title={words.buysAndSells}>
        <Figures rows={[
          [words.agreementsBought, count(bought.agreements)], [words.accruedBought, moneyWords(bought)], ...paidRows(words.paid, bought),
          [words.agreementsSold, count(sold.agreements)], [words.accruedSold, moneyWords(sold)], ...paidRows(words.paidOn, sold), [words.resellers, count(node.intermediaries)], [words.customers, count(node.customers)],
        ]} />
        {bought.unpriced + sold.unpriced > 0 ? <p className={panel.quiet}>{words.unpriced(count(bought.unpriced + sold.unpriced))}</p> : null}
      </Part>
      {node.folded > 0 && node.under !== null ? <WhyFoldMembers answer={answer} node={node} /> : null}
      <Part title={texts.why.rule}><Rule>{words.rule}</Rule><Rule>{words.moneyRule}</Rule></Part>
      <Actions onCsv={() => chainCsv([node], `chain-${nodeKey(node).replace(/[^\w-]+/g, '-')}`)} />
    </>
  )
}

function paidRows(name: string, { paid }: ChainNode['bought']): (readonly [string, string])[] {
  return paid.map(({ amount, currency }) => [name, money(amount, currency)] as const)
}

/** From the seller in view down to it, each as a place to look from. */
function Path({ answer, node }: { readonly answer: Channel; readonly node: ChainNode }) {
  const way: ChainNode[] = []
  for (let at: ChainNode | undefined = node; at && way.length < answer.nodes.length; at = at.under === null ? undefined : answer.nodes.find(({ party }) => party?.id === at?.under?.id)) way.unshift(at)
  return <p>{way.map((one, place) => <span key={one.id}>{place > 0 ? ' → ' : null}{one.party && one.id !== node.id ? <PartyLink party={one.party} /> : nodeName(one)}</span>)}</p>
}

function Unseen({ node }: { readonly node: ChainNode }) {
  const words = texts.chain.why
  const { customers, silent, blind, units, unitsIn, unitsOut } = node.unseen
  const rows: (readonly [string, string])[] = [
    ...(customers > 0 ? [[words.noUse, count(customers)] as const] : []), ...(silent > 0 ? [[words.silent, count(silent)] as const] : []), ...(blind > 0 ? [[words.blind, count(blind)] as const] : []),
    ...(unitsIn === null ? [] : [[words.units, count(unitsIn)] as const, [words.unitsOut, count(unitsOut)] as const, [words.unitsUnseen, count(units ?? 0)] as const]),
  ]
  return <Part title={words.unseen}>{rows.length === 0 ? <p className={panel.quiet}>{words.nothingUnseen}</p> : <Figures rows={rows} />}<Rule>{words.unseenRule}</Rule></Part>
}

function Heard({ node }: { readonly node: ChainNode }) {
  const { fewestPeople } = useThresholds()
  const words = texts.chain.why
  return (
    <Part title={words.experience}>
      {node.experience.length === 0 ? <p className={panel.quiet}>{words.heardNothing}</p> : (
        <ul className={panel.rows}>{node.experience.map((heard) => <li key={heard.kind}><span className={classes.name} style={{ color: 'inherit', cursor: 'default' }}><i className={classes.dot} data-step={stepOf(heard)} aria-hidden="true" />{experienceSays(heard)}</span></li>)}</ul>
      )}
      <Rule>{words.experienceRule(count(fewestPeople))}</Rule>
    </Part>
  )
}

function EndsWhy({ answer, node }: { readonly answer: Channel; readonly node: ChainNode }) {
  const words = texts.chain.why
  return (
    <>
      <Part title={words.path}><Path answer={answer} node={node} /></Part>
      <Part title={words.ends}>
        <Figures rows={[[words.directUsers, count(node.ends.users)], [words.directDays, count(node.ends.usageDays)], [words.customers, count(node.customers)], [words.noUse, count(node.unseen.customers)]]} />
      </Part>
      <Unseen node={node} />
      <Heard node={node} />
      <Part title={texts.why.rule}><Rule>{words.rule}</Rule></Part>
      <Actions onCsv={() => chainCsv([node], `chain-ends-${nodeKey(node).replace(/[^\w-]+/g, '-')}`)} page={node.party ? firstIdentifier(node.party) : undefined} />
    </>
  )
}

function OutsideWhy({ answer, which }: { readonly answer: Channel; readonly which: 'elsewhere' | 'unpaid' }) {
  const words = texts.chain.outside
  const { go } = useView()
  const use = which === 'elsewhere' ? (answer.unpaid.elsewhere ?? { users: 0, usageDays: 0 }) : restOf(answer)
  return (
    <>
      <Part title={which === 'elsewhere' ? words.elsewhere : words.unpaid}>
        <Rule>{which === 'elsewhere' ? words.elsewhereHint : words.unpaidHint}</Rule>
        <Figures rows={[[texts.chain.table.users, count(use.users)], [texts.chain.table.usageDays, count(use.usageDays)], ...(which === 'unpaid' ? REASONS.filter((reason) => (answer.unpaid[reason]?.usageDays ?? 0) > 0).map((reason) => [words.reasons[reason], texts.chain.node.users(count(answer.unpaid[reason]?.users ?? 0), answer.unpaid[reason]?.users === 1)] as const) : [])]} />
      </Part>
      {which === 'unpaid' || answer.others.length === 0 ? null : (
        <Part title={words.sellers}>
          <ul className={panel.rows}>
            {answer.others.map(({ party, customers }) => (
              <li key={party.id}><button type="button" data-row className={panel.row} onClick={() => go({ seller: sellerOf(party), open: undefined, why: undefined })}><span className={panel.first}><b>{partyName(party)}</b><span className={panel.value}>{texts.chain.node.customers(count(customers), customers === 1)}</span></span></button></li>
            ))}
          </ul>
          {answer.moreOthers > 0 ? <p className={panel.quiet}>{texts.chain.more(count(answer.moreOthers))}</p> : null}
        </Part>
      )}
      <Actions />
    </>
  )
}
