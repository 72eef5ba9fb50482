import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { firstIdentifier } from '../../format/names.ts'
import { useView } from '../../view/use-view.ts'
import type { ExperienceKind } from './experience.ts'

export type Channel = Studies['channel']
export type ChainNode = Channel['nodes'][number]
export type ChainEdge = Channel['edges'][number]
export type Measure = 'use' | 'money'

const PAGE = 50

/** What the address says about the picture. */
export function useChainView(): { readonly measure: Measure; readonly colour: ExperienceKind | null; readonly open: ReadonlyMap<string, number> } {
  const { address } = useView()
  const colour = address.by
  return {
    measure: address.measure === 'money' ? 'money' : 'use',
    colour: colour === 'csat' || colour === 'nps' || colour === 'ces' || colour === 'complaints' ? colour : null,
    open: openOf(address.open),
  }
}

export function useChain() {
  const { address } = useView()
  const { measure } = useChainView()
  return useStudy('channel', { measure, open: address.open })
}

function openOf(text: string | undefined): ReadonlyMap<string, number> {
  return new Map((text ?? '').split(';').flatMap((item) => {
    const at = item.lastIndexOf('=')
    return at < 1 ? [] : [[item.slice(0, at), Number(item.slice(at + 1))] as const]
  }))
}

/** The address with more of a seller's buyers shown, or as few as at first. */
export function openWith(open: ReadonlyMap<string, number>, node: ChainNode, shown: number | null): string | undefined {
  const next = new Map(open)
  const seller = node.under ?? node.party
  if (seller === null) return undefined
  if (shown === null) next.delete(firstIdentifier(seller))
  else next.set(firstIdentifier(seller), Math.ceil((shown + PAGE) / PAGE) * PAGE)
  return next.size === 0 ? undefined : [...next].map(([name, most]) => `${name}=${most}`).join(';')
}
