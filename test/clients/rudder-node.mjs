// An application that uses @rudderstack/rudder-sdk-node as its manual says. Reads one JSON object from standard input, says what became of it as one line.
import Analytics from '@rudderstack/rudder-sdk-node'
import { argument, pause, say } from './program.mjs'

const { url, writeKey, settings, calls, everyMs } = await argument()
const errors = []
const analytics = new Analytics(writeKey, { dataPlaneUrl: url, logLevel: 'silly', errorHandler: (error) => errors.push({ reason: error.message, status: error.response?.status }), ...settings })
say({ started: true })
const sent = []
for (const [call, message] of calls) {
  sent.push(new Promise((settle) => analytics[call](message, settle)))
  if (everyMs > 0) await pause(everyMs)
}
// The SDK has no close(): it takes a batch off its queue with each flush.
while (analytics.queue.length > 0) await analytics.flush().catch(() => undefined)
await Promise.all(sent)
say({ errors })
