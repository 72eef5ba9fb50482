import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { KindField } from '../../api/import-shapes.ts'
import { useView } from '../../view/use-view.ts'

const NONE: readonly KindField[] = []

/** What a table can be about, and the fields of each kind. */
export function useKinds() {
  const { workspace } = useView()
  const { data } = useQuery({ queryKey: ['import-kinds'], queryFn: ({ signal }) => ask('import-kinds', { workspace }, signal), staleTime: Number.POSITIVE_INFINITY })
  return {
    kinds: data?.kinds.map((one) => one.kind) ?? [],
    fieldsOf: (kind: string): readonly KindField[] => data?.kinds.find((one) => one.kind === kind)?.fields ?? NONE,
    formatTitle: (format: string): string => data?.formats?.find((one) => one.name === format)?.title ?? format,
  }
}
