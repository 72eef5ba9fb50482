import { useIsEmpty } from '../../shell/use-is-empty.ts'
import { ImportPanel } from './import-panel.tsx'

export function ImportPage() {
  return <ImportPanel first={useIsEmpty()} />
}
