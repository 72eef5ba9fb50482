import { spawn } from 'node:child_process'

/** Shows an address in the browser, if there is one; never fails. */
export function openBrowser(url: string): void {
  const [command, ...rest] = process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', '""'] : ['xdg-open']
  try {
    const child = spawn(command ?? 'xdg-open', [...rest, url], { stdio: 'ignore', detached: true })
    child.on('error', () => {})
    child.unref()
  } catch {
    // The address is printed; whoever has no browser here opens it elsewhere.
  }
}
