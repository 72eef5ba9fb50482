import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LinkLine, PartyLine, SameOverride } from '../evidence/line.ts'
import { Dictionary } from './dictionary.ts'
import { Identities, type Joining } from './identities.ts'

const COMMON = { source: 'test', version: null, import: null } as const

function link(ids: readonly string[], inferred = false): LinkLine {
  return { type: 'link', key: ids.join(' '), ...COMMON, ids, inferred }
}

function party(ids: readonly string[], kind: PartyLine['kind'] = 'organization'): PartyLine {
  return { type: 'party', key: ids.join(' '), ...COMMON, kind, ids, name: null, traits: null, category: null, permission: null }
}

function joiningsOf(lines: readonly Joining['line'][]): Joining[] {
  return lines.map((line, position) => ({ place: { recordedAt: 0, position }, held: { recordedAt: 0, position }, line }))
}

function resolved(...lines: readonly Joining['line'][]): Identities {
  return Identities.resolve(new Dictionary(), joiningsOf(lines))
}

/** Parties with more than one identifier, and the kind of every party. */
function partiesOf(identities: Identities): readonly string[] {
  identities.grow()
  const found = new Set<number>()
  for (let identifier = 1; identifier <= identities.components.size; identifier += 1) found.add(identities.party(identifier))
  return [...found].map((one) => `${identities.kind(one)}: ${identities.identifiers(one).join(' ')}`).sort()
}

const refusalsOf = (identities: Identities): readonly string[] => identities.history.flatMap(({ refusal }) => refusal ?? []).sort()

describe('a guessed domain', () => {
  test('goes to the only party that claims it', () => {
    const identities = resolved(party(['stripe:cus_1']), link(['stripe:cus_1', 'domain:acme.com'], true))
    expect(partiesOf(identities)).toEqual(['organization: domain:acme.com stripe:cus_1'])
    expect(refusalsOf(identities)).toEqual([])
  })

  test('goes to nobody where two claim it, whoever came first', () => {
    const identities = resolved(link(['stripe:cus_1', 'domain:agency.com'], true), party(['stripe:cus_1']), party(['stripe:cus_2']), link(['stripe:cus_2', 'domain:agency.com'], true))
    expect(partiesOf(identities)).toEqual(['organization: domain:agency.com', 'organization: stripe:cus_1', 'organization: stripe:cus_2'])
    expect(refusalsOf(identities)).toEqual(['several-claim-it', 'several-claim-it'])
  })

  test('goes to both names of one party, where a line states that they are one', () => {
    const identities = resolved(link(['stripe:cus_1', 'domain:acme.com'], true), link(['crm:7', 'domain:acme.com'], true), link(['crm:7', 'stripe:cus_1']))
    expect(partiesOf(identities)).toEqual(['organization: crm:7 domain:acme.com stripe:cus_1'])
  })

  test('is not taken from the party of which it is stated', () => {
    const identities = resolved(link(['stripe:cus_1', 'domain:acme.com'], true), party(['account:acme', 'domain:acme.com']))
    expect(partiesOf(identities)).toEqual(['null: stripe:cus_1', 'organization: account:acme domain:acme.com'])
    expect(refusalsOf(identities)).toEqual(['stated-of-another'])
  })

  test('is nobody’s where two claim two domains that are stated to be one', () => {
    const identities = resolved(link(['domain:acme.com', 'domain:acme.de']), link(['stripe:cus_1', 'domain:acme.com'], true), link(['stripe:cus_2', 'domain:acme.de'], true))
    expect(refusalsOf(identities)).toEqual(['several-claim-it', 'several-claim-it'])
  })

  test('is left to the other where one of two is said by hand not to have it, and is no person’s', () => {
    const denial: SameOverride = { type: 'override', key: 'v1', ...COMMON, fact: 'not-same', ids: ['stripe:cus_1', 'domain:acme.com'], by: null, why: null }
    const claims = [link(['stripe:cus_1', 'domain:acme.com'], true), link(['stripe:cus_2', 'domain:acme.com'], true)]
    expect(partiesOf(resolved(...claims, denial))).toEqual(['null: stripe:cus_1', 'organization: domain:acme.com stripe:cus_2'])
    expect(partiesOf(resolved(...claims, party(['stripe:cus_1'], 'person')))).toEqual(['organization: domain:acme.com stripe:cus_2', 'person: stripe:cus_1'])
  })

  test('does not bring two firms together by a guess that two domains are one', () => {
    const identities = resolved(link(['domain:acme.com', 'domain:acme.de'], true), link(['stripe:cus_1', 'domain:acme.com'], true), link(['stripe:cus_2', 'domain:acme.de'], true))
    expect(partiesOf(identities)).toEqual(['organization: domain:acme.com stripe:cus_1', 'organization: domain:acme.de stripe:cus_2'])
    expect(refusalsOf(identities)).toEqual(['guess-of-two-firms'])
  })
})

const firms = fc.constantFrom('stripe:1', 'stripe:2', 'crm:1', 'crm:2', 'account:1', 'account:2')
const domains = fc.constantFrom('domain:a.com', 'domain:b.com', 'domain:c.com')
const anything = fc.oneof(firms, domains, fc.constantFrom('user:1', 'user:2', 'email:x@a.com'))
const claims = fc.tuple(firms, domains).map((ids) => link(ids, true))
const statements = fc.oneof(
  fc.uniqueArray(anything, { minLength: 2, maxLength: 3 }).map((ids) => link(ids)),
  fc.tuple(fc.uniqueArray(anything, { minLength: 1, maxLength: 2 }), fc.constantFrom('organization' as const, 'person' as const)).map(([ids, kind]) => party(ids, kind)),
)
const others = fc.uniqueArray(anything, { minLength: 2, maxLength: 3 }).map((ids) => link(ids, true))
const linesOf = fc.array(fc.oneof({ weight: 5, arbitrary: claims }, { weight: 3, arbitrary: statements }, { weight: 1, arbitrary: others }), { maxLength: 24 })

describe('guesses', () => {
  test('give the same parties and the same refusals one by one, in batches, and all at once', () => {
    fc.assert(fc.property(linesOf, fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), (lines, ends) => {
      const dictionary = new Dictionary()
      const identities = new Identities(dictionary)
      joiningsOf(lines).forEach((joining, place) => {
        identities.join(joining)
        if (!ends[place]) return
        identities.guessAnew()
        expect(partiesOf(identities)).toEqual(partiesOf(resolved(...lines.slice(0, place + 1))))
      })
      identities.guessAnew()
      expect(partiesOf(identities)).toEqual(partiesOf(resolved(...lines)))
      expect(refusalsOf(identities)).toEqual(refusalsOf(resolved(...lines)))
    }), { numRuns: 2000 })
  })

  test('of domains never make two firms one, and do not ask who was first', () => {
    const stated = fc.array(statements, { maxLength: 8 })
    fc.assert(fc.property(stated, fc.array(claims, { maxLength: 10 }).chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), (facts, [one, other]) => {
      const without = resolved(...facts)
      without.grow()
      const identities = resolved(...one, ...facts)
      expect(partiesOf(resolved(...facts, ...other))).toEqual(partiesOf(resolved(...facts, ...one)))
      for (let identifier = 1; identifier <= identities.components.size; identifier += 1) {
        const named = identities.identifiers(identities.party(identifier)).filter((id) => !id.startsWith('domain:'))
        const before = new Set(named.map((id) => without.party(without.dictionary.find(id)) || id))
        expect(before.size).toBeLessThanOrEqual(1)
      }
    }), { numRuns: 2000 })
  })
})
