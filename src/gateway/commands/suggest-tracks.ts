import { fold } from '../../base/fold.ts'
import { within } from '../../base/within.ts'
import type { FoundTrack } from '../../domain/track.ts'
import type { Library, Suggestion } from '../../player/ports.ts'
import type { OwnTracks } from '../../playlists/own-tracks.ts'
import type { Typed } from './command.ts'

/** Discord shows at most this many choices. */
const CHOICES = 25
/** How many of each at most, so that there's room for the others. */
const FAVORITES = 6
const RECENT = 6
const WEB = 8

/** What takes longer is left out, and the others are shown. */
const PART_WITHIN_MS = 1_200

const NOTHING: OwnTracks = { favorites: [], recent: [] }

/**
 * What somebody may mean who types a query: their favourites and what they have asked for here, then
 * the library, then what people search for on the web.
 */
export async function suggestTracks(typed: Typed): Promise<Suggestion[]> {
  const { text, viewer, library, ownTracks, clock, signal } = typed
  const soon = async <T>(work: Promise<T>, otherwise: T): Promise<T> =>
    await within(clock, PART_WITHIN_MS, work, () => otherwise).catch(() => otherwise)
  const [own, files, words] = await Promise.all([
    soon(ownTracks.of(viewer), NOTHING),
    soon(library.suggest(text, CHOICES, signal), []),
    soon(isSearched(text) ? library.suggestWords(text) : Promise.resolve([]), []),
  ])
  const favorites = choicesOf(own.favorites, text, '★', library).slice(0, FAVORITES)
  const taken = new Set(favorites.map(({ value }) => value))
  const isNew = ({ value }: Suggestion) => !taken.has(value) && taken.add(value)
  const recent = choicesOf(own.recent, text, '↻', library).filter(isNew).slice(0, RECENT)
  const web = words.slice(0, WEB).map((word) => ({ name: `🔎 ${word}`, value: word }))
  const room = CHOICES - favorites.length - recent.length - web.length
  return [...favorites, ...recent, ...files.filter(isNew).slice(0, room), ...web]
}

/** Those that have every word of the text, each once. */
function choicesOf(
  tracks: readonly FoundTrack[],
  text: string,
  mark: string,
  library: Library,
): Suggestion[] {
  const words = fold(text).split(' ')
  const choices = new Map<string, Suggestion>()
  for (const track of tracks) {
    const { title, artist, album } = track
    const all = fold(`${artist ?? ''} ${title} ${album ?? ''}`)
    const value = words.every((word) => all.includes(word)) ? library.queryFor(track) : null
    if (value === null || choices.has(value)) continue
    const label = artist === null ? title : `${artist} – ${title}`
    choices.set(value, { name: `${mark} ${label}`, value })
  }
  return [...choices.values()]
}

/** Links and paths aren't searched for, and nobody else has to learn of them. */
const isSearched = (text: string): boolean => !/[/\\]|^\S+:\S/.test(text)
