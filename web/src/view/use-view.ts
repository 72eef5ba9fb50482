import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { isDay, today } from '../format/days.ts'
import { type Address, addressFrom } from './address.ts'
import { DEFAULT_DAYS, lastDays, type Period } from './periods.ts'

export const DEMO = 'demo'
export const OWN = 'main'

export type Misread = 'period' | 'knownAt'

export interface View {
  readonly address: Address
  readonly workspace: string
  readonly isDemo: boolean
  readonly period: Period
  /** The day as of which it was known; null for now. */
  readonly knownAt: string | null
  /** What of the address could not be read; the usual is shown instead. */
  readonly misread: readonly Misread[]
  /** What every study is asked with. */
  readonly parameters: Readonly<Record<string, string | undefined>>
  /** Changes the address; a field that is undefined is taken out. */
  readonly go: (change: Partial<Address>, replace?: boolean) => void
}

function periodOf(address: Address): Period {
  const { from, to } = address
  return isDay(from) && isDay(to) && from < to ? { from, to } : lastDays(DEFAULT_DAYS)
}

function isMisreadPeriod({ from, to }: Address): boolean {
  return (from !== undefined || to !== undefined) && !(isDay(from) && isDay(to) && from < to)
}

/** The view that the address describes: whose data, what of it, when, as known when. */
export function useView(): View {
  const address = useSearch({ strict: false }) as Address
  const navigate = useNavigate()
  const go = useCallback(
    (change: Partial<Address>, replace = false) => {
      void navigate({ to: '.', search: (before) => addressFrom({ ...(before as Address), ...change }), replace, resetScroll: false })
    },
    [navigate],
  )
  return useMemo(() => {
    const workspace = address.workspace ?? DEMO
    const period = periodOf(address)
    const knownAt = isDay(address.knownAt) && address.knownAt < today() ? address.knownAt : null
    const misread: Misread[] = [...(isMisreadPeriod(address) ? ['period' as const] : []), ...(address.knownAt !== undefined && knownAt === null && address.knownAt !== today() ? ['knownAt' as const] : [])]
    const parameters = {
      workspace,
      product: address.product,
      from: period.from,
      to: period.to,
      seller: address.seller,
      knownAt: knownAt === null ? undefined : `${knownAt}T23:59:59.999Z`,
    }
    return { address, workspace, isDemo: workspace === DEMO, period, knownAt, misread, parameters, go }
  }, [address, go])
}
