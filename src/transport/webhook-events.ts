import { instantText } from '../base/day.ts'
import type { Workspace } from './rooms.ts'
import type { EventType, Watched } from './webhook-store.ts'

/** What is told, and of what it is noted that it was. */
export interface Happened {
  readonly events: readonly { readonly type: EventType; readonly data: object }[]
  /** The note once it is told; null if it was told meanwhile. */
  readonly noted: (watched: Watched) => Watched | null
}

/** Makes the address of a page from its path. */
export type LinkTo = (path: string, search?: { readonly [name: string]: string }) => string

/** Imports that were taken or undone, each time once. */
export function importsEnded({ imports }: Workspace, watched: Watched, link: LinkTo): readonly Happened[] {
  const ended = imports
    .list()
    .filter(({ id, status, changed }) => (status === 'taken' || status === 'undone') && changed >= watched.since && watched.imports[id] !== status)
  return ended.reverse().map(({ id, name, status, tables }) => {
    const tallies = tables.flatMap(({ tally }) => tally ?? [])
    const sum = (of: (tally: (typeof tallies)[number]) => number): number => tallies.reduce((total, tally) => total + of(tally), 0)
    const rows = {
      rows: sum((tally) => tally.rows),
      written: sum((tally) => tally.written),
      known: sum((tally) => tally.known),
      refused: sum((tally) => tally.refused),
    }
    return {
      events: [
        {
          type: status === 'taken' ? 'import.taken' : 'import.undone',
          data: { import: id, name, ...(status === 'taken' ? rows : {}), link: link(`/imports/${encodeURIComponent(id)}`) },
        },
      ],
      noted: (now) => (now.imports[id] === status ? null : { ...now, imports: { ...now.imports, [id]: status } }),
    }
  })
}

/** Runs of pulls that failed, each once. */
export function pullsFailed({ pulls }: Workspace, watched: Watched, link: LinkTo): readonly Happened[] {
  return pulls.list().flatMap(({ id, name, place, run, failures, nextAt }) => {
    const at = run?.endedAt ?? null
    if (run?.status !== 'failed' || at === null || at < watched.since || watched.pulls[id] === at) return []
    return [
      {
        events: [{ type: 'pull.failed' as const, data: { pull: id, name, place, says: run.says, failures, triedAgainAt: nextAt, link: link('/sources') } }],
        noted: (now: Watched) => (now.pulls[id] === at ? null : { ...now, pulls: { ...now.pulls, [id]: at } }),
      },
    ]
  })
}

const WORDS_AT_MOST = 200

/** Words by hand from a position on, and words taken back; those written together are one. With it, up to where was read. Cost grows with the lines since then. */
export async function correctionsSaid(workspace: Workspace, from: number, link: LinkTo): Promise<{ readonly found: Happened; readonly end: number }> {
  const { record } = workspace
  let { end } = record
  const words = new Map<
    string,
    {
      readonly isUndone: boolean
      readonly key: string
      readonly fact: string
      readonly by: string | null
      readonly why: string | null
      readonly effect: string | null
      lines: number
    }
  >()
  for await (const chunk of record.read(from)) {
    for (const { position, body } of chunk) {
      end = Math.max(end, position + 1)
      // Most lines are use: only those that may be a word by hand are parsed.
      if (!body.includes('"override"') && !body.includes('"by-hand"')) continue
      const line = JSON.parse(body) as { readonly [field: string]: unknown }
      if (line.type !== 'override' && !(line.type === 'staff' && line.source === 'by-hand')) continue
      const isUndone = line.retracted === true
      const together = `${String(line.import ?? `${String(line.source)} ${String(line.key)}`)} ${isUndone}`
      const text = (name: string): string | null => (typeof line[name] === 'string' ? line[name] : null)
      const found = words.get(together)
      if (found) found.lines++
      else if (words.size < WORDS_AT_MOST)
        words.set(together, {
          isUndone,
          key: String(line.key),
          fact: text('fact') ?? String(line.type),
          by: text('by'),
          why: text('why'),
          effect: text('effect'),
          lines: 1,
        })
    }
  }
  const noted = (now: Watched): Watched | null => (now.position < end ? { ...now, position: end } : null)
  if (words.size === 0) return { found: { events: [], noted }, end }
  const { corrections } = await import('../studies/corrections-log.ts')
  await workspace.caughtUp()
  const log = (await corrections.run(workspace, { limit: '1000' })) as { readonly corrections: readonly { readonly key: string; readonly says: string }[] }
  const says = new Map(log.corrections.map((one) => [one.key, one.says]))
  const events = [...words.values()].map(({ isUndone, key, lines, ...word }) => ({
    type: isUndone ? ('correction.undone' as const) : ('correction.said' as const),
    data: { correction: key, says: says.get(key) ?? null, ...word, lines, link: link('/review', { tab: 'log' }) },
  }))
  return { found: { events, noted }, end }
}

