/** A header that says to a server that an assistant asks; what it asks is told in the audit. */
export const VIA = 'x-hatrack-via'
export const ASSISTANT = 'assistant'
