type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
const FIRST = 1_024

/** Numbers of one width, of which nobody knows yet how many there will be. */
export class Growing<T extends Numbers> {
  #all: T
  #length = 0

  constructor(type: new (length: number) => T) {
    this.#all = new type(FIRST)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    this.#reserve(1)
    this.#all[this.#length] = value
    this.#length += 1
  }

  pushAll(values: T): void {
    this.#reserve(values.length)
    this.#all.set(values, this.#length)
    this.#length += values.length
  }

  copyTo(target: T): void {
    target.set(this.#all.subarray(0, this.#length))
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#all.length) return
    const larger = Math.max(this.#all.length * 2, this.#length + count)
    const all = new (this.#all.constructor as new (length: number) => T)(larger)
    all.set(this.#all.subarray(0, this.#length))
    this.#all = all
  }
}

/** Texts, one behind the other, and where each begins. */
export class GrowingTexts {
  readonly bytes = new Growing(Uint8Array)
  readonly starts = new Growing(Uint32Array)
  readonly #encoder = new TextEncoder()

  constructor() {
    this.starts.push(0)
  }

  push(text: string): void {
    this.bytes.pushAll(this.#encoder.encode(text))
    this.starts.push(this.bytes.length)
  }
}
