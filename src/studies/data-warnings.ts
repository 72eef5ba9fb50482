import { type Static, Type } from 'typebox'
import { dayFrom, dayOf, NEVER } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import type { PartyLine } from '../evidence/line.ts'
import { DataWarning } from '../imports/plan.ts'
import { apart, type KnownProducts, PRODUCTS_APART, unmet } from '../imports/products-of-import.ts'
import { productsInForce } from '../roles/products-in-force.ts'
import { pays } from '../roles/resale.ts'
import { ownershipCircles, resaleCircles } from '../roles/warnings.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { Agreement, Payment } from '../roles/world.ts'
import { kept } from './kept-answers.ts'
import { nameInWords } from './party-shape.ts'
import { COMMON, knownAtFrom, type Question } from './question.ts'
import { type Heard, heardIn } from './voices.ts'
import { knowledgeOf, strangersAmong, strangersInWords } from './voices-experience.ts'

const INPUT = Type.Object({ knownAt: COMMON.knownAt }, { additionalProperties: false })
const OUTPUT = Type.Object({ warnings: Type.Array(Type.Object({ ...DataWarning.properties, import: Type.Union([Type.String(), Type.Null()]) }, { additionalProperties: false })) })

type Warning = Omit<Static<typeof DataWarning>, 'table' | 'column'>

const EXAMPLES = 5
/** Before every day of feedback; voices look some days further back. */
const ALWAYS_BEFORE = -1_000_000

/** What looks odd in the data as a whole, and what was odd in each file. Cost grows with the lines that are not usage; use is looked at per combination. */
export const dataWarnings: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'data-warnings',
  summary: 'What looks odd in the data: how often, with examples, and how to mend it. Nothing here was decided in silence.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const today = dayOf(workspace.now())
    const whole = await workspace.ask(SELF, knownAtFrom(input.knownAt), (asked) => kept(asked, 'data-warnings', { today }, async () => {
      const people = partiesOf(asked)
      const found = CHECKS.map((check) => check(asked, people, today))
      return [productsApart(await productsInForce(asked)), ...found, await voicesOfStrangers(asked)].filter((warning) => warning !== null)
    }))
    const taken = workspace.imports.list().filter(({ status }) => status === 'taken' || status === 'taking' || status === 'stopped')
    return {
      warnings: [
        ...whole.map((warning) => ({ ...warning, table: null, column: null, import: null })),
        // Whether products meet is told of the workspace as it is now.
        ...taken.flatMap(({ id, warnings }) => warnings.filter(({ code }) => code !== PRODUCTS_APART).map((warning) => ({ ...warning, import: id }))),
      ],
    }
  },
}

/** A party with the lines that describe it, each once. */
interface Described {
  readonly party: number
  readonly lines: readonly PartyLine[]
}

function partiesOf({ view: { world } }: Asked): readonly Described[] {
  const found: Described[] = []
  for (let identifier = 1; identifier <= world.identities.components.size; identifier += 1) {
    if (world.party(identifier) !== identifier) continue
    const lines = world.linesOf(identifier)
    if (lines.length > 0) found.push({ party: identifier, lines })
  }
  return found
}

type Check = (asked: Asked, people: readonly Described[], today: number) => Warning | null

const CHECKS: readonly Check[] = [ownershipInCircles, resaleInCircles, paymentsOfUnknownAgreements, agreementsToldTwice, paymentsToldTwice, leftAndStillPaying, sharedPhones, severalNames, accountsOfWhichNothingIsKnown, linesThatDidNotJoin, domainsOfSeveral, answersOutOfRange]

/** Feedback of those who had neither bought nor used what they speak of, where it is most of all that was said of a product. */
async function voicesOfStrangers(asked: Asked): Promise<Warning | null> {
  const question: Question = { product: null, from: ALWAYS_BEFORE, to: NEVER, seller: SELF, knownAt: asked.view.knownAt, staff: false }
  const byProduct = new Map<string | null, Heard[]>()
  // Neither roles nor payers are needed, only what each giver knew; the stamps of all voices there are would take some seconds.
  const all = heardIn(asked, question)
  const knowledge = await knowledgeOf(asked, question, all)
  if (!knowledge.isTold) return null
  for (const voice of all) {
    const { product } = voice.feedback.line
    const known = byProduct.get(product)
    if (known) known.push(voice)
    else byProduct.set(product, [voice])
  }
  const found: { readonly of: number; readonly says: string }[] = []
  for (const [product, voices] of byProduct) {
    const strangers = strangersAmong(voices, knowledge)
    const says = strangersInWords({ voices: voices.length, strangers }, asked.settings.thresholds.fewestPeople)
    if (says !== null) found.push({ of: strangers, says: `${product === null ? 'About no product' : (asked.view.world.products.get(product)?.name ?? product)}: ${says}` })
  }
  if (found.length === 0) return null
  const count = found.reduce((sum, { of }) => sum + of, 0)
  const examples = found.sort((a, b) => b.of - a.of || (a.says < b.says ? -1 : 1)).map(({ says }) => says)
  return {
    code: 'voices-of-strangers', count, examples: examples.slice(0, EXAMPLES),
    says: `${count.toLocaleString('en')} ${count === 1 ? 'answer is' : 'answers are'} about something that their giver had neither bought nor used by then: ${count === 1 ? 'it says' : 'they say'} what people expect, not what they found.`,
    mend: 'Look at them apart: their role is “other”, unless they buy or use something else. Ask people who bought or use it for what they found.',
  }
}

