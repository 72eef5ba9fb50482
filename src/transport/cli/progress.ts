/** Shows how far a long work is, with an estimate, in one line of standard error that is written over. */
export interface Progress {
  at(done: number, total: number | null): void
  end(): void
}

const EVERY_MS = 100
const WIDTH = 24

export function openProgress(title: string, err: (text: string) => void, isShown: boolean, now: () => number): Progress {
  const startedAt = now()
  let shownAt = 0
  let hasShown = false
  return {
    at(done, total) {
      const time = now()
      if (!isShown || time - shownAt < EVERY_MS) return
      shownAt = time
      hasShown = true
      err(`\r\u001b[K${progressText(title, done, total, time - startedAt)}`)
    },
    end() {
      if (hasShown) err('\r\u001b[K')
    },
  }
}

export function progressText(title: string, done: number, total: number | null, elapsedMs: number): string {
  const count = done.toLocaleString('en-US')
  if (total === null || total <= 0) return `${title} ${count}`
  const share = Math.min(done / total, 1)
  const filled = Math.round(share * WIDTH)
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
  return `${title} ${bar} ${Math.floor(share * 100)} % of ${total.toLocaleString('en-US')}${estimate(share, elapsedMs)}`
}

function estimate(share: number, elapsedMs: number): string {
  if (share < 0.02 || elapsedMs < 1000) return ''
  const leftS = Math.ceil((elapsedMs * (1 - share)) / share / 1000)
  return leftS < 60 ? `, ${leftS} s left` : `, ${Math.ceil(leftS / 60)} min left`
}
