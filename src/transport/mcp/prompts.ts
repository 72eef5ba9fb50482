import type { GetPromptResult, Prompt } from '@modelcontextprotocol/server'
import { Refusal } from '../../base/refusal.ts'

const PRODUCT = { name: 'product', description: 'Key of the product; absent: all products together.' } as const
const FROM = { name: 'from', description: 'First day, YYYY-MM-DD; absent: the last 30 full days.' } as const
const TO = { name: 'to', description: 'Day after the last.' } as const
const QUESTION = { name: 'question', description: 'What you want to find out, in plain words.', required: true } as const

interface Asked {
  readonly prompt: Prompt
  readonly says: (about: string, question: string) => string
}

const ALWAYS =
  'Tell each figure with its unit, period, n, interval where there is one, and its why; say what would change it. Name what is unknown or too few as such.'

const QUESTIONS: readonly Asked[] = [
  {
    prompt: {
      name: 'who-pays-for-the-use',
      title: 'Who pays for the use we saw?',
      description: 'In people, in use and in money, by the six kinds of payer.',
      arguments: [PRODUCT, FROM, TO],
    },
    says: (about) => `Who pays for the use we saw${about}? Ask payers-of-use with detail=money, and world for what kind of business that makes. ${ALWAYS}`,
  },
  {
    prompt: {
      name: 'money-without-users',
      title: 'Which money has no user behind it?',
      description: 'Agreements that nobody or few use, when they renew and who decides.',
      arguments: [PRODUCT, FROM, TO],
    },
    says: (about) =>
      `Which money has no user behind it${about}, and when is it up for renewal? Ask unused-money, then renewals; name who decides for the largest ones, and whether they ever used it. ${ALWAYS}`,
  },
  {
    prompt: {
      name: 'use-without-money',
      title: 'Which use has no money behind it?',
      description: 'By reason, and whether that is intended.',
      arguments: [PRODUCT, FROM, TO],
    },
    says: (about) =>
      `Which use has no money behind it${about}, and is that intended? Ask unpaid-use, then unpaid-firms for organizations that pay already and those with many free users. ${ALWAYS}`,
  },
  {
    prompt: {
      name: 'where-they-disagree',
      title: 'Where do users and customers disagree?',
      description: 'Requests and scores by role, with honest sample sizes.',
      arguments: [PRODUCT, FROM, TO],
    },
    says: (about) => `Where do users and customers disagree${about}? Ask disagreements and satisfaction. Keep the roles apart. ${ALWAYS}`,
  },
  {
    prompt: {
      name: 'whom-to-ask-this-week',
      title: 'Whom should we ask about this, and who of us asks?',
      description: 'The role that can answer, the people, the limits, the reasons.',
      arguments: [QUESTION, PRODUCT],
    },
    says: (about, question) =>
      `Whom should we ask this week${about}, and who of us asks? The question: "${question}". Ask whom-to-ask. Say which role can answer and why, how many answers are needed for which margin, who is asked with the reason, and how many were left out for which reason. ${ALWAYS}`,
  },
]

/** The five questions, ready to be asked. */
export const prompts: readonly Prompt[] = QUESTIONS.map(({ prompt }) => prompt)

export function promptText(name: string, given: { readonly [name: string]: unknown }): GetPromptResult {
  const found = QUESTIONS.find(({ prompt }) => prompt.name === name)
  if (found === undefined) throw new Refusal('unknown-route', `There is no prompt '${name}'. prompts/list names those that there are.`)
  const { product, from, to, question } = given
  const about = [
    product === undefined ? '' : ` of the product ${String(product)}`,
    from === undefined ? '' : ` from ${String(from)}`,
    to === undefined ? '' : ` to ${String(to)}`,
  ].join('')
  return { description: found.prompt.description, messages: [{ role: 'user', content: { type: 'text', text: found.says(about, String(question ?? '')) } }] }
}
