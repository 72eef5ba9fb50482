// npm start: from a fresh clone to a page, with nothing to set up before.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkNode, installIfNeeded } from './ready.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

checkNode()
if (!installIfNeeded(root)) process.exit(1)

const program = spawn(process.execPath, [join(root, 'bin', 'hatrack'), 'start', ...process.argv.slice(2)], { stdio: 'inherit' })
// Ctrl-C reaches the program by itself; a signal to this process alone is handed on.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => program.kill(signal))
program.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
