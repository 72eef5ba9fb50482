import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { dayOf, dayText, instantText, NEVER, ALWAYS } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { PartyLine, ProductLine, RateLine, StaffLine } from '../evidence/line.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { BY_HAND, write } from './corrections.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const NOTHING = Type.Object({}, { additionalProperties: false })
const OUTPUT = Type.Object({
  products: Type.Array(Type.Object({ product: Type.String(), name: NULLABLE, fundedBy: NULLABLE, source: NULLABLE })),
  seller: Type.Object({ name: NULLABLE, says: Type.String(), domains: Type.Array(Type.Object({ domain: Type.String(), source: Type.String() })) }),
  staff: Type.Array(Type.Object({ key: Type.String(), source: Type.String(), party: PARTY, identifier: Type.String(), says: Type.String(), from: NULLABLE, to: NULLABLE })),
  rates: Type.Array(Type.Object({ key: Type.String(), source: Type.String(), from: Type.String(), to: Type.String(), rate: Type.String(), at: Type.String() })),
})

const OWN_TYPES: ReadonlySet<string> = new Set(['product', 'staff', 'rate'])

interface Lines {
  readonly products: Map<string, ProductLine>
  readonly self: PartyLine[]
  readonly staff: StaffLine[]
  readonly rates: RateLine[]
}

/** One walk over what is stated: 0.2 s at a million lines. */
function linesOf({ projection }: Asked): Lines {
  const lines: Lines = { products: new Map(), self: [], staff: [], rates: [] }
  const us = projection.words.identifiers.find(SELF)
  for (const held of projection.statements.held(EVERYTHING)) {
    // Most lines are of parties and what they have: these are not read.
    if (held.type === 'party' ? !held.numbers.includes(us) : !OWN_TYPES.has(held.type)) continue
    const { line } = held
    if (line.type === 'product') lines.products.set(line.key, line)
    else if (line.type === 'staff') lines.staff.push(line)
    else if (line.type === 'rate') lines.rates.push(line)
    else if (line.type === 'party' && line.ids.includes(SELF)) lines.self.push(line)
  }
  return lines
}

/** What evidence says about ourselves: what we sell, who we are, who works for us, and what our currencies are worth. Cost grows with the statements. */
export const ownFacts: Operation<Workspace, typeof NOTHING, typeof OUTPUT> = {
  name: 'own-facts',
  summary: 'What evidence says of ourselves: products and what funds them, our own name and domains, our staff, and rates of currencies; each with the source that says so.',
  power: 'read',
  input: NOTHING,
  output: OUTPUT,
  run: (workspace) => workspace.ask(SELF, EVERYTHING, async (asked) => {
    const { view: { world }, projection } = asked
    const { products, self, staff, rates } = linesOf(asked)
    const keys = [...projection.words.products.texts.slice(1)].sort()
    const us = world.party(world.dictionary.find(SELF))
    return {
      products: keys.map((product) => ({ product, name: products.get(product)?.name ?? null, fundedBy: products.get(product)?.fundedBy ?? null, source: products.get(product)?.source ?? null })),
      seller: {
        name: self.findLast(({ source, name }) => source === BY_HAND && name !== null)?.name ?? self.findLast(({ name }) => name !== null)?.name ?? null,
        says: nameInWords(world, us),
        domains: self.flatMap(({ ids, source }) => ids.filter((id) => id.startsWith(DOMAIN)).map((id) => ({ domain: id.slice(DOMAIN.length), source }))).sort((a, b) => (a.domain < b.domain ? -1 : 1)),
      },
      staff: staff.map(({ key, source, party, from, to }) => ({
        key, source, party: partyShape(world, world.party(world.dictionary.find(party))), identifier: party, says: nameInWords(world, world.party(world.dictionary.find(party))),
        from: from === ALWAYS ? null : dayText(from), to: to === NEVER ? null : dayText(to),
      })).sort((a, b) => a.says.localeCompare(b.says, 'en')),
      rates: rates.map(({ key, source, currencyFrom, currencyTo, rate, at }) => ({ key, source, from: currencyFrom, to: currencyTo, rate, at: instantText(at) })).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.key < b.key ? -1 : 1)),
    }
  }),
}

const DOMAIN = 'domain:'
const SAVED = Type.Object({ key: Type.String() })

const PRODUCT = Type.Object({
  product: Type.String({ minLength: 1, maxLength: 200, description: 'Key of the product, as events and agreements name it.' }),
  name: Type.Optional(Type.String({ maxLength: 200, description: 'Its name for people; absent or empty: its key.' })),
  fundedBy: Type.Optional(Type.String({ maxLength: 200, description: 'The product whose customers pay for it; absent or empty: none.' })),
}, { additionalProperties: false })

