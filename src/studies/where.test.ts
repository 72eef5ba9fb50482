import { describe, expect, test } from 'vitest'
import { Refusal } from '../base/refusal.ts'
import { whereFrom, whereOfParties, whereText, whereOfSegment } from './where.ts'

describe('a where', () => {
  test('is clauses of a dimension and its values', () => {
    expect(whereFrom('category=trial;trait.country!=AT, DE')).toEqual([
      { dimension: 'category', not: false, values: ['trial'] },
      { dimension: 'trait.country', not: true, values: ['AT', 'DE'] },
    ])
  })

  test('asks for nothing where it is absent or blank', () => {
    expect([whereFrom(undefined), whereFrom(''), whereFrom(' ; ')]).toEqual([[], [], []])
  })

  test('names parties in normal form, and knows none', () => {
    expect(whereFrom('payer=EMAIL:Ann@Acme.com,none')).toEqual([{ dimension: 'payer', not: false, values: ['email:ann@acme.com', 'none'] }])
  })

  test('holds any text, percent-encoded', () => {
    const odd = 'a;b,c=d!e%f'
    const where = [{ dimension: 'trait.x=y;z' as const, not: true, values: [odd, 'plain'] }]
    expect(whereText(where)).toBe('trait.x%3Dy%3Bz!=a%3Bb%2Cc%3Dd%21e%25f,plain')
    expect(whereFrom(whereText(where))).toEqual(where)
  })

  test.each([
    ['colour=red', /no dimension\. Use one of category, /],
    ['category', /no condition\. Write the dimension, = or !=/],
    ['=trial', /no condition/],
    ['category=', /empty value\. Write 'none'/],
    ['payerKind=nobdy', /no value of 'payerKind'\. Use one of self, /],
    ['reason=because', /Use one of elsewhere, /],
    ['partyKind=robot', /Use one of person, /],
    ['payer=acme', /identifiers such as account:acme/],
    ['category=50%', /%25/],
    ['trait.=x', /no dimension/],
    ['toString=x', /no dimension/],
  ])('that is wrong says how to write it: %s', (text, says) => {
    expect(() => whereFrom(text)).toThrow(Refusal)
    expect(() => whereFrom(text)).toThrow(says)
  })

  test('about parties takes nothing about single usage days', () => {
    expect(whereOfParties('trait.country=AT;organization=account:acme')).toHaveLength(2)
    expect(() => whereOfParties('payer=account:acme')).toThrow(/single usage days/)
  })

  test('a category of the settings is made of anything but such categories', () => {
    expect(whereOfSegment('category=trial;payerKind!=nobody')).toHaveLength(2)
    expect(() => whereOfSegment('category=trial;segment=pro')).toThrow('A category cannot be made of categories of the settings')
  })
})
