/** Made-up companies for measurements: people, their organizations, who owns those, and agreements. The same size gives the same world. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayText } from '../src/base/day.ts'
import { takeEvidence } from '../src/evidence/take.ts'
import { openWorkspace, type Workspace } from '../src/roles/workspace.ts'
import { quiet } from '../test/harness/workspace.ts'

export const PRODUCT = 'drill'
/** 2026-01-01, the first day of the use. */
export const FIRST_DAY = 20_454
const PEOPLE_AN_ORGANIZATION = 5
const BATCH = 5_000

export function personOf(person: number): string {
  return `user:u${person}`
}

export function organizationOf(person: number): string {
  return `account:o${Math.floor(person / PEOPLE_AN_ORGANIZATION)}`
}

/** What is true of an organization by its number; written once, for the world and for those who are compared with it. */
export function organizationFacts(organization: number): { readonly parent: number | null; readonly agreement: { readonly from: number; readonly to: number } | null } {
  return {
    // Every fourth belongs to the one before it, whose agreement then covers both.
    parent: organization % 4 === 3 ? organization - 1 : null,
    agreement: organization % 4 === 3 || organization % 10 === 0 ? null : { from: FIRST_DAY - 100 + (organization % 60), to: FIRST_DAY + 150 + (organization % 200) },
  }
}

/** A party line and a membership for each person; for every five people an organization, three quarters of which buy. */
export function* people(count: number): Generator<object> {
  yield { type: 'product', key: PRODUCT, name: 'Drill' }
  for (let organization = 0; organization * PEOPLE_AN_ORGANIZATION < count; organization += 1) {
    const account = `account:o${organization}`
    const { parent, agreement } = organizationFacts(organization)
    yield { type: 'party', key: `o${organization}`, kind: 'organization', ids: [account], name: `Company ${organization}` }
    if (parent !== null) yield { type: 'ownership', key: `w${organization}`, organization: account, parent: `account:o${parent}`, from: '2025-01-01' }
    if (agreement) {
      yield {
        type: 'agreement', key: `a${organization}`, kind: 'subscription', product: PRODUCT, seller: 'self', buyer: account, beneficiary: 'members',
        from: dayText(agreement.from), to: dayText(agreement.to), amount: '100.00', currency: 'EUR', interval: 'month',
      }
    }
  }
  for (let person = 0; person < count; person += 1) {
    yield { type: 'party', key: `p${person}`, kind: 'person', ids: [personOf(person), `email:u${person}@mail${person % 1000}.example`] }
    yield { type: 'membership', key: `m${person}`, person: personOf(person), organization: organizationOf(person), from: dayText(FIRST_DAY - 300 + (person % 400)) }
  }
}

/** Usage lines, each a usage day of its own: every person uses on every so many days. */
export function* usageDays(persons: number, count: number): Generator<object> {
  for (let made = 0; made < count; made += 1) {
    const person = made % persons
    const day = FIRST_DAY + ((Math.floor(made / persons) * 7 + person) % 180)
    yield { type: 'usage', key: `u${made}`, party: personOf(person), product: PRODUCT, event: 'Drilled', at: `${dayText(day)}T10:00:00.000Z` }
  }
}

export async function take(workspace: Workspace, lines: Iterable<object>): Promise<number> {
  const now = Date.now()
  let batch: object[] = []
  let taken = 0
  const send = async (): Promise<void> => {
    const { accepted, rejected } = await takeEvidence(workspace.record, { values: batch, power: 'admin', now, source: 'bench' })
    if (rejected[0]) throw new Error(`${rejected[0].reason}: ${rejected[0].says}`)
    taken += accepted
    batch = []
  }
  for (const line of lines) {
    batch.push(line)
    if (batch.length === BATCH) await send()
  }
  if (batch.length > 0) await send()
  return taken
}

export interface BenchWorld {
  readonly workspace: Workspace
  readonly folder: string
  close(): Promise<void>
}

/** An empty workspace in a folder of its own, which goes when it is closed. The folder is that of a server's data. */
export async function emptyWorld(): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-bench-'))
  const workspace = await openWorkspace({ name: 'main', folder: join(folder, 'workspaces', 'main'), log: quiet })
  return {
    workspace, folder,
    async close() {
      await workspace.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
