/** The words of the page "Settings". */
export const settingsTexts = {
  title: 'Settings', hint: 'What holds for this workspace.',
} as const
