/** The words of the page "What changed". */
export const changesTexts = {
  title: 'What changed', hint: 'What we know now that we did not know then.',
} as const