/** Products with use but no agreement ever, beside products with agreements but no use ever. */
function productsApart(known: KnownProducts): Warning | null {
  const { unpaid, unused } = unmet(known)
  return unpaid.length === 0 || unused.length === 0 ? null : apart(unpaid, unused, known.names, 'as it is')
}

function ownershipInCircles({ view: { world } }: Asked): Warning | null {
  const circles = ownershipCircles(world).map((circle) => circle.map((at) => nameInWords(world, at)).join(' - '))
  return warning('ownership-circle', circles, (n) => `Ownership runs in ${n === 1 ? 'a circle' : `${n} circles`}.`, 'Correct one of the ownership lines of each circle.')
}

function resaleInCircles({ view: { world } }: Asked): Warning | null {
  const circles = resaleCircles(world).map(({ product, parties }) => `${product}: ${parties.map((at) => nameInWords(world, at)).join(' - ')}`)
  return warning('resale-circle', circles, (n) => `Sellers buy the same product from each other in ${n === 1 ? 'a circle' : `${n} circles`}; money in a circle does not reach us by it.`, 'Correct the seller of one of the agreements.')
}

function paymentsOfUnknownAgreements({ view: { world } }: Asked): Warning | null {
  const payments = [...world.payments.values()].filter(({ line }) => line.agreement !== null && !world.agreements.has(line.agreement))
  return warning('agreement-unknown', payments.map(({ line }) => `${amountText(line.amountMinor, line.currency)} ${line.currency} for ${line.agreement}`),
    (n) => `${payment(n)} an agreement that no line describes.`, 'Import the subscriptions or contracts too, or correct the payments.')
}

/** The same contract from the billing tool and from the CRM counts twice: money would not be wrong anywhere else. */
function agreementsToldTwice({ view: { world } }: Asked): Warning | null {
  const groups = new Map<string, Agreement[]>()
  for (const agreement of world.agreements.values()) {
    if (!pays(agreement)) continue
    const name = `${world.party(agreement.buyer)}\0${world.party(agreement.seller)}\0${agreement.product}`
    const group = groups.get(name)
    if (group) group.push(agreement)
    else groups.set(name, [agreement])
  }
  const told: string[] = []
  for (const group of groups.values()) {
    if (new Set(group.map(({ source }) => source)).size < 2) continue
    for (const first of group) {
      const other = group.find((second) => second.source > first.source && first.from < second.to && second.from < first.to)
      if (other) told.push(`${nameInWords(world, world.party(first.buyer))}: ${first.key} (${first.source}) and ${other.key} (${other.source})`)
    }
  }
  return warning('agreement-twice', told, (n) => `${n === 1 ? 'One agreement is' : `${n} agreements are`} told by two sources for the same buyer, product and time; the money may be counted twice.`,
    'Decide which source tells of agreements, and undo that part of the other import.')
}

const NEAR_MS = 3 * 86_400_000

