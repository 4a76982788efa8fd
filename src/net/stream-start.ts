/** Four seconds of 128 kbit/s: longer than what stations put before their sound on every connection. */
const KEPT_BYTES = 64 * 1024

/**
 * How a stream began. A server may send a file as if it were a station: when such a "stream" ends
 * and begins again with the same bytes, it's a file that has been played to its end.
 */
export class StreamStart {
  readonly #kept = Buffer.allocUnsafe(KEPT_BYTES)
  #length = 0
  #begun = false
  #endedWell = false
  #repeated = false

  /**
   * Whether the last connection brought the same bytes as the first; none of them were passed on.
   */
  get repeated(): boolean {
    return this.#repeated
  }

  /**
   * Passes a connection's bytes on; after a clean end, only once they differ from the first
   * connection's.
   */
  async *follow(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const endedWell = this.#endedWell
    this.#endedWell = false
    if (!this.#begun) yield* this.#keeping(chunks)
    else if (endedWell) yield* this.#unlessRepeated(chunks)
    else yield* chunks
    this.#endedWell = true
  }

  async *#keeping(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#begun = true
    for await (const chunk of chunks) {
      const part = chunk.subarray(0, KEPT_BYTES - this.#length)
      this.#kept.set(part, this.#length)
      this.#length += part.length
      yield chunk
    }
  }

  async *#unlessRepeated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const held: Uint8Array[] = []
    let equal = 0
    let differs = false
    for await (const chunk of chunks) {
      if (differs) {
        yield chunk
        continue
      }
      const part = chunk.subarray(0, this.#length - equal)
      held.push(chunk)
      equal += part.length
      differs = !this.#holds(part, equal - part.length) || this.#goesOn(chunk, part)
      if (differs) yield* held.splice(0)
      else if (equal === KEPT_BYTES) break
    }
    this.#repeated = !differs && equal === this.#length
    if (!this.#repeated) yield* held
  }

  #holds(part: Uint8Array, at: number): boolean {
    return Buffer.compare(part, this.#kept.subarray(at, at + part.length)) === 0
  }

  /** A beginning shorter than what's kept must also end at the same byte. */
  #goesOn(chunk: Uint8Array, part: Uint8Array): boolean {
    return this.#length < KEPT_BYTES && part.length < chunk.length
  }
}
