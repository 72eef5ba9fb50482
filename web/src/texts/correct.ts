/** The words of corrections by hand. */
export const correctTexts = {
  title: 'Correct', button: 'Correct',
} as const
