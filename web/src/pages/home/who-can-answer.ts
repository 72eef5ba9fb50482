/** Who can answer a question, by what it is about. Those who use cannot speak for the price, those who pay not for the ease of use. */
export type Answerer = 'user' | 'customer' | 'decider'
export type About = 'money' | 'use' | 'channel' | 'both'

/** Beginnings of words that tell what a question is about. */
const WORDS: Readonly<Record<'money' | 'use' | 'channel', readonly string[]>> = {
  money: ['pay', 'price', 'pricing', 'cost', 'expens', 'cheap', 'budget', 'discount', 'invoice', 'billing', 'contract', 'renew', 'licen', 'procure', 'purchase', 'buy', 'upgrade', 'vendor', 'compliance', 'deliver', 'deadline', 'risk', 'worth'],
  use: ['use', 'using', 'usab', 'find', 'search', 'click', 'slow', 'fast', 'speed', 'bug', 'crash', 'feature', 'easy', 'ease', 'hard', 'learn', 'screen', 'button', 'app', 'offline', 'export', 'import', 'need', 'miss', 'like', 'work', 'quality'],
  channel: ['return', 'refund', 'shop', 'store', 'reseller', 'retail', 'dealer', 'shipping', 'repair', 'warranty', 'counter'],
}

export interface Understood { readonly about: About; readonly words: readonly string[]; readonly roles: readonly Answerer[] }

const ROLES: Readonly<Record<About, readonly Answerer[]>> = { money: ['customer', 'decider'], use: ['user'], channel: ['user'], both: ['user', 'customer', 'decider'] }

/** Read from the words of the question; without any that is known, both sides are asked, and apart. */
export function whoCanAnswer(question: string): Understood {
  const words = question.toLowerCase().match(/[\p{L}]+/gu) ?? []
  const found = (kind: keyof typeof WORDS): string[] => words.filter((word) => WORDS[kind].some((start) => word.startsWith(start)))
  const [money, use, channel] = [found('money'), found('use'), found('channel')]
  const about: About = channel.length > 0 && money.length === 0 ? 'channel' : money.length > 0 && use.length === 0 ? 'money' : use.length > 0 && money.length === 0 ? 'use' : 'both'
  return { about, words: [...new Set([...money, ...use, ...channel])], roles: ROLES[about] }
}
