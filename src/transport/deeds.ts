import type { Workspace } from './rooms.ts'

type Fields = { readonly [name: string]: unknown }

/** How a change is told in the audit: what it was about, how that stood before, and how it stands after. */
export interface Deed<Context = Workspace> {
  readonly about?: (input: Fields, answer: Fields | null) => string | null
  readonly before?: (context: Context, input: Fields) => unknown
  readonly after?: (context: Context, input: Fields, answer: Fields) => unknown
}

/** Steps on the way to a change, which themselves change nothing that anybody sees, and those that tell themselves: they are not told. */
export const UNTOLD: ReadonlySet<string> = new Set(['import-look', 'import-plan', 'import-kind', 'pull-try', 'gain-loss-stop', 'audit-note', 'password-change'])

/** Operations of the rooms. What is not here is told by its parameters. */
export const DEEDS: { readonly [operation: string]: Deed } = {
  correct: { about: aboutCorrection, after: (_workspace, input, { key }) => ({ ...input, key }) },
  'correction-undo': {
    about: ({ key }) => `correction:${String(key)}`,
    before: (_workspace, { key }) => ({ correction: key, holds: true }),
    after: (_workspace, { key }) => ({ correction: key, holds: false }),
  },
  'topic-confirm': { about: ({ topic }) => `topic:${String(topic)}`, after: (_workspace, input, { key }) => ({ ...input, key }) },
  'topic-not': {
    about: ({ topic }) => (topic === undefined ? 'topics' : `topic:${String(topic)}`),
    after: (_workspace, input, { key }) => ({ ...input, key }),
  },
  'retrospective-save': { about: ({ id }, answer) => `retrospective:${String(answer?.id ?? id)}`, after: (_workspace, input, { id }) => ({ ...input, id }) },
  'retrospective-hold': {
    about: ({ retrospective }) => `retrospective:${String(retrospective)}`,
    after: (_workspace, input, { round, answers }) => ({ ...input, round, answers }),
  },
  'retrospective-action': { about: ({ retrospective }) => `retrospective:${String(retrospective)}`, after: (_workspace, input, { id }) => ({ ...input, id }) },
  'product-save': {
    about: ({ product }) => `product:${String(product)}`,
    before: async (workspace, { product }) => (await ownFactsOf(workspace)).products.find((one) => one.product === product) ?? null,
    after: async (workspace, { product }) => (await ownFactsOf(workspace)).products.find((one) => one.product === product) ?? null,
  },
  'seller-save': {
    about: () => 'seller',
    before: async (workspace) => (await ownFactsOf(workspace)).seller,
    after: async (workspace) => (await ownFactsOf(workspace)).seller,
  },
  'staff-save': {
    about: ({ party, domain }) => (party === undefined ? `staff:${String(domain)}` : `party:${String(party)}`),
    after: (_workspace, input, { added }) => ({ ...input, added }),
  },
  'staff-remove': {
    about: ({ key }) => `staff:${String(key)}`,
    before: async (workspace, { source, key }) => (await ownFactsOf(workspace)).staff.find((one) => one.source === source && one.key === key) ?? null,
    after: () => null,
  },
  'rate-save': { about: (input) => `rate:${String(input.from)} ${String(input.to)}` },
  'rate-remove': {
    about: ({ key }) => `rate:${String(key)}`,
    before: async (workspace, { source, key }) => (await ownFactsOf(workspace)).rates.find((one) => one.source === source && one.key === key) ?? null,
    after: () => null,
  },
  'import-begin': ofImport(),
  'import-take': ofImport(),
  'import-stop': ofImport(),
  'import-undo': ofImport(),
  'import-redo': ofImport(),
  'import-forget': ofImport(),
  'pull-save': ofPull(),
  'pull-run': ofPull(),
  'pull-pause': ofPull(),
  'pull-remove': ofPull(),
}

interface OwnFacts {
  readonly products: readonly Fields[]
  readonly seller: Fields
  readonly staff: readonly Fields[]
  readonly rates: readonly Fields[]
}

async function ownFactsOf(workspace: Workspace): Promise<OwnFacts> {
  // Only when needed: commands that ask no study start without them.
  const { ownFacts } = await import('../studies/own-facts.ts')
  return (await ownFacts.run(workspace, {})) as OwnFacts
}

function ofImport(): Deed {
  return {
    about: ({ id }, answer) => `import:${String(id ?? answer?.id)}`,
    before: ({ imports }, { id }) => (typeof id === 'string' ? importIn(imports.get(id)) : null),
    after: (_workspace, _input, answer) => ('import' in answer && answer.import === null ? null : importIn((answer.import ?? answer) as Fields)),
  }
}

function importIn({ name, status }: Fields): Fields {
  return { name, status }
}

function ofPull(): Deed {
  const pullIn = ({ pulls }: Workspace, id: unknown): Fields | null => {
    const pull = pulls.list().find((one) => one.id === id)
    return pull ? { name: pull.name, kind: pull.kind, place: pull.place, query: pull.query, everyMinutes: pull.everyMinutes, paused: pull.paused } : null
  }
  return {
    about: ({ id }, answer) => `pull:${String(id ?? answer?.id)}`,
    before: (workspace, { id }) => pullIn(workspace, id),
    after: (workspace, { id }, answer) => pullIn(workspace, id ?? answer.id),
  }
}

/** As the page opens corrections. */
function aboutCorrection({ fact, one, person, organization, agreement, payment, party, identifier }: Fields): string | null {
  if (fact === 'membership') return `membership:${String(person)}|${String(organization)}`
  if (agreement !== undefined) return `agreement:${String(agreement)}`
  if (payment !== undefined) return `payment:${String(payment)}`
  const who = one ?? party ?? identifier
  return who === undefined ? null : `party:${String(who)}`
}

/** Names of parameters whose values open something; they are never written down. */
const SECRET = new Set(['secret', 'password', 'newPassword', 'authorization', 'connection', 'token', 'key text', 'dkimKey'])

/** The same without secrets. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, SECRET.has(name) ? '(not written down)' : withoutSecrets(inner)]))
}
