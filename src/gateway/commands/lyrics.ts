import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { isSynced, type Lyrics } from '../../domain/lyrics.ts'
import type { FoundTrack, Track } from '../../domain/track.ts'
import { type Shows, toEveryone } from '../interactions/reply.ts'
import { trackOver } from '../track-over.ts'
import { lyricsView, sungView } from '../views/lyrics.ts'
import type { View } from '../views/view.ts'
import type { CommandCall, SlashCommand } from './command.ts'

const QUERY_LENGTH = 200
/** An answer can be changed for a little longer; then all words stay. */
const FOLLOWED_MS = 13 * 60_000

export const lyrics: SlashCommand = {
  form: {
    name: 'lyrics',
    options: [
      { type: ApplicationCommandOptionType.String, name: 'query', max_length: QUERY_LENGTH },
    ],
  },
  run: async (call) => {
    const { guildId, library, players, options, signal } = call
    const query = options.text('query')
    if (query !== null) {
      return toEveryone(lyricsView(await library.lyrics(named(query), guildId, signal)))
    }
    const { current } = players.state(guildId)
    if (current === null) throw new SegueError('nothing-playing')
    // Nobody knows when a station's song began.
    if (current.said !== null) {
      return toEveryone(
        lyricsView(await library.lyrics(named(current.said.title), guildId, signal)),
      )
    }
    // The engine may know a length that the source doesn't.
    const durationMs = current.track.durationMs ?? (current.stated ? current.durationMs : null)
    const found = await library.lyrics({ ...current.track, durationMs }, guildId, signal)
    return isSynced(found) ? following(call, current.track, found) : toEveryone(lyricsView(found))
  },
}

/** The line follows the music until the track is over; then all words stay. */
function following({ players, guildId }: CommandCall, { id }: Track, found: Lyrics): Shows {
  const playing = () => {
    const { current } = players.state(guildId)
    return current?.track.id === id ? current : null
  }
  const fromMs = playing()?.positionMs
  const over = fromMs === undefined ? null : trackOver(players.feed, guildId)
  if (fromMs === undefined || over === null) return toEveryone(lyricsView(found))
  let isOver = false
  void over.then(() => {
    isOver = true
  })
  const view: View = (words) => {
    const atMs = isOver ? undefined : playing()?.positionMs
    const isOn = atMs !== undefined && Math.abs(atMs - fromMs) < FOLLOWED_MS
    return (isOn ? sungView(found, atMs) : lyricsView(found))(words)
  }
  return { ...toEveryone(view), later: { view, over } }
}

/** A song that somebody names, of which nothing else is known. */
const named = (title: string): FoundTrack => ({
  ...{ source: 'http', locator: '', title, artist: null, album: null },
  ...{ durationMs: null, live: false, pageUrl: null },
})
