import { playersWithin } from '../config/limits.ts'
import { CardRepo } from '../db/card-repo.ts'
import { DepartureRepo } from '../db/departure-repo.ts'
import { ErasureRepo } from '../db/erasure-repo.ts'
import { HistoryRepo } from '../db/history-repo.ts'
import { OpeningRepo } from '../db/opening-repo.ts'
import { PlayerRepo } from '../db/player-repo.ts'
import { PlaylistRepo } from '../db/playlist-repo.ts'
import { RejectedMatchRepo } from '../db/rejected-match-repo.ts'
import { SettingsRepo } from '../db/settings-repo.ts'
import { VoiceStatusRepo } from '../db/voice-status-repo.ts'
import type { Track } from '../domain/track.ts'
import { EnginePool } from '../engine/pool.ts'
import { BusPublisher } from '../fleet/event-bus.ts'
import { forgetEverywhere, hearForgotten } from '../fleet/forgetting.ts'
import { ServedPlayers } from '../fleet/served.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { CardStore, Departures, RequestChannelStore, StatusStore } from '../gateway/ports.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { addressPolicy } from '../net/address-policy.ts'
import { engineCheck, storageCheck } from '../observability/checks.ts'
import { TrackTime } from '../observability/track-time.ts'
import { joinLimit } from '../player/join-limit.ts'
import { Listening } from '../player/listening.ts'
import { Matches } from '../player/matches.ts'
import { Players } from '../player/players.ts'
import type { Library } from '../player/ports.ts'
import { relatedTo } from '../player/related.ts'
import { Restoring } from '../player/restoring.ts'
import { TakenMatches } from '../player/taken-matches.ts'
import { withoutWrong } from '../player/without-wrong.ts'
import { OwnTracksReader } from '../playlists/own-tracks.ts'
import { Playlists } from '../playlists/playlists.ts'
import type { Accounts } from '../scrobbling/accounts.ts'
import { ListFiles } from '../sources/list-file/list-files.ts'
import { matching } from '../sources/matching/matching.ts'
import { Resolver } from '../sources/resolver.ts'
import type { SourceHealth } from '../sources/source.ts'
import { installedYtdlp } from '../sources/yt-dlp/installed.ts'
import { type Core, residentMb } from './core.ts'
import { keepExtractorUpToDate } from './extractor-updates.ts'
import { tellWithoutFfmpeg } from './ffmpeg.ts'
import { startScrobbling } from './scrobbling.ts'
import type { State } from './state.ts'

/** The part of this process that plays music. */
export interface Playing extends AsyncDisposable {
  readonly library: Library
  readonly matches: Matches
  readonly players: Players
  readonly playlists: Playlists
  readonly ownTracks: OwnTracksReader
  readonly accounts: Accounts
  /** The players, for requests that come over HTTP or from other processes. */
  readonly served: ServedPlayers
  readonly restoring: Restoring
  readonly cardStore: CardStore
  /** Takes yt-dlp as it's installed now. Resolves with its version; null: it doesn't run. */
  readonly reloadExtractor: () => Promise<string | null>
  /** How each source is that can fail. */
  readonly sourceHealth: () => readonly SourceHealth[]
  readonly statusStore: StatusStore
  /** Which servers the bot has left. */
  readonly departures: Departures
  readonly requestChannelStore: RequestChannelStore
}

