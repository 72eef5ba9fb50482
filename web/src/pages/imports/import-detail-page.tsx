import { useParams } from '@tanstack/react-router'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { OneImport } from './one-import.tsx'
import { useImportState } from './use-import-state.ts'

/** One import from its files to its reconciliation. Its address holds it: the page may be closed and opened again. */
export function ImportDetailPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useImportState(id)
  return <Answered query={query} bones={<Bones lines={[40, 60, 100, 100, 100]} height={30} />}>{(state) => <OneImport key={id} state={state} />}</Answered>
}
