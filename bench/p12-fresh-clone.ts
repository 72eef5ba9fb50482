/** P12: from a fresh clone to a page that answers, packages already there. `npx tsx bench/p12-fresh-clone.ts` */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT, report } from './report.ts'

const folder = mkdtempSync(join(tmpdir(), 'hatrack-clone-'))
try {
  const clone = join(folder, 'hatrack')
  execFileSync('git', ['clone', '--quiet', ROOT, clone])
  // As npm would leave them; hard links, so that the time of the disk is not measured either.
  execFileSync('cp', ['-al', realpathSync(join(ROOT, 'node_modules')), join(clone, 'node_modules')])
  const begin = performance.now()
  const program = spawn('npm', ['start', '--silent', '--', '--json', '--port', '0', '--data', join(folder, 'data')], { cwd: clone, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(program.stdout).on('line', (text) => { if (text.startsWith('{')) resolve(text) })
    program.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
  const { url } = JSON.parse(line) as { url: string }
  const page = await fetch(url, { headers: { accept: 'text/html' } })
  if (!page.ok || !(await page.text()).includes('<script')) throw new Error(`the page answered ${page.status}`)
  const pageMs = performance.now() - begin
  const answer = await fetch(`${url}/api/payers-of-use?workspace=demo`)
  const answerMs = performance.now() - begin
  program.removeAllListeners('exit')
  process.kill(-(program.pid ?? 0), 'SIGTERM')
  await new Promise((resolve) => program.once('exit', resolve))
  report({
    name: 'p12-fresh-clone',
    about: 'npm start on a fresh clone with its packages in place: build, demo company, page.',
    settings: { 'first answer': answer.status },
    measures: [
      { id: 'P12', what: 'npm start to a page that answers', unit: 's', got: pageMs / 1000, must: 60, more: false },
      { id: 'P12', what: 'npm start to the first answer', unit: 's', got: answerMs / 1000, more: false },
    ],
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
