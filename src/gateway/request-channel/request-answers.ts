import {
  type Guild,
  PermissionFlagsBits,
  type REST,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { Shows } from '../interactions/reply.ts'
import type { RefusingChannels } from '../refusing-channels.ts'
import { bodyOf, type Shown, type View } from '../views/view.ts'
import type { Words } from '../words/words.ts'
import type { Message } from './message.ts'

/** Answers on their way to one channel; Discord takes five in 5 s. What's beyond that is left out. */
export const MOST_WAITING = 10

const SILENT = { allowed_mentions: { parse: [], replied_user: false } }

/**
 * Answers messages of request channels, in the channel. Never rejects: what's asked for is done or
 * refused by then, and only the telling goes wrong.
 */
export class RequestAnswers {
  readonly #rest: REST
  readonly #refusing: RefusingChannels
  readonly #log: Log
  /** By channel. */
  readonly #waiting = new Map<string, number>()

  constructor(rest: REST, refusing: RefusingChannels, log: Log) {
    this.#rest = rest
    this.#refusing = refusing
    this.#log = log
  }

  /**
   * Says what became of the request. Where the bot may, the answer takes the message's place; a
   * message with files stays, since they're gone with it.
   */
  async queued(
    message: Message,
    guild: Guild,
    { view, later }: Shows,
    words: Words,
  ): Promise<void> {
    const replaces = message.attachments.length === 0 && may(message, guild, 'ManageMessages')
    const shown = (which: View) => (replaces ? signed(which(words), message, words) : which(words))
    const reference = replaces ? {} : referenceTo(message, guild)
    const id = await this.#post(message, { ...bodyOf(shown(view)), ...reference })
    if (id === null) return
    if (replaces) await this.#try(() => this.#rest.delete(routeOf(message)))
    if (later === undefined) return
    await later.over
    const body = { ...bodyOf(shown(later.view)), ...SILENT }
    const route = Routes.channelMessage(message.channel_id, id)
    await this.#try(() => this.#rest.patch(route, { body }))
  }

  /** Says why nothing came of it. The message stays, so that it can be copied. */
  async refused(message: Message, guild: Guild, view: View, words: Words): Promise<void> {
    await this.#post(message, { ...bodyOf(view(words)), ...referenceTo(message, guild) })
  }

  /** Returns the answer's id; null: Discord didn't take it. */
  async #post({ id, channel_id: channel }: Message, shown: object): Promise<string | null> {
    const waiting = this.#waiting.get(channel) ?? 0
    if (this.#refusing.has(channel) || waiting >= MOST_WAITING) return null
    this.#waiting.set(channel, waiting + 1)
    // Of several processes that can't tell whose the server is, one answers.
    const once = { nonce: id, enforce_nonce: true }
    const body = { ...shown, ...SILENT, ...once }
    try {
      const posted = await this.#rest.post(Routes.channelMessages(channel), { body })
      return (posted as RESTPostAPIChannelMessageResult).id
    } catch (error) {
      this.#refusing.add(channel, error)
      this.#log.info('couldn’t answer a request', { channelId: channel, ...reasonOf(error) })
      return null
    } finally {
      this.#answered(channel)
    }
  }

  #answered(channel: string): void {
    const waiting = (this.#waiting.get(channel) ?? 0) - 1
    if (waiting > 0) this.#waiting.set(channel, waiting)
    else this.#waiting.delete(channel)
  }

  /** What a moderator was quicker with needs nothing more. */
  async #try(change: () => Promise<unknown>): Promise<void> {
    try {
      await change()
    } catch (error) {
      this.#log.info('couldn’t tidy up after a request', reasonOf(error))
    }
  }
}

const routeOf = ({ channel_id, id }: Message) => Routes.channelMessage(channel_id, id)

/** Discord lets only those reply who may read what was written before. */
const referenceTo = (message: Message, guild: Guild) =>
  may(message, guild, 'ReadMessageHistory')
    ? { message_reference: { message_id: message.id, fail_if_not_exists: false } }
    : {}

function may(
  { channel_id }: Message,
  guild: Guild,
  permission: 'ManageMessages' | 'ReadMessageHistory',
): boolean {
  const { me } = guild.members
  const channel = guild.channels.cache.get(channel_id)
  if (me === null || channel === undefined) return false
  return channel
    .permissionsFor(me)
    .has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits[permission]])
}

/** With who asked, since their message is gone. */
function signed(shown: Shown, { author }: Message, { nowPlaying }: Words): Shown {
  if ('layout' in shown) return shown
  const by = `-# ${nowPlaying.requestedBy(`<@${author.id}>`)}`
  return { ...shown, content: `${shown.content ?? ''}\n${by}` }
}
