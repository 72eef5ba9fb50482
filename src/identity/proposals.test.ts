import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Described, profileOf } from './profile.ts'
import { allProposals } from './proposals.ts'

function profilesOf(described: readonly Omit<Described, 'party'>[]) {
  return described.flatMap((one, place) => profileOf({ ...one, party: place + 1 }, () => false) ?? [])
}

const person = (name: string, traits: Record<string, string> = {}) => ({ kind: 'person' as const, identifiers: [], lines: [{ name, traits }] })
const firm = (name: string, identifiers: readonly string[] = []) => ({ kind: 'organization' as const, identifiers, lines: [{ name, traits: {} }] })

test('a rare value says more than a frequent one', () => {
  const crowd = Array.from({ length: 30 }, (_, n) => person(`Person${n} Number${n}`, { phone: '030 1234567' }))
  const [shared] = allProposals(profilesOf([person('Ann Arbor', { phone: '030 1234567' }), person('A Arbor', { phone: '030 1234567' }), ...crowd]), { leastCertainty: 0 }).proposals
  const [own] = allProposals(profilesOf([person('Ann Arbor', { phone: '030 7654321' }), person('A Arbor', { phone: '030 7654321' }), ...crowd]), { leastCertainty: 0 }).proposals
  expect(own).toMatchObject({ a: 1, b: 2 })
  expect(own?.certainty).toBeGreaterThan(shared?.certainty ?? 1)
})

test('relatives of one household are not proposed above one person', () => {
  const home = { address: '1304 Poppy Hills Dr', email: 'reyes@home.org' }
  const { proposals } = allProposals(profilesOf([person('Ann Reyes', { ...home, birthDate: '1976-10-27' }), person('Carl Reyes', { ...home, birthDate: '1970-03-01' }), person('Annie Reyes', { ...home, birthDate: '1976-10-27' })]))
  expect(proposals[0]).toMatchObject({ a: 1, b: 3 })
  expect(proposals.filter(({ certainty }) => certainty > 0.5)).toHaveLength(1)
})

test('father and son of one name are not one', () => {
  expect(allProposals(profilesOf([person('David Dobbins Jr', { address: '1450 N City Rd' }), person('David Dobbins Senior', { address: '1450 N City Rd' })])).proposals).toEqual([])
})

test('a person and an organization are never compared', () => {
  expect(allProposals(profilesOf([person('Acme Chemicals', { phone: '030 7654321' }), { ...firm('Acme Chemicals'), lines: [{ name: 'Acme Chemicals', traits: { phone: '030 7654321' } }] }])).compared).toBe(0)
})

test('what too many have in common is skipped and named', () => {
  const { skipped, compared } = allProposals(profilesOf(Array.from({ length: 60 }, (_, n) => person(`Given${n} Family${n}`, { phone: '030 1234567' }))))
  expect(skipped[0]).toEqual({ what: 'telephone', value: '1234567', members: 60 })
  expect(compared).toBeLessThan((60 * 59) / 2)
})

test('pairs decided by hand are left out; who owns the other is another', () => {
  const firms = profilesOf([firm('Globex Chemicals'), firm('Globex Chemicals GmbH')])
  expect(allProposals(firms).proposals).toHaveLength(1)
  expect(allProposals(firms, { decided: () => true }).proposals).toEqual([])
  expect(allProposals(firms, { saidApart: () => 'One owns the other' }).proposals).toEqual([])
})

const WORDS = ['ann', 'bob', 'robert', 'carl', 'smith', 'reyes', 'müller', 'mueller', 'jr', 'o’hare', '王', 'x']
const anybody = fc.record({
  name: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
  phone: fc.constantFrom('', '030 1234567', '030 7654321', '7654321'),
  birthDate: fc.constantFrom('', '1978-11-12', '12/11/78', '11/12/1978', 'never'),
  address: fc.constantFrom('', '1 Main St, Springfield', '12 Main Street', 'Somewhere'),
})

test('the order in which parties come changes nothing, and every certainty is a share', () => {
  fc.assert(fc.property(fc.array(anybody, { minLength: 2, maxLength: 12 }), (people) => {
    const described = people.map(({ name, ...traits }, place) => ({ ...person(name, traits), party: place + 1 }))
    const named = (list: readonly Described[]) => allProposals(list.flatMap((one) => profileOf(one, () => false) ?? []), { leastCertainty: 0 }).proposals
      .map(({ a, b, certainty }) => `${a} ${b} ${certainty.toFixed(9)}`).sort()
    const proposals = named(described)
    expect(named([...described].reverse())).toEqual(proposals)
    for (const proposal of proposals) {
      const certainty = Number(proposal.split(' ')[2])
      expect(certainty >= 0 && certainty <= 1).toBe(true)
    }
  }))
})
