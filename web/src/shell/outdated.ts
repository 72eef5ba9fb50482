const PLACE = 'hatrack-reloaded'
/** A second failure so soon after a reload is no matter of versions: the page says what is wrong instead of loading on and on. */
const NOT_AGAIN_WITHIN_MS = 60_000

function reloadedLately(): boolean {
  try {
    const last = Number(sessionStorage.getItem(PLACE) ?? 0)
    sessionStorage.setItem(PLACE, String(Date.now()))
    return Date.now() - last < NOT_AGAIN_WITHIN_MS
  } catch {
    // Where nothing can be kept, nobody knows whether this would go on for ever.
    return true
  }
}

/** A part of the page that comes when it is needed is gone once another version was installed: the page loads itself anew, once. */
export function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (reloadedLately()) return
    event.preventDefault()
    location.reload()
  })
}
