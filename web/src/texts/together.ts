/** The words of money of several currencies in one. */
export const togetherTexts = {
  picker: 'Together in', name: (currency: string) => `Together in ${currency}`, money: (currency: string) => `All in ${currency}`, about: (amount: string) => `about ${amount}`,
  hint: 'Sums of all currencies in one, beside the exact ones. It changes no other figure.',
  at: (days: string, one: boolean) => `At the ${one ? 'rate' : 'rates'} of ${days}.`, days: (first: string, last: string) => `${first} to ${last}`, why: 'Why these rates',
  lacks: (missing: string, currency: string) => `Not added up in ${currency}: no rate from ${missing} is known for these days.`, add: 'Add it in settings, Currencies', and: ' and ',
  title: 'Together, about',
  rule: 'Each currency turns into this one at the latest rate that evidence states for the last day of the period or an earlier day, as known at the time chosen above: one rate for the whole period. If only the opposite rate is stated, it is inverted; otherwise the way may lead through one third currency. A rate written by hand beats one from a source. Each sum is exact until the end and rounded once, so sums may differ by a cent from what their parts add up to. If a rate is missing, no sum is shown.',
  rates: 'Rates used', sums: 'The sums', steps: (from: string, rate: string, to: string) => `1 ${from} = ${rate} ${to}`, direct: 'as stated', inverse: 'turned round from the other direction', through: 'through a third currency', said: (source: string, day: string) => `${source}, ${day}`, none: 'No rate is needed: there is one currency.',
  in: 'Money in', explained: 'of it explained', unknown: 'of it unknown', accrued: 'Agreed', used: 'of it used', unused: 'of it unused', change: 'Rates are evidence. One is added or taken out in the settings:', toSettings: 'Currencies',
} as const
