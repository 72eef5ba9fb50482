import type { KnownFormat } from './known.ts'
import { BILLING_FORMATS } from './known-billing.ts'
import { EVENTS_FORMATS } from './known-events.ts'
import { HUBSPOT_FORMATS } from './known-hubspot.ts'
import { SALESFORCE_FORMATS } from './known-salesforce.ts'
import { STRIPE_FORMATS } from './known-stripe.ts'
import { ZENDESK_FORMATS } from './known-zendesk.ts'

/** All formats that are recognized outright. The one that needs most columns is tried first. */
export const KNOWN_FORMATS: readonly KnownFormat[] = [
  ...STRIPE_FORMATS, ...BILLING_FORMATS, ...HUBSPOT_FORMATS, ...SALESFORCE_FORMATS, ...ZENDESK_FORMATS, ...EVENTS_FORMATS,
].sort((a, b) => b.needs.length - a.needs.length)
