import { type Client, type REST, Routes } from 'discord.js'
import type { Clock } from '../base/clock.ts'
import type { ChannelId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Announcer } from '../player/ports.ts'
import type { InvalidRequests } from './invalid-requests.ts'
import { RefusingChannels } from './refusing-channels.ts'
import { noticeText } from './views/notice.ts'
import { fit } from './views/title.ts'
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

  constructor(
    client: Client,
    invalid: Pick<InvalidRequests, 'mayAnnounce'>,
    clock: Clock,
    log: Log,
  ) {
    this.#client = client
    this.#rest = client.rest
    this.#log = log
    this.#invalid = invalid
    this.#refusing = new RefusingChannels(client, clock)
  }

  announce(channelId: ChannelId, notice: Notice): void {
    if (this.#refusing.has(channelId) || !this.#invalid.mayAnnounce) return
    const body = {
      content: fit(noticeText(notice, wordsFor(this.#localeOf(channelId)))),
      allowed_mentions: { parse: [] },
    }
    // Requests of one channel queue up inside the REST client, so the order is kept.
    this.#rest.post(Routes.channelMessages(channelId), { body }).catch((error: unknown) => {
      const silenced = this.#refusing.add(channelId, error)
      const fields = { channelId, kind: notice.kind, ...reasonOf(error) }
      this.#log.info(
        silenced
          ? 'a channel refuses announcements: none go there until it changes'
          : 'couldn’t post to the channel',
        fields,
      )
    })
  }
  /** The server's; null for a channel that isn't known. */
  #localeOf(channelId: ChannelId): string | null {
    const channel = this.#client.channels.cache.get(channelId)
    return channel === undefined || channel.isDMBased() ? null : channel.guild.preferredLocale
  }
}
