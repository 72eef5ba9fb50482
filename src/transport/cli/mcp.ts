import { Writable } from 'node:stream'
import type { Readable } from 'node:stream'
import { mcpServer } from '../mcp/server.ts'
import type { AnyOperation, Assistant } from '../mcp/tools.ts'
import { ownOperations } from '../own-operations.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'

/**
 * The Model Context Protocol on standard input and output, for assistants that start programs. It asks the server that runs on the data folder, or the
 * one at --url, or opens the folder itself; it ends when its input ends.
 */
export async function serveMcp(options: TargetOptions, around: Surroundings): Promise<Exit> {
  const { serveStdio, StdioServerTransport } = await import('@modelcontextprotocol/server/stdio')
  const { operations } = await around.loadRooms()
  const target = await openTarget({ ...options, isAssistant: true }, around)
  const all: readonly AnyOperation[] = [...operations, ...ownOperations]
  const isOwn = new Set(ownOperations.map(({ name }) => name))
  const assistant: Assistant = {
    choosesWorkspace: false,
    now: around.now,
    may: () => true,
    ask: (operation, input) => (isOwn.has(operation.name) ? target.askHouse(operation as never, input) : target.ask(operation as never, input)),
  }
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      around.write(chunk).then(() => done(), done)
    },
  })
  const transport = new StdioServerTransport(around.stdin as Readable, output)
  const ended = new Promise<void>((settle) => around.stdin.once('end', settle).once('close', settle))
  const served = serveStdio(() => mcpServer(all, assistant, around.version), { transport, onerror: (error) => around.err(`${error.message}\n`) })
  around.err(`Hatrack answers assistants here, about ${target.where}\n`)
  try {
    await Promise.race([ended, around.asked()])
    await served.close()
  } finally {
    await target.close()
  }
  return EXIT.ok
}
