import { useEffect, useState } from 'react'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { Picker } from '../../parts/picker.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { FilterBar } from '../explore/filter-bar.tsx'
import { isRole, ROLES } from './model.ts'
import { useVoices, voicesCsv } from './use-voices.ts'
import { VoiceRow } from './voice-row.tsx'
import classes from './voices.module.css'
import { WhoAnswered } from './who-answered.tsx'

const words = texts.voices.said
const ANY = ''
const TYPED_MS = 250

/** Every voice, to be searched and filtered. */
export function SaidPart() {
  const { address, period, go } = useView()
  const role = isRole(address.role) ? address.role : undefined
  const kind = address.kind !== undefined && address.kind in texts.voices.kindNames ? address.kind : undefined
  const { query, asked, first, voices } = useVoices({ where: address.where, role, kind, q: address.q })
  const [preparing, setPreparing] = useState(false)
  const csv = async () => {
    setPreparing(true)
    try {
      await voicesCsv(asked, `voices-${period.from}-${period.to}`)
    } finally {
      setPreparing(false)
    }
  }
  const kinds = [{ value: ANY, name: words.anyKind }, ...Object.entries(texts.voices.kindNames).map(([value, name]) => ({ value, name }))]
  const roles = [{ value: ANY, name: words.anyRole }, ...ROLES.map((value) => ({ value, name: texts.voices.roles[value] }))]
  return (
    <div className={classes.stack}>
      <div className={classes.controls}>
        <Search />
        <Chooser label={words.kind} choices={kinds} chosen={kind} onChoose={(value) => go({ kind: value }, true)} />
        <Chooser label={words.role} choices={roles} chosen={role} onChoose={(value) => go({ role: value }, true)} />
        <FilterBar />
      </div>
      <WhoAnswered />
      <Card title={first === undefined ? words.title : words.total(count(first.total), first.total === 1)} hint={first === undefined || first.total === 0 ? words.hint : words.known(count(first.experience.bought), count(first.experience.used))}
        aside={<button type="button" className={table.button} disabled={preparing} onClick={() => void csv()}>{preparing ? words.preparing : texts.voices.csv}</button>}>
        {query.error ? <Failed error={query.error} again={() => void query.refetch()} /> : query.isPending ? <Bones lines={[60, 100, 60, 100, 60, 100, 60, 100]} height={16} /> : voices.length === 0 ? <Empty>{texts.voices.nothingFits}</Empty> : (
          <ul className={classes.voices}>{voices.map((voice) => <VoiceRow key={`${voice.source} ${voice.key}`} voice={voice} />)}</ul>
        )}
        {query.hasNextPage ? <button type="button" className={`${table.button} ${table.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.more}</button> : null}
      </Card>
    </div>
  )
}

function Chooser({ label, choices, chosen, onChoose }: { readonly label: string; readonly choices: readonly { readonly value: string; readonly name: string }[]; readonly chosen: string | undefined; readonly onChoose: (value: string | undefined) => void }) {
  return (
    <Picker label={label} value={choices.find(({ value }) => value === (chosen ?? ANY))?.name ?? ''} width={200}>
      {(close) => <Choices label={label} choices={choices} chosen={chosen ?? ANY} onChoose={(value) => {
        close()
        onChoose(value === ANY ? undefined : value)
      }} />}
    </Picker>
  )
}

/** What is typed is asked for when the reader pauses. */
function Search() {
  const { address, go } = useView()
  const [text, setText] = useState(address.q ?? '')
  useEffect(() => {
    if (text === (address.q ?? '')) return
    const timer = setTimeout(() => go({ q: text === '' ? undefined : text }, true), TYPED_MS)
    return () => clearTimeout(timer)
  }, [text, address.q, go])
  return <input type="search" className={`${table.field} ${table.grow}`} placeholder={words.search} aria-label={words.search} value={text} onChange={(event) => setText(event.target.value)} />
}
