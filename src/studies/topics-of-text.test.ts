import { describe, expect, test } from 'vitest'
import { USUAL, type Topic } from '../roles/settings.ts'
import { questionUnderstood } from './topics-of-question.ts'
import { type TopicSettings, topicOfText } from './topics-of-text.ts'
import { ownTopics } from './topics-own.ts'

const own = (...topics: readonly Topic[]): TopicSettings => ({ topics, language: null })
const offline: Topic = { name: 'offline', words: ['train', 'no connection'], answeredBy: 'user' }
const names = (settings: TopicSettings, text: string): readonly string[] => topicOfText(settings, text).map(({ topic }) => topic)

describe('topics in words', () => {
  test.each([
    ['Is the price fair?', 'price'], ['pricing complaints', 'price'], ['Das ist viel zu teuer für uns', 'price'], ['Le prix est trop élevé', 'price'], ['El precio es demasiado alto', 'price'],
    ['When does our contract renew?', 'contract'], ['How reliable is the vendor?', 'vendor'], ['Two weeks late again.', 'delivery'], ['Could you add support for CSV?', 'functions'],
    ['Was it easy to learn?', 'ease'], ['It crashed twice', 'quality'], ['It freezes every morning at nine.', 'speed'], ['Where is my refund?', 'returns'], ['Nobody at the counter could help', 'shop service'],
  ])('%s: %s', (text, topic) => expect(names(USUAL, text)).toContain(topic))

  test.each(['', '   ', '😀😀', '…!?', 'Thank you.', 'Good work.', '谢谢', 'A priceless friend', 'We met the slowakian team'])('%j speaks of no usual topic', (text) => expect(names(USUAL, text)).toEqual([]))

  test('a word is found whole and in its other forms, never within another', () => {
    expect(names(own(offline), 'The trains again')).toEqual(['offline'])
    expect(names(own(offline), 'My trainer says so')).not.toContain('offline')
  })

  test('a phrase is found where its words stand side by side, in order', () => {
    expect(topicOfText(own(offline), 'There are no connections here')).toEqual([{ topic: 'offline', answeredBy: 'user', own: true, words: ['no connections'] }])
    expect(names(own(offline), 'Connection? No.')).toEqual([])
  })

  test("the team's own words come before the usual ones, though these are more", () => {
    const settings = own({ name: 'tenders', words: ['budget'], answeredBy: 'both' })
    expect(names(settings, 'The price and the cost of it in our budget')).toEqual(['tenders', 'price'])
  })

  test('an own topic named as a usual one stands in its place', () => {
    const settings = own({ name: 'Price', words: ['quote'], answeredBy: 'both' })
    expect(names(settings, 'too expensive')).toEqual([])
    expect(topicOfText(settings, 'Send us a quote')).toEqual([{ topic: 'Price', answeredBy: 'both', own: true, words: ['quote'] }])
  })

  test('words of scripts without spaces are found', () => expect(names(own({ name: 'price here', words: ['价格'], answeredBy: 'customer' }), '价格太贵了')).toEqual(['price here']))

  test('a text that does not tell its language is read in the one that the workspace chose', () => {
    expect(names({ topics: [{ name: 'house', words: ['Haus'], answeredBy: 'user' }], language: 'de' }, 'Häuser')).toEqual(['house'])
    expect(names({ topics: [{ name: 'house', words: ['Haus'], answeredBy: 'user' }], language: null }, 'Häuser')).toEqual([])
  })

  test('a book, a word of ten thousand letters and broken letters are read without harm', () => {
    expect(names(USUAL, 'a'.repeat(10_000))).toEqual([])
    expect(names(USUAL, `${'price '.repeat(100_000)}`)).toEqual(['price'])
    expect(names(USUAL, `\ud800 price \u202e price \u0000`)).toEqual(['price'])
  })
})

describe('who can answer a question', () => {
  test.each([
    ['Is the price fair?', 'customer', ['customer', 'decider']], ['Was it easy to find?', 'user', ['user']], ['How was the refund?', 'channel', ['user']],
    ['Is it worth the money, and easy to use?', 'both', ['user', 'customer', 'decider']], ['What do you think?', 'both', ['user', 'customer', 'decider']], ['Was the shop easy to find?', 'channel', ['user']],
  ] as const)('%s: %s', (question, answeredBy, roles) => expect(questionUnderstood(USUAL, question)).toMatchObject({ answeredBy, roles }))

  test('it says the words, and what to do where none is known', () => {
    expect(questionUnderstood(USUAL, 'Is the price fair?').because).toBe("It is about price ('price'): those who buy and decide can answer: users do not see the contract.")
    expect(questionUnderstood(USUAL, 'Hm?').because).toContain('Add its words to a topic')
  })
})

describe('own topics', () => {
  test('names and words lose their blanks, and each word stands once', () =>
    expect(ownTopics([{ name: ' offline ', words: ['Train', 'train ', ' no  net'], answeredBy: 'user' }])).toEqual([{ name: 'offline', words: ['train', 'no  net'], answeredBy: 'user' }]))
  test.each([[[offline, { ...offline, name: ' OFFLINE' }], 'two topics'], [[{ ...offline, name: '  ' }], 'needs a name'], [[{ ...offline, words: ['!?'] }], 'found nowhere']] as const)(
    'what says nothing is refused: %#', (topics, says) => expect(() => ownTopics(topics)).toThrow(says))
})
