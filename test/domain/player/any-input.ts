import {
  channelId,
  type RequestId,
  type RoleId,
  type TrackId,
  type UserId,
  userId,
} from '../../../src/base/ids.ts'
import type { Command } from '../../../src/domain/command.ts'
import { type FilterChange, presetAt } from '../../../src/domain/filters.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import type { PlayerState } from '../../../src/domain/player/state.ts'
import type { Input } from '../../../src/domain/player/transition.ts'
import { PRESET_NAMES, STRENGTHS } from '../../../src/domain/presets.ts'
import { AUTOPLAY_MODES } from '../../../src/domain/schema/command.ts'
import { SEGMENT_CATEGORIES } from '../../../src/domain/schema/settings.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import { FILTER_NAMES } from '../../../src/domain/sound.ts'
import type { Track } from '../../../src/domain/track.ts'
import { guild, lounge, request, track } from './sample.ts'

export type Random = () => number
const within = (random: Random, most: number) => Math.floor(random() * most)
function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[within(random, choices.length)] as T
}

let made = 0
function anyCommand(random: Random): Command {
  const number = within(random, 6)
  const tracks = Array.from({ length: 1 + within(random, 4) }, () => {
    const id = `t${made++}` as TrackId
    const requestedBy = pick(random, PEOPLE)
    return track('t', {
      id,
      requestedBy,
      source: pick(random, ['local', 'yt-dlp'] as const),
      locator: String(within(random, 9)),
      live: random() < 0.1,
      durationMs: random() < 0.3 ? null : 100_000,
    })
  })
  return pick<Command>(random, [
    {
      kind: 'enqueue',
      tracks,
      place: pick(random, ['end', 'now', 1, number] as const),
    },
    { kind: 'enqueue', tracks, place: 'end' },
    {
      ...{ kind: 'enqueue', tracks, goesOn: true, place: pick(random, ['end', 'now', 1] as const) },
      seed: pick(random, [null, number]),
    },
    { kind: 'join' },
    { kind: 'leave' },
    { kind: 'dj', userId: pick(random, PEOPLE) },
    { kind: 'pause' },
    { kind: 'resume' },
    { kind: 'stop' },
    { kind: 'skip', count: number },
    {
      kind: 'seek',
      target: { kind: pick(random, ['to', 'by'] as const), ms: number * 25_000 - 1 },
    },
    { kind: 'volume', volume: number * 50 },
    { kind: 'mute', muted: number % 2 === 0 },
    { kind: 'volume-by', percent: number },
    { kind: 'filters', filters: presetAt(pick(random, PRESET_NAMES), pick(random, STRENGTHS)) },
    { kind: 'filter', change: anyFilterChange(random) },
    { kind: 'loop', loop: pick(random, ['off', 'track', 'queue'] as const) },
    { kind: 'previous' },
    { kind: 'undo' },
    { kind: 'undo' },
    { kind: 'replay' },
    { kind: 'jump', to: number },
    { kind: 'autoplay', mode: pick(random, AUTOPLAY_MODES) },
    { kind: 'remove', position: number },
    { kind: 'remove-by', userId: userId(String(30 + within(random, 3))) },
    { kind: 'remove-duplicates' },
    { kind: 'remove-absent' },
    { kind: 'remove-range', from: number, to: within(random, 6) },
    { kind: 'swap', first: number, second: within(random, 6) },
    { kind: 'move', from: number, to: within(random, 6) },
    { kind: 'shuffle', seed: number },
    { kind: 'wrong', id: `t${within(random, made)}` as TrackId, track: tracks[0] as Track },
    { kind: 'clear' },
  ])
}

function anyEvent(random: Random, state: PlayerState): PlaybackEvent {
  const playId = state.lastPlayId - (random() < 0.2 ? 1 : 0)
  const positionMs = within(random, 100_000)
  const requestId = 'r' as RequestId
  const order = { guildId: guild, playId }
  return pick<PlaybackEvent>(random, [
    {
      ...order,
      kind: 'started',
      requestId,
      durationMs: 100_000,
      stated: random() < 0.5,
      seekable: random() < 0.8,
    },
    { ...order, kind: 'started', requestId, durationMs: null, stated: false, seekable: true },
    { ...order, kind: 'position', positionMs },
    { ...order, kind: 'title', said: { title: pick(random, ['', 'One', 'Two']), link: null } },
    { ...order, kind: 'waiting', reason: pick(random, ['alone', 'source'] as const) },
    { ...order, kind: 'ended' },
    { ...order, kind: 'failed', code: 'decode-failed', positionMs, expired: random() < 0.5 },
    { ...order, kind: 'failed', code: 'source-lost', positionMs, expired: false },
    { guildId: guild, kind: 'join-queued', waitMs: 5 },
    { guildId: guild, kind: 'moved', channelId: channelId('11'), bitrate: null },
    { guildId: guild, kind: 'voice-lost', code: 'voice-lost' },
    { guildId: guild, kind: 'engine-lost' },
  ])
}

