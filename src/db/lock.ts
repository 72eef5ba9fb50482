/** Many may read together; one may write, alone. Who comes first goes first, so that neither side starves. */
export class ReadWriteLock {
  #readers = 0
  #writing = false
  readonly #waiting: { readonly write: boolean; readonly go: () => void }[] = []

  async read<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(false)
    try {
      return await work()
    } finally {
      this.#readers -= 1
      this.#next()
    }
  }

  async write<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter(true)
    try {
      return await work()
    } finally {
      this.#writing = false
      this.#next()
    }
  }

  #enter(write: boolean): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ write, go })
      this.#next()
    })
  }

  #next(): void {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (this.#writing || (first.write && this.#readers > 0)) return
      this.#waiting.shift()
      if (first.write) this.#writing = true
      else this.#readers += 1
      first.go()
    }
  }
}
