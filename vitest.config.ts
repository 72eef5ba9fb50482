import { defineConfig } from 'vitest/config'

const BROWSER = 'test/browser/**/*.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['test/engines/global-setup.ts'],
    // Waiting longer than a busy machine needs costs nothing: it ends as soon as it holds.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 0,
    hookTimeout: 0,
    pool: 'forks',
    maxWorkers: 3,
    reporters: ['default', './test/plain-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'rooms', include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'], exclude: ['**/node_modules/**', 'test/clients/**', BROWSER] } },
      // A page is looked at while it moves, on a machine that others share: a second look is allowed there, and the last lines of a run name it. Nothing else is asked twice.
      { extends: true, test: { name: 'browser', include: [BROWSER], retry: 1 } },
    ],
  },
})