interface Sums {
  readonly sums: readonly { readonly currency: string; readonly amount: string }[]
  readonly total: number
}

/** Unknown money of the last 30 days: told where it rose in some currency since it was looked at last. */
export async function moneyUnknown(workspace: Workspace, watched: Watched, link: LinkTo): Promise<readonly Happened[]> {
  const { unknownMoney } = await import('../studies/unknown-money.ts')
  const { sums, total } = (await unknownMoney.run(workspace, { limit: '1' })) as Sums
  const now = Object.fromEntries(sums.map(({ currency, amount }) => [currency, amount]))
  const before = watched.unknown
  const risen = before === null ? [] : sums.filter(({ currency, amount }) => Number(amount) > Math.max(0, Number(before[currency] ?? 0)))
  if (before !== null && risen.length === 0 && sameTexts(before, now)) return []
  const data = {
    days: 30,
    payments: total,
    risen: risen.map(({ currency, amount }) => ({ currency, before: before?.[currency] ?? '0', now: amount })),
    link: link('/money', { tab: 'unknown' }),
  }
  return [
    { events: risen.length === 0 ? [] : [{ type: 'money.unknown', data }], noted: (kept) => (sameTexts(kept.unknown, now) ? null : { ...kept, unknown: now }) },
  ]
}

function sameTexts(a: { readonly [name: string]: string } | null, b: { readonly [name: string]: string }): boolean {
  return a !== null && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])
}

interface Renewing {
  readonly agreement: string
  readonly name: string | null
  readonly product: string
  readonly buyer: object
  readonly payer: object
  readonly due: string | null
  readonly currency: string | null
  readonly accrued: string | null
  readonly used: string | null
  readonly unused: string | null
  readonly atStake: string | null
}

/** Agreements whose renewal, or end, is as near as the settings say: once per agreement and day. */
export async function renewalsNear(workspace: Workspace, watched: Watched, link: LinkTo): Promise<readonly Happened[]> {
  const { renewals } = await import('../studies/renewals.ts')
  const today = instantText(workspace.now()).slice(0, 10)
  const days = workspace.settings.current.thresholds.daysBeforeRenewal
  const last = instantText(workspace.now() + days * 86_400_000).slice(0, 10)
  const { months } = (await renewals.run(workspace, { months: String(Math.ceil(days / 28) + 1) })) as {
    readonly months: readonly { readonly renewals: readonly Renewing[] }[]
  }
  const near = months.flatMap((month) => month.renewals).filter(({ due }) => due !== null && due >= today && due <= last)
  return near
    .filter((one) => !watched.renewals.includes(noteOf(one)))
    .map((one) => ({
      events: [
        {
          type: 'agreement.renewal-near',
          data: {
            agreement: one.agreement,
            name: one.name,
            product: one.product,
            buyer: one.buyer,
            payer: one.payer,
            day: one.due,
            daysLeft: Math.round((Date.parse(one.due ?? '') - Date.parse(today)) / 86_400_000),
            lastThirtyDays: { currency: one.currency, accrued: one.accrued, used: one.used, unused: one.unused, unusedShare: shareOf(one) },
            atStake: one.atStake,
            link: link('/agreements', { tab: 'renewals', q: one.agreement }),
          },
        },
      ],
      // Of days that have passed no note is needed.
      noted: (now) =>
        now.renewals.includes(noteOf(one)) ? null : { ...now, renewals: [...now.renewals.filter((note) => note.slice(-10) >= today), noteOf(one)] },
    }))
}

function noteOf({ agreement, due }: Renewing): string {
  return `${agreement} ${due}`
}

/** From 0 to 1, to three places; null where nothing accrues. */
function shareOf({ accrued, unused }: Renewing): number | null {
  return accrued === null || unused === null || Number(accrued) === 0 ? null : Math.round((Number(unused) / Number(accrued)) * 1000) / 1000
}
