import { open } from 'node:fs/promises'
import { isAbsolute, posix, relative } from 'node:path'
import type { FoundTrack } from '../../domain/track.ts'
import { confined, isInside } from '../confine.ts'
import { linesIn } from '../link-list/entries.ts'
import { kindOfName } from '../link-list/kind.ts'
import { textOfFile } from '../text-file.ts'
import type { Catalog } from './catalog.ts'
import { tracksBetween } from './order.ts'
import { isFileUrl, type Place, pathOfUrl } from './place.ts'

/** Lines behind these are left out. */
const MOST_BYTES = 1024 * 1024
const MOST_LINES = 10_000
/** Lines that are looked up in one turn of the event loop. */
const STEP = 200

/**
 * The tracks of the library that a playlist in it names, in its order. What it names besides is left
 * out: files elsewhere or gone, other playlists, links to the web.
 */
export async function* tracksOfPlaylist(
  catalog: Catalog,
  place: Place,
  path: string,
): AsyncGenerator<FoundTrack, void> {
  await using file = await open(await confined(place.root, path))
  const lines = linesIn(await textOfFile(file, MOST_BYTES), kindOfName(path) ?? 'm3u')
  let count = 0
  for (const { link } of lines) {
    if (++count > MOST_LINES) return
    if (count % STEP === 0) await new Promise((resolve) => setImmediate(resolve))
    for (const named of pathsIn(link, path, place)) {
      const [from = 0, to = 0] = catalog.entriesOf(named) ?? []
      if (from === to || catalog.isList(from)) continue
      yield* tracksBetween(catalog, from, to)
      break
    }
  }
}

/** Where a line may lead, relative to the library: as it's written, as Windows writes it, and as links do. */
function pathsIn(link: string, playlist: string, { root, folder }: Place): string[] {
  const written = [link, link.replaceAll('\\', '/'), decoded(link)]
  return [...new Set(written)].flatMap((text) => {
    const place = isFileUrl(text) ? pathOfUrl(text) : text
    if (place === null || place.includes('\0')) return []
    if (isAbsolute(place))
      return [root, folder].flatMap((own) => (isInside(own, place) ? [relative(own, place)] : []))
    const below = posix.normalize(posix.join(posix.dirname(playlist), place))
    return below.startsWith('../') ? [] : [below]
  })
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link)
  } catch {
    return link
  }
}
