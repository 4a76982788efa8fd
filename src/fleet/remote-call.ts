import { type GuildId, guildId, type RequestId } from '../base/ids.ts'
import type { Command } from '../domain/command.ts'
import type { Page, PlayerView, QueueView } from './view.ts'

/**
 * The calls that another process can make to a player: they need nothing that only Discord knows.
 */
export type RemoteCommand = Extract<
  Command,
  {
    kind: 'pause' | 'resume' | 'stop' | 'skip' | 'seek' | 'volume' | 'loop' | 'shuffle' | 'clear'
  }
>

/** Who asks: a key of the HTTP API. */
export type Asker = {
  readonly requestId: RequestId
  readonly keyId: string
}

/** The request to the process that plays in the server. */
export type PlayerCall =
  | {
      readonly kind: 'command'
      /** The id of this call: a process that gets it twice obeys once and answers twice. */
      readonly callId: string
      readonly guildId: GuildId
      readonly command: RemoteCommand
      readonly asker: Asker
    }
  | { readonly kind: 'queue'; readonly guildId: GuildId; readonly page: Page }

/** The topic of the process that has this id. */
export const playerTopic = (processId: string): string => `player:${processId}`
/** The topic on which every process that plays answers who plays in a server. */
export const FIND_TOPIC = 'players'

/** Tracks of the longest page. */
export const PAGE_LIMIT = 100

/** A call from the wire; null when it isn't one. `obey` checks the command's values. */
export function callFrom(payload: unknown): PlayerCall | null {
  const call = fieldsOf(payload)
  const guild = guildFrom(call.guildId)
  if (guild === null) return null
  if (call.kind === 'queue') {
    const { offset, limit } = fieldsOf(call.page)
    if (!isCount(offset) || !isCount(limit) || limit > PAGE_LIMIT) return null
    return { kind: 'queue', guildId: guild, page: { offset, limit } }
  }
  const command = commandFrom(call.command)
  const { requestId, keyId } = fieldsOf(call.asker)
  if (call.kind !== 'command' || command === null) return null
  if (typeof requestId !== 'string' || typeof keyId !== 'string') return null
  const { callId } = call
  if (typeof callId !== 'string' || !/^[\w-]{1,64}$/.test(callId)) return null
  const asker = { requestId: requestId as RequestId, keyId }
  return { kind: 'command', callId, guildId: guild, command, asker }
}

/** The server that a process looks for; null when it isn't an id. */
export function guildFrom(value: unknown): GuildId | null {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? guildId(value) : null
}

/** An answer from the wire; null when no process of this version sends it. */
export function playerViewFrom(payload: unknown): PlayerView | null {
  const view = fieldsOf(payload)
  const sound =
    guildFrom(view.guildId) !== null &&
    isTextOrNull(view.channelId) &&
    (view.current === null || isCurrent(view.current)) &&
    typeof view.paused === 'boolean' &&
    typeof view.volume === 'number' &&
    isLoop(view.loop) &&
    isCount(view.queueLength)
  return sound ? (payload as PlayerView) : null
}

export function queueViewFrom(payload: unknown): QueueView | null {
  const { offset, tracks } = fieldsOf(payload)
  if (playerViewFrom(payload) === null || !isCount(offset)) return null
  return Array.isArray(tracks) && tracks.every(isTrack) ? (payload as QueueView) : null
}

function commandFrom(value: unknown): RemoteCommand | null {
  const { kind, count, target, volume, loop, seed } = fieldsOf(value)
  switch (kind) {
    case 'pause':
    case 'resume':
    case 'stop':
    case 'clear':
      return { kind }
    case 'skip':
      return typeof count === 'number' ? { kind, count } : null
    case 'volume':
      return typeof volume === 'number' ? { kind, volume } : null
    case 'shuffle':
      return typeof seed === 'number' ? { kind, seed } : null
    case 'loop':
      return isLoop(loop) ? { kind, loop } : null
    case 'seek': {
      const { kind: way, ms } = fieldsOf(target)
      if (typeof ms !== 'number' || (way !== 'to' && way !== 'by')) return null
      return { kind, target: { kind: way, ms } }
    }
    default:
      return null
  }
}

function isCurrent(value: unknown): boolean {
  const { track, positionMs, durationMs, started, waiting } = fieldsOf(value)
  return (
    isTrack(track) &&
    typeof positionMs === 'number' &&
    isNumberOrNull(durationMs) &&
    typeof started === 'boolean' &&
    // A version that doesn't know this field doesn't send it.
    isTextOrNull(waiting ?? null)
  )
}

function isTrack(value: unknown): boolean {
  const track = fieldsOf(value)
  return (
    [track.id, track.source, track.title, track.requestedBy].every(isText) &&
    [track.artist, track.album, track.pageUrl].every(isTextOrNull) &&
    isNumberOrNull(track.durationMs) &&
    typeof track.live === 'boolean'
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrNull = (value: unknown): boolean => value === null || isText(value)
const isNumberOrNull = (value: unknown): boolean => value === null || typeof value === 'number'
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isLoop = (value: unknown): value is 'off' | 'track' | 'queue' =>
  value === 'off' || value === 'track' || value === 'queue'

/** The fields of an object; none for any other value. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}
