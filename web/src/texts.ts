import type { PayerKind } from './api/shapes.ts'
import { agreementsTexts } from './texts/agreements.ts'
import { askTexts } from './texts/ask.ts'
import { auditTexts } from './texts/audit.ts'
import { chainTexts } from './texts/chain.ts'
import { chainExperienceTexts } from './texts/chain-experience.ts'
import { changesTexts } from './texts/changes.ts'
import { correctTexts } from './texts/correct.ts'
import { exploreTexts } from './texts/explore.ts'
import { homeTexts } from './texts/home.ts'
import { importsTexts } from './texts/imports.ts'
import { journeyTexts } from './texts/journey.ts'
import { moneyTexts } from './texts/money.ts'
import { optionsTexts } from './texts/options.ts'
import { partiesTexts } from './texts/parties.ts'
import { projectsTexts } from './texts/projects.ts'
import { pullsTexts } from './texts/pulls.ts'
import { reviewTexts } from './texts/review.ts'
import { settingsTexts } from './texts/settings.ts'
import { shellTexts } from './texts/shell.ts'
import { sourcesTexts } from './texts/sources.ts'
import { togetherTexts } from './texts/together.ts'
import { voicesTexts } from './texts/voices.ts'
import { whyTexts } from './texts/why.ts'

/** Every word on the page, in one place, a file for each part of it. Plain and short; a user uses, a customer pays. */
export const texts = {
  brand: 'Hatrack',
  loading: 'Loading',
  none: 'none',
  unnamed: 'no name',
  us: 'us',
  kinds: {
    self: { name: 'Pays self', rule: 'An agreement sold by the seller in view covers the user, and the user is the one who pays it.' },
    organization: { name: 'Organization pays', rule: 'An agreement covers the user, and an organization pays it: one that the user belongs to, its owner, or one that bought the user a seat.' },
    intermediary: { name: 'Intermediary', rule: 'Somebody else sold the agreement that covers the user, and pays the seller in view along a chain of resale.' },
    sponsor: { name: 'Sponsor', rule: 'An agreement covers the user, and a party pays it that the user does not belong to; or the product lives on the money of another product.' },
    nobody: { name: 'Nobody', rule: 'We know the user, and the account if one was named, and no agreement covers the use.' },
    unknown: { name: 'Unknown', rule: 'We do not know who it was, or nothing about the account it was used through.' },
  } satisfies Record<PayerKind, { name: string; rule: string }>,
  kindsOrder: 'Each use is judged in this order and the first that holds counts: pays self, organization, intermediary, sponsor, nobody; unknown where we cannot tell. A user is counted once, under the first kind that any day of use in the period carries.',
  unusedMoney: 'Unused',
  ...agreementsTexts,
  asking: askTexts,
  audit: auditTexts,
  chain: chainTexts,
  chainExperience: chainExperienceTexts,
  changes: changesTexts,
  correct: correctTexts,
  explore: exploreTexts,
  ...homeTexts,
  ...importsTexts,
  ...journeyTexts,
  money: moneyTexts,
  options: optionsTexts,
  ...partiesTexts,
  projects: projectsTexts,
  pulls: pullsTexts,
  review: reviewTexts,
  settings: settingsTexts,
  ...shellTexts,
  ...sourcesTexts,
  together: togetherTexts,
  voices: voicesTexts,
  ...whyTexts,
} as const
