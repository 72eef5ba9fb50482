/**
 * A large workspace, made once and kept: people with traits, firms and their owners, resellers, seats, payments, feedback, use. The same size and day give the same lines.
 * Everything is taken through the real door. `npx tsx bench/large.ts --folder DIR [--size 1000000] [--days 20000000]`: DIR is then the data of a server (`bin/hatrack start --data DIR`).
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Day, dayOf, dayText } from '../src/base/day.ts'
import { openWorkspace } from '../src/roles/workspace.ts'
import { quiet } from '../test/harness/workspace.ts'
import { isMain, option, timed, word } from './report.ts'
import { take } from './world.ts'

export const STUDIO = 'studio'
export const PLAYER = 'player'
/** Use goes back so many days. */
export const DAYS_BACK = 180
const MEMBERS = 4
const RESELLERS_A_MILLION = 10_000
const COUNTRIES = ['AT', 'DE', 'CH', 'FR', 'IT', 'NL', 'SE', 'US', 'JP', 'BR'] as const
const PLANS = ['trial', 'basic', 'pro', 'team'] as const
const TOPICS = ['search', 'speed', 'price', 'export', 'mobile', 'support'] as const
const FIRST_NAMES = ['Ann', 'Ben', 'Chloe', 'David', 'Eva', 'Finn', 'Grace', 'Hugo', 'Ida', 'Jonas', 'Kim', 'Lea', 'Max', 'Nora', 'Otto', 'Pia', 'Quin', 'Rosa', 'Sam', 'Tina'] as const
const LAST_NAMES = ['Adler', 'Bauer', 'Conti', 'Dubois', 'Egger', 'Fischer', 'Gruber', 'Huber', 'Ito', 'Jansen', 'Keller', 'Lang', 'Moser', 'Novak', 'Olsen', 'Pichler', 'Rossi', 'Silva', 'Tanaka', 'Wolf'] as const

export interface Size {
  readonly people: number
  /** The day after the last use. */
  readonly until: Day
}

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T
export const personOf = (person: number): string => `user:u${person}`
export const accountOf = (organization: number): string => `account:o${organization}`
export const organizationsOf = ({ people }: Size): number => Math.floor(people / 5)
const resellersOf = ({ people }: Size): number => Math.max(3, Math.round((people * RESELLERS_A_MILLION) / 1_000_000))
/** Four of five people belong to an organization, four to each; the others stand alone. */
export const organizationOf = (size: Size, person: number): number | null => (person < MEMBERS * organizationsOf(size) ? Math.floor(person / MEMBERS) : null)

/** Everything but use. */
export function* facts(size: Size): Generator<object> {
  const far = dayText(size.until - 900)
  yield { type: 'product', key: STUDIO, name: 'Studio' }
  yield { type: 'product', key: 'ads', name: 'Ads' }
  yield { type: 'product', key: PLAYER, name: 'Player', fundedBy: 'ads' }
  yield { type: 'party', key: 'self', kind: 'organization', ids: ['self', 'domain:studio.example'], name: 'Studio Works' }
  for (let at = 0; at < 20; at += 1) yield { type: 'agreement', key: `ad${at}`, kind: 'subscription', product: 'ads', buyer: accountOf(at), beneficiary: 'buyer', from: far, amount: '5000.00', currency: 'EUR', interval: 'month' }
  for (let reseller = 0; reseller < resellersOf(size); reseller += 1) yield* resellerFacts(size, reseller)
  for (let organization = 0; organization < organizationsOf(size); organization += 1) yield* organizationFacts(size, organization)
  for (let person = 0; person < size.people; person += 1) yield* personFacts(size, person)
}

function* resellerFacts({ until }: Size, reseller: number): Generator<object> {
  const account = `account:r${reseller}`
  yield { type: 'party', key: `r${reseller}`, kind: 'organization', ids: [account], name: `${pick(LAST_NAMES, reseller * 7)} Trading ${reseller}`, traits: { country: pick(COUNTRIES, reseller * 3) } }
  yield { type: 'agreement', key: `ra${reseller}`, kind: 'licence', product: STUDIO, buyer: account, beneficiary: 'buyer', from: dayText(until - 700), amount: '2000.00', currency: 'EUR', interval: 'month' }
}

