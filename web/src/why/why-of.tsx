import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { isPayerKind, isReason } from '../theme/kinds.ts'
import { titleOfAsk, WhyAsk } from '../pages/ask/why-ask.tsx'
import { WhyChain } from '../pages/chain/why-chain.tsx'
import { WhyPart, WhySplit } from '../pages/chain/why-part.tsx'
import { isOverlapFigure } from '../pages/explore/overlap-figures.ts'
import { WhyConcentration } from '../pages/explore/why-concentration.tsx'
import { WhyConversion } from '../pages/explore/why-conversion.tsx'
import { WhyFlow } from '../pages/explore/why-flow.tsx'
import { WhyOption } from '../pages/options/why-option.tsx'
import { WhyOverlapFigure } from '../pages/explore/why-overlap-figure.tsx'
import { WhyWorldOf } from '../pages/explore/why-world-of.tsx'
import { WhyDeals } from '../pages/journey/why-deals.tsx'
import { WhyFree } from '../pages/journey/why-free.tsx'
import { WhyJourney } from '../pages/journey/why-journey.tsx'
import { scoreOf, WhyScore } from '../pages/voices/why-score.tsx'
import { WhyGap } from '../pages/voices/why-gap.tsx'
import { WhyMilestone, WhyProject } from '../pages/projects/why-project.tsx'
import { WhyTogether } from '../together/why-together.tsx'
import { WhyAgreement } from './why-agreement.tsx'
import { WhyKind } from './why-kind.tsx'
import { WhyMoney } from './why-money.tsx'
import { WhyOverlap } from './why-overlap.tsx'
import { WhyPayments } from './why-payments.tsx'
import { WhyReason } from './why-reason.tsx'
import { WhyTopic } from './why-topic.tsx'
import { WhyUnknown } from './why-unknown.tsx'
import { WhyUnused } from './why-unused.tsx'
import { WhyUse } from './why-use.tsx'
import { WhyWorld } from './why-world.tsx'

interface Why { readonly title: string; readonly body: ReactNode }

/** What the panel shows for a figure, as the address names it: `kind:organization`, `agreement:a1`, `topic:search`. */
export function whyOf(why: string): Why {
  const colon = why.indexOf(':')
  const what = colon === -1 ? why : why.slice(0, colon)
  const which = colon === -1 ? '' : why.slice(colon + 1)
  if (what === 'kind' && isPayerKind(which)) return { title: texts.kinds[which].name, body: <WhyKind key={which} kind={which} /> }
  if (what === 'reason' && isReason(which)) return { title: texts.why.reasonTitle(texts.unpaid.reasons[which].name), body: <WhyReason key={which} reason={which} /> }
  if (what === 'agreement') return { title: texts.agreements.detail.title, body: <WhyAgreement key={which} agreement={which} /> }
  if (what === 'topic') return { title: which, body: <WhyTopic key={which} topic={which} /> }
  if (what === 'topic-in') return { title: which.slice(which.indexOf(':') + 1), body: <WhyTopic key={which} topic={which.slice(which.indexOf(':') + 1)} group={decodeURIComponent(which.slice(0, which.indexOf(':')))} /> }
  if (what === 'score') return { title: titleOfScore(which), body: <WhyScore key={which} which={which} /> }
  if (what === 'gap') return { title: texts.voices.gap.whyTitle(which.slice(which.indexOf(':') + 1)), body: <WhyGap key={which} which={which} /> }
  if (what === 'unused') return { title: texts.why.unusedTitle, body: <WhyUnused key={which} currency={which} /> }
  if (what === 'money') return { title: texts.why.moneyTitle, body: <WhyMoney key={which} currency={which} /> }
  if (what === 'together') return { title: texts.together.title, body: <WhyTogether key={which} currency={which} /> }
  if (what === 'payments') return { title: texts.money.payments.title, body: <WhyPayments key={which} which={which} /> }
  if (what === 'use') return { title: texts.why.useTitle, body: <WhyUse /> }
  if (what === 'overlap' && isOverlapFigure(which)) return { title: texts.explore.overlap.figures[which].name, body: <WhyOverlapFigure key={which} figure={which} /> }
  if (what === 'option') return { title: texts.options.why.title, body: <WhyOption key={which} which={which} /> }
  if (what === 'conversion') return { title: texts.explore.conversion.title, body: <WhyConversion key={which} chosen={which} /> }
  if (what === 'journey') return { title: texts.journey.title, body: <WhyJourney key={which} which={which} /> }
  if (what === 'deals') return { title: texts.journey.deals.whyTitle, body: <WhyDeals key={which} which={which} /> }
  if (what === 'free') return { title: texts.journey.free.whyTitle, body: <WhyFree key={which} which={which} /> }
  if (what === 'concentration') return { title: texts.explore.concentration.title, body: <WhyConcentration key={which} which={which} /> }
  if (what === 'flow') return { title: texts.explore.flows.why.title, body: <WhyFlow key={which} chosen={which} /> }
  if (what === 'project') return { title: texts.projects.why.project, body: <WhyProject key={which} agreement={which} /> }
  if (what === 'milestone') return { title: which.slice(which.indexOf('/') + 1), body: <WhyMilestone key={which} which={which} /> }
  if (what === 'ask') return { title: titleOfAsk(which), body: <WhyAsk key={which} which={which} /> }
  if (what === 'chain') return { title: texts.chain.title, body: <WhyChain key={which} which={which} /> }
  if (what === 'part') return { title: texts.chainExperience.why.title, body: <WhyPart key={which} identifier={which} /> }
  if (what === 'split') return { title: texts.chainExperience.why.splitTitle, body: <WhySplit key={which} /> }
  if (what === 'world' && which !== '') return { title: texts.explore.world.of(which), body: <WhyWorldOf key={which} product={which} /> }
  if (what === 'world') return { title: texts.why.worldTitle, body: <WhyWorld /> }
  if (why === 'overlap') return { title: texts.overlap.title, body: <WhyOverlap /> }
  return { title: texts.why.unknownWhy, body: <WhyUnknown why={why} /> }
}

function titleOfScore(which: string): string {
  const score = scoreOf(which)
  return score === null ? texts.why.unknownWhy : texts.voices.whyScore(texts.voices.kinds[score.kind].name, texts.voices.roles[score.role])
}
