/**
 * A process of the bot at scale: players, leases and stores are the product's, on a real PostgreSQL; the
 * engine and Discord are stand-ins that do what they are told at once, for five thousand voices
 * would not fit. `bun process.ts URL NAME`; it tells what it does as lines of JSON, and takes orders as lines.
 */
import { systemClock } from '../../../src/base/clock.ts'
import { SegueError } from '../../../src/base/error.ts'
import { type GuildId, userId } from '../../../src/base/ids.ts'
import { Database } from '../../../src/db/database.ts'
import { ErasureRepo } from '../../../src/db/erasure-repo.ts'
import { HistoryRepo } from '../../../src/db/history-repo.ts'
import { PostgresLeases } from '../../../src/db/leases.ts'
import { OpeningRepo } from '../../../src/db/opening-repo.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { SettingsRepo } from '../../../src/db/settings-repo.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import { Events } from '../../../src/observability/events.ts'
import { Players } from '../../../src/player/players.ts'
import { Restoring } from '../../../src/player/restoring.ts'
import { lounge, request } from '../../domain/player/sample.ts'
import { LongestPause } from './longest-pause.ts'

const [url = '', processId = ''] = process.argv.slice(2)
/** Longer than any pause while servers are restored. */
const QUIET_MS = 4_000
/** How often the engine tells where each track is, in ms. */
const POSITIONS_EVERY_MS = 2_000
const troubles: string[] = []
const log = {
  debug() {},
  info() {},
  warn: (message: string, fields?: object) => void note(message, fields),
  error: (message: string, fields?: object) => void note(message, fields),
}
function note(message: string, fields?: object): void {
  if (troubles.length < 20) troubles.push(`${message} ${JSON.stringify(fields ?? {})}`)
}

const playing = new Map<GuildId, { playId: number; sinceMs: number }>()
let emit: (event: PlaybackEvent) => void = () => {}
const did = async () => {}
const database = await Database.open({ url, dataDir: '/nowhere', log })
const leases = await PostgresLeases.open({ database, processId, graceMs: 1_000 })
const store = new PlayerRepo(database)
const players = new Players({
  playback: {
    connect: did,
    disconnect: async (guildId) => void playing.delete(guildId),
    abandon: async (guildId) => void playing.delete(guildId),
    play: async (guildId, { playId, startMs, requestId }) => {
      playing.set(guildId, { playId, sinceMs: performance.now() - startMs })
      const order = {
        guildId,
        playId,
        requestId,
        durationMs: 3_600_000,
        stated: true,
        seekable: true,
      }
      queueMicrotask(() => emit({ ...order, kind: 'started' }))
    },
    prepare: did,
    stop: async (guildId) => void playing.delete(guildId),
    setPaused: did,
    seek: async (_, positionMs) => positionMs,
    setSound: did,
    stats: async () => ({ framesSent: 0, framesMissing: 0, framesLate: 0 }),
    caughtUp: async () => {},
    onEvent: (listener) => {
      emit = listener
      return { [Symbol.dispose]() {} }
    },
  },
  library: {
    find: () => Promise.reject(new SegueError('nothing-found')),
    search: () => Promise.reject(new SegueError('nothing-found')),
    findAttachment: () => Promise.reject(new SegueError('nothing-found')),
    queryFor: () => null,
    suggestWords: () => Promise.resolve([]),
    stations: () => Promise.resolve([]),
    station: () => Promise.resolve(null),
    suggest: () => Promise.resolve([]),
    lyrics: () => Promise.reject(new SegueError('no-lyrics')),
    cover: async () => null,
    open: async ({ locator }) => ({ kind: 'file', path: locator }),
  },
  related: async () => [],
  announcer: { announce: async () => null },
  servers: {
    ...{ has: () => true, voiceChannel: () => lounge },
    ...{ listeners: () => [userId('30')], hearing: () => [] },
  },
  ...{ store, leases, clock: systemClock, log },
  history: new HistoryRepo(database),
  openings: new OpeningRepo(database),
  erasure: new ErasureRepo(database),
  selfId: userId('99'),
  settings: new SettingsRepo(database),
  events: new Events(log),
})
const ports = { players, store, servers: { has: () => true }, processId, clock: systemClock, log }
const restoring = new Restoring(ports)

setInterval(() => {
  for (const [guildId, { playId, sinceMs }] of playing) {
    emit({ kind: 'position', guildId, playId, positionMs: performance.now() - sinceMs })
  }
}, POSITIONS_EVERY_MS)

const pause = new LongestPause()
tell('open')
for await (const order of console) {
  if (order === 'restore') {
    pause.reset()
    void restoring.start()
    let held = 0
    let lastMs = 0
    // All are there when none has come for a while.
    for (; held === 0 || Date.now() - lastMs < QUIET_MS; await Bun.sleep(50)) {
      if (players.guilds.length > held) lastMs = Date.now()
      held = players.guilds.length
    }
    tell('restored', { lastMs })
  } else if (order === 'shuffle') {
    pause.reset()
    const before = process.memoryUsage.rss()
    const began = performance.now()
    await Promise.all(
      players.guilds.map((id) => players.command(id, { kind: 'shuffle', seed: 1 }, request())),
    )
    let most = before
    for (; players.unsaved !== null; await Bun.sleep(20)) {
      most = Math.max(most, process.memoryUsage.rss())
    }
    const storedAfterMs = Math.round(performance.now() - began)
    tell('stored', { storedAfterMs, moreMb: Math.round((most - before) / 2 ** 20) })
  } else tell('state')
}

function tell(what: string, more: object = {}): void {
  const held = players.guilds.length
  const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20)
  const { ms } = pause
  console.log(
    JSON.stringify({ what, held, playing: playing.size, pauseMs: ms, rssMb, troubles, ...more }),
  )
}
