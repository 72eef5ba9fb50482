import type { PayerKind, UnpaidReason } from '../api/shapes.ts'

/** The six payer kinds in the model's order; one colour each, everywhere. */
export const PAYER_KINDS: readonly PayerKind[] = ['self', 'organization', 'intermediary', 'sponsor', 'nobody', 'unknown']
export const UNPAID_REASONS: readonly UnpaidReason[] = ['elsewhere', 'expired', 'no-seat', 'machine', 'free']

export function isPayerKind(text: string): text is PayerKind {
  return PAYER_KINDS.some((kind) => kind === text)
}

export function isReason(text: string): text is UnpaidReason {
  return UNPAID_REASONS.some((reason) => reason === text)
}

export function kindColor(kind: PayerKind): string {
  return `var(--kind-${kind})`
}

export function onKind(kind: PayerKind): string {
  return `var(--on-${kind})`
}
