import { instantText } from './calendar.ts'
import type { Company, Voice } from './people.ts'
import { type Random, randomFrom } from './random.ts'

interface Concern {
  readonly topic: string
  readonly users: number
  readonly customers: number
  readonly words: readonly string[]
}

const price = ['Too dear for what we get.', 'The price went up again.', 'Hard to justify at the next budget round.']

/** How often users and customers speak of a topic: where the two shares differ, the two sides want different things. */
const concerns: Readonly<Record<string, readonly Concern[]>> = {
  lamp: [
    { topic: 'pairing', users: 0.3, customers: 0.1, words: ['It loses the connection.', 'Pairing took three tries.'] },
    { topic: 'price', users: 0.03, customers: 0.2, words: price },
    { topic: 'returns', users: 0.04, customers: 0.25, words: ['Where is my refund?', 'Sending it back was easy enough.'] },
  ],
  notes: [
    { topic: 'search', users: 0.34, customers: 0.12, words: ['I cannot find last week’s note.', 'Search should look into attachments.'] },
    { topic: 'offline', users: 0.26, customers: 0.1, words: ['Nothing works on the train.', 'Please make it work offline.'] },
    { topic: 'price', users: 0.04, customers: 0.32, words: price },
    { topic: 'administration', users: 0.02, customers: 0.22, words: ['We need single sign-on.', 'Who left our team? I cannot see it.'] },
  ],
  suite: [
    { topic: 'speed', users: 0.33, customers: 0.08, words: ['Reports take minutes.', 'It freezes every morning at nine.'] },
    { topic: 'ease', users: 0.27, customers: 0.07, words: ['Seven clicks for one approval.', 'Nobody here understands the filters.'] },
    { topic: 'security', users: 0.02, customers: 0.3, words: ['We need an audit report.', 'Please send the certificate.'] },
    { topic: 'price', users: 0.02, customers: 0.28, words: price },
    { topic: 'reports', users: 0.14, customers: 0.15, words: ['A report per plant, please.', 'Exports lose the dates.'] },
  ],
  drill: [
    { topic: 'battery', users: 0.36, customers: 0.1, words: ['Empty after an hour.', 'The battery does not last a morning.'] },
    { topic: 'delivery', users: 0.05, customers: 0.3, words: ['Two weeks late again.', 'Half of the pallet was missing.'] },
    { topic: 'margin', users: 0, customers: 0.3, words: ['There is nothing left for us at this price.'] },
    { topic: 'dealer service', users: 0.2, customers: 0.04, words: ['The shop sent me to the maker.', 'Nobody at the counter could help.'] },
  ],
  saw: [
    { topic: 'dust', users: 0.24, customers: 0, words: ['Sawdust everywhere.', 'The bag is full after two boards.'] },
    { topic: 'dealer service', users: 0.1, customers: 0, words: ['Nobody at the counter could help.'] },
  ],
  sander: [
    { topic: 'battery', users: 0.22, customers: 0, words: ['Empty after an hour.'] },
    { topic: 'dealer service', users: 0.1, customers: 0, words: ['The shop sent me to the maker.'] },
  ],
  grinder: [
    { topic: 'vibration', users: 0.5, customers: 0, words: ['My hands shake for an hour.', 'It jumps out of the cut.'] },
    { topic: 'dealer service', users: 0.08, customers: 0, words: ['Nobody at the counter could help.'] },
  ],
  ads: [
    { topic: 'reach', users: 0.12, customers: 0.26, words: ['Fewer impressions than last month.'] },
    { topic: 'ease', users: 0.3, customers: 0.1, words: ['Changing a budget takes too long.'] },
    { topic: 'price', users: 0.05, customers: 0.3, words: price },
  ],
  search: [
    { topic: 'too many ads', users: 0.38, customers: 0.01, words: ['Three advertisements before the first result.'] },
    { topic: 'relevance', users: 0.24, customers: 0.12, words: ['Not what I asked for.'] },
    { topic: 'reach', users: 0, customers: 0.34, words: ['We want to be seen higher up.'] },
  ],
  classroom: [
    { topic: 'login', users: 0.32, customers: 0.06, words: ['Half of the lesson goes into passwords.'] },
    { topic: 'homework', users: 0.22, customers: 0.05, words: ['Please no new exercises on Fridays.'] },
    { topic: 'data protection', users: 0.02, customers: 0.4, words: ['Where is the data kept?'] },
    { topic: 'statistics', users: 0.02, customers: 0.24, words: ['We need figures per district.'] },
  ],
  portal: [
    { topic: 'ease', users: 0.36, customers: 0.08, words: ['The old form was faster.', 'I click through four pages for one address.'] },
    { topic: 'cost', users: 0, customers: 0.36, words: ['The billing interface costs a third more than agreed.'] },
    { topic: 'deadline', users: 0.03, customers: 0.34, words: ['When will the mobile release come?'] },
    { topic: 'printing', users: 0.2, customers: 0.02, words: ['Labels do not print.'] },
  ],
}

