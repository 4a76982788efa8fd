import { isFields } from '../rest/form.ts'
import type { GuildRecord } from '../state/model.ts'
import type { World } from '../state/world.ts'
import { guildCreatePayload, userPayload } from '../wire/payloads.ts'
import { Close, Connection, Op, type Received, type Socket } from './connection.ts'
import { botOf, identityOf } from './identify.ts'
import { Intent } from './intents.ts'
import { requestChannelInfo, requestMembers, updateVoiceState } from './requests.ts'
import { Session } from './session.ts'

/** How long a session without a socket can be resumed. */
const RESUMABLE_FOR_MS = 120_000

/** What only a session may send. */
const SESSION_OPS: readonly number[] = [
  Op.presence,
  Op.voiceState,
  Op.requestMembers,
  Op.requestChannelInfo,
]

/** The main gateway, version 10, JSON, without compression (docs: Gateway). */
export class Gateway {
  readonly #world: World
  readonly #heartbeatMs: number
  readonly #connections = new Set<Connection>()
  readonly #sessions = new Map<string, Session>()
  readonly #expiries = new Map<string, Disposable>()
  /** How often clients identified and resumed, for tests. */
  readonly counts = { identified: 0, refused: 0, resumed: 0 }

  constructor(world: World, heartbeatMs: number) {
    this.#world = world
    this.#heartbeatMs = heartbeatMs
  }

  /** Identified and connected sessions of one bot. */
  sessionsOf(botUserId: string): Session[] {
    return [...this.#sessions.values()].filter(
      (session) => session.botUserId === botUserId && session.isConnected,
    )
  }

