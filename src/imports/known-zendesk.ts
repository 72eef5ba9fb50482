import type { KnownFormat } from './known.ts'

export const ZENDESK_FORMATS: readonly KnownFormat[] = []
