/** Strings and small whole numbers that stand for them, from 1 on; 0 stands for none. Numbers are given in order of arrival and never change. */
export class Dictionary {
  readonly texts: string[] = ['']
  readonly #numbers = new Map<string, number>()

  get size(): number {
    return this.texts.length - 1
  }

  /** The number of a text, given now if it has none. */
  number(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.texts.length
    this.texts.push(text)
    this.#numbers.set(text, number)
    return number
  }

  /** The number of a text, or 0 if it was never met. */
  find(text: string): number {
    return this.#numbers.get(text) ?? 0
  }

  text(number: number): string {
    return this.texts[number] ?? ''
  }

  /** Forgets the newest texts, so that as many are left: for what was only supposed, and never recorded. */
  cutBack(size: number): void {
    for (let number = this.size; number > size; number -= 1) this.#numbers.delete(this.texts.pop() as string)
  }
}
