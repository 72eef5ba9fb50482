/** The words of the page "Who pays". */
export const exploreTexts = {
  title: 'Who pays', hint: 'Who uses what, through whom, and who pays for it.',
} as const