/** Roles gateway and audio: builds the sources, the engine and the players. */
export async function startPlaying(
  core: Core,
  { processId, database, leases, bus, cache }: State,
  discord: Gateway,
  ports: RolePorts,
): Promise<Playing> {
  await using parts = new AsyncDisposableStack()
  const { config, log, metrics, events, clock, stop } = core
  const { signalling, announcer, servers, attachmentLinks } = discord
  const { limits, dataDir, musicDir, stationsFile, addresses, ytdlpAccess } = config
  const {
    stationDirectoryUrl,
    suggestionsUrl,
    lyricsUrl,
    sponsorblockUrl,
    ffmpegPath,
    mediaServers,
    serviceKeys,
    playDl,
  } = config
  const ytdlp = () => config.ytdlpPath ?? installedYtdlp(dataDir)
  const ytdlpPath = ytdlp()
  void tellWithoutFfmpeg(ffmpegPath, log)
  const freshLink = (link: string, signal: AbortSignal) => attachmentLinks.fresh(link, signal)
  const library = parts.use(
    await Resolver.create({
      ...{ musicDir, stationsFile, dataDir, addresses, ytdlpPath, ytdlpAccess, log },
      ...{
        stationDirectoryUrl,
        suggestionsUrl,
        lyricsUrl,
        sponsorblockUrl,
        freshLink,
        cache,
        clock,
        mediaServers,
        serviceKeys,
        playDl,
      },
      searchOrder: config.searchOrder,
      extractorEnded: (site, code) => events.extractorEnded(site, code),
      cacheAsked: (cache, hit) => events.cacheAsked(cache, hit),
    }),
  )
  parts.use(keepExtractorUpToDate(core, library, ytdlp))
  const playback = parts.use(
    await EnginePool.start({
      ...{ signalling, ...config.engine, addresses, ffmpegPath, log },
      renew: (...asked) => library.open(...asked),
    }),
  )
  const rejected = new RejectedMatchRepo(database)
  const matches = new Matches({
    ...{ library, matching, rejected, clock },
    hidesLibrary: (server) => !players.state(server).settings.libraryVisible,
    tell: (server, notice) => players.tell(server, notice),
  })
  const taken = new TakenMatches()
  const finding = withoutWrong(library, matches, taken)
  const store = new PlayerRepo(database)
  const history = new HistoryRepo(database)
  const settings = new SettingsRepo(database)
  const players: Players = parts.use(
    new Players({
      ...{ playback, announcer, servers, store, leases, clock, log, events },
      history,
      library: finding,
      related: (...asked) =>
        relatedTo({ relations: library, heard: history, clock, log }, ...asked),
      ...(sponsorblockUrl !== null && {
        segments: async (server, track, signal) => {
          const found = taken.of(track)
          return found && (await library.segments(found, server, signal))
        },
      }),
      nextMatch: (...asked) => matches.behind(...asked),
      openings: new OpeningRepo(database),
      leaving: (guildId) => discord.leaving(guildId),
      settings,
      erasure: new ErasureRepo(database),
      selfId: signalling.selfId,
      forgetElsewhere: (member) => forgetEverywhere(bus, member),
      mayJoin: joinLimit(
        { ...limits, playersInMemory: playersWithin(limits.engineMemoryMb) },
        residentMb,
      ),
    }),
  )
  const playlists = new Playlists(
    new PlaylistRepo(database),
    clock,
    new ListFiles(addressPolicy(addresses), freshLink),
  )
  const ownTracks = new OwnTracksReader({
    favorites: (viewer, most) => playlists.keptBy(viewer, most),
    askedFor: (viewer, most) => history.askedFor(viewer, most),
    clock,
  })
  parts.use(players.feed.subscribe(new BusPublisher(bus)))
  parts.use(players.feed.subscribe(matches.doubts))
  parts.use(await hearForgotten(bus, (member) => void players.forgetMember(member)))
  const { telling } = library
  const wants = (track: Track) => telling.wants(track)
  const listening = new Listening({ wants, tell: (heard) => telling.tell(heard), clock })
  parts.use(players.feed.subscribe(parts.use(listening)))
  const { accounts } = parts.use(
    startScrobbling({ config, clock, log }, { database }, players, servers),
  )
  const { selfId } = signalling
  const asked = { players, library: finding, matches, selfId, clock, events, stop }
  const served = new ServedPlayers({ ...asked, servers, leases, processId })
  parts.use(await served.serveOn(bus))
  const restoring = parts.use(new Restoring({ players, store, servers, processId, clock, log }))

  metrics.readEngine(() => playback.totals())
  const trackTime = parts.use(new TrackTime(clock))
  metrics.readTrackTime(() => trackTime.seconds())
  ports.watch(
    storageCheck(() => players.unsaved),
    'gateway',
    'audio',
  )
  ports.watch(
    engineCheck(() => playback.threads, true),
    'gateway',
    'audio',
  )
  const started = parts.move()
  return {
    ...{
      library: finding,
      matches,
      players,
      playlists,
      ownTracks,
      accounts,
      served,
      restoring,
      cardStore: new CardRepo(database),
    },
    reloadExtractor: () => library.reloadYtdlp(ytdlp()),
    sourceHealth: () => library.health(),
    statusStore: new VoiceStatusRepo(database),
    departures: new DepartureRepo(database),
    requestChannelStore: settings,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
