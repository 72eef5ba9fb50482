import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceOfTable } from './guess-constants.ts'
import type { TableLook } from './known.ts'
import type { TablePlan } from './plan.ts'
import { writeWhole } from './import-folder.ts'
import { type SeenColumns, seenColumns } from './reused-plan.ts'

/** A plan that was said yes to; `table` in it names the table that it was made for. */
export type KeptPlan = TablePlan & {
  /** How its columns looked then; absent in what older versions kept. */
  readonly seen?: SeenColumns
  /** True if nobody corrected it: it is what was guessed. Absent in what older versions kept, which is taken for what somebody said. */
  readonly guessed?: boolean
}

/** Plans that were said yes to, by the shape of the table, so that the next file of that shape needs no answer again. */
export interface KeptPlans {
  /** The plan of a table of the same shape and the same source; else the newest of that shape. */
  find(shape: string, source?: string): KeptPlan | null
  keep(plans: readonly PlanOfShape[]): void
}

export interface PlanOfShape {
  readonly shape: string
  readonly plan: TablePlan
  readonly look?: TableLook | undefined
  readonly guessed?: boolean | undefined
}

/** The oldest go first. */
const KEPT_AT_MOST = 1_000

interface Kept {
  readonly shape: string
  readonly plan: TablePlan
  readonly seen?: SeenColumns
  readonly guessed?: boolean
}

/** Plans in `plans.json`. A file that cannot be read holds none: plans can be made again. */
export function openKeptPlans(folder: string): KeptPlans {
  const file = join(folder, 'plans.json')
  // What one system exports says nothing of how another with the same columns was corrected.
  const nameOf = (shape: string, source: string): string => `${shape}\0${source}`
  const kept = new Map(read(file).map((one) => [nameOf(one.shape, sourceOfTable(one.plan.table)), one]))
  return {
    find(shape, source) {
      const same = source === undefined ? undefined : kept.get(nameOf(shape, source))
      const found = same ?? [...kept.values()].findLast((one) => one.shape === shape)
      return found ? { ...found.plan, ...(found.seen ? { seen: found.seen } : {}), ...(found.guessed === true ? { guessed: true } : {}) } : null
    },
    keep(plans) {
      for (const { shape, plan, look, guessed } of plans) {
        const name = nameOf(shape, sourceOfTable(plan.table))
        kept.delete(name)
        kept.set(name, { shape, plan, ...(look ? { seen: seenColumns(plan, look) } : {}), ...(guessed === true ? { guessed } : {}) })
      }
      for (const name of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT_AT_MOST))) kept.delete(name)
      writeWhole(file, { plans: [...kept.values()] })
    },
  }
}

function read(file: string): readonly Kept[] {
  if (!existsSync(file)) return []
  try {
    const { plans } = JSON.parse(readFileSync(file, 'utf8')) as { readonly plans?: unknown }
    return Array.isArray(plans) ? (plans as Kept[]) : []
  } catch {
    return []
  }
}
