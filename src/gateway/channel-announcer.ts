import { type Client, type REST, type RESTPostAPIChannelMessageResult, Routes } from 'discord.js'
import { type ChannelId, type MessageId, messageId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Announcer } from '../player/ports.ts'
import type { InvalidRequests } from './invalid-requests.ts'
import type { RefusingChannels } from './refusing-channels.ts'
import { noticeView } from './views/notice.ts'
import { bodyOf } from './views/view.ts'
import { wordsFor } from './words/languages.ts'

/**
 * Posts what happened as a message in the channel, in the server's language; mentions nobody. A channel that refuses is left
 * alone until something there changes, and all are while Discord refuses many requests.
 */
export class ChannelAnnouncer implements Announcer {
  readonly #client: Client
  readonly #rest: REST
  readonly #log: Log
  readonly #refusing: RefusingChannels
  readonly #invalid: Pick<InvalidRequests, 'mayAnnounce'>
  readonly #messageContent: boolean

  /** `messageContent`: whether what's written in a request channel is a request. */
  constructor(
    client: Client,
    invalid: Pick<InvalidRequests, 'mayAnnounce'>,
    refusing: RefusingChannels,
    log: Log,
    messageContent = false,
  ) {
    this.#client = client
    this.#rest = client.rest
    this.#log = log
    this.#invalid = invalid
    this.#refusing = refusing
    this.#messageContent = messageContent
  }

  async announce(
    channelId: ChannelId,
    notice: Notice,
    language: GuildSettings['language'],
  ): Promise<MessageId | null> {
    if (this.#refusing.has(channelId) || !this.#invalid.mayAnnounce) return null
    const shown = noticeView(
      notice,
      this.#messageContent,
    )(wordsFor(language === 'auto' ? this.#localeOf(channelId) : language))
    const body = { ...bodyOf(shown), allowed_mentions: { parse: [] } }
    try {
      // Requests of one channel queue up inside the REST client, so the order is kept.
      const posted = await this.#rest.post(Routes.channelMessages(channelId), { body })
      return messageId((posted as RESTPostAPIChannelMessageResult).id)
    } catch (error) {
      const silenced = this.#refusing.add(channelId, error)
      const fields = { channelId, kind: notice.kind, ...reasonOf(error) }
      this.#log.info(
        silenced
          ? 'a channel refuses announcements: none go there until it changes'
          : 'couldn’t post to the channel',
        fields,
      )
      return null
    }
  }

  /** The server's; null for a channel that isn't known. */
  #localeOf(channelId: ChannelId): string | null {
    const channel = this.#client.channels.cache.get(channelId)
    return channel === undefined || channel.isDMBased() ? null : channel.guild.preferredLocale
  }
}
