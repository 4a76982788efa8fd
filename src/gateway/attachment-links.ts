import { DiscordAPIError, HTTPError, type REST } from 'discord.js'
import { SegueError } from '../base/error.ts'

/** Where Discord itself hands out files. */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net'])
const PATH = /^\/(?:ephemeral-)?attachments\/\d+\/\d+\/[^/]+$/
/** A link that ends within this time is renewed: a track takes a while, and this host's clock may be off. */
const MARGIN_MS = 60 * 60_000
/** Renewed links that are remembered, so that a short file in a loop asks once a day. */
const REMEMBERED = 1_000

/**
 * Links of files that people attached to messages and commands. Discord signs them, and they end after
 * about a day ("Reference", section "Signed Attachment CDN URLs"); `POST /attachments/refresh-urls` takes an
 * old one and gives one that's signed anew. It needs no message: that of a command can't be fetched.
 */
export class AttachmentLinks {
  readonly #rest: REST
  readonly #host: string
  readonly #nowMs: () => number
  readonly #renewed = new Map<string, string>()

  /** `apiUrl` is the REST base; a Discord of one's own has its files on the same host. `nowMs` is Unix time. */
  constructor(rest: REST, apiUrl: string, nowMs: () => number = Date.now) {
    this.#rest = rest
    this.#host = new URL(apiUrl).hostname
    this.#nowMs = nowMs
  }

  /**
   * A link to the same file that works for a while: `link` itself unless it's an attachment's that ends.
   * Rejects with 'attachment-gone' when Discord has none, with 'source-lost' when Discord doesn't answer.
   */
  async fresh(link: string, signal: AbortSignal): Promise<string> {
    const url = URL.parse(link)
    if (url === null || !this.#isAttachment(url) || this.#lasts(url, MARGIN_MS)) return link
    // Whatever the signature, it's the same file.
    const file = `${url.origin}${url.pathname}`
    const known = URL.parse(this.#renewed.get(file) ?? '')
    if (known !== null && this.#lasts(known, MARGIN_MS)) return known.href
    try {
      const renewed = await this.#renew(link, signal)
      this.#remember(file, renewed)
      return renewed
    } catch (error) {
      if (!signal.aborted && this.#lasts(url, 0)) return link
      throw error
    }
  }

  #remember(file: string, link: string): void {
    this.#renewed.delete(file)
    this.#renewed.set(file, link)
    const [oldest] = this.#renewed.keys()
    if (this.#renewed.size > REMEMBERED && oldest !== undefined) this.#renewed.delete(oldest)
  }

  #isAttachment({ hostname, pathname, username, password }: URL): boolean {
    const known = HOSTS.has(hostname) || hostname === this.#host
    return known && PATH.test(pathname) && username === '' && password === ''
  }

  /** `ex` is when it ends: seconds of Unix time, in hexadecimal. Without it a link doesn't work. */
  #lasts({ searchParams }: URL, forMs: number): boolean {
    const endsS = Number.parseInt(searchParams.get('ex') ?? '', 16)
    return endsS * 1000 - this.#nowMs() > forMs
  }

  async #renew(link: string, signal: AbortSignal): Promise<string> {
    const answer = await this.#ask(link, signal)
    const url = URL.parse(refreshedIn(answer) ?? '')
    if (url === null || !this.#isAttachment(url)) throw new SegueError('attachment-gone')
    return url.href
  }

  async #ask(link: string, signal: AbortSignal): Promise<unknown> {
    try {
      const body = { attachment_urls: [link] }
      return await this.#rest.post('/attachments/refresh-urls', { body, signal })
    } catch (cause) {
      signal.throwIfAborted()
      const status = statusOf(cause)
      const refused = status !== null && status < 500
      throw new SegueError(refused ? 'attachment-gone' : 'source-lost', 'renewal', { cause })
    }
  }
}

/** The one link of `{ refreshed_urls: [{ original, refreshed }] }`. */
function refreshedIn(answer: unknown): string | null {
  const { refreshed_urls: all } = Object(answer) as { refreshed_urls?: unknown }
  const { refreshed } = Object(Array.isArray(all) ? all[0] : null) as { refreshed?: unknown }
  return typeof refreshed === 'string' ? refreshed : null
}

function statusOf(error: unknown): number | null {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return error.status
  return null
}
