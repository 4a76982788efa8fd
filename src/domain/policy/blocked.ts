import type { GuildSettings } from '../settings.ts'
import { type FoundTrack, isOfLibrary } from '../track.ts'

/** The library's name among sources, beside the names and domains of sites. */
const LIBRARY = 'library'

/** Tells which tracks a server doesn't want: for one track after another, with the same settings. */
export function blockedBy(settings: GuildSettings): (track: FoundTrack) => boolean {
  const words = settings.blockedWords.map(plain).filter((word) => word.trim() !== '')
  const allowed = settings.allowedSources.map((entry) => entry.toLowerCase())
  const denied = settings.blockedSources.map((entry) => entry.toLowerCase())
  return (track) => {
    if (!settings.libraryVisible && isOfLibrary(track)) return true
    const from = namesOf(track)
    if (allowed.length > 0 && !allowed.some((entry) => from.includes(entry))) return true
    if (denied.some((entry) => from.includes(entry))) return true
    if (words.length === 0) return false
    const text = plain([track.title, track.artist, track.album].join(' '))
    return words.some((word) => text.includes(word))
  }
}

/** The tracks that a server takes. */
export function allowedOf<T extends FoundTrack>(
  tracks: readonly T[],
  settings: GuildSettings,
): T[] {
  const isBlocked = blockedBy(settings)
  return tracks.filter((track) => !isBlocked(track))
}

/**
 * Text to look for whole words in, whatever stands between them: lower case, without accents, and
 * with one space around each word.
 */
function plain(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return ` ${bare.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `
}

/**
 * What people call where a track comes from. A page on www.youtube.com is from `www.youtube.com`,
 * `youtube.com`, and `youtube`.
 */
function namesOf({ source, pageUrl, locator }: FoundTrack): readonly string[] {
  if (isOfLibrary({ source })) return source === 'local' ? [LIBRARY] : [LIBRARY, source]
  const host = hostOf(pageUrl ?? locator) ?? hostOf(locator)
  if (host === null) return []
  const labels = host.split('.')
  const domains = labels.map((_, index) => labels.slice(index).join('.'))
  return [...domains, ...labels.slice(0, -1)]
}

function hostOf(link: string): string | null {
  return URL.parse(link)?.hostname.replace(/\.$/, '').toLowerCase() || null
}