/** What is said with no topic beside it, in other words than those that have one, with what it is about: null where even a person could not say. */
export const untold: Readonly<Record<string, readonly { readonly about: string | null; readonly text: string }[]>> = {
  lamp: [
    { about: 'pairing', text: 'It never pairs with my new phone.' }, { about: 'pairing', text: 'Pairing is lost after each update.' }, { about: 'price', text: 'I would not pay that price twice.' }, { about: 'returns', text: 'How do I return it?' },
    { about: 'flicker', text: 'It flickers when dimmed.' }, { about: 'flicker', text: 'Why does the light flicker in the evening?' },
  ],
  notes: [
    { about: 'search', text: 'Searching an old note takes me ages.' }, { about: 'search', text: 'I cannot find anything in the attachments.' }, { about: 'offline', text: 'Without a connection nothing works.' }, { about: 'offline', text: 'Offline on the train it is of no use.' },
    { about: 'price', text: 'Das ist uns inzwischen zu teuer.' }, { about: 'price', text: 'Is there a discount for schools?' }, { about: 'handwriting', text: 'Handwriting with the pen lags.' }, { about: 'handwriting', text: 'My handwriting is not recognised.' }, { about: null, text: 'Hello?' },
  ],
  suite: [
    { about: 'speed', text: 'The reports take minutes every morning.' }, { about: 'ease', text: 'Too many clicks for an approval.' }, { about: 'security', text: 'Please send us the audit certificate.' }, { about: 'price', text: 'The next budget does not cover this price.' },
    { about: 'ease', text: 'Die Filter versteht hier niemand.' }, { about: 'calendar', text: 'The calendar shows the wrong week.' }, { about: 'calendar', text: 'Our calendar does not know public holidays.' },
  ],
  drill: [
    { about: 'battery', text: 'The battery is empty after ten holes.' }, { about: 'delivery', text: 'The delivery was late again.' }, { about: 'dealer service', text: 'The man at the shop counter could not help me.' }, { about: 'noise', text: 'The noise is terrible indoors.' }, { about: 'noise', text: 'Can you make less noise?' },
  ],
}

/** Puts the voices into words: scores and wishes, a little after they arose; some were asked, most were not. */
export function feedback(company: Company): void {
  const random = randomFrom(company.seed, 'feedback')
  for (const voice of company.voices) {
    if (voice.day >= company.end) continue
    const shape = random.unit()
    if (shape < 0.45) score(company, random, voice, 'nps')
    else if (shape < 0.68) score(company, random, voice, 'csat')
    else if (shape < 0.76) score(company, random, voice, 'ces')
    if (shape >= 0.3) wish(company, random, voice)
  }
  withoutTopic(company)
}

/** One in eight writes in his own words, once; nobody says what it is about. Dice of their own, so that everything else stays as it is. */
function withoutTopic(company: Company): void {
  const random = randomFrom(company.seed, 'untold')
  const wrote = new Set<string>()
  for (const voice of company.voices) {
    const texts = untold[voice.product]
    if (voice.day >= company.end || texts === undefined || wrote.has(voice.identifier) || !random.chance(1 / 8)) continue
    wrote.add(voice.identifier)
    say(company, random, voice, { kind: random.chance(0.5) ? 'request' : 'complaint', text: random.pick(texts).text }, 'inbox')
  }
}

function say(company: Company, random: Random, voice: Voice, rest: { readonly kind: string } & Readonly<Record<string, unknown>>, source: string): void {
  const { book } = company
  const second = random.int(8 * 3600, 20 * 3600)
  book.write(
    {
      type: 'feedback',
      key: book.key('said'),
      source,
      party: voice.identifier,
      product: voice.product,
      ...rest,
      at: instantText(voice.day, second),
      ...(voice.account === null ? {} : { account: voice.account }),
    },
    voice.day,
    second + 30,
  )
}

function score(company: Company, random: Random, voice: Voice, kind: 'nps' | 'csat' | 'ces'): void {
  const { book } = company
  const content = voice.content ?? (voice.side === 'user' ? 0.52 : 0.66)
  const happy = random.chance(content)
  const value =
    kind === 'nps'
      ? happy
        ? random.int(8, 10)
        : random.int(2, 8)
      : kind === 'csat'
        ? happy
          ? random.int(4, 5)
          : random.int(1, 4)
        : happy
          ? random.int(5, 7)
          : random.int(2, 5)
  if (!random.chance(0.35)) {
    say(company, random, voice, { kind, score: value }, 'surveys')
    return
  }
  const ask = book.key('ask')
  const asked = Math.max(company.start, voice.day - random.int(0, 6))
  const [by, question] =
    voice.side === 'user'
      ? ['email:research.desk@northlight.example', 'How easy was it to get your work done?']
      : ['email:accounts.desk@northlight.example', 'How satisfied are you with us as a supplier?']
  book.write(
    {
      type: 'ask',
      key: ask,
      source: 'surveys',
      party: voice.identifier,
      question,
      topic: voice.side === 'user' ? 'ease' : 'contract',
      by,
      via: 'email',
      at: instantText(asked, 30_000),
      ...(voice.account === null ? {} : { organization: voice.account }),
    },
    asked,
    30_001,
  )
  if (random.chance(0.5)) {
    book.write({ type: 'answer', key: book.key('answer'), source: 'surveys', ask, at: instantText(voice.day, 64_000), score: value }, voice.day, 64_001)
    say(company, random, voice, { kind, score: value }, 'surveys')
  }
}

function wish(company: Company, random: Random, voice: Voice): void {
  const { grievance } = voice
  if (grievance !== undefined && random.chance(grievance.share)) {
    say(company, random, voice, { kind: 'complaint', topic: grievance.topic, text: random.pick(grievance.words) }, 'helpdesk')
    return
  }
  let roll = random.unit()
  for (const concern of concerns[voice.product] ?? []) {
    const share = voice.side === 'user' ? concern.users : concern.customers
    if (roll < share) {
      say(company, random, voice, { kind: random.chance(0.55) ? 'request' : 'complaint', topic: concern.topic, text: random.pick(concern.words) }, 'helpdesk')
      return
    }
    roll -= share
  }
  if (random.chance(0.3))
    say(company, random, voice, { kind: 'praise', topic: 'general', text: random.pick(['Good work.', 'Does what it should.', 'Thank you.']) }, 'helpdesk')
}