  open(socket: Socket): Connection {
    const connection = new Connection(socket, this.#world.clock, this.#heartbeatMs)
    this.#connections.add(connection)
    return connection
  }

  /** A client that closes with 1000 or 1001 ends its session (docs: Gateway, "Initiating a Disconnect"). */
  closed(connection: Connection, code: number): void {
    const { session } = connection
    this.#connections.delete(connection)
    connection.ended()
    if (session && (code === 1000 || code === 1001)) this.#end(session)
    else if (session) this.#keepForResume(session)
    this.#world.changes.notify()
  }

  /** The network goes away under every connection; sessions stay resumable. */
  dropConnections(): void {
    for (const connection of [...this.#connections]) {
      const { session } = connection
      connection.drop()
      this.#connections.delete(connection)
      if (session) this.#keepForResume(session)
    }
  }

  closeConnections(code: number, reason = ''): void {
    for (const connection of [...this.#connections]) {
      const { session } = connection
      connection.close(code, reason)
      this.#connections.delete(connection)
      if (session) this.#keepForResume(session)
    }
  }

  /** Op 7: please reconnect and resume. */
  askToReconnect(): void {
    for (const connection of this.#connections) connection.sendOp(Op.reconnect, null)
  }

  /** Op 9. Not resumable, the sessions end, and with them their voice. */
  invalidateSessions({ resumable = false } = {}): void {
    for (const connection of [...this.#connections]) {
      const { session } = connection
      connection.sendOp(Op.invalidSession, resumable)
      if (!session || resumable) continue
      connection.session = null
      this.#end(session)
    }
  }

  receive(connection: Connection, text: string): void {
    const message = connection.receive(text)
    if (!message) return
    const { op, d } = message
    const fields = isFields(d) ? d : {}
    if (op === Op.heartbeat) this.#heartbeat(connection, d)
    else if (op === Op.identify) this.#identify(connection, message)
    else if (op === Op.resume) this.#resume(connection, message)
    else if (!SESSION_OPS.includes(op)) {
      connection.close(Close.unknownOpcode, 'Unknown opcode.')
    } else if (!connection.session) {
      connection.close(Close.notAuthenticated, 'Not authenticated.')
    } else if (op === Op.voiceState) updateVoiceState(this.#world, connection.session, fields)
    else if (op === Op.requestMembers) requestMembers(this.#world, connection.session, fields)
    else if (op === Op.requestChannelInfo)
      requestChannelInfo(this.#world, connection.session, fields)
  }

  /** A server that a bot is in, told to its sessions: at READY, or when it is invited. */
  announce(guild: GuildRecord, botUserId: string): void {
    const data = guildCreatePayload(guild, botUserId)
    this.#world.dispatcher.toBot(botUserId, guild.id, Intent.guilds, 'GUILD_CREATE', data)
  }

  close(): void {
    for (const connection of this.#connections) connection.drop()
    for (const expiry of this.#expiries.values()) expiry[Symbol.dispose]()
    this.#connections.clear()
    this.#sessions.clear()
  }

  #heartbeat(connection: Connection, seq: unknown): void {
    if (this.#world.faults.gateway.ignoreHeartbeats) return
    connection.alive()
    if (typeof seq === 'number') connection.session?.acknowledge(seq)
    connection.sendOp(Op.heartbeatAck, null)
  }

  #identify(connection: Connection, { d }: Received): void {
    if (connection.session) {
      connection.close(Close.alreadyAuthenticated, 'Already authenticated.')
      return
    }
    const identity = identityOf(this.#world, d)
    if ('code' in identity) {
      this.counts.refused += 1
      connection.close(identity.code, identity.reason)
    } else {
      this.#start(connection, new Session(identity.bot, identity.intents, identity.shard))
    }
  }

  #start(connection: Connection, session: Session): void {
    const { bot, shard } = session
    // A process that died and comes back does not resume: what it left behind goes at once.
    for (const old of [...this.#sessions.values()]) {
      const isSameShard = old.botUserId === bot.user.id && old.shard.join() === shard.join()
      if (isSameShard && !old.isConnected) this.#end(old)
    }
    this.counts.identified += 1
    connection.session = session
    session.attach(connection.write)
    this.#sessions.set(session.id, session)
    this.#world.dispatcher.add(session)
    const guilds = [...this.#world.directory.guilds.values()].filter(
      (guild) => guild.members.has(bot.user.id) && session.holds(guild.id),
    )
    session.send('READY', {
      v: 10,
      user: { ...userPayload(bot.user), email: null, verified: true, mfa_enabled: true },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#world.gatewayUrl,
      application: { id: bot.applicationId, flags: 0 },
      shard,
      session_type: 'normal',
      private_channels: [],
      relationships: [],
      user_settings: {},
      presences: [],
      guild_join_requests: [],
      _trace: ['["local"]'],
    })
    const tellGuilds = () => {
      for (const guild of session.wants(Intent.guilds) ? guilds : []) {
        if (!guild.available) continue
        session.send('GUILD_CREATE', guildCreatePayload(guild, bot.user.id))
      }
      this.#world.changes.notify()
    }
    const delayMs = this.#world.faults.gateway.guildCreateDelayMs
    if (delayMs > 0) this.#world.clock.after(delayMs, tellGuilds)
    else tellGuilds()
  }

  #resume(connection: Connection, { d }: Received): void {
    const bot = botOf(this.#world, d)
    if (connection.session) {
      connection.close(Close.alreadyAuthenticated, 'Already authenticated.')
    } else if (!bot) {
      connection.close(Close.authenticationFailed, 'Authentication failed.')
    } else {
      const asked = isFields(d) ? d : {}
      const session = this.#sessions.get(String(asked.session_id))
      const missed = session && typeof asked.seq === 'number' ? session.since(asked.seq) : null
      const refused = this.#world.faults.gateway.refuseResume
      if (session && missed && session.bot === bot && !refused) {
        this.#continue(connection, session, missed)
        return
      }
      if (session && refused) this.#end(session)
      connection.sendOp(Op.invalidSession, false)
    }
  }

  #continue(connection: Connection, session: Session, missed: readonly string[]): void {
    this.counts.resumed += 1
    this.#expiries.get(session.id)?.[Symbol.dispose]()
    this.#expiries.delete(session.id)
    this.#detachElsewhere(session, connection)
    connection.session = session
    for (const text of missed) connection.write(text)
    session.attach(connection.write)
    session.send('RESUMED', { _trace: ['["local"]'] })
    this.#world.changes.notify()
  }

  #keepForResume(session: Session): void {
    session.detach()
    this.#expiries.get(session.id)?.[Symbol.dispose]()
    const expiry = this.#world.clock.after(RESUMABLE_FOR_MS, () => this.#end(session))
    this.#expiries.set(session.id, expiry)
  }

  #detachElsewhere(session: Session, except: Connection): void {
    for (const connection of this.#connections) {
      if (connection !== except && connection.session === session) connection.drop()
    }
  }

  #end(session: Session): void {
    session.detach()
    this.#expiries.get(session.id)?.[Symbol.dispose]()
    this.#expiries.delete(session.id)
    this.#sessions.delete(session.id)
    this.#world.dispatcher.remove(session)
    this.#world.voice.leaveAll(this.#world.directory.guilds.values(), session.id)
  }
}
