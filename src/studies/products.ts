import { Type } from 'typebox'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { COMMON, knownAtFrom } from './question.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = Type.Object({ knownAt: COMMON.knownAt }, { additionalProperties: false })
const OUTPUT = Type.Object({
  products: Type.Array(Type.Object({ product: Type.String(), name: NULLABLE, fundedBy: NULLABLE })),
  sellers: Type.Array(Type.Object({ seller: PARTY, says: Type.String(), agreements: Type.Integer() })),
  us: Type.String(),
})

/** The products and sellers that a question may be about. */
export const products: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'products',
  summary: 'The products that evidence names, and the sellers whose customers can be asked about.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => workspace.ask(SELF, knownAtFrom(input.knownAt), async ({ view: { world }, projection }) => {
    const keys = [...projection.words.products.texts.slice(1)].sort()
    const sellers = new Map<number, number>()
    for (const agreement of world.agreements.values()) sellers.set(world.party(agreement.seller), (sellers.get(world.party(agreement.seller)) ?? 0) + 1)
    const ordered = [...sellers].sort(([, a], [, b]) => b - a).map(([seller, agreements]) => ({ seller: partyShape(world, seller), says: nameInWords(world, seller), agreements }))
    return {
      products: keys.map((product) => ({ product, name: world.products.get(product)?.name ?? null, fundedBy: world.products.get(product)?.fundedBy ?? null })),
      sellers: ordered,
      us: nameInWords(world, world.party(world.dictionary.find(SELF))),
    }
  }),
}
