import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SegueError } from '../../base/error.ts'
import type { Station } from '../../player/ports.ts'
import { entriesOf } from '../link-list/entries.ts'
import { listKindOf } from '../link-list/kind.ts'
import { textOfFile } from '../text-file.ts'

/** More of the file isn't read: some thousand stations. */
const MAX_BYTES = 256 * 1024

/** The stations that come with the bot. */
const OWN = fileURLToPath(new URL('./stations.m3u', import.meta.url))

/** The radio stations of this host: a file of links (M3U, PLS, XSPF), which may change at any time. */
export class Stations {
  readonly #path: string
  #read: { readonly version: string; readonly stations: readonly Station[] } | null = null

  /** Null: the stations that come with the bot. */
  constructor(path: string | null) {
    this.#path = path ?? OWN
  }

  /** As the file says now, in its order. Rejects with 'stations-unreadable'. */
  async all(): Promise<readonly Station[]> {
    try {
      await using file = await open(this.#path)
      const { size, mtimeMs } = await file.stat()
      const version = `${size} ${mtimeMs}`
      if (this.#read?.version !== version) {
        const stations = stationsIn(await textOfFile(file, MAX_BYTES), this.#path)
        this.#read = { version, stations }
      }
      return this.#read.stations
    } catch (cause) {
      throw new SegueError('stations-unreadable', null, { cause })
    }
  }
}

function stationsIn(text: string, path: string): Station[] {
  const kind = listKindOf(text, { hint: null, path }) ?? 'm3u'
  return entriesOf(text, kind, null).map(({ url, title }) => ({
    name: title ?? new URL(url).host,
    url,
  }))
}
