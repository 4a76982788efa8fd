import { openOpus } from '../discord/sound/opus.ts'
import type { Ear } from '../discord/voice/ear.ts'
import { Listening } from './listening.ts'

/** A member's ear and what is made of its frames; call `drain` often enough to keep the picture fresh. */
export class Listener {
  readonly listening: Listening
  readonly #ear: Ear
  readonly #speakerId: string
  #drained = 0

  constructor(ear: Ear, speakerId: string) {
    const decoder = openOpus(2)
    this.#ear = ear
    this.#speakerId = speakerId
    this.listening = new Listening((opus) => {
      const bytes = decoder.decode(Buffer.from(opus))
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
    })
  }

  drain(): void {
    const { frames } = this.#ear
    for (; this.#drained < frames.length; this.#drained++) {
      const frame = frames[this.#drained]
      if (frame?.userId === this.#speakerId) this.listening.add(frame)
    }
  }

  /** Steps of 20 ms that were never heard between the first and last frame of each talk spurt. */
  get framesMissing(): number {
    return this.#ear.missing(this.#speakerId)
  }

  async writeWav(path: string): Promise<void> {
    await this.#ear.writeWav(path, this.#speakerId)
  }
}
