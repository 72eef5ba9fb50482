import { useQueries } from '@tanstack/react-query'
import { acceptedOf } from '../../api/parameters.ts'
import type { Overlap } from '../../api/shapes.ts'
import type { Studies } from '../../api/types.ts'
import { studyOptions } from '../../api/use-study.ts'
import { useProducts } from '../../shell/use-products.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'

export type World = Studies['world']

export interface ProductWorld {
  readonly product: string
  readonly name: string
  readonly fundedBy: string | null
  readonly world: World | undefined
  readonly before: World | undefined
  readonly overlap: Overlap | undefined
  /** What is still to come, so that its place can be kept. */
  readonly awaits: { readonly before: boolean; readonly overlap: boolean }
  readonly error: Error | null
}

/** The world of each product, or of the one that is chosen: three small questions each. */
export function useWorlds(): readonly ProductWorld[] {
  const { parameters, address, period } = useView()
  const all = useProducts()
  const products = all.filter(({ product }) => address.product === undefined || address.product === product)
  const asked = products.map(({ product }) => ({ ...parameters, where: address.where, product }))
  const worlds = useQueries({ queries: asked.map((parameters) => studyOptions('world', acceptedOf('world', parameters))) })
  const befores = useQueries({ queries: asked.map((parameters) => studyOptions('world', acceptedOf('world', { ...parameters, ...periodBefore(period) }))) })
  const overlaps = useQueries({ queries: asked.map((parameters) => studyOptions('overlap', acceptedOf('overlap', parameters))) })
  const nameOf = (key: string) => all.find(({ product }) => product === key)?.name ?? key
  return products.map(({ product, name, fundedBy }, place) => ({
    product, name: name ?? product, fundedBy: fundedBy === null ? null : nameOf(fundedBy), world: worlds[place]?.data, before: befores[place]?.data, overlap: overlaps[place]?.data,
    awaits: { before: befores[place]?.isPending ?? false, overlap: overlaps[place]?.isPending ?? false }, error: worlds[place]?.error ?? null,
  }))
}
