import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import { CLIENTS } from './clients.ts'

export interface Pages {
  /** Of another site than the server: localhost is another host than 127.0.0.1. */
  readonly url: (page: PageName) => string
  stop(): Promise<void>
}

export type PageName = 'segment-browser' | 'rudder-browser'

/** The pages of test/clients, bundled from the stock packages as an application would bundle them. */
export async function openPages(): Promise<Pages> {
  const scripts = new Map<string, string>()
  for (const name of ['segment-browser', 'rudder-browser'] as const) scripts.set(`/${name}.js`, await bundled(name))
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const script = scripts.get(path)
    answer.setHeader('content-type', script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8')
    answer.end(script ?? `<!doctype html><title>Notes</title><link rel="icon" href="data:,"><script type="module" src="${path.slice(0, -5)}.js"></script>`)
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  return {
    url: (page) => `http://localhost:${port}/${page}.html`,
    async stop() {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }
}

async function bundled(name: PageName): Promise<string> {
  const made = await build({
    root: CLIENTS,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    build: { write: false, minify: false, modulePreload: false, rollupOptions: { input: join(CLIENTS, `${name}.js`), output: { codeSplitting: false } } },
  })
  const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []))
  const chunk = outputs.find((one) => one.type === 'chunk' && one.isEntry)
  if (chunk?.type !== 'chunk') throw new Error(`${name} was not bundled`)
  return chunk.code
}
