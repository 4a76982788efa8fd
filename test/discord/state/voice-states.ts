import type { Clock } from '../clock.ts'
import type { DiscordFaults } from '../faults.ts'
import type { Dispatcher } from '../gateway/dispatcher.ts'
import { Intent } from '../gateway/intents.ts'
import { voiceStatePayload } from '../wire/payloads.ts'
import type { Changes } from './changes.ts'
import {
  type ChannelRecord,
  ChannelType,
  type GuildRecord,
  type VoiceStateRecord,
} from './model.ts'
import { may, Permission, permissionsOf } from './permissions.ts'

/** Someone's right to be in a voice channel: what a VOICE_SERVER_UPDATE hands out. */
export interface Seat {
  readonly guildId: string
  readonly channelId: string
  readonly userId: string
  readonly sessionId: string
  readonly token: string
  /** Gets nobody's audio; nobody gets its audio. Both may change while the seat is taken. */
  readonly deaf?: boolean
  readonly muted?: boolean
}

/** What the main side needs of a voice server. */
export interface VoicePort {
  /** `host:port`. */
  readonly endpoint: string
  admit(seat: Seat): void
  evict(guildId: string, userId: string, closeCode?: number): void
}

/** Who wants in, and how. `ownerSession` null: a person. */
export interface JoinRequest {
  readonly userId: string
  readonly sessionId: string
  readonly ownerSession: string | null
  readonly selfMute: boolean
  readonly selfDeaf: boolean
}

/** How long the former voice server goes on after a move. */
const MOVE_GRACE_MS = 1000

export type JoinResult = 'joined' | 'unchanged' | 'forbidden' | 'full'

/**
 * Who is in which voice channel; issues the tokens of the voice servers and tells the gateway
 * (docs: Voice, "Retrieving Voice Server Information").
 */
export class VoiceStates {
  readonly #dispatcher: Dispatcher
  readonly #faults: DiscordFaults
  readonly #changes: Changes
  readonly #home: VoicePort
  readonly #moved = new Map<string, VoicePort>()
  readonly #clock: Clock

  constructor(
    home: VoicePort,
    dispatcher: Dispatcher,
    faults: DiscordFaults,
    changes: Changes,
    clock: Clock,
  ) {
    this.#home = home
    this.#clock = clock
    this.#dispatcher = dispatcher
    this.#faults = faults
    this.#changes = changes
  }

  serverOf(guild: GuildRecord): VoicePort {
    return this.#moved.get(guild.id) ?? this.#home
  }

  /** The right to be where `state` says; whether it is muted or deaf is read from the state at any time. */
  seatOf(guild: GuildRecord, state: VoiceStateRecord): Seat {
    const { guildId, channelId, userId, sessionId, token } = state
    const member = guild.members.get(userId)
    return {
      guildId,
      channelId,
      userId,
      sessionId,
      token,
      get deaf() {
        return state.selfDeaf || (member?.deaf ?? false)
      },
      get muted() {
        return state.suppress || (member?.mute ?? false)
      },
    }
  }

