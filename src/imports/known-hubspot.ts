import type { KnownFormat } from './known.ts'

export const HUBSPOT_FORMATS: readonly KnownFormat[] = []
