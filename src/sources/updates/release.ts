import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { SegueError } from '../../base/error.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { type GuardedResponse, request } from '../../net/http.ts'
import { asFailure } from '../failure.ts'
import { USER_AGENT } from '../user-agent.ts'

/** The program for any system with Python, as its releases name it. */
const PROGRAM = 'yt-dlp'
/** Lines of sha256sum, beside each release. */
const CHECKSUMS = 'SHA2-256SUMS'
const MOST_LIST_BYTES = 64 * 1024
/** It has 3 MB. */
const MOST_PROGRAM_BYTES = 64 * 1024 ** 2
/** A slow line brings it within that time. */
const WITHIN_MS = 5 * 60_000

/** Releases of yt-dlp at an address below which lie the program and its checksums. */
export class Releases {
  readonly #base: string
  readonly #policy: AddressPolicy

  constructor(base: string, policy: AddressPolicy) {
    this.#base = base.replace(/\/$/, '')
    this.#policy = policy
  }

  /** SHA-256 of the newest one, in hexadecimal. Rejects with a `SegueError`. */
  async newest(signal: AbortSignal): Promise<string> {
    const parts: Uint8Array[] = []
    await this.#download(
      CHECKSUMS,
      MOST_LIST_BYTES,
      signal,
      async (chunk) => void parts.push(chunk),
    )
    const lines = Buffer.concat(parts).toString('utf8').split('\n')
    for (const line of lines) {
      const [, sum = '', name] = /^([0-9a-f]{64}) [ *](\S+)$/i.exec(line.trim()) ?? []
      if (name === PROGRAM) return sum.toLowerCase()
    }
    throw new SegueError('ytdlp-failed', 'the release has no checksum')
  }

  /** Writes the newest program to a file; rejects unless that's its checksum. */
  async download(path: string, checksum: string, signal: AbortSignal): Promise<void> {
    const hash = createHash('sha256')
    await using file = await open(path, 'wx', 0o755)
    await this.#download(PROGRAM, MOST_PROGRAM_BYTES, signal, async (chunk) => {
      hash.update(chunk)
      await file.write(chunk)
    })
    await file.sync()
    if (hash.digest('hex') !== checksum)
      throw new SegueError('ytdlp-failed', 'the download has another checksum than its release')
  }

  async #download(
    name: string,
    most: number,
    signal: AbortSignal,
    take: (chunk: Uint8Array) => Promise<void>,
  ): Promise<void> {
    let answer: GuardedResponse | null = null
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
      const headers = { 'user-agent': USER_AGENT }
      answer = await request(`${this.#base}/${name}`, {
        ...{ policy: this.#policy, headers, signal: within },
      })
      if (answer.status !== 200) throw new SegueError('http-status', String(answer.status))
      let bytes = 0
      for await (const chunk of answer.body) {
        bytes += chunk.length
        if (bytes > most) throw new SegueError('ytdlp-failed', `${name} is longer than it may be`)
        await take(chunk)
      }
    } catch (error) {
      throw asFailure(error)
    } finally {
      answer?.cancel()
    }
  }
}
