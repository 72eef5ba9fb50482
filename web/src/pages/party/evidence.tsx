import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { EvidenceLine, Party } from '../../api/shapes.ts'
import type { Studies } from '../../api/types.ts'
import { instantText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { sentenceOf } from '../imports/line-words.ts'
import classes from './party-page.module.css'
import { saidByHand } from './said-by-hand.ts'

const words = texts.party
const PAGE = 20

/** Every line about it, in plain words, the newest learned first; the line itself when asked for. */
export function Timeline({ party }: { readonly party: Party }) {
  const { parameters } = useView()
  const [type, setType] = useState('')
  const [source, setSource] = useState('')
  const asked = { ...acceptedOf('party-evidence', parameters), party: firstIdentifier(party), type, source }
  const query = useInfiniteQuery({
    queryKey: ['party-evidence', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('party-evidence', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const pages = query.data?.pages
  const first = pages?.[0]
  if (pages === undefined || first === undefined) return <Bones lines={[100, 100, 100, 100, 100]} height={24} />
  const names = new Map(pages.flatMap((page) => page.names).flatMap((one) => one.identifiers.map((id): [string, string] => [id, nameOf(one)])))
  const lines = pages.flatMap((page) => page.lines)
  return (
    <>
      <div className={table.filters}>
        <Filter label={words.type} any={words.anyType} value={type} options={first.types.map((one) => [one.type, one.lines])} onChoose={setType} />
        <Filter label={words.source} any={words.anySource} value={source} options={first.sources.map((one) => [one.source, one.lines])} onChoose={setSource} />
      </div>
      {lines.length === 0 ? <Empty>{words.noEvidence}</Empty> : <ol className={classes.lines}>{lines.map((line) => <Line key={`${line.recordedAt} ${textOf(line.line, 'type')} ${textOf(line.line, 'source')} ${textOf(line.line, 'key')}`} one={line} names={names} />)}</ol>}
      {query.hasNextPage ? <button type="button" className={`${table.button} ${table.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{texts.parties.more}</button> : null}
    </>
  )
}

interface FilterProps { readonly label: string; readonly any: string; readonly value: string; readonly options: readonly (readonly [string, Studies['party-evidence']['types'][number]['lines']])[]; readonly onChoose: (value: string) => void }

function Filter({ label, any, value, options, onChoose }: FilterProps) {
  if (options.length < 2 && value === '') return null
  return (
    <select className={table.field} aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{any}</option>
      {options.map(([name, lines]) => <option key={name} value={name}>{`${name} (${count(lines)})`}</option>)}
    </select>
  )
}

export function textOf(line: unknown, field: string): string {
  const value: unknown = typeof line === 'object' && line !== null ? Reflect.get(line, field) : null
  return typeof value === 'string' ? value : ''
}

function Line({ one, names }: { readonly one: EvidenceLine; readonly names: ReadonlyMap<string, string> }) {
  const { line, standing, events } = one
  const type = textOf(line, 'type')
  const says = standing === 'retraction' ? words.withdrawn(type, textOf(line, 'key')) : (saidByHand(line, names) ?? sentenceOf(line, names))
  return (
    <li>
      <details className={classes.line}>
        <summary data-row>
          <span className={classes.says} data-gone={standing === 'holds' || standing === 'retraction' ? undefined : true}>{says}</span>
          {words.standings[standing] === undefined ? null : <span className={classes.mark}>{words.standings[standing]}</span>}
          <span className={classes.when}>{[type, textOf(line, 'source'), words.recorded(instantText(one.recordedAt))].filter((part) => part !== '').join(' · ')}</span>
        </summary>
        {events === null || events < 2 ? null : <p className={classes.quiet}>{words.events(count(events))}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, so the keyboard must reach them */}
        <section tabIndex={0} aria-label={words.rawLine}><pre>{JSON.stringify(line, null, 2)}</pre></section>
      </details>
    </li>
  )
}
