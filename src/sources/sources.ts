import { join } from 'node:path'
import type { AddressRules } from '../base/address-rules.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import type { ErrorCode } from '../base/error.ts'
import type { Cache } from '../cache/cache.ts'
import type { SearchPlace } from '../domain/track.ts'
import { addressPolicy } from '../net/address-policy.ts'
import { GuardedProxy } from '../net/proxy.ts'
import type { Log } from '../observability/log.ts'
import { type FreshLink, HttpFiles } from './http/http.ts'
import { LibraryIndex } from './library/library-index.ts'
import { LocalFiles } from './library/local-files.ts'
import { LyricsFinder } from './lyrics/lyrics.ts'
import { type MediaServersByKind, startMusicServers } from './music-servers/start.ts'
import { PlayDl } from './play-dl/play-dl.ts'
import { Radio } from './radio/radio.ts'
import { StationDirectory } from './radio/station-directory.ts'
import { Stations } from './radio/stations.ts'
import { type ServiceKeys, serviceSources } from './services/services.ts'
import type { Source } from './source.ts'
import { SponsorBlock } from './sponsorblock/sponsorblock.ts'
import { TagReader } from './tags/tag-reader.ts'
import { Telling } from './telling.ts'
import { WebSuggestions } from './web-suggestions.ts'
import type { YtdlpAccess } from './yt-dlp/command.ts'
import { YtDlp } from './yt-dlp/yt-dlp.ts'

export interface SourcesOptions {
  /** Null: there is no library. */
  readonly musicDir: string | null
  /** Servers that hold the host's music, by what they speak; none unless given. */
  readonly mediaServers?: MediaServersByKind
  /** yt-dlp's cache lies below; made when missing. */
  readonly dataDir: string
  /** Where links may lead. */
  readonly addresses: Partial<AddressRules>
  /** A path, or a name to look for in PATH. */
  readonly ytdlpPath: string
  readonly ytdlpAccess: YtdlpAccess
  /** Where words are looked for, one place after the other, where nobody says where. */
  readonly searchOrder?: readonly SearchPlace[]
  /** Whether play-dl finds what it can, where it's installed; it doesn't unless given. */
  readonly playDl?: boolean
  /** The list of radio stations; the one that comes with the bot unless given. */
  readonly stationsFile?: string | null
  /** Base of a directory of stations; null: none is asked. */
  readonly stationDirectoryUrl?: string | null
  /** Base of a service that speaks LRCLIB's protocol; null: none is asked for lyrics. */
  readonly lyricsUrl?: string | null
  /** Base of a service that speaks SponsorBlock's protocol; null: none is asked. */
  readonly sponsorblockUrl?: string | null
  /** A service that completes what people type; none unless given. */
  readonly suggestionsUrl?: string | null
  /** What runs a site's JavaScript where there's neither Deno nor Node; this very Bun unless given. */
  readonly bunPath?: string
  readonly log: Log
  /** Where answers of sites and services are remembered; nowhere unless given. */
  readonly cache?: Cache | null
  readonly clock?: Clock
  /** The host's keys at services like Spotify; none unless given. */
  readonly serviceKeys?: ServiceKeys
  /** Renews links that end; they stay as they are unless given. */
  readonly freshLink?: FreshLink
  /** Called after each look at a page or a search on the web, for metrics; null: it found something. */
  readonly extractorEnded?: (site: string, code: ErrorCode | null) => void
  /** Called after each look into a cache, for metrics. */
  readonly cacheAsked?: (cache: 'streams', hit: boolean) => void
}

export interface Sources {
  /** All of them, in the order in which they're asked. */
  readonly all: readonly Source[]
  /** Finds members' attachments, too. */
  readonly http: HttpFiles
  readonly ytdlp: YtDlp
  readonly radio: Radio
  /** Null: the host doesn't want it. */
  readonly playDl: PlayDl | null
  readonly lyrics: LyricsFinder
  /** Null: nobody is asked for the parts of videos. */
  readonly sponsorblock: SponsorBlock | null
  readonly telling: Telling
  readonly web: WebSuggestions
}

/** A parser that hangs on a hostile link is ended then; the next link's tags wait for it. */
const LINK_TAGS_MS = 1_000

/** Starts all sources, and what they share: the proxy, and the library's scan, which goes on in the background. */
export async function startSources(
  options: SourcesOptions,
): Promise<{ sources: Sources; resources: AsyncDisposable }> {
  await using stack = new AsyncDisposableStack()
  const { log, dataDir } = options
  const policy = addressPolicy(options.addresses)
  const proxy = stack.use(await GuardedProxy.start({ policy, egress: options.ytdlpAccess }))
  const { bunPath = process.execPath, clock = systemClock } = options
  const folder = join(dataDir, 'play-dl')
  const playDl =
    options.playDl === true ? stack.use(new PlayDl({ proxy, folder, bunPath, clock })) : null
  const ytdlp = stack.use(
    new YtDlp({
      program: options.ytdlpPath,
      ...{ bunPath, dataDir, quick: playDl },
      access: options.ytdlpAccess,
      proxy,
      log,
      ended: (site, code) => options.extractorEnded?.(site, code),
      recalled: (hit) => options.cacheAsked?.('streams', hit),
    }),
  )
  if (ytdlp.installed) {
    void ytdlp.announce()
  } else {
    log.warn('yt-dlp is missing: only the library and direct files can be played', {
      ytdlpPath: options.ytdlpPath,
    })
  }
  const linkTags = stack.use(new TagReader({ timeMs: LINK_TAGS_MS }))
  let local: LocalFiles | null = null
  if (options.musicDir !== null) {
    const file = join(dataDir, 'library.index')
    const index = stack.use(await LibraryIndex.open(options.musicDir, { log, file }))
    local = new LocalFiles(index, stack.use(new TagReader()))
  }
  const web = new WebSuggestions(options.suggestionsUrl ?? null, policy)
  const http = new HttpFiles(policy, linkTags, options.freshLink)
  const asked = { policy, clock, cache: options.cache ?? null }
  const all: readonly Source[] = [
    ...(local === null ? [] : [local]),
    ...startMusicServers(options, stack),
    ...serviceSources(asked, ytdlp, options.serviceKeys, playDl),
    http,
    ytdlp,
  ]
  const radio = new Radio(
    new Stations(options.stationsFile ?? null),
    directoryOf(options),
    options.clock ?? systemClock,
  )
  const lyrics = new LyricsFinder({
    ...{ url: options.lyricsUrl ?? null, addresses: options.addresses },
    ...{ clock, cache: options.cache ?? null },
    ofSource: async (track, asking) => {
      const own = all.find(({ name }) => name === track.source)
      return (await own?.lyrics?.(track, asking)) ?? null
    },
  })
  const { sponsorblockUrl: url = null, addresses } = options
  const parts = { addresses, clock, log, cache: options.cache ?? null }
  const sponsorblock = url === null ? null : new SponsorBlock({ url, ...parts })
  const telling = stack.use(new Telling(all, log))
  return {
    sources: { all, http, ytdlp, playDl, radio, web, lyrics, sponsorblock, telling },
    resources: stack.move(),
  }
}

function directoryOf(options: SourcesOptions): StationDirectory | null {
  const { stationDirectoryUrl: url = null, addresses, clock = systemClock, cache = null } = options
  return url === null ? null : new StationDirectory({ url, addresses, clock, cache })
}
