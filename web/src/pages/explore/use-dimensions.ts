import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { acceptedOf } from '../../api/parameters.ts'
import { studyOptions, useStudy } from '../../api/use-study.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import type { PayerKind, UnpaidReason } from '../../api/shapes.ts'
import type { Dimension, DimensionValue } from './shapes.ts'
import { NONE } from './where.ts'

const words = texts.explore.filter
const NO_DIMENSIONS: readonly Dimension[] = []
const VALUES = 50

/** A dimension in the words of the page; a trait as the lines call it. */
export function dimensionName(dimension: string): string {
  if (dimension.startsWith('trait.')) return capital(dimension.slice('trait.'.length).replaceAll('_', ' '))
  return (words.dimensions as Readonly<Record<string, string>>)[dimension] ?? dimension
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** A value in the words of the page. */
export function valueName(dimension: string, { value, name }: Pick<DimensionValue, 'value' | 'name'>): string {
  if (value === NONE) return words.none
  if (dimension === 'payerKind') return texts.kinds[value as PayerKind]?.name ?? value
  if (dimension === 'reason') return texts.unpaid.reasons[value as UnpaidReason]?.name ?? value
  if (dimension === 'partyKind') return (words.partyKinds as Readonly<Record<string, string>>)[value] ?? value
  return name ?? value
}

/** By what users can be chosen and grouped here; the same for every filter, so that it is asked once. Two values of each: one of them may be "not known", and a dimension with nothing else is not listed. */
export function useDimensions(): readonly Dimension[] {
  return useStudy('dimensions', { limit: '2' }).data?.dimensions ?? NO_DIMENSIONS
}

/** The most frequent values of one dimension that hold a text, with how many users have each. */
export function useValues(dimension: string, q: string) {
  const { parameters } = useView()
  return useQuery({ ...studyOptions('dimensions', { ...acceptedOf('dimensions', parameters), dimension, q: q === '' ? undefined : q, limit: VALUES }), placeholderData: keepPreviousData })
}

/** Those of a filter by their names: a party is named by the server, all else says itself. */
export function useValueNames(dimension: string, values: readonly string[]): readonly string[] {
  const { parameters } = useView()
  const ofParties = ['organization', 'account', 'payer', 'intermediary', 'agreement', 'product'].includes(dimension)
  const first = values.find((value) => value !== NONE)
  const alone = useQuery({ ...studyOptions('dimensions', { ...acceptedOf('dimensions', parameters), dimension, q: first, limit: VALUES }), enabled: ofParties && first !== undefined })
  const listed = useQuery({ ...studyOptions('dimensions', { ...acceptedOf('dimensions', parameters), dimension, q: undefined, limit: VALUES }), enabled: ofParties && values.length > 1 })
  const known = [...(alone.data?.dimensions[0]?.values ?? []), ...(listed.data?.dimensions[0]?.values ?? [])]
  return values.map((value) => valueName(dimension, { value, name: known.find((one) => one.value === value || (one.party?.identifiers.includes(value) ?? false))?.name ?? null }))
}
