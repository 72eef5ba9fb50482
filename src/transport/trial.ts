import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { openWorkspace } from '../roles/workspace.ts'
import { openServer, type ServerSettings } from './http/server.ts'
import { type KeyPower, openKeys } from './keys.ts'
import { type Rooms, SILENT, type Workspace } from './rooms.ts'
import { openPeople } from './people.ts'
import { openStripeSecrets } from './stripe-secrets.ts'
import { DEMO, MAIN, openWorkspaces, type Workspaces } from './workspaces.ts'

/** A real server on a real folder, for tests; its studies only show what reached them. */
export interface Trial {
  readonly url: string
  readonly port: number
  readonly folder: string
  readonly keys: { readonly [power in KeyPower]: string }
  readonly workspaces: Workspaces
  readonly main: Workspace
  /** As a running server leaves it in the data folder, for commands. */
  readonly machineKey: string
  /** To be closed before the workspaces are. */
  readonly app: { close(): Promise<unknown> }
  readonly keyOf: (power: KeyPower, workspace: string) => string
  readonly close: () => Promise<void>
}

export const TRIAL_OPERATIONS: readonly Operation<Workspace>[] = [
  {
    name: 'shown',
    summary: 'Shows the input it got.',
    power: 'read',
    input: Type.Object({
      product: Type.Optional(Type.String()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'rows at most' })),
      by: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week')])),
      all: Type.Optional(Type.Boolean()),
      names: Type.Optional(Type.Array(Type.String())),
    }),
    output: Type.Object({ workspace: Type.String() }),
    run: async (workspace: Workspace, input: object) => ({ workspace: workspace.name, input, text: 'x'.repeat(2000) }),
  },
  {
    name: 'broken',
    summary: 'Meets a bug.',
    power: 'read',
    input: Type.Object({}),
    output: Type.Object({}),
    run: async () => Promise.reject(new Error('the password is swordfish')),
  },
  {
    name: 'refused',
    summary: 'Refuses.',
    power: 'read',
    input: Type.Object({ busy: Type.Optional(Type.Boolean()) }),
    output: Type.Object({}),
    run: async (_workspace: Workspace, input: object) => {
      throw 'busy' in input
        ? new Refusal('busy', 'too much at once; send it again in a second')
        : new Refusal('unknown-product', "product 'drill' is unknown", { product: 'drill' })
    },
  },
  {
    name: 'change',
    summary: 'Changes something.',
    power: 'admin',
    input: Type.Object({ name: Type.String({ description: 'what to change' }) }),
    output: Type.Object({ name: Type.String() }),
    run: async (_workspace: Workspace, input: object) => input,
  },
  {
    name: 'reach',
    summary: 'Reads what the server can read.',
    power: 'admin',
    reaches: 'server',
    input: Type.Object({}),
    output: Type.Object({ reached: Type.Boolean() }),
    run: async () => ({ reached: true }),
  },
] as unknown as readonly Operation<Workspace>[]

export const TRIAL_ROOMS: Rooms = { openWorkspace, operations: TRIAL_OPERATIONS }

export function trialFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function openTrial(settings: Partial<ServerSettings> = {}): Promise<Trial> {
  const { folder, remove } = trialFolder()
  const workspaces = openWorkspaces({ folder, log: SILENT, openWorkspace })
  const main = await workspaces.create(MAIN)
  await workspaces.create(DEMO)
  const keys = openKeys(folder)
  const keyOf = (power: KeyPower, workspace: string): string => keys.create({ name: `${power} ${workspace}`, power, workspace, source: 'web' }, Date.now()).text
  const app = await openServer({
    rooms: TRIAL_ROOMS,
    workspaces,
    keys,
    people: openPeople(folder),
    stripeSecrets: openStripeSecrets(folder),
    trustLocal: false,
    version: '0.0.0',
    pageFolder: join(folder, 'page'),
    log: SILENT,
    now: Date.now,
    isReady: () => true,
    ...settings,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    workspaces,
    main,
    machineKey: keys.temporary({ name: 'commands on this machine', power: 'admin', workspace: '*' }, Date.now()),
    app,
    keyOf,
    keys: { admin: keyOf('admin', '*'), write: keyOf('write', MAIN), read: keyOf('read', MAIN), browser: keyOf('browser', MAIN) },
    async close() {
      await app.close()
      await workspaces.close()
      remove()
    },
  }
}