/** The same money from invoices and from payments, or from two of Stripe's events of which nothing said that they belong together. */
function paymentsToldTwice({ view: { world } }: Asked): Warning | null {
  const groups = new Map<string, Payment[]>()
  for (const payment of world.payments.values()) {
    const { payer, line } = payment
    if (line.kind !== 'charge' || payer === 0 || line.amountMinor === 0) continue
    const name = `${world.party(payer)} ${line.currency} ${line.amountMinor}`
    const group = groups.get(name)
    if (group) group.push(payment)
    else groups.set(name, [payment])
  }
  const told: string[] = []
  const sums = new Map<string, bigint>()
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const waiting: Payment[] = []
    for (const payment of group.sort((a, b) => a.line.at - b.line.at || (a.line.key < b.line.key ? -1 : 1))) {
      const place = waiting.findIndex((other) => payment.line.at - other.line.at <= NEAR_MS && mayBeOne(other, payment))
      const [other] = place < 0 ? [] : waiting.splice(place, 1)
      if (!other) {
        waiting.push(payment)
        // In order of time, what lies too far back meets nothing any more.
        while (waiting[0] && payment.line.at - waiting[0].line.at > NEAR_MS) waiting.shift()
        continue
      }
      const { currency, amountMinor } = payment.line
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor))
      told.push(`${nameInWords(world, world.party(payment.payer))}: ${amountText(amountMinor, currency)} ${currency}, ${other.line.key} (${other.line.source}) and ${payment.line.key} (${payment.line.source})`)
    }
  }
  const sum = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => `${amountText(minor, currency)} ${currency}`).join(', ')
  return warning('payment-twice', told, (n) => `${n === 1 ? 'One payment' : `${n} payments`} of ${sum} may be told twice: the same payer and amount within three days, from two sources, or as an invoice and a payment of Stripe. Both count.`,
    "If they are the same money, undo the import that tells it again, or import invoices and payments together; for Stripe tick Invoice ID in the export of payments, and the event invoice_payment.paid for the webhook.")
}

function mayBeOne(one: Payment, other: Payment): boolean {
  if (one.line.source !== other.line.source) return true
  const isInvoice = (payment: Payment): boolean => payment.line.key.startsWith('in_')
  const isPayment = (payment: Payment): boolean => /^(pi|ch|py)_/.test(payment.line.key)
  return (isInvoice(one) && isPayment(other)) || (isPayment(one) && isInvoice(other))
}

/** Traits `left` (a day) and `hasLeft` come from lists of lost customers; agreements in force today say otherwise. */
function leftAndStillPaying({ view: { world } }: Asked, people: readonly Described[], today: number): Warning | null {
  const found: string[] = []
  for (const { party, lines } of people) {
    const said = lines.filter(({ traits }) => traits?.hasLeft === true || isPast(traits?.left, today))
    if (said.length === 0) continue
    const inForce = world.allOf(world.agreementsOfBuyer, party).filter((agreement) => pays(agreement) && agreement.from <= today && today < agreement.to)
    const words = [...new Set(said.map(({ source, traits }) => (traits?.hasLeft === true ? source : `${source}, on ${String(traits?.left).slice(0, 10)}`)))].sort()
    if (inForce.length > 0) found.push(`${nameInWords(world, party)}: has left, says ${words.join('; ')}; ${inForce.length === 1 ? `agreement ${inForce[0]?.key} is` : `${inForce.length} agreements are`} in force`)
  }
  return warning('left-but-pays', found, (n) => `${n === 1 ? 'One party is' : `${n} parties are`} said to have left, and still ${n === 1 ? 'has' : 'have'} agreements in force: the sources contradict each other.`,
    'Ask who keeps the list of lost customers: end the agreements, or correct that list. Hatrack goes by the agreements.')
}

function isPast(left: unknown, today: number): boolean {
  const day = typeof left === 'string' ? dayFrom(left.slice(0, 10)) : null
  return day !== null && day <= today
}

function sharedPhones({ view: { world } }: Asked, people: readonly Described[]): Warning | null {
  const holders = new Map<string, { persons: number; organizations: number; example: string }>()
  for (const { party, lines } of people) {
    const numbers = new Set(lines.flatMap(({ traits }) => Object.entries(traits ?? {}).filter(([name]) => /phone|mobile|tel/i.test(name)).map(([, value]) => digitsOf(value))))
    for (const number of numbers) {
      if (number.length < 6) continue
      const known = holders.get(number) ?? { persons: 0, organizations: 0, example: nameInWords(world, party) }
      if (world.kind(party) === 'organization') known.organizations += 1
      else known.persons += 1
      holders.set(number, known)
    }
  }
  const shared = [...holders.values()].filter(({ persons, organizations }) => persons + organizations > 1)
  if (shared.length === 0) return null
  const mixed = shared.reduce((sum, { persons, organizations }) => sum + persons * organizations, 0)
  const examples = shared.sort((a, b) => b.persons + b.organizations - a.persons - a.organizations).slice(0, EXAMPLES)
    .map(({ persons, organizations, example }) => `one number for ${persons + organizations} parties, such as ${example}`)
  return {
    code: 'shared-phone', count: shared.length, examples,
    says: `${shared.length === 1 ? 'One phone number is' : `${shared.length} phone numbers are`} shared by several parties${mixed === 0 ? '' : `, ${mixed} times by a person and an organization`}; a phone number joins nobody.`,
    mend: 'Nothing to do: they are kept as traits. If two of them are the same, say so under "Same or not?".',
  }
}

