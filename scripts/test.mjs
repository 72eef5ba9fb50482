// npm test: installs and builds what is missing, then runs the tests. Arguments go to vitest: npm test -- src/base
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkNode, installIfNeeded } from './ready.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

checkNode()
if (!installIfNeeded(root)) {
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const { build } = await import('./build.mjs')
try {
  build(console.error)
} catch (error) {
  // Tests of the built program and page will say so themselves; the others can still tell something.
  console.error(`${error.message}; going on with the tests`)
}

const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
