import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const DEBIAN = '/usr/bin/chromium'

/** The Chromium to test with: the one that is named, the machine's own, or the one from npm, which brings its libraries along. */
async function executablePath(): Promise<string> {
  const named = process.env.CHROMIUM
  if (named) return named
  if (existsSync(DEBIAN)) return DEBIAN
  // It unpacks its libraries only where it believes to run on Amazon's Lambda, and points LD_LIBRARY_PATH to them.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executablePath(), args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--font-render-hinting=none'] })
}
