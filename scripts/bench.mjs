// npm run bench [P1 P5 ...]: runs the measurements of bench/, all or those named. Options such as --size go to each of them.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'
import { checkNode, installIfNeeded } from './ready.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// P3 and P4 are measured while P1 runs.
const WITHIN = { p3: 'p1', p4: 'p1' }

checkNode()
if (!installIfNeeded(root)) process.exit(1)
const words = process.argv.slice(2)
const options = words.slice(words.findIndex((word) => word.startsWith('--')) >>> 0)
const wanted = words.slice(0, words.length - options.length).map((word) => WITHIN[word.toLowerCase()] ?? word.toLowerCase())
const programs = readdirSync(join(root, 'bench'))
  .filter((name) => /^(p\d+-.*|growth)\.ts$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/[-.].*/, '')))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
if (programs.length === 0) {
  console.error(`nothing in bench/ is named ${wanted.join(' or ')}`)
  process.exit(2)
}
build(console.error)
let failed = 0
for (const program of programs) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'bench', program), ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${program} failed`)
    failed += 1
  }
}
process.exit(failed === 0 ? 0 : 1)
