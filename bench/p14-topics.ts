import { USUAL } from '../src/roles/settings.ts'
import { topicOfText } from '../src/studies/topics-of-text.ts'
import { type KnownText, type Suggested, suggested } from '../src/studies/topics-suggested.ts'
import { ABOUT_NOTHING, LABELLED } from './labelled-texts.ts'
import { type Measure, report } from './report.ts'

/** Every second text of a topic is an example, the others are to be found; so with those about nothing. */
const known: KnownText[] = []
const open: { readonly text: string; readonly topic: string | null }[] = []
for (const [topic, texts] of Object.entries(LABELLED)) for (const [place, text] of texts.entries()) (place % 2 === 0 ? known : open).push({ text, topic })
for (const [place, text] of ABOUT_NOTHING.entries()) if (place % 2 === 1) open.push({ text, topic: null })

const measures: Measure[] = []
const percent = (part: number, all: number): number => (all === 0 ? 0 : Math.round((1000 * part) / all) / 10)

async function measure(what: string, examples: readonly KnownText[]): Promise<void> {
  const { texts } = await suggested(USUAL, open.map(({ text }, giver) => ({ text, giver, not: new Set() })), examples)
  const isRight = ({ place, topic }: Suggested): boolean => open[place]?.topic === topic
  const right = texts.filter(isRight).length
  const tellable = open.filter(({ topic }) => topic !== null).length
  measures.push({ id: 'P14', what: `${what}: of ${texts.length} suggestions right`, unit: '%', got: percent(right, texts.length), more: true })
  measures.push({ id: 'P14', what: `${what}: of ${tellable} texts with a topic found`, unit: '%', got: percent(right, tellable), more: true })
  for (const [band, low, high] of [['strong, from 0.75', 0.75, 1.01], ['fair, from 0.45', 0.45, 0.75], ['weak', 0, 0.45]] as const) {
    const within = texts.filter(({ confidence }) => confidence >= low && confidence < high)
    if (within.length > 0) measures.push({ id: 'P14', what: `${what}, ${band}: of ${within.length} right`, unit: '%', got: percent(within.filter(isRight).length, within.length), more: true })
  }
}
await measure('usual words alone', [])
await measure(`with ${known.length} examples`, known)

const all = [...Object.values(LABELLED).flat(), ...ABOUT_NOTHING]
for (let warm = 0; warm < 20; warm += 1) for (const text of all) topicOfText(USUAL, text)
const began = performance.now()
const ROUNDS = 100
for (let round = 0; round < ROUNDS; round += 1) for (const text of all) topicOfText(USUAL, text)
measures.push({ id: 'P14', what: 'texts of a sentence whose topics are found, in process', unit: '/s', got: Math.round((ROUNDS * all.length) / ((performance.now() - began) / 1000)), more: true, must: 10_000 })

const many = Array.from({ length: 2_000 }, (_, place) => ({ text: `${all[place % all.length]} ${all[(place * 7 + 3) % all.length]}`, giver: place, not: new Set<string>() }))
const examples = Array.from({ length: 5_000 }, (_, place) => ({ text: `${all[(place * 11) % all.length]} ${all[(place * 5 + 1) % all.length]} ${place % 97}`, topic: `topic ${place % 30}` }))
const started = performance.now()
await suggested(USUAL, many, examples)
measures.push({ id: 'P14', what: 'suggestions for 2,000 texts beside 5,000 examples', unit: 's', got: Math.round(performance.now() - started) / 1000, more: false })

report({ name: 'p14-topics', about: 'Topics of short texts in four languages, labelled by hand before anything was measured (bench/labelled-texts.ts); half of them are examples, the other half is measured.', settings: { texts: open.length, examples: known.length }, measures })