/** A product line; where a source said one before, it is corrected under that source, as the keys of products are unique. */
export const productSave: Operation<Workspace, typeof PRODUCT, typeof SAVED> = {
  name: 'product-save',
  summary: 'Says that there is a product, its name and which other product funds it.',
  power: 'write',
  input: PRODUCT,
  output: SAVED,
  run: async (workspace, { product, name = '', fundedBy = '' }) => {
    const key = product.trim()
    const funding = fundedBy.trim()
    if (funding === key) throw new Refusal('bad-parameter', 'A product does not fund itself. Choose another one, or none.', { parameter: 'fundedBy' })
    const [before, exists, known] = await workspace.ask(SELF, EVERYTHING, async (asked) => {
      const { products } = linesOf(asked)
      return [products.get(key), products.has(key) || asked.projection.words.products.find(key) !== 0, funding === '' || products.has(funding) || asked.projection.words.products.find(funding) !== 0] as const
    })
    if (!known) throw new Refusal('unknown-product', `There is no product '${funding}' that could fund it. Add that one first.`, { product: funding })
    // Among numbered versions the greatest holds: with the same number the later word does.
    const place = { source: before?.source ?? BY_HAND, ...(before?.version == null ? {} : { version: before.version }) }
    await write(workspace, [{ type: 'product', key, ...place, ...(name.trim() === '' ? {} : { name: name.trim() }), ...(funding === '' ? {} : { fundedBy: funding }) }])
    return { key, isNew: !exists }
  },
}

const SELLER = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 200, description: 'Our own name for people.' })),
  domains: Type.Optional(Type.Array(Type.String({ minLength: 3, maxLength: 253 }), { maxItems: 200, description: 'All our e-mail domains that are said by hand: people with addresses there are not taken for members of a customer.' })),
}, { additionalProperties: false })

const SELF_KEY = 'our-own-organization'

/** The party `self`, as said by hand. What sources say of it besides stays. */
export const sellerSave: Operation<Workspace, typeof SELLER, typeof SAVED> = {
  name: 'seller-save',
  summary: 'Says what our own organization is called, and which e-mail domains are its own.',
  power: 'write',
  input: SELLER,
  output: SAVED,
  run: async (workspace, { name, domains }) => {
    const before = await workspace.ask(SELF, EVERYTHING, async (asked) => linesOf(asked).self.find(({ source, key }) => source === BY_HAND && key === SELF_KEY))
    const called = name?.trim() ?? before?.name ?? ''
    const own = domains?.map((domain) => `${DOMAIN}${domain.trim().toLowerCase().replace(/^.*@/, '')}`) ?? before?.ids.filter((id) => id.startsWith(DOMAIN)) ?? []
    const wrong = own.find((id) => !/^domain:[^\s@/]+\.[^\s@/.]+$/.test(id))
    if (wrong !== undefined) throw new Refusal('bad-parameter', `'${wrong.slice(DOMAIN.length)}' is no domain. Write it as after the @ of an address, such as acme.com.`, { parameter: 'domains' })
    await write(workspace, [{ type: 'party', key: SELF_KEY, source: BY_HAND, kind: 'organization', ids: [SELF, ...new Set(own)], ...(called === '' ? {} : { name: called }) }])
    return { key: SELF_KEY }
  },
}

const OF_DOMAIN = Type.Object({ domain: Type.String({ minLength: 3, maxLength: 253, description: 'An e-mail domain, such as acme.com.' }) }, { additionalProperties: false })

/** People with an address at a domain who are not staff yet. Reads every identifier once: 0.2 s at a million. */
function peopleAt({ view: { world } }: Asked, domain: string): readonly { readonly party: number; readonly identifier: string }[] {
  const end = `@${domain.trim().toLowerCase().replace(/^.*@/, '')}`
  const found = new Map<number, string>()
  for (let number = 1; number <= world.dictionary.size; number++) {
    const text = world.dictionary.text(number)
    if (!text.startsWith('email:') || !text.endsWith(end)) continue
    const party = world.party(number)
    if (!found.has(party) && world.allOf(world.staffOfParty, party).length === 0) found.set(party, text)
  }
  return [...found].map(([party, identifier]) => ({ party, identifier }))
}

const PEOPLE_SHOWN = 20

export const staffOfDomain: Operation<Workspace, typeof OF_DOMAIN> = {
  name: 'staff-of-domain',
  summary: 'Who has an address at a domain and is not staff yet: how many, and the first of them. Nothing is written.',
  power: 'read',
  input: OF_DOMAIN,
  output: Type.Object({ people: Type.Integer(), examples: Type.Array(Type.String()) }),
  run: (workspace, { domain }) => workspace.ask(SELF, EVERYTHING, async (asked) => {
    const people = peopleAt(asked, domain)
    return { people: people.length, examples: people.slice(0, PEOPLE_SHOWN).map(({ party }) => nameInWords(asked.view.world, party)) }
  }),
}

