import { expect, test } from 'vitest'
import { folded, jaroWinkler, oneLetterApart } from './letters.ts'
import { birthLikeness } from './likeness.ts'
import { firmWords, personName, wordLikeness } from './names.ts'
import { addressOf, birthOf, labelOf, normalEmail } from './profile.ts'
import { sameAddress, samePhone } from './likeness.ts'

test.each([
  ['Müller', 'muller'], ['Strauß', 'strauss'], ['Łódź', 'lodz'], ['Александр', 'aleksandr'], ['Аляксандр', 'aliaksandr'], ['Αθήνα', 'athina'], ['王杰', '王杰'], ['O’Hare', 'o’hare'],
])('%s is compared as %s', (written, plain) => expect(folded(written)).toBe(plain))

test.each([
  ['bob', 'robert', 'called'], ['peggie', 'margaret', 'called'], ['aleksandr', 'alexander', 'called'], ['b', 'bob', 'initial'], ['louis', 'luis', 'called'], ['garski', 'garsky', 'near'], ['geoffrey', 'jeffrey', 'called'], ['thompson', 'tompson', 'near'],
  ['ohare', 'ohare', 'same'], ['mark', 'mary', null], ['darla', 'darlene', null], ['anna', 'annabelle', null], ['jim', 'jane', null],
] as const)('%s and %s: %s', (a, b, likeness) => {
  expect(wordLikeness(a, b)).toBe(likeness)
  expect(wordLikeness(b, a)).toBe(likeness)
})

test('names are read in either order, without titles, with the generation apart', () => {
  expect(personName('Hughes, Howie')?.words).toEqual(['howie', 'hughes'])
  expect(personName('Dr. Ann O’Hare')?.words).toEqual(['ann', 'ohare'])
  expect(personName('Robert Smith Sr.')).toMatchObject({ words: ['robert', 'smith'], generation: 'senior' })
  expect(personName(null, 'Morris II', 'Klein')).toMatchObject({ words: ['morris', 'klein'], family: ['klein'], generation: '2' })
  expect(personName('  ')).toBeNull()
})

test('a firm is the same with and without its legal form, but not with its owner', () => {
  expect(firmWords('Acme Chemicals GmbH & Co. KG')).toEqual(['acme', 'chemicals'])
  expect(firmWords('ACME Chemicals, Inc.')).toEqual(['acme', 'chemicals'])
  expect(firmWords('Acme Chemicals Holding')).toEqual(['acme', 'chemicals', 'holding'])
  expect(firmWords('The Limited')).toEqual(['the', 'limited'])
})

test.each([
  ['12/11/1978', '12/11/78', 'same'], ['12/11/1978', '11/12/1978', 'swapped'], ['20/8/1991', '8/20/91', 'same'], ['3/1/1970', 'Mar 1 1970', 'same'], ['1993-09-14', '14-Sep-93', 'same'],
  ['1978-11-12', '1978-12-11', 'swapped'], ['10/27/76', '10/28/76', 'near'], ['12/11/1978', '12/11/1979', 'near'], ['10/10/70', '3/15/90', 'differs'],
] as const)('births %s and %s: %s', (a, b, likeness) => {
  const [one, other] = [birthOf(a), birthOf(b)]
  expect(one && other && birthLikeness(one, other)).toBe(likeness)
})

test('what is no date is none', () => {
  for (const text of ['', 'unknown', '31/31/1990', '1990', '13/13/1990']) expect(birthOf(text)).toBeNull()
})

test('addresses are the same whatever the order and the words for a street', () => {
  const same = (a: string, b: string) => sameAddress(addressOf(a) as NonNullable<ReturnType<typeof addressOf>>, addressOf(b) as NonNullable<ReturnType<typeof addressOf>>)
  expect(same('1515 Adela Lane, Las Vegas, 89111', '1515 Adela Ln, Las Vegas, 89132')).toBe(true)
  expect(same('Hardenbergstraße 87, 66879', 'Hardenbergstrasse 87, 66879')).toBe(true)
  expect(same('Suite 900, 1450 N City Rd, Arlington', '1450 N City Rd Suite 900, Arlington')).toBe(true)
  expect(same('123 Main St, Las Vegas', '125 Main St, Las Vegas')).toBe(false)
})

test('telephone numbers are the same with and without the codes of country and town', () => {
  expect(samePhone('3903526553537', '03526553537')).toBe(true)
  expect(samePhone('7022212412', '2212412')).toBe(true)
  expect(samePhone('7022212412', '7022212413')).toBe(false)
  expect(samePhone('112', '7022212112')).toBe(false)
})

test('mailboxes are compared without display names and tags; domains by the word that somebody chose', () => {
  expect(normalEmail('Maria Sentosa<MSentosa+news@fmail.com>')).toBe('msentosa@fmail.com')
  expect(normalEmail('b.o.b@googlemail.com')).toBe('bob@gmail.com')
  expect(normalEmail('nobody')).toBeNull()
  expect(['acme.com', 'acme.co.uk', 'mail.acme.de'].map(labelOf)).toEqual(['acme', 'acme', 'acme'])
})

test('likeness of words is 0 to 1, the same in both directions, and 1 only for the same', () => {
  expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.961, 3)
  expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.813, 3)
  expect(jaroWinkler('abc', 'xyz')).toBe(0)
  expect(oneLetterApart('garski', 'garsky')).toBe(true)
  expect(oneLetterApart('georg', 'george')).toBe(true)
  expect(oneLetterApart('wiest', 'weist')).toBe(true)
  expect(oneLetterApart('acme', 'globex')).toBe(false)
})
