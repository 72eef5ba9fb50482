/** The words of the page "Chain". */
export const chainTexts = {
  title: 'Chain', hint: 'From the maker through those who resell to those who use.',
} as const
