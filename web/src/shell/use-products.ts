import { useQuery } from '@tanstack/react-query'
import type { ProductName } from '../api/shapes.ts'
import type { Studies } from '../api/types.ts'
import { studyOptions } from '../api/use-study.ts'
import { useView } from '../view/use-view.ts'

const NONE: readonly ProductName[] = []

const NO_SELLERS: Studies['products']['sellers'] = []

export function useProductsAnswer() {
  const { workspace } = useView()
  return useQuery(studyOptions('products', { workspace }))
}

/** The products of the workspace, whatever the period. */
export function useProducts(): readonly ProductName[] {
  return useProductsAnswer().data?.products ?? NONE
}

/** What people call a product: its name, else its key. */
export function useProductName(): (key: string) => string {
  const products = useProducts()
  return (key) => products.find(({ product }) => product === key)?.name ?? key
}

/** Those whose customers can be asked about, the busiest first, and our own name. */
export function useSellers(): { readonly sellers: Studies['products']['sellers']; readonly us: string | null } {
  const { data } = useProductsAnswer()
  return { sellers: data?.sellers ?? NO_SELLERS, us: data?.us ?? null }
}
