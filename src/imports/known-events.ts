import type { KnownFormat } from './known.ts'

export const EVENTS_FORMATS: readonly KnownFormat[] = []
