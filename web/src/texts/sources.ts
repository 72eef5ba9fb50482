/** The words of the page "Sources". */
export const sourcesTexts = {
  sources: { usage: 'Usage', usageSays: (rows: string, events: string) => `${rows} usage days by identifier, ${events} events`, title: 'Sources', count: (n: string, one: boolean) => `${n} ${one ? 'line' : 'lines'}`, hint: 'Where the evidence comes from', lines: 'Lines', money: 'Payments', first: 'First recorded', last: 'Last recorded', nothing: 'No evidence yet.', warnings: 'Mind', defaultSays: 'Lines that name no source: among them what Hatrack notes itself, such as imports that were undone.', bring: 'Bring in data' },
} as const
