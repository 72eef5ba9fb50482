import { useDebouncedValue } from '@mantine/hooks'
import { useMantineColorScheme } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { acceptedOf } from '../api/parameters.ts'
import type { PartyRow } from '../api/shapes.ts'
import { studyOptions } from '../api/use-study.ts'
import { dayText, firstOfMonth, plusDays, today } from '../format/days.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { presets } from '../view/periods.ts'
import { DEMO, OWN, useView } from '../view/use-view.ts'
import { type Entry, grouped, matching } from './entries.ts'
import { TOGGLE_LIVE } from './live-switch.tsx'
import { groupsOf } from './pages.ts'
import { recents } from './recent.ts'
import { useProducts, useSellers } from './use-products.ts'

const PARTIES = 8
const TYPING_MS = 120

/** What the palette offers for what was typed; without anything typed, what was seen lately and the pages. */
export function useEntries(text: string, { onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }): readonly Entry[] {
  const parties = useParties(text)
  const around = useAround(onClose, onKeys)
  const recent = useRecent(onClose)
  const typed = text.trim() !== ''
  return grouped([...(typed ? parties(onClose) : recent), ...(typed ? matching(around, text) : around.filter(({ group }) => group === 'pages'))])
}

function useParties(text: string): (onClose: () => void) => readonly Entry[] {
  const { parameters, go } = useView()
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS)
  const { data } = useQuery({ ...studyOptions('parties', { ...acceptedOf('parties', parameters), q: asked, limit: PARTIES }), enabled: asked !== '', placeholderData: keepPreviousData })
  return (onClose) => {
    if (asked === '') return []
    const rows = data?.parties ?? []
    const open = (party: string) => () => { onClose(); void navigate({ to: '/parties/$party', params: { party }, search: (before) => keptOf(before as Address) }) }
    const found = rows.map(({ party }): Entry => ({ id: `party ${party.id}`, group: 'parties', name: nameOf(party), hint: hintOf({ party }), run: open(firstIdentifier(party)) }))
    const [first] = rows
    if (first === undefined) return found
    const [name, identifier] = [nameOf(first.party), firstIdentifier(first.party)]
    return [
      ...found,
      { id: 'who', group: 'look', name: texts.search.whoPays(name), run: () => { onClose(); go({ who: identifier, why: undefined }) } },
      { id: 'correct', group: 'do', name: texts.search.correct(name), run: () => { onClose(); go({ correct: `party:${identifier}` }) } },
    ]
  }
}

function hintOf({ party }: Pick<PartyRow, 'party'>): string {
  const known = firstIdentifier(party)
  return [party.kind === null ? null : texts.parties.what[party.kind], known === nameOf(party) ? null : known].filter((part) => part !== null).join(' · ')
}

function useRecent(onClose: () => void): readonly Entry[] {
  const { workspace } = useView()
  const navigate = useNavigate()
  return recents(workspace).map(({ party, name }) => ({ id: `recent ${party}`, group: 'recent', name, hint: party, run: () => { onClose(); void navigate({ to: '/parties/$party', params: { party }, search: (before) => keptOf(before as Address) }) } }))
}

/** Pages, what can be looked at, and what can be done from anywhere. */
function useAround(onClose: () => void, onKeys: () => void): readonly Entry[] {
  const { go, isDemo } = useView()
  const navigate = useNavigate()
  const products = useProducts()
  const { sellers } = useSellers()
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const then = (run: () => void) => () => { onClose(); run() }
  const shut = { why: undefined, who: undefined }
  const ends = [plusDays(today(), -7), plusDays(firstOfMonth(today()), -1)]
  return [
    ...groupsOf(isDemo).flatMap(({ pages }) => pages).map(({ to, name, key, words }): Entry => ({ id: to, group: 'pages', name, hint: `g ${key}`, words, run: then(() => void navigate({ to, search: (before) => keptOf(before as Address) })) })),
    { id: 'all products', group: 'look', name: texts.search.showProduct(texts.pickers.allProducts.toLowerCase()), words: texts.pickers.product, run: then(() => go({ product: undefined, ...shut })) },
    ...products.map(({ product, name }): Entry => ({ id: `product ${product}`, group: 'look', name: texts.search.showProduct(name ?? product), hint: texts.pickers.product, words: product, run: then(() => go({ product, ...shut })) })),
    ...presets().map(({ name, period }): Entry => ({ id: `period ${name}`, group: 'look', name: texts.search.showPeriod(name), hint: texts.pickers.period, run: then(() => go({ from: period.from, to: period.to })) })),
    { id: 'known now', group: 'look', name: texts.search.knownNow, run: then(() => go({ knownAt: undefined })) },
    ...ends.map((end): Entry => ({ id: `known ${end}`, group: 'look', name: texts.search.knownAt(dayText(end)), run: then(() => go({ knownAt: end })) })),
    ...sellers.map(({ seller, says }): Entry => ({ id: `seller ${seller.id}`, group: 'look', name: `${texts.pickers.seller}: ${says}`, run: then(() => go({ seller: seller.identifiers.includes('self') ? undefined : firstIdentifier(seller), ...shut })) })),
    { id: 'copy', group: 'do', name: texts.search.copyLink, words: 'share link url', run: then(() => void navigator.clipboard?.writeText(location.href)) },
    { id: 'live', group: 'do', name: texts.keys.pause, hint: 'e', run: then(() => void window.dispatchEvent(new Event(TOGGLE_LIVE))) },
    { id: 'keys', group: 'do', name: texts.search.keys, hint: '?', words: 'shortcuts help', run: then(onKeys) },
    ...(['light', 'dark', 'auto'] as const).map((scheme): Entry => ({ id: `scheme ${scheme}`, group: 'do', name: texts.search.schemes[scheme], words: 'theme colour color mode', run: then(() => setColorScheme(scheme)) })),
    { id: 'workspace', group: 'do', name: isDemo ? texts.workspace.toOwn : texts.workspace.toDemo, words: 'workspace switch', run: then(() => void navigate({ to: '/', search: { workspace: isDemo ? OWN : DEMO } })) },
  ]
}
