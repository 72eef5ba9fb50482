// What the programs beside this file share: how they are told what to send, and how they say what became of it.
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

export { pause }

export async function argument() {
  // Both SDKs take times as Date.
  return JSON.parse(await text(process.stdin), (name, value) => (name === 'timestamp' ? new Date(value) : value))
}

export function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
