import { Refusal } from '../../base/refusal.ts'
import { openStripeSecrets } from '../stripe-secrets.ts'
import { isWorkspaceName, MAIN, workspaceNames } from '../workspaces.ts'
import { checkIsFolder } from './data-folder.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { tellCommand } from './told.ts'
import { listOf } from './words.ts'

/** Far longer than any secret. */
const INPUT_CHARACTERS = 1_000

export interface NewSecretOptions {
  readonly data: string
  readonly database?: string | undefined
  readonly workspace: string
  readonly product: string | undefined
  readonly testMode: boolean
}

/** The secret comes by standard input, since others on the machine can read command lines. A running server sees new and removed ones within a second. */
export async function addStripeSecret(name: string, options: NewSecretOptions, around: Surroundings): Promise<Exit> {
  checkIsFolder(options.data)
  const names = [...new Set([MAIN, ...workspaceNames(options.data)])]
  if (!isWorkspaceName(options.workspace) || !names.includes(options.workspace))
    throw new Refusal('bad-command', `there is no workspace '${options.workspace}' in ${options.data}; there is ${listOf(names)}`)
  if ((around.stdin as { isTTY?: boolean }).isTTY === true) around.err('The signing secret of the endpoint (whsec_...), then Enter:\n')
  const secret = await firstLine(around)
  const { workspace, product, testMode } = options
  const added = openStripeSecrets(options.data).add({ name, secret, workspace, product: product ?? null, testMode }, around.now())
  await tellCommand(
    { data: options.data, databaseUrl: options.database, workspace },
    { what: 'stripe-secret-add', about: name, before: null, after: added },
    around,
  )
  around.out(
    `The secret '${name}' is kept, and not shown again. In Stripe, let the endpoint send to the address of this server, under /v1/stripe/${workspace}\n`,
  )
  return EXIT.ok
}

async function firstLine(around: Surroundings): Promise<string> {
  let text = ''
  for await (const chunk of around.stdin) {
    text += chunk.toString()
    if (text.includes('\n') || text.length > INPUT_CHARACTERS) break
  }
  return (text.split('\n', 1)[0] ?? '').trim()
}

export async function listStripeSecrets(options: { readonly data: string; readonly json: boolean }, around: Surroundings): Promise<Exit> {
  const secrets = openStripeSecrets(options.data).list()
  if (options.json) around.out(`${JSON.stringify(secrets)}\n`)
  else if (secrets.length === 0) around.out("There are no signing secrets; 'hatrack stripe-secret add NAME' takes one.\n")
  else {
    const rows = secrets.map((one) => [
      one.name,
      one.workspace,
      one.product ?? "Stripe's",
      one.testMode ? 'taken' : 'left out',
      one.created.slice(0, 10),
      one.id,
    ])
    around.out(`${await table(['name', 'workspace', 'product', 'test mode', 'added', 'id'], rows, around.columns)}\n`)
  }
  return EXIT.ok
}

export async function removeStripeSecret(
  name: string,
  options: { readonly data: string; readonly database?: string | undefined },
  around: Surroundings,
): Promise<Exit> {
  const secrets = openStripeSecrets(options.data)
  const secret = secrets.list().find((one) => one.id === name || one.name === name)
  if (!secret || !secrets.remove(name)) throw new Refusal('bad-command', `there is no secret named '${name}'; 'hatrack stripe-secret list' shows them`)
  await tellCommand(
    { data: options.data, databaseUrl: options.database, workspace: secret.workspace },
    { what: 'stripe-secret-remove', about: secret.name, before: secret, after: null },
    around,
  )
  around.out(`Events signed with the secret '${name}' are no longer taken.\n`)
  return EXIT.ok
}