const PERIOD = {
  since: Type.Optional(Type.String({ description: 'First day as staff; absent: always.' })),
  until: Type.Optional(Type.String({ description: 'Day after the last; absent: still so.' })),
}
const STAFF = Type.Object({ party: Type.Optional(Type.String({ description: 'Identifier of a person.' })), domain: Type.Optional(Type.String({ description: 'Instead: everybody with an address at this domain.' })), ...PERIOD }, { additionalProperties: false })

/** Staff lines by hand; each can be taken back by itself. */
export const staffSave: Operation<Workspace, typeof STAFF> = {
  name: 'staff-save',
  summary: 'Says that a person, or everybody with an address at a domain, is staff: left out of users and customers.',
  power: 'write',
  input: STAFF,
  output: Type.Object({ added: Type.Integer(), import: NULLABLE }),
  run: async (workspace, { party, domain, since, until }) => {
    if ((party === undefined) === (domain === undefined)) throw new Refusal('bad-parameter', 'Name either a party or a domain.', { parameter: 'party' })
    const parties = party === undefined ? await workspace.ask(SELF, EVERYTHING, async (asked) => peopleAt(asked, domain as string).map(({ identifier }) => identifier)) : [party]
    if (parties.length === 0) throw new Refusal('bad-parameter', `Nobody who is not staff yet has an address at '${domain}'.`, { parameter: 'domain' })
    // Lines that were written together are taken back together.
    const together = parties.length > 1 ? `staff-${randomUUID().slice(0, 13)}` : null
    await write(workspace, parties.map((one) => ({
      type: 'staff', key: `staff-${randomUUID().slice(0, 13)}`, source: BY_HAND, party: one, ...(since ? { from: since } : {}), ...(until ? { to: until } : {}), ...(together === null ? {} : { import: together }),
    })))
    return { added: parties.length, import: together }
  },
}

const RATE = Type.Object({
  from: Type.String({ minLength: 3, maxLength: 3, description: 'Currency, such as USD.' }),
  to: Type.String({ minLength: 3, maxLength: 3, description: 'Currency that one unit of it is told in, such as EUR.' }),
  rate: Type.String({ minLength: 1, maxLength: 40, description: 'How many units of `to` one unit of `from` is worth, such as 0.92.' }),
  at: Type.Optional(Type.String({ description: 'The day that it is of; absent: today.' })),
}, { additionalProperties: false })

/** A rate line by hand. */
export const rateSave: Operation<Workspace, typeof RATE, typeof SAVED> = {
  name: 'rate-save',
  summary: 'Says what one currency was worth in another on a day.',
  power: 'write',
  input: RATE,
  output: SAVED,
  run: async (workspace, { from, to, rate, at }) => {
    const [one, other] = [from.trim().toUpperCase(), to.trim().toUpperCase()]
    if (one === other) throw new Refusal('bad-parameter', 'A currency is worth itself. Choose two different ones.', { parameter: 'to' })
    const day = at ?? dayText(dayOf(workspace.now()))
    const key = `${one}-${other}-${day}`
    await write(workspace, [{ type: 'rate', key, source: BY_HAND, from: one, to: other, rate: rate.trim(), at: /T/.test(day) ? day : `${day}T00:00:00Z` }])
    return { key }
  },
}

const REMOVE = Type.Object({ source: Type.String({ description: 'Source of the line.' }), key: Type.String({ description: 'Key of the line.' }) }, { additionalProperties: false })

function removal(type: 'staff' | 'rate', name: string, summary: string): Operation<Workspace, typeof REMOVE, typeof SAVED> {
  return {
    name, summary, power: 'write', input: REMOVE, output: SAVED,
    run: async (workspace, { source, key }) => {
      const there = await workspace.ask(SELF, EVERYTHING, async (asked) => linesOf(asked)[type === 'staff' ? 'staff' : 'rates'].some((line) => line.source === source && line.key === key))
      if (!there) throw new Refusal('bad-parameter', 'There is no such line any more. Load the page again.', { parameter: 'key' })
      await write(workspace, [{ type, key, source, retracted: true }])
      return { key }
    },
  }
}

export const staffRemove = removal('staff', 'staff-remove', 'Takes a staff line back: the person counts as user and customer again. It is evidence, and can be said again.')
export const rateRemove = removal('rate', 'rate-remove', 'Takes a rate back.')

export const ownFactOperations = [ownFacts, productSave, sellerSave, staffOfDomain, staffSave, staffRemove, rateSave, rateRemove]
