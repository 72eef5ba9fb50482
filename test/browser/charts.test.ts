import { intersectionArea } from '@upsetjs/venn.js'
import { describe, expect, test } from 'vitest'
import { breakCircles } from '../../web/src/charts/break-circles.ts'
import { eulerLayout } from '../../web/src/charts/euler-layout.ts'

const link = (source: string, target: string) => ({ source, target, value: 1 })

describe('circles are broken before a flow is drawn', () => {
  test('what has none is drawn whole', () => {
    const links = [link('a', 'b'), link('b', 'c'), link('a', 'c')]
    expect(breakCircles(links)).toEqual({ drawn: links, aside: [] })
  })
  test('the link that would close a circle is put aside, and named', () => {
    expect(breakCircles([link('a', 'b'), link('b', 'c'), link('c', 'a')])).toEqual({ drawn: [link('a', 'b'), link('b', 'c')], aside: [link('c', 'a')] })
  })
  test('a party that resells to itself is a circle too', () => {
    expect(breakCircles([link('a', 'a')]).drawn).toEqual([])
  })
})

const areaOf = ({ radius }: { readonly radius: number }) => Math.PI * radius * radius
const common = (one: ReturnType<typeof eulerLayout>) => intersectionArea([{ ...one.left, setid: 'l' }, { ...one.right, setid: 'r' }])

describe('two sets are drawn true to their areas', () => {
  test.each([[1000, 600, 250], [400, 900, 100], [500, 500, 499]])('%i and %i with %i in both', (left, right, both) => {
    const drawn = eulerLayout(left, right, both, 600, 260)
    expect(areaOf(drawn.right) / areaOf(drawn.left)).toBeCloseTo(right / left, 5)
    expect(common(drawn) / areaOf(drawn.left)).toBeCloseTo(both / left, 1)
  })
  test('sets without a common member do not touch', () => {
    const { left, right } = eulerLayout(100, 80, 0, 600, 260)
    expect(right.x - left.x).toBeGreaterThan(left.radius + right.radius)
  })
  test('a set within another lies inside of it', () => {
    const { left, right, meet } = eulerLayout(100, 20, 20, 600, 260)
    expect(meet).toBe('right-inside')
    expect(Math.abs(right.x - left.x) + right.radius).toBeLessThanOrEqual(left.radius)
  })
  test('three customers beside a million users can still be seen, and are said to be drawn larger', () => {
    const { right } = eulerLayout(1_000_000, 3, 1, 600, 260)
    expect(right.radius).toBeGreaterThanOrEqual(6)
    expect(right.enlarged).toBe(true)
  })
  test('one that is empty takes no room, and all stays in the frame', () => {
    const { left, right } = eulerLayout(50, 0, 0, 300, 200)
    expect(right.radius).toBe(0)
    expect(left.x - left.radius).toBeGreaterThanOrEqual(0)
    expect(left.x + left.radius).toBeLessThanOrEqual(300)
  })
})
