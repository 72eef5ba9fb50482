import { useQuery } from '@tanstack/react-query'
import { acceptedOf } from '../api/parameters.ts'
import type { Party } from '../api/shapes.ts'
import { studyOptions } from '../api/use-study.ts'
import { firstIdentifier } from '../format/names.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './why-panel.module.css'

/** Whether a party has ever used the product; null while that is not known. */
export function useEverUsed(party: Party | undefined, product: string): boolean | null {
  const { parameters } = useView()
  const identifier = party === undefined ? '' : firstIdentifier(party)
  const common = acceptedOf('party', { workspace: parameters.workspace, knownAt: parameters.knownAt })
  const { data } = useQuery({ ...studyOptions('party', { ...common, party: identifier }), enabled: party !== undefined })
  return data === undefined ? null : data.usage.some((use) => use.product === product)
}

export function DeciderUse({ party, product }: { readonly party: Party; readonly product: string }) {
  const ever = useEverUsed(party, product)
  if (ever === null) return null
  return <span className={classes.rest}>{ever ? texts.why.deciderUses : texts.why.deciderNever}</span>
}