/** Ten kinds of firms: five buy for their members, one for seats, one from a reseller, one did once, one has a free plan, one nothing. */
function* organizationFacts(size: Size, organization: number): Generator<object> {
  const { until } = size
  const account = accountOf(organization)
  const country = pick(COUNTRIES, organization * 7)
  yield { type: 'party', key: `o${organization}`, kind: 'organization', ids: [account, `domain:o${organization}.example`], name: `${pick(LAST_NAMES, organization * 13)} ${pick(['Ltd', 'Labs', 'Works', 'Group'], organization)} ${organization}`, traits: { country, size: pick(['small', 'middle', 'large'], organization) } }
  // Every eighth belongs to the one before it.
  if (organization % 8 === 7) yield { type: 'ownership', key: `w${organization}`, organization: account, parent: accountOf(organization - 1), from: dayText(until - 600) }
  const kind = organization % 10
  if (kind > 8) return
  const from = until - 400 + (organization % 350)
  const to = kind === 7 ? until - 40 - (organization % 90) : from + 730
  const seats = kind === 5 ? { seats: MEMBERS, beneficiary: 'seats' } : { beneficiary: 'members' }
  const seller = kind === 6 ? { seller: `account:r${organization % resellersOf(size)}` } : {}
  const amount = kind === 8 ? '0' : `${20 + (organization % 80)}.00`
  const currency = country === 'US' ? 'USD' : country === 'JP' ? 'JPY' : 'EUR'
  const key = `a${organization}`
  yield {
    type: 'agreement', key, kind: 'subscription', product: STUDIO, buyer: account, ...seller, ...seats, from: dayText(Math.min(from, to - 30)), to: dayText(to), renews: dayText(to),
    amount: currency === 'JPY' ? `${Number(amount) * 100}` : amount, currency, interval: 'month',
  }
  if (kind === 5) for (let seat = 0; seat < 2; seat += 1) yield { type: 'seat', key: `s${organization}-${seat}`, agreement: key, party: personOf(organization * MEMBERS + seat) }
  if (kind < 6) yield { type: 'payment', key: `y${organization}`, agreement: key, payer: account, amount: currency === 'JPY' ? `${Number(amount) * 100}` : amount, currency, at: `${dayText(until - 1 - (organization % 60))}T09:00:00.000Z`, source: 'stripe' }
}

function* personFacts(size: Size, person: number): Generator<object> {
  const { until } = size
  const organization = organizationOf(size, person)
  const mail = organization === null ? `email:u${person}@gmail.com` : `email:u${person}@o${organization}.example`
  // Of those who stand alone, some are known by nothing but their browser.
  if (organization !== null || person % 10 !== 1) {
    yield {
      type: 'party', key: `p${person}`, kind: 'person', ids: [personOf(person), mail], name: `${pick(FIRST_NAMES, person * 7)} ${pick(LAST_NAMES, Math.floor(person / 20))} ${person}`,
      category: pick(PLANS, person * 3), traits: { country: pick(COUNTRIES, (organization ?? person) * 7), plan: pick(PLANS, person) },
    }
  }
  if (organization !== null) {
    const fn = person % MEMBERS === 0 && organization % 3 === 0 ? { function: 'decider' } : person % MEMBERS === 1 ? { function: 'admin' } : {}
    yield { type: 'membership', key: `m${person}`, person: personOf(person), organization: accountOf(organization), from: dayText(until - 500 + (person % 450)), ...fn }
  } else if (person % 5 === 0) {
    yield { type: 'agreement', key: `pa${person}`, kind: 'subscription', product: STUDIO, buyer: personOf(person), beneficiary: 'buyer', from: dayText(until - 300 + (person % 250)), amount: '9.00', currency: 'EUR', interval: 'month' }
  }
  if (person % 50 === 7) {
    yield { type: 'feedback', key: `f${person}`, party: personOf(person), product: STUDIO, kind: 'nps', score: person % 11, at: `${dayText(until - 1 - (person % 80))}T10:00:00.000Z` }
    yield { type: 'feedback', key: `g${person}`, party: personOf(person), product: STUDIO, kind: 'request', topic: pick(TOPICS, person * (organization === null ? 1 : 3)), at: `${dayText(until - 1 - (person % 25))}T10:00:00.000Z` }
  }
  if (person % 20_000 === 19_999) yield { type: 'staff', key: `t${person}`, party: personOf(person), from: dayText(until - 400) }
}

/** Use day by day, as it comes: everybody uses every so many days, five events each, half of the members in their account. */
export function* use(size: Size, days: number): Generator<object> {
  const every = Math.max(1, Math.round((size.people * DAYS_BACK) / days))
  for (let back = DAYS_BACK; back > 0; back -= 1) {
    const at = `${dayText(size.until - back)}T10:00:00.000Z`
    for (let person = back % every; person < size.people; person += every) {
      const organization = person % 2 === 0 ? organizationOf(size, person) : null
      const anonymous = organizationOf(size, person) === null && person % 10 === 1
      yield {
        type: 'usage', key: `${person}-${back}`, party: anonymous ? `anonymous:u${person}` : personOf(person), product: person % 12 === 5 ? PLAYER : STUDIO, event: 'Opened', count: 5, at,
        ...(organization === null ? {} : { account: accountOf(organization) }),
      }
    }
  }
}

/** The folder with such a workspace; made where it is not there yet. */
export async function largeWorkspace(folder: string, size: Size, days: number): Promise<string> {
  if (existsSync(folder)) return folder
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const workspace = await openWorkspace({ name: 'main', folder: join(making, 'workspaces', 'main'), log: quiet })
  const take_ = async (what: string, lines: Iterable<object>): Promise<void> => {
    let taken = 0
    const ms = await timed(async () => {
      taken = await take(workspace, lines)
      await workspace.caughtUp()
    })
    console.error(`${what}: ${taken.toLocaleString('en')} lines in ${(ms / 1000).toFixed(1)} s`)
  }
  await take_('facts', facts(size))
  await take_('use', use(size, days))
  await workspace.close()
  writeFileSync(join(making, 'large.json'), JSON.stringify({ ...size, days }))
  renameSync(making, folder)
  return folder
}

if (isMain(import.meta.url)) {
  const people = option('size', 1_000_000)
  const folder = word('folder')
  if (folder === null) throw new Error('--folder names where the workspace is kept')
  await largeWorkspace(folder, { people, until: dayOf(Date.now()) }, option('days', people * 20))
  process.exit(0)
}
