// An application that uses @segment/analytics-node as its manual says. Reads one JSON object from standard input, says what became of it as one line.
import { Analytics } from '@segment/analytics-node'
import { argument, pause, say } from './program.mjs'

const { url, writeKey, settings, calls, everyMs } = await argument()
const analytics = new Analytics({ host: url, writeKey, ...settings })
const errors = []
analytics.on('error', ({ code, reason, ctx }) => errors.push({ code, reason: String(reason?.message ?? reason), event: ctx?.event.event }))
say({ started: true })
for (const [call, message] of calls) {
  analytics[call](message)
  if (everyMs > 0) await pause(everyMs)
}
await analytics.closeAndFlush()
say({ errors })
