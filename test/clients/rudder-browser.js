// A page that uses @rudderstack/analytics-js as its manual says; the test calls `window.sdk`.
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

window.start = async ({ url, writeKey, settings }) => {
  const analytics = new RudderAnalytics()
  analytics.load(writeKey, url, { configUrl: url, ...settings })
  await new Promise((settle) => analytics.ready(settle))
  window.sdk = analytics
  window.anonymousId = () => analytics.getAnonymousId()
}
window.ready = true
