import { type FormEvent, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { dayText, instantText, plusDays, today } from '../../format/days.ts'
import { Choices } from '../../parts/choices.tsx'
import { Picker } from '../../parts/picker.tsx'
import pickers from '../../shell/pickers.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { againstOf, justBefore, PRESET_DAYS } from './times.ts'

const words = texts.changes
const EACH = 3

/** The earlier of the two times: some days ago, before an import, before a correction, or any day. */
export function AgainstPicker() {
  const { address, go } = useView()
  const { short, day } = againstOf(address.against)
  const [other, setOther] = useState(day)
  const { data: imports } = useStudy('imports')
  const { data: log } = useStudy('corrections', { limit: EACH })
  const choices = [
    ...Object.entries(PRESET_DAYS).map(([name, days]) => ({ value: plusDays(today(), -days), name: words.presets[name as keyof typeof PRESET_DAYS], hint: dayText(plusDays(today(), -days)) })),
    ...(imports?.imports ?? []).slice(0, EACH).map(({ name, created }) => ({ value: justBefore(created), name: words.beforeImport(name), hint: instantText(created) })),
    ...(log?.corrections ?? []).slice(0, EACH).map(({ says: said, at }) => ({ value: justBefore(at), name: words.beforeCorrection(said), hint: instantText(at) })),
  ]
  return (
    <Picker label={words.compare} value={short} width={380} marked>
      {(close) => (
        <>
          <Choices label={words.compare} choices={choices} chosen={address.against ?? plusDays(today(), -PRESET_DAYS.week)} onChoose={(value) => { go({ against: value }); close() }} />
          <form className={pickers.row} onSubmit={(event: FormEvent) => { event.preventDefault(); go({ against: other }); close() }}>
            <label>{words.day}<input type="date" className={pickers.field} value={other} max={plusDays(today(), -1)} onChange={(event) => setOther(event.target.value)} /></label>
            <button type="submit" className={pickers.apply} disabled={other === ''}>{words.show}</button>
          </form>
        </>
      )}
    </Picker>
  )
}
