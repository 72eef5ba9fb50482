import { Link } from '@tanstack/react-router'
import type { Parameters } from '../../api/ask.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { Actions } from '../../why/actions.tsx'
import { Part } from '../../why/part.tsx'
import panel from '../../why/why-panel.module.css'
import { useVoices, voicesCsv } from './use-voices.ts'
import { VoiceRow } from './voice-row.tsx'
import classes from './voices.module.css'

const words = texts.voices

/** The voices behind a figure, in the side panel. */
export function VoicesBehind({ filter, name, search }: { readonly filter: Parameters; readonly name: string; readonly search: Partial<Address> }) {
  const { period } = useView()
  const { query, asked, first, voices } = useVoices(filter)
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  return (
    <Part title={first === undefined ? words.why.answers : words.why.of(count(first.total))}>
      {query.isPending ? <Bones lines={[60, 100, 60, 100]} height={16} /> : voices.length === 0 ? <Empty>{texts.why.noRows}</Empty> : <ul className={classes.voices}>{voices.map((voice) => <VoiceRow key={`${voice.source} ${voice.key}`} voice={voice} />)}</ul>}
      <div className={panel.actions}>
        {query.hasNextPage ? <button type="button" className={panel.action} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{words.why.more}</button> : null}
        <Link to="/voices" search={(before) => ({ ...keptOf(before as Address), ...((before as Address).where === undefined ? {} : { where: (before as Address).where }), tab: 'said', ...search }) as Address} className={panel.action}>{words.why.all}</Link>
      </div>
      <Actions onCsv={() => voicesCsv(asked, `${name}-${period.from}-${period.to}`)} />
    </Part>
  )
}
