import { isSharedMailbox, namespaceOf, SELF, valueOf } from '../base/identifier.ts'
import { dayOf, type Instant } from '../base/day.ts'
import type { Ask } from '../roles/asks.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { type PartyShape, partyShape, statedName } from '../studies/party-shape.ts'
import type { AskName } from './answer-links.ts'
import { type Firms, firmsOf } from './firms.ts'
import { noAskOf, permissionOf } from './left-out.ts'
import { isMailAddress } from './mail-settings.ts'
import { type Survey, surveysOf } from './survey.ts'

/** A question that somebody was asked, as links, widget and mails show it. */
export interface AskedQuestion {
  readonly ask: AskName
  readonly party: string
  readonly at: Instant
  readonly via: string | null
  readonly product: string | null
  readonly question: string
  /** How it is put; `text` where no survey says. */
  readonly form: Survey['form']
  readonly choices: readonly string[]
  readonly survey: string | null
  /** False once the survey is closed: no answer is taken any more. */
  readonly isOpen: boolean
  /** The firm that asks; null where it said no name. */
  readonly who: string | null
  /** Who of it asks; null where nobody is named. */
  readonly asker: string | null
  readonly given: { readonly score: number | null; readonly text: string | null } | null
}

/** The question that a link names; null where no line tells of that ask (any more). */
export async function askedQuestion(workspace: Workspace, name: AskName): Promise<AskedQuestion | null> {
  const surveys = await surveysOf(workspace)
  return workspace.ask(SELF, EVERYTHING, async (asked) => {
    const ask = asked.view.world.asks.named(name.source, name.key)
    return ask === null ? null : shown(asked.view.world, ask, surveys)
  })
}

/** What was asked of somebody who is known by any of these identifiers, through a channel, and is not answered: the one that waits longest first. */
export async function openQuestions(workspace: Workspace, identifiers: readonly string[], via: string): Promise<readonly AskedQuestion[]> {
  const surveys = await surveysOf(workspace)
  return workspace.ask(SELF, EVERYTHING, async (all) => {
    const { world } = all.view
    const parties = new Set(identifiers.map((identifier) => world.dictionary.find(identifier)).filter((number) => number > 0).map((number) => world.party(number)))
    if (parties.size === 0) return []
    const own = [...parties].flatMap((party) => world.allOf(world.asks, party)).filter(({ line }) => line.via === via)
    if (own.length === 0) return []
    const firms = await firmsOf(all, workspace.now(), { parties: [...parties] })
    return own
      .map((ask) => ({ ask, asked: shown(world, ask, surveys) }))
      .filter(({ ask, asked }) => asked.isOpen && asked.given === null && mustNotBeAsked(all, firms, ask, workspace.now()) === null)
      .sort((one, other) => one.asked.at - other.asked.at || (one.asked.ask.key < other.asked.ask.key ? -1 : 1))
      .map(({ asked }) => asked)
  })
}

/** The asks of a survey through a channel, with what a mail needs. */
export interface Addressed extends AskedQuestion {
  /** Null: there is none, or only one that several share. */
  readonly address: string | null
  readonly name: string | null
  readonly person: PartyShape
  /** Why nothing is sent, in words; null: it may be. */
  readonly mustNot: string | null
}

export async function addressedAsks(workspace: Workspace, survey: string, via: string): Promise<readonly Addressed[]> {
  const surveys = await surveysOf(workspace)
  return workspace.ask(SELF, EVERYTHING, async (asked) => {
    const firms = await firmsOf(asked, workspace.now())
    return [...asked.view.world.asks.all()].filter(({ line }) => line.survey === survey && line.via === via).map((ask) => addressed(asked, firms, ask, surveys, workspace.now()))
  })
}

/** As it stands now, for one. */
export async function addressedAsk(workspace: Workspace, name: AskName): Promise<Addressed | null> {
  const surveys = await surveysOf(workspace)
  return workspace.ask(SELF, EVERYTHING, async (asked) => {
    const ask = asked.view.world.asks.named(name.source, name.key)
    if (ask === null) return null
    const now = workspace.now()
    return addressed(asked, await firmsOf(asked, now, { parties: [asked.view.world.party(ask.party)] }), ask, surveys, now)
  })
}

/** An ask with where its person is reached, and whether it still may be put. */
export function addressed(asked: Asked, firms: Firms, ask: Ask, surveys: readonly Survey[], now: Instant): Addressed {
  const { world } = asked.view
  const party = world.party(ask.party)
  return { ...shown(world, ask, surveys), address: addressOf(world, party, ask.line.party), name: statedName(world, party), person: partyShape(world, party), mustNot: mustNotBeAsked(asked, firms, ask, now) }
}

/** The address that the ask names, else the first of the person's own in the alphabet. */
function addressOf(world: World, party: number, named: string): string | null {
  const addresses = world.identities.identifiers(party).filter((identifier) => namespaceOf(identifier) === 'email' && !isSharedMailbox(identifier) && isMailAddress(valueOf(identifier)))
  const found = addresses.includes(named) ? named : addresses[0]
  return found === undefined ? null : valueOf(found)
}

/** Said since it was asked: they do not want to be, or whoever owns the relation does not want it. */
function mustNotBeAsked({ view: { world } }: Asked, firms: Firms, ask: Ask, now: Instant): string | null {
  const today = dayOf(now)
  const party = world.party(ask.party)
  const organizations = firms.of(party, today)
  const word = noAskOf(world, party, ask.organization > 0 ? [...organizations, world.party(ask.organization)] : organizations, today)
  if (word !== null) return word.own ? 'They do not want to be asked.' : word.of === party ? 'Somebody of the team does not want them to be asked.' : 'Nobody of their organization is to be asked.'
  return permissionOf(world, party) === 'no' ? 'They gave no permission to be asked.' : null
}

function shown(world: World, ask: Ask, surveys: readonly Survey[]): AskedQuestion {
  const { line } = ask
  const survey = line.survey === null ? undefined : surveys.find(({ id }) => id === line.survey)
  const answer = world.asks.newestAnswerOf(ask)
  return {
    ask: { source: line.source, key: line.key },
    party: line.party,
    at: line.at,
    via: line.via,
    product: line.product,
    question: line.question,
    form: survey?.form ?? formOfKind(line.kind),
    choices: survey?.choices ?? [],
    survey: line.survey,
    isOpen: survey === undefined || survey.state === 'open',
    who: statedName(world, world.party(world.dictionary.find(SELF))),
    asker: askerOf(world, line.by),
    given: answer === null ? null : { score: answer.line.score, text: answer.line.text },
  }
}

/** Whoever asks stands in the line by name, or by an identifier of theirs, which is shown to nobody. */
function askerOf(world: World, by: string | null): string | null {
  if (by === null) return null
  const number = world.dictionary.find(by)
  return number > 0 ? statedName(world, world.party(number)) : by.includes(':') || by.includes('@') ? null : by
}

/** Who asks, as whoever is asked reads it: "Dina, Notes". Null: nobody said a name. */
export function whoAsks({ asker, who }: Pick<AskedQuestion, 'asker' | 'who'>): string | null {
  return [asker, who].filter((one) => one !== null).join(', ') || null
}

function formOfKind(kind: string | null): Survey['form'] {
  return kind === 'nps' || kind === 'csat' || kind === 'ces' ? kind : 'text'
}
