import { type Client, type Guild, PermissionFlagsBits } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import { channelId, guildId, newRequestId } from '../../base/ids.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import type { Found } from '../../domain/track.ts'
import type { Events } from '../../observability/events.ts'
import { reasonOf } from '../../observability/logger.ts'
import { enqueue } from '../../player/enqueue.ts'
import { foundTogether } from '../../player/found-together.ts'
import { type AdmissionPorts, admitCaller } from '../interactions/admission.ts'
import type { MemberCall } from '../interactions/call.ts'
import { orChoice } from '../interactions/choices.ts'
import { queued } from '../interactions/queued.ts'
import { errorView } from '../views/error.ts'
import { wordsFor } from '../words/languages.ts'
import { isRequest, type Message } from './message.ts'
import type { RequestAnswers } from './request-answers.ts'
import type { RequestChannels } from './request-channels.ts'

/** In logs and metrics. */
const NAME = 'message:request'
/** A member who sends too much is told so once in that time. */
const TOLD_EVERY_MS = 10_000

export interface RequestMessagesPorts extends AdmissionPorts {
  readonly client: Client<true>
  readonly channels: RequestChannels
  readonly answers: RequestAnswers
  /** False while so many requests are refused that Discord may ban this address. */
  readonly mayAnswer: () => boolean
  readonly clock: Clock
  readonly events: Events
}

/** Queues what members write in a request channel, by the way and the rules of `/play`. */
export class RequestMessages {
  readonly #ports: RequestMessagesPorts
  readonly #underWay = new Set<Promise<void>>()

  constructor(ports: RequestMessagesPorts) {
    this.#ports = ports
  }

  /** Takes every message that the gateway brings; never throws or rejects. */
  async handle(message: Message): Promise<void> {
    const { client, channels, mayAnswer } = this.#ports
    if (!channels.has(message.guild_id ?? '', message.channel_id) || !isRequest(message)) return
    const guild = client.guilds.cache.get(message.guild_id ?? '')
    if (guild === undefined || !mayAnswer()) return
    const handled = this.#handle(message, guild)
    this.#underWay.add(handled)
    await handled
    this.#underWay.delete(handled)
  }

  /** Resolves when all messages so far are answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #handle(message: Message, guild: Guild): Promise<void> {
    const { clock, events, answers, signal, players } = this.#ports
    const server = guildId(guild.id)
    const receivedAtMs = clock.now()
    const requestId = newRequestId()
    const asked = { requestId, guildId: server }
    try {
      // Every process of this bot gets the message.
      if (!(await players.claim(server))) return
      const caller = callerOf(message, guild)
      const call = await admitCaller(caller, 'read', { requestId, receivedAtMs }, this.#ports)
      const { requestChannelId } = players.state(server).settings
      if (requestChannelId !== message.channel_id) return
      const reply = await play(call, message)
      events.commandAnswered(NAME, asked, clock.now() - receivedAtMs)
      await answers.queued(message, guild, reply, this.#wordsIn(guild))
    } catch (error) {
      const code = signal.aborted ? 'shutting-down' : codeOf(error)
      events.commandRefused(NAME, asked, code, reasonOf(error))
      if (code === 'slow-down' && !(await this.#mayTell(message))) return
      await answers.refused(message, guild, errorView(code), this.#wordsIn(guild))
    }
  }

  async #mayTell({ guild_id, author }: Message): Promise<boolean> {
    const who = `too-much:${guild_id}:${author.id}`
    return (await this.#ports.rateLimit.take(who, 1, TOLD_EVERY_MS)).allowed
  }

  /** A message doesn't tell its author's language. */
  #wordsIn(guild: Guild) {
    const { language } = this.#ports.players.state(guildId(guild.id)).settings
    return wordsFor(language === 'auto' ? guild.preferredLocale : language)
  }
}

function callerOf({ author, member, channel_id }: Message, guild: Guild) {
  const roleIds = [guild.id, ...(member?.roles ?? [])]
  const manages = roleIds.some((id) =>
    guild.roles.cache.get(id)?.permissions.has(PermissionFlagsBits.ManageGuild),
  )
  return {
    guild,
    userId: author.id,
    roleIds,
    manages: manages || guild.ownerId === author.id,
    textChannelId: channelId(channel_id),
    // Nothing that a message asks for is answered that way.
    direct: async () => false,
  }
}

async function play(call: MemberCall, message: Message) {
  const { players, matches, library, guildId: server, request, signal } = call
  const playing = enqueue(players, server, {
    find: () => matches.sure(find(call, message), server, signal),
    place: 'end',
    origin: message.attachments.length > 0 ? null : message.content.trim(),
    requestedBy: request().actor.userId,
    request,
  })
  return await orChoice(playing.then(queued), library)
}

/** Its files, or else its text. */
async function find(
  { library, guildId: server, signal }: MemberCall,
  { content, attachments }: Message,
): Promise<Found> {
  if (attachments.length > 0) {
    const files = attachments.map(({ filename, url, size }) => ({
      ...{ name: filename, url, sizeBytes: size },
    }))
    return foundTogether(
      files.map((file) => (s: AbortSignal) => library.findAttachment(file, s)),
      signal,
    )
  }
  const text = content.trim()
  if (text.length > QUERY_LENGTH) throw new SegueError('bad-query')
  return library.search({ text, limit: 1, place: null }, server, signal)
}