function digitsOf(value: unknown): string {
  return String(value ?? '').replace(/\D/g, '')
}

function severalNames({ view: { world } }: Asked, people: readonly Described[]): Warning | null {
  const found: string[] = []
  for (const { party, lines } of people) {
    if (world.kind(party) !== 'organization') continue
    const names = new Map(lines.filter(({ name }) => name !== null).map(({ name, source }) => [plain(name ?? ''), `${name} (${source})`]))
    if (names.size > 1) found.push([...names.values()].join(', '))
  }
  return warning('several-names', found, (n) => `${n === 1 ? 'One organization has' : `${n} organizations have`} different names in different lines; the newest is shown.`,
    'If they are two organizations that were linked, take them apart under "Same or not?". If one id has both names, two systems count alike: undo the import of one, and import it again with its ids as ids of that system (page: Ids belong to; command line: --namespace).')
}

function plain(name: string): string {
  return name.toLowerCase().normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '')
}

function accountsOfWhichNothingIsKnown({ view: { world }, projection: { words, firstSeen }, view }: Asked): Warning | null {
  const accounts = new Set<number>()
  for (const account of new Set(words.combos.accounts)) {
    if (account !== 0 && (firstSeen[account] ?? 0) <= view.knownAt && !world.isNamed(world.party(account))) accounts.add(account)
  }
  return warning('account-unknown', [...accounts].map((account) => world.dictionary.text(account)), (n) => `Use names ${n === 1 ? 'an account' : `${n} accounts`} of which nothing else is known; who pays there is unknown.`,
    'Import the list of accounts or organizations, or the subscriptions that name them.')
}

function linesThatDidNotJoin({ view: { world } }: Asked): Warning | null {
  const refused = world.identities.refusals.filter(({ refusal }) => refusal === 'two-kinds' || refusal === 'two-unique-identifiers' || refusal === 'guess-of-two-firms')
  return warning('not-joined', refused.map(({ identifiers }) => identifiers.map((identifier) => world.dictionary.text(identifier)).join(', ')),
    (n) => `${n === 1 ? 'One line' : `${n} lines`} would have joined what may not be one; nothing was joined.`, 'Decide under "Same or not?".')
}

/** Guessed links to domains that are nobody's, or another's: each domain once. */
function domainsOfSeveral({ view: { world } }: Asked): Warning | null {
  const domains = new Map<number, Set<number>>()
  for (const { identifiers, refusal } of world.identities.refusals) {
    if (refusal !== 'several-claim-it' && refusal !== 'stated-of-another') continue
    const domain = identifiers.at(-1) as number
    const known = domains.get(domain) ?? new Set()
    for (const identifier of identifiers.slice(0, -1)) known.add(world.party(identifier))
    if (refusal === 'stated-of-another') known.add(world.party(domain))
    domains.set(domain, known)
  }
  const found = [...domains].map(([domain, parties]) => `${world.dictionary.text(domain).slice('domain:'.length)}: ${[...parties].map((party) => nameInWords(world, party)).join(', ')}`)
  return warning('shared-domain', found, (n) => `Several customers have addresses at ${n === 1 ? 'one domain' : `each of ${n} domains`}, so who has such an address is a guessed member of none of them.`,
    'Nothing is joined. Where two of them are one firm, or the domain is one’s own, say so under "Same or not?".')
}

/** Free text is an answer, too; a question of a kind takes a score of that kind. */
function answersOutOfRange({ view: { world } }: Asked): Warning | null {
  const found = [...world.asks.answers()].filter(({ ask, feedback }) => feedback === null && ask !== null && ask.line.kind !== null)
    .map(({ line, ask }) => `${line.score === null ? 'no score' : line.score} where ${ask?.line.kind} was asked (${line.key})`).sort()
  return warning('answer-out-of-range', found, (n) => `${n === 1 ? 'One answer has' : `${n} answers have`} a score that the kind of the question does not take, or none; ${n === 1 ? 'it is shown and does' : 'they are shown and do'} not count.`,
    'Send the answers again with a score of that scale: NPS 0 to 10, CSAT 1 to 5, CES 1 to 7.')
}

function payment(n: number): string {
  return n === 1 ? 'One payment names' : `${n} payments name`
}

function warning(code: string, found: readonly string[], says: (n: number) => string, mend: string): Warning | null {
  return found.length === 0 ? null : { code, count: found.length, says: says(found.length), examples: found.slice(0, EXAMPLES), mend }
}
