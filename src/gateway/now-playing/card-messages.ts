import {
  DiscordAPIError,
  makeURLSearchParams,
  type REST,
  RESTJSONErrorCodes,
  type RESTPatchAPIChannelMessageResult,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js'
import { type ChannelId, messageId } from '../../base/ids.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { InvalidRequests } from '../invalid-requests.ts'
import type { CardPlace } from '../ports.ts'
import type { RefusingChannels } from '../refusing-channels.ts'
import { bodyOf, carriesFile, type Shown } from '../views/view.ts'
import { fileIdIn } from './file-id.ts'

/** So many messages below a card push it out of sight. */
const BURIED_BELOW = 5

/** What a message has taken: Discord's id of the file that it shows; null: none, or it tells none. */
interface Taken {
  readonly fileId: string | null
}

/** `refused`: Discord takes no message of that content. */
export type Posted = (CardPlace & Taken) | 'refused' | 'failed'
/** `gone`: the message, or all that could be seen of it. */
export type Edited = Taken | 'gone' | 'refused' | 'failed'

/** Posts, changes and deletes cards. Asks nothing of a channel that refuses. Never rejects. */
export class CardMessages {
  readonly #rest: REST
  readonly #refusing: RefusingChannels
  readonly #invalid: Pick<InvalidRequests, 'mayAnnounce'>
  readonly #log: Log

  constructor(
    rest: REST,
    refusing: RefusingChannels,
    invalid: Pick<InvalidRequests, 'mayAnnounce'>,
    log: Log,
  ) {
    this.#rest = rest
    this.#refusing = refusing
    this.#invalid = invalid
    this.#log = log
  }

  async post(channelId: ChannelId, shown: Shown): Promise<Posted> {
    if (!this.#mayAsk(channelId)) return 'failed'
    try {
      const path = Routes.channelMessages(channelId)
      const posted = (await this.#rest.post(
        path,
        bodyFor(shown),
      )) as RESTPostAPIChannelMessageResult
      return { channelId, messageId: messageId(posted.id), fileId: fileIdIn(posted.components) }
    } catch (error) {
      return isOfFile(shown, error) ? 'refused' : this.#failed(channelId, error)
    }
  }

  async edit({ channelId, messageId }: CardPlace, shown: Shown): Promise<Edited> {
    if (!this.#mayAsk(channelId)) return 'failed'
    try {
      const path = Routes.channelMessage(channelId, messageId)
      const edited = await this.#rest.patch(path, bodyFor(shown))
      return { fileId: fileIdIn((edited as RESTPatchAPIChannelMessageResult).components) }
    } catch (error) {
      if (isGone(error)) return 'gone'
      return isOfFile(shown, error) ? 'refused' : this.#failed(channelId, error)
    }
  }

  async delete({ channelId, messageId }: CardPlace): Promise<void> {
    if (!this.#mayAsk(channelId)) return
    try {
      await this.#rest.delete(Routes.channelMessage(channelId, messageId))
    } catch (error) {
      if (!isGone(error)) this.#failed(channelId, error)
    }
  }

  /**
   * Whether it has scrolled out of sight. In a channel whose history the bot may not read Discord
   * shows it no messages, so the card stays where it is.
   */
  async isBuried({ channelId, messageId }: CardPlace): Promise<boolean> {
    if (!this.#mayAsk(channelId)) return false
    const query = makeURLSearchParams({ after: messageId, limit: BURIED_BELOW })
    try {
      const below = await this.#rest.get(Routes.channelMessages(channelId), { query })
      return Array.isArray(below) && below.length >= BURIED_BELOW
    } catch (error) {
      this.#failed(channelId, error)
      return false
    }
  }

  #mayAsk(channelId: ChannelId): boolean {
    return !this.#refusing.has(channelId) && this.#invalid.mayAnnounce
  }

  #failed(channelId: ChannelId, error: unknown): 'refused' | 'failed' {
    const silenced = this.#refusing.add(channelId, error)
    this.#log.info(
      silenced
        ? 'a channel refuses the now-playing card: none goes there until it changes'
        : 'couldn’t change the now-playing card',
      { channelId, ...reasonOf(error) },
    )
    return codeFrom(error) === RESTJSONErrorCodes.InvalidFormBodyOrContentType
      ? 'refused'
      : 'failed'
  }
}

/** A request's body and files. The card pings nobody. */
function bodyFor(shown: Shown) {
  const { files = [], ...body } = bodyOf(shown)
  const sent = files.map(({ name, attachment }) => ({ name, data: attachment }))
  const named = sent.map(({ name }, at) => ({ id: String(at), filename: name }))
  const kept = 'attachments' in body ? body.attachments : []
  const attachments = 'attachments' in body ? { attachments: [...kept, ...named] } : {}
  return { body: { ...body, ...attachments, allowed_mentions: { parse: [] } }, files: sent }
}

/** Whether the file may be why it's refused: that the bot may attach none there is no reason to be silent. */
function isOfFile(shown: Shown, error: unknown): boolean {
  const code = codeFrom(error)
  return (
    carriesFile(shown) &&
    (code === RESTJSONErrorCodes.MissingPermissions ||
      code === RESTJSONErrorCodes.RequestEntityTooLarge)
  )
}

function isGone(error: unknown): boolean {
  const code = codeFrom(error)
  return code === RESTJSONErrorCodes.UnknownMessage || code === RESTJSONErrorCodes.UnknownChannel
}

/** Discord's code; null: it's no answer of Discord's. */
const codeFrom = (error: unknown): number | string | null =>
  error instanceof DiscordAPIError ? error.code : null
