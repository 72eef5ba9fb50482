import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken } from './parts/broken.tsx'
import { Shell } from './shell/shell.tsx'
import { addressFrom, parseSearch, writeSearch } from './view/address.ts'

const root = createRootRoute({ component: Shell, validateSearch: addressFrom, notFoundComponent: lazyRouteComponent(() => import('./pages/not-found-page.tsx'), 'NotFoundPage') })

const home = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage') })
const parties = createRoute({ getParentRoute: () => root, path: '/parties', component: lazyRouteComponent(() => import('./pages/parties/parties-page.tsx'), 'PartiesPage') })
const party = createRoute({ getParentRoute: () => root, path: '/parties/$party', component: lazyRouteComponent(() => import('./pages/party/party-page.tsx'), 'PartyPage') })
const agreements = createRoute({ getParentRoute: () => root, path: '/agreements', component: lazyRouteComponent(() => import('./pages/agreements/agreements-page.tsx'), 'AgreementsPage') })
const explore = createRoute({ getParentRoute: () => root, path: '/explore', component: lazyRouteComponent(() => import('./pages/explore/explore-page.tsx'), 'ExplorePage') })
const chain = createRoute({ getParentRoute: () => root, path: '/chain', component: lazyRouteComponent(() => import('./pages/chain/chain-page.tsx'), 'ChainPage') })
const projects = createRoute({ getParentRoute: () => root, path: '/projects', component: lazyRouteComponent(() => import('./pages/projects/projects-page.tsx'), 'ProjectsPage') })
const journey = createRoute({ getParentRoute: () => root, path: '/journey', component: lazyRouteComponent(() => import('./pages/journey/journey-page.tsx'), 'JourneyPage') })
const money = createRoute({ getParentRoute: () => root, path: '/money', component: lazyRouteComponent(() => import('./pages/money/money-page.tsx'), 'MoneyPage') })
const voices = createRoute({ getParentRoute: () => root, path: '/voices', component: lazyRouteComponent(() => import('./pages/voices/voices-page.tsx'), 'VoicesPage') })
const changes = createRoute({ getParentRoute: () => root, path: '/changes', component: lazyRouteComponent(() => import('./pages/changes/changes-page.tsx'), 'ChangesPage') })
const options = createRoute({ getParentRoute: () => root, path: '/options', component: lazyRouteComponent(() => import('./pages/options/options-page.tsx'), 'OptionsPage') })
const asking = createRoute({ getParentRoute: () => root, path: '/ask', component: lazyRouteComponent(() => import('./pages/ask/ask-page.tsx'), 'AskPage') })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage') })
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage') })
const sources = createRoute({ getParentRoute: () => root, path: '/sources', component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage') })
const bring = createRoute({ getParentRoute: () => root, path: '/import', component: lazyRouteComponent(() => import('./pages/import/import-page.tsx'), 'ImportPage') })
const review = createRoute({ getParentRoute: () => root, path: '/review', component: lazyRouteComponent(() => import('./pages/review/review-page.tsx'), 'ReviewPage') })
const imports = createRoute({ getParentRoute: () => root, path: '/imports', component: lazyRouteComponent(() => import('./pages/imports/imports-page.tsx'), 'ImportsPage') })
const oneImport = createRoute({ getParentRoute: () => root, path: '/imports/$id', component: lazyRouteComponent(() => import('./pages/imports/import-detail-page.tsx'), 'ImportDetailPage') })

export const router = createRouter({
  routeTree: root.addChildren([home, asking, explore, journey, chain, parties, party, agreements, projects, money, voices, changes, options, settings, audit, sources, bring, review, imports, oneImport]),
  parseSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error }) => <Broken error={error instanceof Error ? error : new Error(String(error))} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