function anyFilterChange(random: Random): FilterChange {
  const by = within(random, 41) / 20 - 1
  const strength = pick(random, STRENGTHS)
  return pick<FilterChange>(random, [
    { kind: 'preset', preset: pick(random, PRESET_NAMES), strength },
    { kind: 'no-preset', preset: pick(random, PRESET_NAMES) },
    { kind: 'strength', strength },
    { kind: 'speed', to: 0.25 + within(random, 16) / 4 },
    { kind: 'pitch', to: 0.25 + within(random, 16) / 4 },
    { kind: 'speed-by', by },
    { kind: 'pitch-by', by },
    { kind: 'band', band: within(random, 15), by },
    { kind: 'without', filter: pick(random, FILTER_NAMES) },
  ])
}

const PEOPLE = ['30', '31', '32', '33'].map(userId)

const anyPeople = (random: Random): readonly UserId[] =>
  PEOPLE.filter(() => random() < (random() < 0.3 ? 0 : 0.7))

function anySettings(random: Random): GuildSettings {
  return {
    ...defaultSettings,
    volume: within(random, 201),
    leaveAloneAfterMin: pick(random, [0, 1, 5]),
    autoplay: pick(random, AUTOPLAY_MODES),
    announcements: random() < 0.5 ? 'none' : 'card',
    voiceStatus: random() < 0.5,
    djRoleId: random() < 0.5 ? null : ('40' as RoleId),
    djOnly: pick(random, ['off', 'off', 'control', 'everything'] as const),
    homeChannelId: pick(random, [null, null, lounge.channelId, channelId('12')]),
    fairOrder: random() < 0.3,
    duplicates: pick(random, ['allow', 'warn', 'block'] as const),
    maxTrackMin: pick(random, [0, 0, 1, 2]),
    maxPerMember: pick(random, [0, 0, 3]),
    maxQueue: pick(random, [0, 0, 5]),
    voteSkipPercent: pick(random, [0, 0, 1, 50, 100]),
    skippedSegments: SEGMENT_CATEGORIES.filter(() => random() < 0.5),
  }
}

function anyPage(random: Random, { batches }: PlayerState): Input {
  const batchId = pick(random, batches).id
  if (random() < 0.2) return { kind: 'batch-over', batchId }
  const tracks = Array.from({ length: within(random, 4) }, () => {
    const requestedBy = pick(random, PEOPLE)
    return track('t', {
      id: `p${made++}` as TrackId,
      requestedBy,
      locator: String(within(random, 9)),
    })
  })
  return { kind: 'page', batchId, tracks }
}

function anyRelated(random: Random, { related, current }: PlayerState): Input {
  const { id: _id, requestedBy: _by, ...found } = track(`t${within(random, 20)}`)
  const to = related?.to ?? current?.track ?? track('gone')
  return {
    ...{ kind: 'related', to: to.id, chance: within(random, 1_000) },
    found: random() < 0.3 ? [] : [{ track: found, by: 'similar' }],
    id: `r${made++}` as TrackId,
    requestId: 'r' as RequestId,
  }
}

function anySegments(random: Random, { segments }: PlayerState): Input {
  const { trackId } = pick(random, segments)
  const found = Array.from({ length: within(random, 6) }, () => {
    const startMs = within(random, 110_000)
    const category = pick(random, SEGMENT_CATEGORIES)
    return { category, startMs, endMs: startMs + within(random, 40_000) }
  })
  return { kind: 'segments', trackId, found }
}

function anyInstead(random: Random, { current, upcoming }: PlayerState): Input {
  const queued = current === null ? upcoming : [current.track, ...upcoming]
  const of = queued.length === 0 ? track('gone') : pick(random, queued)
  const { id: _id, ...match } = track(`m${within(random, 20)}`)
  return { kind: 'instead', of: of.id, code: 'region', track: match }
}

/** Whatever a player may be told: late events, refused commands and all. */
export function anyInput(random: Random, state: PlayerState): Input {
  const dice = random()
  if (dice < 0.5) {
    const voiceChannelId =
      random() < 0.1 ? channelId('12') : (state.voiceChannel ?? lounge).channelId
    const by = request({ voiceChannelId, userId: pick(random, PEOPLE) })
    const at = { ...lounge, channelId: channelId(String(10 + within(random, 2))) }
    return { kind: 'command', command: anyCommand(random), request: by, at }
  }
  if (dice > 0.95 && state.batches.length > 0) return anyPage(random, state)
  if (dice > 0.9 && state.segments.length > 0) return anySegments(random, state)
  if (dice < 0.505) return { kind: 'removed' }
  if (dice < 0.51) return { kind: 'erased' }
  if (dice < 0.515) return { kind: 'home', at: pick(random, [null, lounge]) }
  if (dice < 0.52) return { kind: 'session-lost' }
  if (dice < 0.53) return { kind: 'settings-changed', settings: anySettings(random) }
  if (dice < 0.55) return { kind: 'connect-failed', code: 'voice-timeout' }
  if (dice < 0.56 && state.prepared !== null) return { kind: 'unplayable', trackId: state.prepared }
  if (dice < 0.57) return anyInstead(random, state)
  if (dice < 0.58) return anyRelated(random, state)
  if (dice < 0.62) return { kind: 'play-failed', playId: state.lastPlayId, code: 'gone' }
  if (dice < 0.65) return { kind: 'play-failed', playId: state.lastPlayId, code: 'source-timeout' }
  if (dice < 0.7) return { kind: 'listeners', people: anyPeople(random) }
  if (dice < 0.8) return { kind: 'time' }
  return { kind: 'event', event: anyEvent(random, state) }
}
