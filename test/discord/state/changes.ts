/** Lets a test wait for a state instead of for time: whoever changes something says so. */
export class Changes {
  readonly #waiting = new Set<() => void>()

  notify(): void {
    for (const check of [...this.#waiting]) check()
  }

  /**
   * The first value of `read` that is not undefined, now or after a later change.
   * Rejects after `timeoutMs` of real time with what was waited for; an error that `read` throws
   * rejects at once.
   */
  until<T>(read: () => T | undefined, timeoutMs: number, what: () => string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        this.#waiting.delete(check)
        settle()
      }
      const check = () => {
        try {
          const value = read()
          if (value !== undefined) finish(() => resolve(value))
        } catch (error) {
          finish(() => reject(error))
        }
      }
      const timer = setTimeout(
        () => finish(() => reject(new Error(`waited ${timeoutMs} ms in vain for ${what()}`))),
        timeoutMs,
      )
      this.#waiting.add(check)
      check()
    })
  }
}
