import { type FileHandle, open } from 'node:fs/promises'
import { extname } from 'node:path'
import { SegueError } from '../../base/error.ts'
import type { ByteSource } from './byte-source.ts'

const CHUNK_BYTES = 64 * 1024

/**
 * A file, read at offsets through one descriptor, so that a file that is renamed or deleted while it
 * plays is still the same file. One that shrinks ends early, one that grows is read to its new end.
 */
export class FileBytes implements ByteSource {
  readonly lengthBytes: number
  readonly seekable = true
  readonly hint: string | null
  readonly #file: FileHandle
  #open = true

  private constructor(file: FileHandle, lengthBytes: number, hint: string | null) {
    this.#file = file
    this.lengthBytes = lengthBytes
    this.hint = hint
  }

  /** Rejects with 'gone', 'empty-file', or 'not-audio' for anything but a plain file. */
  static async open(path: string): Promise<FileBytes> {
    const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
      throw new SegueError('gone', cause.code ?? null, { cause })
    })
    try {
      const about = await file.stat()
      if (!about.isFile()) throw new SegueError('not-audio', 'not a plain file')
      if (about.size === 0) throw new SegueError('empty-file')
      return new FileBytes(file, about.size, extname(path).slice(1).toLowerCase() || null)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let at = offset; this.#open && !signal.aborted; ) {
      // A new buffer each time, since the reader may keep it.
      const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      const { bytesRead } = await this.#file.read(chunk, 0, CHUNK_BYTES, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  }

  [Symbol.dispose](): void {
    if (!this.#open) return
    this.#open = false
    void this.#file.close().catch(() => undefined)
  }
}
