import { IconArrowsJoin, IconCoin, IconDatabase, IconFileImport, IconFileText, IconHistory, IconHome, IconListDetails, IconRoute, IconMessageQuestion, IconProgressCheck, IconMessages, IconScale, IconSettings, IconSitemap, IconUsers, IconWallet } from '@tabler/icons-react'
import { texts } from '../texts.ts'

/* The pages with what leads to them: the menu, the key after `g`, and the words by which the palette finds them. */

/** Who uses, who pays, and how they belong together. */
export const PEOPLE_PAGES = [
  { to: '/', name: texts.navigation.home, Icon: IconHome, key: 'h', words: 'first overview start' },
  { to: '/explore', name: texts.explore.title, Icon: IconWallet, key: 'w', words: 'explore flows sankey overlap world conversion concentration' },
  { to: '/chain', name: texts.chain.title, Icon: IconSitemap, key: 'c', words: 'channel resellers wholesalers intermediaries' },
  { to: '/journey', name: texts.journey.title, Icon: IconRoute, key: 'y', words: 'journey steps trial deals win rate renewal churn free users firms conversion cohorts' },
  { to: '/parties', name: texts.navigation.parties, Icon: IconUsers, key: 'p', words: 'people users customers organizations companies accounts' },
] as const

/** What was agreed, what came in, what is delivered for it. */
export const MONEY_PAGES = [
  { to: '/agreements', name: texts.navigation.agreements, Icon: IconFileText, key: 'a', words: 'subscriptions contracts seats renewals licences' },
  { to: '/money', name: texts.money.title, Icon: IconCoin, key: 'm', words: 'payments invoices reconciliation allocation unknown' },
  { to: '/projects', name: texts.projects.title, Icon: IconProgressCheck, key: 'e', words: 'projects delivery milestones budget earned value conflicts retrospectives' },
] as const

/** What they say, and whom to ask. */
export const VOICE_PAGES = [
  { to: '/voices', name: texts.voices.title, Icon: IconMessages, key: 'v', words: 'feedback scores nps csat ces satisfaction disagreements topics service gap voices' },
  { to: '/ask', name: texts.asking.title, Icon: IconMessageQuestion, key: 'q', words: 'question survey sample who can answer nps poll' },
  { to: '/options', name: texts.options.title, Icon: IconScale, key: 'o', words: 'gain loss tradeoffs options features needs pareto budget sets' },
] as const

/** The pages about the data itself. */
export const DATA_PAGES = [
  { to: '/sources', name: texts.navigation.sources, Icon: IconDatabase, key: 's', words: 'imports pulls warnings' },
  { to: '/review', name: texts.navigation.review, Icon: IconArrowsJoin, key: 'r', words: 'identity merge duplicates corrections log' },
  { to: '/changes', name: texts.changes.title, Icon: IconHistory, key: 'd', words: 'known compare difference history' },
  { to: '/audit', name: texts.audit.title, Icon: IconListDetails, key: 'l', words: 'log who did what' },
  { to: '/settings', name: texts.settings.title, Icon: IconSettings, key: 't', words: 'products seller categories staff keys people webhooks currencies rates' },
] as const

export const IMPORT_PAGE = { to: '/import', name: texts.navigation.import, Icon: IconFileImport, key: 'i', words: 'upload csv file stripe' } as const

export type Page = (typeof PEOPLE_PAGES)[number] | (typeof MONEY_PAGES)[number] | (typeof VOICE_PAGES)[number] | (typeof DATA_PAGES)[number] | typeof IMPORT_PAGE

/** Pages that stand together in the menu; the first stand without a word above. */
export interface Group {
  readonly name: string | null
  readonly pages: readonly Page[]
}

export const EVERY_PAGE: readonly Page[] = [...PEOPLE_PAGES, ...MONEY_PAGES, ...VOICE_PAGES, ...DATA_PAGES, IMPORT_PAGE]

/** Nothing can be brought into the demo. */
export function groupsOf(isDemo: boolean): readonly Group[] {
  return [
    { name: null, pages: PEOPLE_PAGES },
    { name: texts.navigation.money, pages: MONEY_PAGES },
    { name: texts.navigation.voices, pages: VOICE_PAGES },
    { name: texts.navigation.data, pages: isDemo ? DATA_PAGES : [IMPORT_PAGE, ...DATA_PAGES] },
  ]
}
