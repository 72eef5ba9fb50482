import { money, partyName, percent } from './answer.ts'
import { countOf, listOf, plural } from './words.ts'

type Fields = { readonly [field: string]: unknown }
interface Row extends Fields {
  readonly kind?: string
  readonly currency?: string
}

/** Of one user, and of several. */
const PAID_BY: { readonly [kind: string]: readonly [one: string, many: string] } = {
  self: ['pays for their own use', 'pay themselves'],
  organization: ['is paid for by their organization', 'are paid for by their organization'],
  intermediary: ['bought from somebody who buys from us', 'bought from somebody who buys from us'],
  sponsor: ['is paid for by a sponsor', 'are paid for by a sponsor'],
  nobody: ['is paid for by nobody', 'are paid for by nobody'],
  unknown: ['has an unknown payer', 'have an unknown payer'],
}

/** The answer in one sentence; null for studies that have none. */
export function sentenceOf(study: string, answer: unknown): string | null {
  const sentence = SENTENCES[study]
  return sentence && typeof answer === 'object' && answer !== null ? sentence(answer as Fields) : null
}

const SENTENCES: { readonly [study: string]: (answer: Fields) => string } = {
  'topic-of-question': ({ because }) => String(because),
  'topic-suggestions': ({ withoutTopic, suggestions }) => {
    const some = (suggestions as readonly { readonly topic: string; readonly texts: readonly unknown[] }[])
      .slice(0, 5)
      .map(({ topic, texts }) => `${topic} (${countOf(texts.length)})`)
    return `${plural(withoutTopic, 'text')} without a topic${some.length === 0 ? '; nothing is suggested' : `; they may be about ${listOf(some)}`}. Nothing counts before topic-confirm.`
  },
  'survey-export': ({ people, leftOut }) => {
    const rest = (leftOut as readonly { readonly says: string; readonly people: number }[]).map(({ says, people: n }) => `${countOf(n)}: ${says}`)
    return `${plural(people, 'person', 'people')} to ask.${rest.length === 0 ? '' : ` Left out: ${rest.join(' ')}`}`
  },
  'payers-of-use': ({ users, kinds }) => {
    const some = (kinds as Row[]).filter((row) => Number(row.users) > 0)
    const parts = some.map((row) => `${countOf(Number(row.users))} ${PAID_BY[row.kind ?? '']?.[Number(row.users) === 1 ? 0 : 1] ?? row.kind}`)
    return Number(users) === 0 ? 'Nobody used it in this period.' : `Of ${plural(users, 'user')} ${listOf(parts)}.`
  },
  'who-pays': ({ kind, payer, agreement }) => {
    if (kind === 'nobody') return 'Nobody pays for this use.'
    if (kind === 'unknown') return 'Nobody can say who pays: the user or the account is not known.'
    if (!payer) return 'The customers of the product that funds this one pay for it.'
    return `${partyName(payer as Fields)} pays for it (${String(kind)}), under the agreement ${String(agreement)}.`
  },
  'unused-money': ({ totals }) => {
    const parts = (totals as Row[]).map((row) => `${money(String(row.unused), row.currency ?? '')} of ${money(String(row.accrued), row.currency ?? '')}`)
    return parts.length === 0
      ? 'No agreement accrued money in this period.'
      : `${listOf(parts)} ${parts.length === 1 ? 'has no user behind it' : 'have no user behind them'}.`
  },
  'unpaid-use': ({ users, usageDays }) => `${plural(users, 'user')} used it on ${plural(usageDays, 'day')} that nobody pays for.`,
  overlap: ({ users, customers, customersThatUse, customersWithoutUse }) =>
    `${plural(users, 'user')} and ${plural(customers, 'customer')}; ${plural(customersThatUse, 'is both', 'are both')}, ${plural(customersWithoutUse, 'customer has', 'customers have')} no use.`,
  money: ({ sources }) => {
    const parts = (sources as Row[]).map(
      (row) => `${money(String(row.in), row.currency ?? '')} in from ${String(row.source)}, ${money(String(row.unknown), row.currency ?? '')} of it unknown`,
    )
    return parts.length === 0 ? 'No money came in during this period.' : `${listOf(parts)}.`
  },
  'identity-review': ({ people, organizations, isReady }) => {
    if (isReady === false) return 'Everybody is still being compared. Ask again in a moment.'
    if (people === 0 && organizations === 0) return 'Nobody looks like anybody else.'
    return `${plural(people, 'pair')} of people and ${plural(organizations, 'pair')} of organizations may be one, the likeliest first.`
  },
  'correction-effect': ({ sentence }) => String(sentence),
  'guessed-organizations-effect': ({ sentence }) => String(sentence),
  'channel-experience': ({ split }) => String((split as Fields).says),
  'gain-loss-sets': ({ answer }) => (answer === null ? '' : ((answer as Fields).says as string[]).join('\n')),
  'gain-loss-entry': ({ says }) => String(says),
  satisfaction: ({ scores }) => ((scores as Row[]).length === 0 ? 'No scores in the window.' : ''),
  world: ({ world, because, warnings }) => {
    const warned = (warnings as string[]).length > 0 ? ` Warning: ${(warnings as string[]).join('; ')}.` : ''
    return `The world of this product is ${String(world)}: ${String(because)}.${warned}`.replace('..', '.')
  },
  delivery: ({ projects }) =>
    (projects as Fields[]).map(({ name, agreement, says }) => `${String(name ?? agreement)}: ${String(says)}`).join('\n') ||
    'No project began before the end of this period.',
  'role-conflicts': ({ conflicts }) => (conflicts as Fields[]).map(({ says }) => String(says)).join('\n') || 'Nobody stands on both sides in this period.',
  retrospectives: ({ retrospectives }) =>
    (retrospectives as Fields[]).map(({ name, says }) => `${String(name)}: ${String(says)}`).join('\n') || 'There is no retrospective yet.',
  'whom-to-ask': ({ because, samples, taken, population }) => {
    const sizes = (samples as Fields[]).map(
      ({ side, answers, toAsk }) => `${countOf(Number(answers))} answers of ${String(side)}, so ${countOf(Number(toAsk))} to ask`,
    )
    return `${String(because)} ${sizes.length === 0 ? '' : `It takes ${listOf(sizes)}. `}${plural(taken, 'person is', 'people are')} taken of ${countOf(Number(population))} known; everybody else is left out for one reason.`
  },
  'survey-result': ({ asked, answered, mixed }) =>
    `${countOf(Number(answered))} of ${plural(asked, 'person', 'people')} answered. ${String((mixed as Fields).says)}`.trim(),
  journey: ({ steps, within, tooYoung }) => {
    const parts = (steps as Fields[])
      .filter(({ step, share }) => step !== 'learned' && share !== null)
      .map(({ step, share, couldHave }) => `${percent(Number(share))} of ${countOf(Number(couldHave))} ${STEPS[String(step)] ?? String(step)}`)
    return parts.length === 0
      ? typeof tooYoung === 'string'
        ? tooYoung
        : 'Nobody who may buy was first seen in this period.'
      : `Of those watched for ${String(within)} days, or for their first term: ${listOf(parts)}.`
  },
  'unpaid-firms': ({ users, groups }) => {
    const some = (groups as Fields[])
      .filter((group) => Number(group.users) > 0)
      .map((group) => `${countOf(Number(group.users))} ${FIRMS[String(group.group)] ?? String(group.group)}`)
    return Number(users) === 0 ? 'Every known user is paid for.' : `Of ${plural(users, 'user')} for whom nobody pays: ${listOf(some)}.`
  },
  'service-gap': ({ gaps }) => {
    const certain = (gaps as Fields[]).filter((gap) => gap.certain === true).slice(0, NAMED)
    return certain.length === 0
      ? 'On no topic is it certain that people find something else than they expect.'
      : `Expectation surely differs from what is found on ${listOf(certain.map(({ topic, role, gap }) => `${String(topic)} (${String(role)}s, ${Number(gap).toFixed(1)})`))}.`
  },
  disagreements: ({ topics }) => {
    const certain = (topics as Fields[]).filter((topic) => topic.certain === true).slice(0, NAMED)
    return certain.length === 0
      ? 'On no topic is it certain that users and customers differ.'
      : `Users and customers surely differ on ${listOf(certain.map((topic) => `${String(topic.topic)} (${percent(Number(topic.difference))})`))}.`
  },
}

const STEPS: { readonly [step: string]: string } = { tested: 'tested it', decided: 'decided', paid: 'paid', renewed: 'renewed', left: 'left' }
const FIRMS: { readonly [group: string]: string } = {
  'firm-pays': 'have a firm that pays already',
  'firm-many': 'are in firms with many of them and no agreement',
  'firm-few': 'are in firms with few',
  'no-firm': 'have no known firm',
}

/** Topics in the sentence; the table has them all. */
const NAMED = 5
