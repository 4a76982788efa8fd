import { codeOf, type ErrorCode } from '../../../src/base/error.ts'
import {
  type ChannelId,
  channelId,
  guildId,
  type RequestId,
  type TrackId,
  type UserId,
  userId,
} from '../../../src/base/ids.ts'
import type { Command, Place, Request } from '../../../src/domain/command.ts'
import type { PlaybackEvent } from '../../../src/domain/playback.ts'
import { deadlineOf } from '../../../src/domain/player/deadlines.ts'
import { idleState, type PlayerState, type VoiceChannel } from '../../../src/domain/player/state.ts'
import type { Effect, Step } from '../../../src/domain/player/step.ts'
import { transition } from '../../../src/domain/player/transition.ts'
import type { Member } from '../../../src/domain/policy/actor.ts'
import type { Scope } from '../../../src/domain/policy/scopes.ts'
import type { SegmentCategory } from '../../../src/domain/segments.ts'
import type { GuildSettings } from '../../../src/domain/settings.ts'
import type { FoundTrack, Track } from '../../../src/domain/track.ts'

export const guild = guildId('1')
export const lounge: VoiceChannel = { channelId: channelId('10'), bitrate: 64_000 }
export const attic: VoiceChannel = { channelId: channelId('11'), bitrate: 96_000 }
export const text = channelId('20')

/** The channel of that id. */
export const channelAt = (id: ChannelId): VoiceChannel =>
  [lounge, attic].find((known) => known.channelId === id) ?? { channelId: id, bitrate: 64_000 }

/** The channel that a caller calls the bot to. */
export function placeOf({ actor: { voiceChannelId } }: Request, state = idleState) {
  return voiceChannelId === null ? state.voiceChannel : channelAt(voiceChannelId)
}

export function track(name: string, fields: Partial<Track> = {}): Track {
  return {
    id: name as TrackId,
    source: 'local',
    locator: `${name}.flac`,
    title: name,
    artist: null,
    album: null,
    durationMs: 180_000,
    live: false,
    pageUrl: null,
    requestedBy: userId('30'),
    ...fields,
  }
}

/** The same before somebody queues it. */
export function foundTrack(name: string, fields: Partial<FoundTrack> = {}): FoundTrack {
  const { id: _, requestedBy: __, ...found } = track(name, fields)
  return found
}

export function request(fields: Partial<Member> = {}): Request {
  const member: Member = {
    kind: 'member',
    userId: userId('30'),
    roleIds: [],
    permissions: [],
    voiceChannelId: lounge.channelId,
    textChannelId: text,
    ...fields,
  }
  return { requestId: 'r1' as RequestId, actor: member, receivedAtMs: 0 }
}

export function keyRequest(scopes: readonly Scope[] = ['control']): Request {
  return {
    requestId: 'r2' as RequestId,
    actor: { kind: 'key', keyId: 'k1', scopes, voiceChannelId: null },
    receivedAtMs: 0,
  }
}

export function enqueue(names: string, place: Place = 'end'): Command {
  const tracks = names.split(' ').map((name) => track(name))
  return { kind: 'enqueue', tracks, place }
}

/** An event of the order that `state` gave last, unless it names another `playId`. */
export type LooseEvent = PlaybackEvent extends infer E
  ? E extends { kind: infer K }
    ? { kind: K } & Partial<Omit<E, 'kind' | 'guildId'>>
    : never
  : never

const DEFAULTS = {
  guildId: guild,
  requestId: 'r1',
  durationMs: 180_000,
  stated: true,
  seekable: true,
  expired: false,
  positionMs: 0,
  reason: 'alone',
  waitMs: 1000,
}

/** Plays a story: commands and events in order; keeps the effects and the reply of the last one. */
export class Story {
  state: PlayerState = idleState
  /** The player's clock, in ms. */
  now = 0
  step: Step = { state: idleState, effects: [], reply: null }

  /** `askedMs`: when it arrived. */
  command(command: Command, by: Partial<Member> = {}, askedMs = this.now): this {
    return this.#command(command, { ...request(by), receivedAtMs: askedMs })
  }

