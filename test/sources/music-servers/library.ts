import { guildId, newTrackId, userId } from '../../../src/base/ids.ts'
import { parseMediaServers } from '../../../src/config/media-servers.ts'
import { Fault } from '../../../src/config/values.ts'
import type { FoundTrack, Track } from '../../../src/domain/track.ts'
import { silentLog } from '../../../src/observability/log.ts'
import type { Heard } from '../../../src/player/ports.ts'
import { startMusicServers } from '../../../src/sources/music-servers/start.ts'
import type { Asking, Source } from '../../../src/sources/source.ts'
import { wav } from '../site.ts'
import type { Catalog, CatalogSong } from './catalog.ts'

export const asking: Asking = { server: guildId('1'), signal: new AbortController().signal }

export const song = (id: string, fields: Partial<CatalogSong> = {}): CatalogSong => ({
  ...{ id, title: `Song ${id}`, artist: 'Ann', album: 'First', seconds: 60, suffix: 'flac' },
  bytes: wav,
  ...fields,
})

/** Songs of two artists on three albums, one of them of a kind that nobody knows. */
export const CATALOG: Catalog = {
  songs: [
    song('1', { title: 'Needle', genre: 'Jazz' }),
    song('2', { title: 'Haystack', genre: 'Jazz' }),
    song('3', { title: 'Needlework', album: 'Second' }),
    song('4', { title: 'Far', artist: 'Ben', album: 'Third', suffix: 'xyz' }),
  ],
  playlists: [{ id: 'p1', name: 'Kitchen', songs: ['4', '1'] }],
  similar: ['4'],
}

/** The source that SUBSONIC_URLS or JELLYFIN_URLS makes; `stack` ends it. */
export function sourceOf(
  name: 'opensubsonic' | 'jellyfin',
  urls: string,
  stack = new AsyncDisposableStack(),
): Source {
  const servers = parseMediaServers(urls, { example: 'http://a:b@c', keys: true })
  if (servers instanceof Fault) throw new Error(servers.sentence)
  const mediaServers = { opensubsonic: [], jellyfin: [], [name]: servers }
  const all = startMusicServers({ mediaServers, addresses: {}, log: silentLog }, stack)
  const source = all.find((one) => one.name === name)
  if (source === undefined) throw new Error(name)
  return source
}

export const searched = async (source: Source, words: string, limit = 10) =>
  (await source.search?.({ words, limit, place: 'library' }, asking))?.tracks ?? []

export const queued = (track: FoundTrack) => ({
  ...track,
  id: newTrackId(),
  requestedBy: userId('1'),
})

/** What people hear of a track, from its first second on. */
export const heard = (track: Track, kind: Heard['kind'], fields: Partial<Heard> = {}): Heard => ({
  ...{ kind, guildId: guildId('1'), track, startedAt: new Date(1_700_000_000_000) },
  ...{ durationMs: 60_000, positionMs: 0, playedMs: 0, sounds: true },
  ...fields,
})

export const titles = (tracks: readonly FoundTrack[]) => tracks.map(({ title }) => title)

/** What the choice of that name stands for. */
export async function choice(source: Source, text: string, name: string): Promise<string> {
  const all = (await source.suggest?.(text, 25, asking.signal)) ?? []
  return all.find((one) => one.name === name)?.value ?? `none of ${JSON.stringify(all)}`
}
