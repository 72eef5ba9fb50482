import type { Static, TObject, TSchema } from 'typebox'

/** What a caller must hold to run an operation. */
export type Power = 'read' | 'write' | 'admin'

/**
 * One question or one change, defined once: the doors (HTTP, command line, MCP, openapi.json) are made from this.
 * Context is what the rooms need to answer; input is an object of plain values.
 */
export interface Operation<Context = never, Input extends TObject = TObject, Output extends TSchema = TSchema> {
  readonly name: string
  readonly summary: string
  readonly power: Power
  /** What a caller must hold where it is not the power: questions that name what others did are for admins, and everybody may change their own password. */
  readonly needs?: Power
  /** `server`: what the server itself can reach, its files and its network; only for keys that open all workspaces. */
  readonly reaches?: 'server'
  readonly input: Input
  readonly output: Output
  readonly run: (context: Context, input: Static<Input>) => Promise<unknown>
}
