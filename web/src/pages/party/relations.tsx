import { useElementSize } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { Party, Relation } from '../../api/shapes.ts'
import { CorrectedMark } from '../../correct/corrected-mark.tsx'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { intervalText } from './interval-text.ts'
import { placed } from './relation-places.ts'
import classes from './relations.module.css'

const words = texts.party
const LETTER = 6.6
const MIDDLE = 64
/** Relations that an agreement makes; all others are told by lines of their own. */
const OF_AGREEMENTS: ReadonlySet<string> = new Set(['payer', 'paid-for', 'seller', 'buyer'])

/** Whom it stands in a relation with, as a small graph and as a list. */
export function Relations({ party, relations }: { readonly party: Party; readonly relations: readonly Relation[] }) {
  if (relations.length === 0) return <Empty>{words.noRelations}</Empty>
  return (
    <div className={classes.both}>
      <Graph party={party} relations={relations} />
      <div className={classes.list}>{relations.map((relation) => <Group key={relation.relation} party={party} relation={relation} />)}</div>
    </div>
  )
}

function shortened(text: string, width: number): string {
  const most = Math.max(6, Math.floor(width / LETTER))
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

function titleOf(party: Party): string {
  return party.identifiers.includes('self') && party.name === null ? words.us : nameOf(party)
}

/** Drawn for the eye and the mouse; the list beside it is for everybody. */
function Graph({ party, relations }: { readonly party: Party; readonly relations: readonly Relation[] }) {
  const { ref, width } = useElementSize()
  const navigate = useNavigate()
  const { nodes, headings, height } = placed(relations)
  const nameOfRelation = new Map(relations.map((one) => [one.relation, relationName(one)]))
  const hasLeft = headings.some(({ isLeft }) => isLeft)
  const hasRight = headings.some(({ isLeft }) => !isLeft)
  const w = Math.max(width, 280)
  const x = hasLeft && hasRight ? w / 2 : hasLeft ? w - MIDDLE - 40 : MIDDLE + 40
  const room = (hasLeft && hasRight ? w / 2 : w - MIDDLE - 40) - MIDDLE - 46
  const end = (isLeft: boolean): number => (isLeft ? room : w - room)
  const open = (other: Party) => void navigate({ to: '/parties/$party', params: { party: firstIdentifier(other) }, search: (before) => keptOf(before as Address) })
  return (
    <div ref={ref} className={classes.graph}>
      {width === 0 ? null : (
        <svg width={w} height={height} viewBox={`0 0 ${w} ${height}`} role="img" aria-label={words.graph(titleOf(party))}>
          {nodes.map((node) => {
            const to = end(node.isLeft)
            const side = node.isLeft ? x - MIDDLE : x + MIDDLE
            return <path key={node.key} className={classes.edge} data-past={node.tie !== null && !node.tie.now ? true : undefined} d={`M${to} ${node.y} C${(to + side) / 2} ${node.y} ${(to + side) / 2} ${height / 2} ${side} ${height / 2}`} />
          })}
          <rect className={classes.center} x={x - MIDDLE} y={height / 2 - 17} width={MIDDLE * 2} height={34} rx={party.kind === 'person' ? 17 : 8} />
          <text className={classes.centerName} x={x} y={height / 2 + 4.5} textAnchor="middle">{shortened(titleOf(party), MIDDLE * 2 - 16)}</text>
          {headings.map(({ key, relation, y, isLeft, total }) => <text key={key} className={classes.heading} x={end(isLeft) + (isLeft ? -10 : 10)} y={y + 4} textAnchor={isLeft ? 'end' : 'start'}>{nameOfRelation.get(relation) ?? relation}{total > 1 ? ` · ${count(total)}` : ''}</text>)}
          {nodes.map(({ key, y, isLeft, tie, more }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the list beside has the same as links, for the keyboard
            <g key={key} className={tie === null ? undefined : classes.node} data-past={tie !== null && !tie.now ? true : undefined} onClick={tie === null ? undefined : () => open(tie.party)}>
              {tie === null ? null : tie.party.kind === 'person' ? <circle className={classes.dot} cx={end(isLeft)} cy={y} r={4.5} /> : <rect className={classes.dot} x={end(isLeft) - 4.5} y={y - 4.5} width={9} height={9} rx={tie.party.kind === 'machine' ? 0 : 2.5} />}
              <text x={end(isLeft) + (isLeft ? -10 : 10)} y={y + 4} textAnchor={isLeft ? 'end' : 'start'} className={tie === null ? classes.more : classes.name}>{tie === null ? words.more(count(more)) : shortened(titleOf(tie.party), room - 14)}</text>
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}

/** Who only speaks for the product does not decide: then the heading says both. */
function relationName({ relation, parties }: Relation): string {
  if (relation !== 'decider') return words.relationNames[relation] ?? relation
  const champions = parties.filter((tie) => tie.function === 'champion').length
  return champions === 0 ? words.deciders : champions === parties.length ? words.champions : words.decidersAndChampions
}

function Group({ party, relation }: { readonly party: Party; readonly relation: Relation }) {
  return (
    <section>
      <h3 className={classes.title}>{relationName(relation)}{relation.total > 1 ? ` (${count(relation.total)})` : ''}</h3>
      <ul>
        {relation.parties.map((tie) => {
          const about = aboutOf(party, relation.relation, tie)
          const agreement = tie.evidence !== null && OF_AGREEMENTS.has(relation.relation) ? tie.evidence : null
          return (
            <li key={tie.party.id} className={classes.tie}>
              <span><PartyLink party={tie.party} /> <span className={classes.quiet} title={tie.evidence === null ? undefined : words.lineKey(tie.evidence)}>{[tie.function, tie.inferred ? words.inferred : null, intervalText(tie.from, tie.to)].filter((part) => part !== null && part !== '').join(' · ')}</span>{agreement === null ? null : <span className={classes.quiet}> · <WhyButton why={`agreement:${agreement}`} plain label={words.agreementOf(agreement)}>{words.theAgreement}</WhyButton></span>}{tie.override ? <> <CorrectedMark /></> : null}</span>
              {about === null ? null : <span className={classes.correct}><CorrectButton about={about} /></span>}
            </li>
          )
        })}
        {relation.total > relation.parties.length ? <li className={classes.quiet}>{words.more(count(relation.total - relation.parties.length))}</li> : null}
      </ul>
    </section>
  )
}

/** What a correction of the relation is about. */
function aboutOf(party: Party, relation: string, tie: Relation['parties'][number]): string | null {
  const [own, other] = [firstIdentifier(party), firstIdentifier(tie.party)]
  if (relation === 'organization') return `membership:${own}|${other}`
  if (relation === 'member' || relation === 'decider') return `membership:${other}|${own}`
  if (tie.evidence !== null && OF_AGREEMENTS.has(relation)) return `agreement:${tie.evidence}`
  return null
}
