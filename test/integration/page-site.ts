import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endInOrder, House } from './house.ts'
import { type TrackName, trackPath } from './tracks.ts'

/** A bot, and a site with pages that only yt-dlp can read. A program of the test takes yt-dlp's place. */
export class PageSite implements AsyncDisposable {
  readonly house: House
  /** Where the program looks for what the test tells it, and leaves what it did. */
  readonly folder: string
  readonly #web: Bun.Server<undefined>
  readonly #fetched: () => number

  private constructor(
    house: House,
    folder: string,
    web: Bun.Server<undefined>,
    fetched: () => number,
  ) {
    this.house = house
    this.folder = folder
    this.#web = web
    this.#fetched = fetched
  }

  /**
   * Every `*.wav` of the site is that track, or what the function answers for its path. `program`, in Python,
   * answers for `page`, its last argument; it gets the folder, and prints what yt-dlp would.
   * `environment`: more of the bot's. `preload`: scripts that run in its process before it.
   */
  static async start(
    track: TrackName | ((path: string) => Promise<Response>),
    program: (folder: string) => string,
    environment: Readonly<Record<string, string>> = {},
    preload: readonly string[] = [],
  ): Promise<PageSite> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-pages-'))
    const ytdlp = join(folder, 'yt-dlp')
    await writeFile(ytdlp, `${BEGINNING}${program(folder)}`, { mode: 0o755 })
    const sound = typeof track === 'string' ? await Bun.file(await trackPath(track)).bytes() : null
    let fetched = 0
    const web = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: ({ url }) => {
        if (!url.endsWith('.wav'))
          return new Response('<html>', { headers: { 'content-type': 'text/html' } })
        fetched++
        return typeof track === 'string' ? new Response(sound) : track(new URL(url).pathname)
      },
    })
    const house = await House.start(
      { ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', YTDLP_PATH: ytdlp, ...environment },
      { preload },
    )
    return new PageSite(house, folder, web, () => fetched)
  }

  /** A page's address, as in `page('list')`. */
  page(path: string): string {
    return `http://127.0.0.1:${this.#web.port}/${path}`
  }

  /** How often sound was asked for. */
  get fetched(): number {
    return this.#fetched()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endInOrder(this.house)
    await this.#web.stop(true)
    await rm(this.folder, { recursive: true })
  }
}

const BEGINNING = `#!/usr/bin/env python3
import json, os, sys, time
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
page = sys.argv[-1]
`
