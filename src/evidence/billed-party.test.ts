import { describe, expect, test } from 'vitest'
import { billedKind, billedParty, looksLikeCompany } from './billed-party.ts'
import { isFault, understand } from './understand.ts'

describe('is a customer a person or an organization?', () => {
  test.each([
    ['personal mail is a person\'s', { email: 'ann@gmail.com', name: 'Ann Lee' }, 'person'],
    ['work mail stands for the firm', { email: 'ann@acme.com', name: 'Ann Lee' }, 'organization'],
    ['a firm with personal mail', { email: 'acme@gmail.com', name: 'Acme GmbH' }, 'organization'],
    ['an own user id beats work mail', { email: 'ann@acme.com', own: ['user:7'] }, 'person'],
    ['an own account id beats personal mail', { email: 'ann@gmail.com', own: ['account:7', 'user:7'] }, 'organization'],
    ['what the tool says beats all', { kind: 'person' as const, name: 'Acme Inc.' }, 'person'],
    ['a name alone does not tell', { name: 'Ann Lee' }, null],
    ['a shared mailbox of personal mail does not tell', { email: 'info@gmail.com' }, null],
    ['junk does not tell', { email: 'test@test.com' }, null],
    ['a hash is no address', { email: '32beaaeef4e37a5d19f8bafc1a1631c2' }, null],
  ])('%s', (_, billed, kind) => expect(billedKind(billed)).toBe(kind))

  test.each(['Acme Inc.', 'Acme, LLC', 'Reyes y Hijos S.A.', 'Bäckerei Müller GmbH & Co. KG', 'University of Ghent', 'Nord AS', 'Acme Pty Ltd'])('%s is a firm', (name) => expect(looksLikeCompany(name)).toBe(true))
  test.each(['Ann Lee', 'Bob Cohen', 'Marcus Agassi', 'Anna Sachs', 'Maria Costa', 'Sebastian'])('%s may be a person', (name) => expect(looksLikeCompany(name)).toBe(false))
})

describe('its lines', () => {
  const BASE = { id: 'stripe:cus_9', key: 'cus_9', source: 'stripe' }

  test('an organization, its domain as an inferred link, and the person behind the address as its contact', () => {
    const lines = billedParty({ ...BASE, name: 'Acme', email: 'Ann@acme.com', own: ['account:7', 'user:3'], since: '2026-01-02', version: 5 })
    expect(lines).toEqual([
      { type: 'party', key: 'cus_9', source: 'stripe', kind: 'organization', ids: ['stripe:cus_9', 'account:7'], name: 'Acme', version: 5 },
      { type: 'link', key: 'cus_9 domain:acme.com', source: 'stripe', ids: ['stripe:cus_9', 'domain:acme.com'], inferred: true },
      { type: 'membership', key: 'cus_9 user:3', source: 'stripe', person: 'user:3', organization: 'stripe:cus_9', function: 'billing', from: '2026-01-02', inferred: true },
      { type: 'membership', key: 'cus_9 email:ann@acme.com', source: 'stripe', person: 'email:ann@acme.com', organization: 'stripe:cus_9', function: 'billing', from: '2026-01-02', inferred: true },
    ])
    for (const line of lines) expect(isFault(understand(line))).toBe(false)
  })

  test('nobody stands behind a shared mailbox', () => {
    expect(billedParty({ ...BASE, email: 'billing@acme.com' }).map(({ type }) => type)).toEqual(['party', 'link'])
  })

  test('a person is one party with the address', () => {
    expect(billedParty({ ...BASE, email: 'ann@gmail.com', own: ['user:3'] })).toEqual([
      { type: 'party', key: 'cus_9', source: 'stripe', kind: 'person', ids: ['stripe:cus_9', 'user:3', 'email:ann@gmail.com'] },
    ])
  })

  test('if nothing tells, nothing is said', () => expect(billedParty({ ...BASE, name: 'Ann Lee' })).toEqual([]))
})
