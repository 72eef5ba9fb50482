import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/clients/**'],
    globalSetup: ['test/engines/global-setup.ts'],
    // Waiting longer than a busy machine needs costs nothing: it ends as soon as it holds.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 0,
    hookTimeout: 0,
    pool: 'forks',
    maxWorkers: 3,
    reporters: ['default', './test/plain-reporter.ts'],
  },
})
