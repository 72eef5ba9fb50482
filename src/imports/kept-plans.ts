import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TablePlan } from './plan.ts'
import { writeWhole } from './import-folder.ts'

/** Plans that were said yes to, by the shape of the table, so that the next file of that shape needs no answer again. */
export interface KeptPlans {
  find(shape: string): TablePlan | null
  keep(plans: ReadonlyMap<string, TablePlan>): void
}

/** The oldest go first. */
const KEPT_AT_MOST = 1_000

interface Kept {
  readonly shape: string
  readonly plan: TablePlan
}

/** Plans in `plans.json`. A file that cannot be read holds none: plans can be made again. */
export function openKeptPlans(folder: string): KeptPlans {
  const file = join(folder, 'plans.json')
  const kept = new Map(read(file).map(({ shape, plan }) => [shape, plan]))
  return {
    find: (shape) => kept.get(shape) ?? null,
    keep(plans) {
      for (const [shape, plan] of plans) {
        kept.delete(shape)
        kept.set(shape, plan)
      }
      for (const shape of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT_AT_MOST))) kept.delete(shape)
      writeWhole(file, { plans: [...kept].map(([shape, plan]) => ({ shape, plan })) })
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
