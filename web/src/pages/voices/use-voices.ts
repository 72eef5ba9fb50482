import { useInfiniteQuery } from '@tanstack/react-query'
import { ask, type Parameters } from '../../api/ask.ts'
import { acceptedOf } from '../../api/parameters.ts'
import type { Studies } from '../../api/types.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { nameOf } from '../../format/names.ts'
import type { Voice } from './model.ts'

const PAGE = 25
const PAGE_OF_CSV = 1000
const MOST_ROWS = 100_000

/** Voices that fit, page by page. */
export function useVoices(filter: Parameters) {
  const { parameters } = useView()
  const asked = { ...acceptedOf('voices', parameters), ...filter }
  const query = useInfiniteQuery({
    queryKey: ['voices', 'pages', asked],
    queryFn: ({ pageParam, signal }) => ask('voices', { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })
  return { query, asked, first: query.data?.pages[0], voices: query.data?.pages.flatMap((page) => page.voices) ?? [] }
}

/** All voices that fit, as a file. */
export async function voicesCsv(asked: Parameters, name: string): Promise<void> {
  const rows: Voice[] = []
  let cursor: string | null = null
  do {
    const answer: Studies['voices'] = await ask('voices', { ...asked, limit: PAGE_OF_CSV, cursor })
    rows.push(...answer.voices)
    cursor = answer.next
  } while (cursor !== null && rows.length < MOST_ROWS)
  downloadCsv(name, ['at', 'party', 'identifiers', 'kind', 'score', 'topic', 'text', 'product', 'channel', 'roles', 'side', 'payer kind', 'payer', 'organizations', 'category', 'intermediary', 'source', 'key'], rows.map((voice) => [
    voice.at, nameOf(voice.party), voice.party.identifiers.join(' '), voice.kind, voice.score, voice.topic, voice.text, voice.product, voice.channel, voice.roles.join(' '), voice.side, voice.payerKind,
    voice.payer === null ? null : nameOf(voice.payer), voice.organizations.map(nameOf).join(', '), voice.category, voice.intermediary === null ? null : nameOf(voice.intermediary), voice.source, voice.key,
  ]))
}
