/** The words of the page "Money". */
export const moneyTexts = {
  title: 'Money', hint: 'Every amount in exactly one part.',
} as const
