import type { KnownFormat } from './known.ts'

export const BILLING_FORMATS: readonly KnownFormat[] = []
