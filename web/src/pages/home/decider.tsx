import type { AgreementUse } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { texts } from '../../texts.ts'
import { useEverUsed } from '../../why/decider-use.tsx'

/** Who decides on the agreement, and whether that person ever used what is paid for. */
export function Decider({ row }: { readonly row: AgreementUse }) {
  const decider = row.deciders[0]
  const ever = useEverUsed(decider, row.product)
  if (decider === undefined) return <>{texts.paidUnused.noDecider}</>
  return <>{ever === false ? texts.paidUnused.decidesNever(nameOf(decider)) : texts.paidUnused.decides(nameOf(decider))}</>
}
