import type { Position } from './record.ts'
import { RecentKeys } from './recent-keys.ts'

/** From hashes of identities to the positions of their lines. */
export class KeyIndex {
  readonly #recent = new RecentKeys()

  add(hashes: Uint32Array, at: number, position: Position): void {
    this.#recent.add(hashes, at, position)
  }

  /** All positions of a hash, in order of arrival. */
  find(hashes: Uint32Array, at: number): Position[] {
    const found: Position[] = []
    this.#recent.find(hashes, at, found)
    return found.length > 1 ? found.sort((a, b) => a - b) : found
  }

  keepBefore(position: Position): void {
    this.#recent.keepBefore(position)
  }
}
