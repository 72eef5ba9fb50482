// Builds dist/: the program with tsc, the page with vite. Parts whose inputs did not change are left alone.
// Types are not checked here, `npm run check` does that: so a fresh clone starts in seconds.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const widget = join(root, 'web', 'widget')
const NOT_SOURCE = new Set(['node_modules', 'dist', '.git', 'data'])
/** Another build of the same folder is waited for so long, then taken for dead. */
const BUILD_TIMEOUT_MS = 120_000

/** All files below a folder, sorted. */
function filesIn(folder) {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (NOT_SOURCE.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

/** A short name for the state of some files: their paths, sizes and times. */
function stateOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function isTest(file) {
  return /\.test\.tsx?$/.test(file)
}

const shared = () => ['package.json', 'package-lock.json'].map((name) => join(root, name)).filter(existsSync)

const parts = [
  {
    name: 'program',
    inputs: () =>
      [...filesIn(join(root, 'src')), ...filesIn(join(root, 'demo')), ...shared(), join(root, 'tsconfig.json'), join(root, 'tsconfig.build.json')].filter(
        (file) => !isTest(file),
      ),
    output: join(dist, 'src', 'main.js'),
    build(log) {
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
      run([tsc, '-p', 'tsconfig.build.json', '--noCheck'], root, log)
      for (const folder of ['src', 'demo']) {
        for (const file of filesIn(join(root, folder))) {
          if (!file.endsWith('.sql') && !file.endsWith('.json')) continue
          const copy = join(dist, relative(root, file))
          mkdirSync(dirname(copy), { recursive: true })
          copyFileSync(file, copy)
        }
      }
    },
  },
  {
    name: 'page',
    inputs: () => (hasPage() ? [...filesIn(join(root, 'web')), ...shared()].filter((file) => !isTest(file) && !file.startsWith(widget)) : []),
    output: join(dist, 'web', 'index.html'),
    build(log) {
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
      run([vite, 'build', '--outDir', join(dist, 'web'), '--emptyOutDir', '--logLevel', 'warn'], join(root, 'web'), log)
    },
  },
  {
    // One small script for pages of others; it shares nothing with the page.
    name: 'widget',
    inputs: () => [...filesIn(widget), ...shared()].filter((file) => !isTest(file)),
    output: join(dist, 'widget', 'widget.js'),
    build(log) {
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
      run([vite, 'build', '--outDir', join(dist, 'widget'), '--emptyOutDir', '--logLevel', 'warn'], widget, log)
    },
  },
]

function hasPage() {
  return ['vite.config.ts', 'vite.config.js', 'vite.config.mjs'].some((name) => existsSync(join(root, 'web', name)))
}

function run(words, cwd, log) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim()
  if (said) log(said)
  if (status !== 0) throw new Error(`${relative(root, words[0])} failed`)
}

function builtState() {
  try {
    return JSON.parse(readFileSync(join(dist, 'built.json'), 'utf8'))
  } catch {
    return {}
  }
}

/** The parts of dist/ that are missing or older than their sources. */
export function staleParts() {
  const built = builtState()
  return parts.filter((part) => {
    const inputs = part.inputs()
    return inputs.length > 0 && (!existsSync(part.output) || built[part.name] !== stateOf(inputs))
  })
}

/** Builds what is stale. Two builds at once wait for each other. */
export function build(log = console.error, wanted = null) {
  const isWanted = (part) => wanted === null || wanted.includes(part.name)
  if (!staleParts().some(isWanted)) return false
  mkdirSync(dist, { recursive: true })
  const lock = join(dist, 'building')
  waitFor(lock)
  try {
    for (const part of staleParts().filter(isWanted)) {
      const startedAt = Date.now()
      const state = stateOf(part.inputs())
      part.build(log)
      const file = join(dist, 'built.json')
      writeFileSync(`${file}.tmp`, JSON.stringify({ ...builtState(), [part.name]: state }))
      renameSync(`${file}.tmp`, file)
      log(`built the ${part.name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    }
  } finally {
    rmSync(lock, { force: true })
  }
  return true
}

function waitFor(lock) {
  const startedAt = Date.now()
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Error(`dist/ is out of date and cannot be written (${error.code})`)
      if (Date.now() - startedAt > BUILD_TIMEOUT_MS || !isAlive(lock)) rmSync(lock, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
}

function isAlive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid === 0) return true
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const startedAt = Date.now()
  try {
    const hasBuilt = build(console.log)
    console.log(hasBuilt ? `done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s` : 'nothing changed since the last build')
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
