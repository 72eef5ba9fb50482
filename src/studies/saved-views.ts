import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { listIn } from '../db/kept-document.ts'
import type { Workspace } from '../roles/workspace.ts'

const ID = Type.String({ description: 'Given when it was saved.' })
const PATH = Type.String({ description: 'Path of the page, such as /parties.' })
const ADDRESS = Type.String({ description: 'What the address says of it, such as role=user&sort=-usageDays; without workspace, product, seller, period and known at, so that it holds at all times.' })
const VIEW = Type.Object({ id: ID, name: Type.String(), path: PATH, address: ADDRESS, by: Type.Union([Type.String(), Type.Null()]), ready: Type.Boolean({ description: 'true: it comes with the program and cannot be forgotten.' }) })
interface SavedView { readonly id: string; readonly name: string; readonly path: string; readonly address: string; readonly by: string | null }

/** Questions that everybody asks. */
const READY: readonly SavedView[] = [
  { id: 'ready-unpaid', name: 'Users nobody pays for', path: '/parties', address: 'kind=nobody&sort=-usageDays', by: null },
  { id: 'ready-customers-without-use', name: 'Customers without use', path: '/parties', address: 'group=customers-without-use&columns=paid', by: null },
  { id: 'ready-deciders', name: 'Deciders who never used it', path: '/parties', address: 'group=deciders-never-used&columns=organizations', by: null },
  { id: 'ready-new', name: 'New users this period', path: '/parties', address: 'group=new-users&sort=-usageDays', by: null },
  { id: 'ready-unknown', name: 'Unknown', path: '/parties', address: 'kind=unknown&sort=-usageDays', by: null },
]

const VIEWS_AT_MOST = 500
const NAME_AT_MOST = 80
const ADDRESS_AT_MOST = 4_000

/** A page of our own: never `//elsewhere`, nor anything with a scheme. */
const OWN_PATH = /^\/[a-z][\w-]*(?:\/[\w-]+)*$/
/** Signs that nobody sees, and that make a name read as another: control signs, spaces without width, and signs that turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
/** What stands after the `?` of an address: `name=value`, joined by `&`. */
const QUERY = /^(?:[A-Za-z][\w.-]*=[^&#\s<>"'\\]*(?:&(?!$)|$))*$/

const NOTHING = Type.Object({}, { additionalProperties: false })
const VIEWS = Type.Object({ views: Type.Array(VIEW, { description: 'Those that come with the program first, then by name.' }) })

/** Views of lists that somebody gave a name. */
export const savedViews: Operation<Workspace, typeof NOTHING, typeof VIEWS> = {
  name: 'saved-views',
  summary: 'The saved views of lists: a name, and the part of the address that shows it.',
  power: 'read',
  input: NOTHING,
  output: VIEWS,
  run: async (workspace) => ({ views: [...READY.map((view) => ({ ...view, ready: true })), ...kept(await workspace.savedViews.read()).map((view) => ({ ...view, ready: false }))] }),
}

const SAVE = Type.Object({ id: Type.Optional(Type.String({ description: 'Of a view that is saved anew; absent: a new one.' })), name: Type.String(), path: PATH, address: ADDRESS, by: Type.Optional(Type.String({ description: 'Who saves it.' })) }, { additionalProperties: false })
const SAVED = Type.Object({ id: ID })

export const savedViewSave: Operation<Workspace, typeof SAVE, typeof SAVED> = {
  name: 'saved-view-save',
  summary: 'Saves a view of a list under a name, or saves one anew.',
  power: 'write',
  input: SAVE,
  output: SAVED,
  run: async (workspace, input) => {
    const name = input.name.normalize('NFC').trim()
    if (name === '' || name.length > NAME_AT_MOST) throw new Refusal('bad-parameter', `A view needs a name of 1 to ${NAME_AT_MOST} letters.`, { parameter: 'name' })
    if (UNSEEN.test(name)) throw new Refusal('bad-parameter', 'The name holds a sign that nobody sees, or that turns the direction of writing. Type it anew, without it.', { parameter: 'name' })
    if (!OWN_PATH.test(input.path)) throw new Refusal('bad-parameter', `'path' must be the path of a page such as /parties, not '${input.path}'.`, { parameter: 'path' })
    if (input.address.length > ADDRESS_AT_MOST) throw new Refusal('bad-parameter', `'address' must not be longer than ${ADDRESS_AT_MOST} letters.`, { parameter: 'address' })
    if (!isQuery(input.address)) throw new Refusal('bad-parameter', "'address' must be what stands after the ? of a page, such as role=user&sort=-usageDays.", { parameter: 'address' })
    const id = input.id ?? `view-${randomUUID().slice(0, 8)}`
    await change(workspace, (views) => {
      if (input.id !== undefined && !views.some((view) => view.id === input.id)) throw unknown(input.id)
      const others = views.filter((view) => view.id !== id)
      if (others.some((view) => view.path === input.path && view.name === name) || READY.some((view) => view.name === name)) throw new Refusal('bad-parameter', `There is a view '${name}' already. Choose another name, or save that one anew.`, { parameter: 'name' })
      if (others.length >= VIEWS_AT_MOST) throw new Refusal('bad-parameter', `No more than ${VIEWS_AT_MOST} views can be saved. Forget one that nobody needs.`)
      return [...others, { id, name, path: input.path, address: input.address, by: input.by?.trim() || null }]
    })
    return { id }
  },
}

const FORGET = Type.Object({ id: ID }, { additionalProperties: false })
const FORGOTTEN = Type.Object({ forgotten: Type.Boolean() })

export const savedViewForget: Operation<Workspace, typeof FORGET, typeof FORGOTTEN> = {
  name: 'saved-view-forget',
  summary: 'Forgets a saved view. What it showed stays.',
  power: 'write',
  input: FORGET,
  output: FORGOTTEN,
  run: async (workspace, { id }) => {
    if (READY.some((view) => view.id === id)) throw new Refusal('bad-parameter', 'This view comes with the program and cannot be forgotten.', { parameter: 'id' })
    await change(workspace, (views) => {
      if (!views.some((view) => view.id === id)) throw unknown(id)
      return views.filter((view) => view.id !== id)
    })
    return { forgotten: true }
  },
}

function isQuery(address: string): boolean {
  if (!QUERY.test(address)) return false
  try {
    return !UNSEEN.test(decodeURIComponent(address))
  } catch {
    return false
  }
}

function unknown(id: string): Refusal {
  return new Refusal('bad-parameter', `There is no saved view '${id}'. saved-views lists them.`, { parameter: 'id' })
}

/** Changes the views, one change after the other, each on top of the one before. */
async function change({ savedViews: document }: Workspace, make: (views: readonly SavedView[]) => readonly SavedView[]): Promise<void> {
  await document.change((before) => {
    const views = [...make(kept(before))].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    return `${JSON.stringify({ views }, null, 2)}\n`
  })
}

function kept(text: string | null): readonly SavedView[] {
  // Versions before this one took any address.
  return listIn<SavedView>(text, 'views').filter(({ path, address }) => OWN_PATH.test(path) && isQuery(address))
}
