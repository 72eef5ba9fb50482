/** The words of the page "Audit". */
export const auditTexts = {
  title: 'Audit', hint: 'Who changed what, and when.',
} as const
