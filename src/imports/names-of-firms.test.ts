import { expect, test } from 'vitest'
import { NamesOfFirms, partsOfName } from './names-of-firms.ts'

function names(...written: readonly string[]): NamesOfFirms {
  const known = new NamesOfFirms()
  for (const name of written) known.add(name)
  return known
}

test.each([
  ['Acme Inc.', 'acme', 'inc'], ['ACME, Incorporated', 'acme', 'inc'], ['Müller & Söhne GmbH & Co. KG', 'mullersohne', 'gmbh co kg'], ['Smith & Co', 'smithco', ''], ['Étoile S.A.', 'etoile', 'sa'], ['Nova sp. z o.o.', 'nova', 'spzoo'],
  ['GTX Pro', 'gtxpro', ''], ['Company', 'company', ''], ['Limited Edition Prints', 'limitededitionprints', ''],
])('%s is %s, with the form %s', (name, core, form) => {
  expect(partsOfName(name)).toEqual({ core, form })
})

test('case, blanks, signs and the legal form make no other firm', () => {
  const known = names('Acme Inc.', 'Acme', 'ACME  INC', 'Globex')
  for (const name of ['Acme', 'ACME  INC', 'Acme Inc.']) expect(known.fullest(name)).toBe('ACME  INC')
  expect(known.fullest('Globex')).toBe('Globex')
})

test('where two legal forms occur, a name without one is neither, and says so', () => {
  const known = names('Acme Inc', 'Acme GmbH', 'Acme')
  expect(known.fullest('Acme')).toBe('Acme')
  expect(known.fullest('Acme Inc')).toBe('Acme Inc')
  expect(known.near('Acme', (name) => name !== 'Acme')).toBe('Acme Inc')
})

test('one letter more, less or other is near, and never the same; short names are not compared', () => {
  const known = names('Initech', 'Umbrella Corp', 'HP')
  const all = (): boolean => true
  expect(known.near('Initec', all)).toBe('Initech')
  expect(known.near('Umbrela', all)).toBe('Umbrella Corp')
  expect(known.near('Initesh', all)).toBe('Initech')
  expect(known.fullest('Initec')).toBe('Initec')
  expect(known.near('HQ', all)).toBeNull()
  expect(known.near('Globex', all)).toBeNull()
})
