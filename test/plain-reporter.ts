import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one line that needs no reading: `N passed, N failed`. Before it, what was skipped and what passed at a second look only. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0
    let skipped = 0
    let failed = unhandled.length
    const again: string[] = []
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
        if (state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0) again.push(`${module.relativeModuleId}: ${test.fullName}`)
      }
    }
    for (const name of again) console.log(`passed at a second look: ${name}`)
    if (skipped > 0) console.log(`${skipped} skipped`)
    console.log(`${passed} passed, ${failed} failed`)
  }
}
