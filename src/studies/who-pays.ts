import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { isJunk } from '../base/identifier.ts'
import { pathOf, type Step } from '../roles/explanation.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { isNamed } from './named.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { COMMON, dayParameter, identifierParameter, knownAtFrom, knownProduct } from './question.ts'
import { SELF } from '../base/identifier.ts'

const INPUT = Type.Object({
  party: Type.String({ description: 'Identifier of the party, such as user:ann.' }),
  product: Type.String({ description: 'Key of the product.' }),
  day: Type.String({ description: 'The day, YYYY-MM-DD.' }),
  account: Type.Optional(Type.String({ description: 'Identifier of the account in which the use took place.' })),
  seller: COMMON.seller,
  knownAt: COMMON.knownAt,
}, { additionalProperties: false })
const OUTPUT = Type.Object({
  kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))),
  payer: Type.Union([PARTY, Type.Null()]),
  agreement: Type.Union([Type.String(), Type.Null()]),
  path: Type.Array(Type.Object({ evidence: Type.Union([Type.String(), Type.Null()]), inferred: Type.Optional(Type.Boolean()), override: Type.Optional(Type.Boolean({ description: 'true: said by hand.' })), says: Type.String() })),
  alsoCoveredBy: Type.Array(Type.String()),
})

/** Who pays for one party's use on one day? Answered from memory; works whether or not there was usage that day. */
export const whoPays: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'who-pays',
  summary: "Who pays for one party's use of a product on one day, and why.",
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => {
    const party = identifierParameter('party', input.party)
    const account = input.account === undefined ? null : identifierParameter('account', input.account)
    const day = dayParameter('day', input.day)
    const seller = input.seller === undefined ? SELF : identifierParameter('seller', input.seller)
    return workspace.ask(seller, knownAtFrom(input.knownAt), async (asked) => {
      knownProduct(asked, input.product)
      return payerOf(asked, party, input.product, account, day)
    })
  },
}

const NOTHING: readonly Step[] = []

export async function payerOf(asked: Asked, identifier: string, product: string, accountIdentifier: string | null, day: number) {
  const { world, coverage, knownAt } = asked.view
  const { firstSeen, words } = asked.projection
  const number = words.identifiers.find(identifier)
  const unknown = { kind: 'unknown', payer: null, agreement: null, path: NOTHING, alsoCoveredBy: [] }
  if (number === 0 || (firstSeen[number] ?? Number.POSITIVE_INFINITY) > knownAt || !(await isNamed(asked, number))) return unknown
  const party = world.party(number)
  const accountNumber = accountIdentifier === null || isJunk(accountIdentifier) ? 0 : words.identifiers.find(accountIdentifier)
  // An account that nobody ever named is unlike every party: nothing is known of it.
  const account = accountIdentifier !== null && !isJunk(accountIdentifier) && accountNumber === 0 ? NO_SUCH_ACCOUNT : world.party(accountNumber)
  const use = { party, product, account }
  const covers = coverage.coversOn(use, day)
  const stamp = coverage.stampOn(use, day)
  const first = covers[0]
  const name = (of: number): string => nameInWords(world, of)
  const agreement = first ? (first.chain[first.chain.length - 1] ?? first.agreement).key : null
  return {
    kind: PAYER_KINDS[stamp.kind],
    payer: first ? partyShape(world, first.payer) : null,
    agreement,
    path: first ? pathOf(coverage, first, party, day, name) : coverage.isFunded(product) ? [fundingStep(asked, product)] : NOTHING,
    alsoCoveredBy: covers.slice(1).map((cover) => cover.agreement.key).filter((key) => key !== agreement).sort(),
  }
}

/** Beyond every identifier's number. */
const NO_SUCH_ACCOUNT = -1

function fundingStep(asked: Asked, product: string): Step {
  const { products } = asked.view.world
  const funding = products.get(product)?.fundedBy ?? ''
  return { evidence: product, says: `${products.get(product)?.name ?? product} is funded by ${products.get(funding)?.name ?? funding}: its customers pay` }
}
