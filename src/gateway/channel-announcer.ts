import { type REST, Routes } from 'discord.js'
import type { ChannelId } from '../base/ids.ts'
import type { Happening } from '../domain/happening.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Announcer } from '../player/ports.ts'
import { fit } from './ui/escape.ts'
import { happeningText } from './ui/happening-text.ts'

/** Says what happened as a message in the channel; mentions nobody. */
export class ChannelAnnouncer implements Announcer {
  readonly #rest: REST
  readonly #log: Log

  constructor(rest: REST, log: Log) {
    this.#rest = rest
    this.#log = log
  }

  announce(channelId: ChannelId, happening: Happening): void {
    const body = { content: fit(happeningText(happening)), allowed_mentions: { parse: [] } }
    // Requests of one channel queue up inside the REST client, so the order is kept.
    this.#rest.post(Routes.channelMessages(channelId), { body }).catch((error: unknown) => {
      this.#log.info('could not announce', { channelId, kind: happening.kind, ...reasonOf(error) })
    })
  }
}
