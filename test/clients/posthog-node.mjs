// An application that uses posthog-node as its manual says. Reads one JSON object from standard input, says what became of it as one line.
import { PostHog } from 'posthog-node'
import { argument, pause, say } from './program.mjs'

const { url, writeKey, settings, calls, everyMs } = await argument()
const errors = []
const client = new PostHog(writeKey, { host: url, disableCompression: false, ...settings })
client.on('error', (error) => errors.push({ reason: String(error?.message ?? error), status: error?.status }))
for (const [call, message] of calls) {
  client[call](message)
  if (everyMs > 0) await pause(everyMs)
}
await client.shutdown(60_000)
say({ errors })
