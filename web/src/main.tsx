import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { shouldRetry } from './api/use-study.ts'
import { router } from './router.tsx'
import { reloadWhenOutdated } from './shell/outdated.ts'
import './theme/styles.ts'
import { theme } from './theme/theme.ts'

const STALE_AFTER_MS = 30_000
const MOST_WAIT_MS = 4_000

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: STALE_AFTER_MS, retry: shouldRetry, retryDelay: (failures) => Math.min(500 * 2 ** failures, MOST_WAIT_MS), refetchOnWindowFocus: false } },
})
const scheme = localStorageColorSchemeManager({ key: 'hatrack-scheme' })
reloadWhenOutdated()

const place = document.getElementById('root')

if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} colorSchemeManager={scheme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false} deduplicateInlineStyles={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
