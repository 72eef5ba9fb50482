import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'

const NAMES = [
  'surface', 'page', 'raised', 'text', 'dimmed', 'border', 'accent-text', 'good', 'bad', 'hatch-b',
  'kind-self', 'kind-organization', 'kind-intermediary', 'kind-sponsor', 'kind-nobody', 'kind-unknown',
  'users', 'both', 'customers',
] as const

export type ColorName = (typeof NAMES)[number]
/** The colours of the theme as a picture needs them: resolved, for the scheme in view. */
export type Colors = Readonly<Record<ColorName, string>>

/** The font of the page by its own name: a picture measures its words with it, and "inherit" cannot be measured. */
export function pageFont(): string {
  return getComputedStyle(document.body).fontFamily
}

function read(): Colors {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors
}

/** Reads the variables anew when light turns dark. */
export function useColors(): Colors {
  const scheme = useComputedColorScheme('light')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is the trigger
  return useMemo(read, [scheme])
}
