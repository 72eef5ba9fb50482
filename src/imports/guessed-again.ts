import { isDeepStrictEqual } from 'node:util'
import type { KeptPlan } from './kept-plans.ts'
import type { FieldPlan, TablePlan } from './plan.ts'
import { isOtherwise } from './reused-plan.ts'

/** Is a plan what is guessed anyway? Then nobody corrected it. The product is asked for rather than guessed. */
export function isAsGuessed(plan: TablePlan, guess: TablePlan | undefined): boolean {
  const said = ({ kind, format, source, fields, constants: { product: _, ...constants }, traits }: TablePlan): unknown => ({
    kind, format, source, constants, traits, fields: Object.fromEntries(Object.entries(fields).map(([name, { column, from, reading }]) => [name, { column, from, reading: reading ?? {} }])),
  })
  return guess !== undefined && isDeepStrictEqual(said(plan), said(guess))
}

/** What nobody corrected is guessed anew from the columns of each file, so that one file's mistake is not the next one's; what an earlier file tells more surely is taken from there. */
export function guessedAgain(kept: KeptPlan, guess: TablePlan): TablePlan {
  const { guessed: _, ...before } = kept
  if (guess.kind !== before.kind) return guess.kind === 'nothing' ? { ...before, certainty: Math.min(before.certainty, 0.6), because: AS_EARLIER } : guess
  const columns = new Set(Object.values(guess.fields).map(({ column }) => column))
  const fields: Record<string, FieldPlan> = {}
  for (const [name, now] of Object.entries(guess.fields)) {
    const was = before.fields[name]
    // What is read otherwise than before is told, whoever decided it then.
    fields[name] = was && was.column === now.column && (isOtherwise(was) || was.certainty > now.certainty) ? was : now
  }
  for (const [name, was] of Object.entries(before.fields)) if (!fields[name] && !columns.has(was.column)) fields[name] = { ...was, certainty: Math.min(was.certainty, 0.5), because: `${AS_EARLIER}; the cells of this file do not tell` }
  const taken = new Set(Object.values(fields).map(({ column }) => column))
  const constants = Object.fromEntries(Object.entries({ ...before.constants, ...guess.constants, ...(before.constants.product === undefined ? {} : { product: before.constants.product }) }).filter(([name]) => fields[name] === undefined))
  return { ...guess, fields, constants, traits: guess.traits.filter((column) => !taken.has(column)), leftOver: guess.leftOver.filter((column) => !taken.has(column)) }
}

const AS_EARLIER = 'guessed as for an earlier file with the same columns'