  /**
   * Joins, moves or changes the mute flags. 'forbidden' and 'full' change nothing and tell nobody, as
   * Discord does. Asking for the channel one is already in, with the same flags, issues a new token:
   * that is how clients rejoin after their voice session died.
   */
  join(guild: GuildRecord, channel: ChannelRecord, request: JoinRequest): JoinResult {
    const before = guild.voiceStates.get(request.userId)
    if (before?.channelId === channel.id && before.sessionId === request.sessionId) {
      return this.#rejoin(guild, before, request)
    }
    if (!may(guild, request.userId, channel, Permission.connect)) return 'forbidden'
    if (this.#isFull(guild, channel, request.userId)) return 'full'
    const state: VoiceStateRecord = {
      ...request,
      guildId: guild.id,
      channelId: channel.id,
      token: newVoiceToken(),
      suppress: startsSuppressed(guild, channel, request.userId),
      requestToSpeakAt: null,
    }
    if (before) this.serverOf(guild).evict(guild.id, request.userId)
    guild.voiceStates.set(request.userId, state)
    this.#admit(guild, state)
    return 'joined'
  }

  /** A moderator drags somebody: the session stays, the token changes. */
  drag(guild: GuildRecord, userId: string, channel: ChannelRecord): void {
    const state = guild.voiceStates.get(userId)
    if (!state) throw new Error('nobody to drag: not in a voice channel')
    if (state.channelId === channel.id) return
    this.serverOf(guild).evict(guild.id, userId)
    state.channelId = channel.id
    state.suppress = startsSuppressed(guild, channel, userId)
    state.token = newVoiceToken()
    this.#admit(guild, state)
  }

  /** Leaves, is kicked, or loses the channel. */
  leave(guild: GuildRecord, userId: string): void {
    const state = guild.voiceStates.get(userId)
    if (!state) return
    guild.voiceStates.delete(userId)
    const data = voiceStatePayload(state, guild.members.get(userId), null)
    this.#dispatcher.toGuild(guild, Intent.guildVoiceStates, 'VOICE_STATE_UPDATE', data)
    this.serverOf(guild).evict(guild.id, userId)
    this.#changes.notify()
  }

  /** A bot's main session is gone for good: its voice sessions go with it. */
  leaveAll(guilds: Iterable<GuildRecord>, ownerSession: string): void {
    for (const guild of guilds) {
      for (const state of [...guild.voiceStates.values()]) {
        if (state.ownerSession === ownerSession) this.leave(guild, state.userId)
      }
    }
  }

  /**
   * From now on the server's voice runs elsewhere: everybody in it gets a new VOICE_SERVER_UPDATE, and
   * is thrown off the old server soon after.
   */
  moveServer(guild: GuildRecord, to: VoicePort): void {
    const from = this.serverOf(guild)
    this.#moved.set(guild.id, to)
    for (const state of guild.voiceStates.values()) {
      const { userId } = state
      state.token = newVoiceToken()
      to.admit(this.seatOf(guild, state))
      this.#tellServer(guild, state)
      this.#clock.after(MOVE_GRACE_MS, () => from.evict(guild.id, userId))
    }
    this.#changes.notify()
  }

  /** Changes a state in place (suppress, request to speak, mute) and tells it. */
  update(guild: GuildRecord, state: VoiceStateRecord): void {
    this.#tellState(guild, state)
    this.#changes.notify()
  }

  #rejoin(guild: GuildRecord, state: VoiceStateRecord, request: JoinRequest): JoinResult {
    const same = state.selfMute === request.selfMute && state.selfDeaf === request.selfDeaf
    state.selfMute = request.selfMute
    state.selfDeaf = request.selfDeaf
    if (!same) {
      this.update(guild, state)
      return 'unchanged'
    }
    state.token = newVoiceToken()
    this.#admit(guild, state)
    return 'joined'
  }

  #admit(guild: GuildRecord, state: VoiceStateRecord): void {
    this.serverOf(guild).admit(this.seatOf(guild, state))
    this.#tellState(guild, state)
    this.#tellServer(guild, state)
    this.#changes.notify()
  }

  #tellState(guild: GuildRecord, state: VoiceStateRecord): void {
    if (state.ownerSession !== null && this.#faults.gateway.swallowVoiceUpdates) return
    const data = voiceStatePayload(state, guild.members.get(state.userId))
    this.#dispatcher.toGuild(guild, Intent.guildVoiceStates, 'VOICE_STATE_UPDATE', data)
  }

  #tellServer(guild: GuildRecord, state: VoiceStateRecord): void {
    if (state.ownerSession === null || this.#faults.gateway.swallowVoiceUpdates) return
    const endpoint = this.#faults.gateway.noVoiceEndpoint ? null : this.serverOf(guild).endpoint
    const data = { token: state.token, guild_id: guild.id, endpoint }
    this.#dispatcher.toBot(state.userId, guild.id, Intent.always, 'VOICE_SERVER_UPDATE', data)
  }

  #isFull(guild: GuildRecord, channel: ChannelRecord, userId: string): boolean {
    if (channel.userLimit === 0) return false
    // Whoever may move members gets into a full channel (docs: Permissions, MOVE_MEMBERS).
    if (permissionsOf(guild, userId, channel) & Permission.moveMembers) return false
    const inside = [...guild.voiceStates.values()].filter(
      (state) => state.channelId === channel.id && state.userId !== userId,
    )
    return inside.length >= channel.userLimit
  }
}

/** In a stage everybody but a moderator starts in the audience; elsewhere speak decides. */
function startsSuppressed(guild: GuildRecord, channel: ChannelRecord, userId: string): boolean {
  if (channel.type === ChannelType.stage) return true
  return !may(guild, userId, channel, Permission.speak)
}

const newVoiceToken = (): string => crypto.getRandomValues(Buffer.alloc(8)).toString('hex')
