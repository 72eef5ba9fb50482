// What must be so before anything runs: a node that is new enough, and the packages of the lock file.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const OLDEST = [20, 19]

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  console.error(`Hatrack needs Node ${OLDEST.join('.')} or later, this is ${process.versions.node}. https://nodejs.org has it.`)
  process.exit(1)
}

/** npm leaves in node_modules/.package-lock.json what it installed; what differs from the lock file is stale. */
function isInstalled(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const have = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted || !have) return false
  // Packages for other platforms are not installed, so only what must be there is looked for.
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => path === '' || link || (have[path] ? have[path].version === version : optional === true),
  )
}

function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null
}

/** False if the packages could not be installed. */
export function installIfNeeded(root) {
  if (isInstalled(root)) return true
  console.error('Installing packages (once) ...')
  // The development packages build the page and the program, so they are needed whatever NODE_ENV says.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, error } = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status === 0) return true
  console.error(`npm ci failed${error ? `: ${error.message}` : ''}. It needs the npm registry; try it by itself to see why.`)
  return false
}
