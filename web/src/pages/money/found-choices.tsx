import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { AgreementLine } from '../agreements/use-agreement-pages.ts'
import { useStudy } from '../../api/use-study.ts'
import type { Choice } from './work-queue.tsx'

const TYPING_MS = 180
const FOUND = 5

interface FoundChoicesProps { readonly q: string; readonly choiceOf: (row: AgreementLine) => Choice; readonly children: (choices: readonly Choice[]) => ReactNode }

/** Customers and agreements that hold the words that were typed. */
export function FoundChoices({ q, choiceOf, children }: FoundChoicesProps) {
  const [typed] = useDebouncedValue(q.trim(), TYPING_MS)
  const found = useStudy('agreements', { q: typed, limit: FOUND, product: undefined }, typed !== '')
  return children(typed === '' || q.trim() === '' || found.data === undefined ? [] : found.data.agreements.map(choiceOf))
}
