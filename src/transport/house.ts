import type { Operation } from '../base/operation.ts'
import type { Deed } from './deeds.ts'
import type { Keys } from './keys.ts'
import type { People } from './people.ts'
import type { Workspace } from './rooms.ts'

/** What an operation of the doors themselves needs: a workspace, and what is kept for the whole data folder. */
export interface House {
  readonly workspace: Workspace
  readonly keys: Keys
  readonly people: People
  /** Who asks: what they open, and what they may. */
  readonly asks: Asking
  readonly now: () => number
}

export interface Asking {
  readonly kind: 'person' | 'key' | 'machine'
  readonly name: string
  readonly id: string | null
  readonly power: string
  /** The workspace that they open; `*` for all. */
  readonly workspace: string
  /** The address of the machine that asks; absent for commands. */
  readonly machine?: string
}

/** An operation of the doors, with how it is told in the audit. */
export type HouseOperation = Operation<House> & Partial<WithDeed>

export interface WithDeed {
  readonly deed: Deed<House>
}
