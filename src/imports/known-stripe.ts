import type { KnownFormat } from './known.ts'

export const STRIPE_FORMATS: readonly KnownFormat[] = []
