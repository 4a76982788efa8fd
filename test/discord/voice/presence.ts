import type { ExternalSender } from './dave/external-sender.ts'
import type { VoiceFaults } from './faults.ts'
import { Close } from './ops.ts'
import { Room } from './room.ts'
import { TrafficMeter } from './traffic.ts'
import type { Seat, VoiceSession } from './voice-session.ts'

/** A session and the room that it is in. */
export interface Present {
  readonly session: VoiceSession
  readonly room: Room
}

/** How long a session waits for its client to resume. */
const RESUME_WINDOW_MS = 15_000

/** Who may come in, who is there, and where: seats, sessions and rooms of one voice server. */
export class Presence implements AsyncDisposable {
  readonly #sender: ExternalSender
  readonly #faults: VoiceFaults
  readonly #seats = new Map<string, Seat>()
  readonly #sessions = new Map<string, Present>()
  readonly #rooms = new Map<string, Promise<Room>>()
  readonly #meters = new Map<string, TrafficMeter>()

  constructor(sender: ExternalSender, faults: VoiceFaults) {
    this.#sender = sender
    this.#faults = faults
  }

  admit(seat: Seat): void {
    this.#seats.set(keyOf(seat.guildId, seat.userId), seat)
  }

  revoke(guildId: string, userId: string): void {
    this.#seats.delete(keyOf(guildId, userId))
  }

  seat(guildId: string, userId: string): Seat | undefined {
    return this.#seats.get(keyOf(guildId, userId))
  }

  find(guildId: string, userId: string): Present | undefined {
    return this.#sessions.get(keyOf(guildId, userId))
  }

  /** The room of a session that is still the member's present one. */
  voiceChannelOf(session: VoiceSession): Room | undefined {
    const found = this.find(session.seat.guildId, session.userId)
    return found?.session === session ? found.room : undefined
  }

  /** The session that a Resume names, as long as its token is valid. */
  resumable(guildId: unknown, sessionId: unknown, token: unknown): VoiceSession | undefined {
    return [...this.#sessions.values()]
      .map(({ session }) => session)
      .find(
        ({ seat }) =>
          seat.guildId === guildId &&
          seat.sessionId === sessionId &&
          seat.token === token &&
          this.seat(seat.guildId, seat.userId)?.token === token,
      )
  }

  /** Opens the channel's room if need be. */
  room(channelId: string): Promise<Room> {
    let room = this.#rooms.get(channelId)
    if (!room) {
      const meterOf = (guildId: string, userId: string) => this.meterOf(guildId, userId)
      room = Room.open(channelId, this.#sender, this.#faults, meterOf)
      this.#rooms.set(channelId, room)
    }
    return room
  }

  /** A member's new session takes its place; a former one of the same member ends. */
  enter(session: VoiceSession, room: Room): void {
    const former = this.find(session.seat.guildId, session.userId)
    former?.session.closeSocket(Close.sessionInvalid)
    if (former) this.#leave(former, room)
    this.#sessions.set(keyOf(session.seat.guildId, session.userId), { session, room })
    room.admit(session)
  }

  /** Ends a session for good; one that is not its member's present one is gone already. */
  remove(session: VoiceSession): void {
    const found = this.find(session.seat.guildId, session.userId)
    if (found?.session === session) this.#leave(found)
  }

  /** Lets a session without a socket wait for a Resume. */
  awaitResume(session: VoiceSession): void {
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    session.resumeDeadline = setTimeout(() => this.remove(session), RESUME_WINDOW_MS)
  }

  /** Statistics of a member, over all of its sessions. */
  meterOf(guildId: string, userId: string): TrafficMeter {
    const key = keyOf(guildId, userId)
    let meter = this.#meters.get(key)
    if (!meter) {
      meter = new TrafficMeter()
      this.#meters.set(key, meter)
    }
    return meter
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const present of [...this.#sessions.values()]) {
      present.session.closeSocket(1001)
      this.#leave(present)
    }
    for (const room of this.#rooms.values()) (await room)[Symbol.dispose]()
    this.#rooms.clear()
  }

  /** `reuse` names a room that stays although it gets empty. */
  #leave({ session, room }: Present, reuse?: Room): void {
    if (session.resumeDeadline) clearTimeout(session.resumeDeadline)
    this.#sessions.delete(keyOf(session.seat.guildId, session.userId))
    room.leave(session)
    if (!room.empty || room === reuse) return
    this.#rooms.delete(room.channelId)
    room[Symbol.dispose]()
  }
}

const keyOf = (guildId: string, userId: string): string => `${guildId}/${userId}`
