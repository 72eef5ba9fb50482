import type { KnownFormat } from './known.ts'

export const SALESFORCE_FORMATS: readonly KnownFormat[] = []
