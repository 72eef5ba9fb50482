import { auditOperations } from '../audit-operations.ts'
import type { ToldChange } from '../audit.ts'
import type { HouseOperation } from '../house.ts'
import { readInput } from '../input.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { openTarget, type TargetOptions } from './target.ts'

type Options = TargetOptions & { readonly json: boolean }

interface Chain {
  readonly isUnbroken: boolean
  readonly says: string
  readonly hash: string
}

async function asked<Answer>(name: string, raw: { readonly [name: string]: unknown }, options: Options, around: Surroundings): Promise<Answer> {
  const operation = auditOperations.find((one) => one.name === name) as HouseOperation
  const input = readInput(operation, Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)))
  const target = await openTarget(options, around)
  try {
    return (await target.askHouse(operation, input)) as Answer
  } finally {
    await target.close()
  }
}

/** Who changed what, newest first. */
export async function listAudit(raw: { readonly [name: string]: unknown }, options: Options, around: Surroundings): Promise<Exit> {
  const answer = await asked<{ readonly changes: readonly ToldChange[]; readonly total: number; readonly chain: Chain }>('audit', raw, options, around)
  if (options.json) around.out(`${JSON.stringify(answer)}\n`)
  else {
    around.out(`${answer.chain.says}\n`)
    const rows = answer.changes.map(({ at, who, what, about, outcome }) => [
      at.slice(0, 19).replace('T', ' '),
      who.name,
      what,
      about ?? '',
      outcome === 'done' ? '' : outcome,
    ])
    if (rows.length > 0) around.out(`${await table(['when (UTC)', 'who', 'what', 'about', ''], rows, around.columns)}\n`)
    if (answer.total > rows.length) around.out(`${answer.total - rows.length} more; --limit shows them.\n`)
  }
  return EXIT.ok
}

/** Ends with 1 if the chain is broken. */
export async function verifyAudit(expect: string | undefined, options: Options, around: Surroundings): Promise<Exit> {
  const chain = await asked<Chain>('audit-verify', { expect }, options, around)
  if (options.json) around.out(`${JSON.stringify(chain)}\n`)
  else around.out(`${chain.says}\n${chain.isUnbroken ? `The hash of the last entry is ${chain.hash}\n` : ''}`)
  return chain.isUnbroken ? EXIT.ok : EXIT.refused
}