  commandByKey(command: Command, scopes?: readonly Scope[]): this {
    return this.#command(command, keyRequest(scopes))
  }

  event(event: LooseEvent): this {
    const playId = this.state.current?.playId ?? -1
    const full = { ...DEFAULTS, playId, ...event } as PlaybackEvent
    return this.#take(transition(this.state, { kind: 'event', event: full }, this.now))
  }

  playFailed(code: ErrorCode = 'gone'): this {
    const playId = this.state.current?.playId ?? -1
    return this.#take(transition(this.state, { kind: 'play-failed', playId, code }, this.now))
  }

  /** One member listens, or nobody, or those. */
  listeners(present: boolean | readonly UserId[]): this {
    const some = present === true ? [userId('30')] : []
    const people = typeof present === 'boolean' ? some : present
    return this.#take(transition(this.state, { kind: 'listeners', people }, this.now))
  }

  /** Time passes, and the player is told at each deadline that it names. */
  passes(ms: number): this {
    const end = this.now + ms
    for (let due = deadlineOf(this.state); due !== null && due <= end; ) {
      this.now = due
      this.#take(transition(this.state, { kind: 'time' }, this.now))
      due = deadlineOf(this.state)
    }
    this.now = end
    return this
  }

  settings(change: Partial<GuildSettings>): this {
    const settings = { ...this.state.settings, ...change }
    return this.#take(transition(this.state, { kind: 'settings-changed', settings }, this.now))
  }

  /** The next tracks of the list that's named so. */
  page(name: string, names: string): this {
    const tracks = names.split(' ').map((one) => track(one))
    const page = { kind: 'page', batchId: name as TrackId, tracks } as const
    return this.#take(transition(this.state, page, this.now))
  }

  /** What was found of that track's segments, in seconds. */
  segments(
    name: string,
    ...found: readonly [category: SegmentCategory, from: number, to: number][]
  ) {
    const segments = found.map(([category, from, to]) => ({
      ...{ category, startMs: from * 1_000, endMs: to * 1_000 },
    }))
    const input = { kind: 'segments', trackId: name as TrackId, found: segments } as const
    return this.#take(transition(this.state, input, this.now))
  }

  removed(): this {
    return this.#take(transition(this.state, { kind: 'removed' }, this.now))
  }

  erased(): this {
    return this.#take(transition(this.state, { kind: 'erased' }, this.now))
  }

  sessionLost(): this {
    return this.#take(transition(this.state, { kind: 'session-lost' }, this.now))
  }

  connectFailed(): this {
    return this.#take(
      transition(this.state, { kind: 'connect-failed', code: 'voice-timeout' }, this.now),
    )
  }

  get current(): string | null {
    return this.state.current?.track.title ?? null
  }

  get upcoming(): string {
    return this.state.upcoming.map(({ title }) => title).join(' ')
  }

  /** Kinds of the last step's effects; announcements with what they tell. */
  get effects(): string {
    return this.step.effects.map(nameOf).join(' ')
  }

  effect<K extends Effect['kind']>(kind: K): Extract<Effect, { kind: K }> {
    const found = this.step.effects.find((effect) => effect.kind === kind)
    if (found === undefined) throw new Error(`no effect ${kind} in: ${this.effects}`)
    return found as Extract<Effect, { kind: K }>
  }

  #command(command: Command, request: Request): this {
    const at = placeOf(request, this.state)
    return this.#take(transition(this.state, { kind: 'command', command, request, at }, this.now))
  }

  #take(step: Step): this {
    this.step = step
    this.state = step.state
    return this
  }
}

const nameOf = (effect: Effect): string =>
  effect.kind === 'announce' ? `announce:${effect.notice.kind}` : effect.kind

/** A song plays, others follow. */
export function playing(names: string): Story {
  return new Story().command(enqueue(names)).event({ kind: 'started' })
}

/** The code with which that is refused, or 'accepted'. */
export function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return codeOf(error)
  }
  return 'accepted'
}
