// A page that uses @segment/analytics-next as its manual says; the test calls `window.sdk`.
import { AnalyticsBrowser } from '@segment/analytics-next'

window.start = async ({ url, writeKey, settings }) => {
  const [analytics] = await AnalyticsBrowser.load({ writeKey, cdnURL: url }, settings)
  window.errors = []
  analytics.on('error', ({ code, reason, ctx }) => window.errors.push({ code, reason: String(reason?.message ?? reason), event: ctx?.event.event }))
  window.sdk = analytics
  window.anonymousId = () => analytics.user().anonymousId()
}
window.ready = true
