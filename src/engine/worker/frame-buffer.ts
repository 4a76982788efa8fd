import { MAX_OPUS_BYTES } from '../contract/frame-source.ts'

/**
 * The buffer that all frames of a worker pass through. A view of each length is made once, so that
 * passing a frame on allocates nothing.
 */
export class FrameBuffer {
  readonly bytes: Buffer = Buffer.alloc(MAX_OPUS_BYTES)
  readonly #views: (Buffer | undefined)[] = new Array(MAX_OPUS_BYTES + 1)

  /** The first `length` bytes. Valid until the next frame is taken. */
  view(length: number): Buffer {
    let view = this.#views[length]
    if (view === undefined) {
      view = this.bytes.subarray(0, length)
      this.#views[length] = view
    }
    return view
  }
}
