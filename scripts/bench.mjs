// npm run bench [P1 P5 ...]: runs the measurements of bench/, all or those named. Options such as --size go to each of them.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
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
  .filter((name) => /^(p\d+-.*|growth|imports|channel-experience)\.ts$/.test(name))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/[-.].*/, '')))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
if (programs.length === 0) {
  console.error(`nothing in bench/ is named ${wanted.join(' or ')}`)
  process.exit(2)
}
build(console.error)
// Compiled as the program is: what tsx makes of the sources names every function anew each time it is made, and is slower.
const compiled = join(root, 'bench', 'results', 'tmp')
rmSync(compiled, { recursive: true, force: true })
const tsc = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'bench', 'tsconfig.json'), '--noCheck'], {
  stdio: 'inherit',
})
if (tsc.status !== 0) process.exit(1)
cpSync(join(root, 'src'), join(compiled, 'src'), { recursive: true, filter: (path) => !/\.[a-z]+$/.test(path) || path.endsWith('.sql') })
let failed = 0
for (const program of programs) {
  const { status } = spawnSync(process.execPath, [join(compiled, 'bench', program.replace(/\.ts$/, '.js')), ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${program} failed`)
    failed += 1
  }
}
process.exit(failed === 0 ? 0 : 1)
