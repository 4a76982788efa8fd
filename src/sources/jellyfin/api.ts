import type { Clock } from '../../base/clock.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import type { MediaServer } from '../../base/media-server.ts'
import { type Fields, fieldsOf, nameOf } from '../music-servers/answer.ts'
import type { Service } from '../service.ts'
import type { Asking } from '../source.ts'
import { isRefusal, JellyfinSession, type SignedIn } from './session.ts'

/** What's typed is typed again a moment later, by somebody else too. */
const KEPT = { forMs: 30_000, missForMs: 30_000 }

/** Members write ids into handles, and ".." or a slash, however it's encoded, would lead elsewhere on the server. */
const STEP = /^[\w-]+(?:\.\w+)?$/

type Parameters = Readonly<Record<string, string>>

/** Who asks; nobody in particular while somebody types. */
export type Asker = Partial<Pick<Asking, 'server'>> & Pick<Asking, 'signal'>

/** Requests to a Jellyfin server, in the name of its user. */
export class JellyfinApi implements AsyncDisposable {
  readonly #url: string
  readonly #service: Service
  readonly #session: JellyfinSession

  constructor(server: MediaServer, service: Service, clock: Clock) {
    this.#url = server.url
    this.#service = service
    this.#session = new JellyfinSession(server, service, clock)
  }

  /** Whether the server doesn't let the bot in. */
  get refused(): boolean {
    return this.#session.refused
  }

  /** Items of all folders that the user sees. `isKept`: whether the answer is remembered for a moment. */
  async items(asked: Parameters, asker: Asker, isKept = false): Promise<Fields> {
    const all = { recursive: 'true', ...asked }
    const answer = fieldsOf(await this.ask(['Items'], all, asker, isKept))
    if (!Array.isArray(answer.Items)) throw new SegueError('unsupported', 'no list of items')
    return answer
  }

  /** What the server has there; null: no such thing. */
  async ask(
    path: readonly string[],
    asked: Parameters,
    asker: Asker,
    isKept = false,
  ): Promise<unknown> {
    return await this.#asWho(asker.signal, (who) => this.#request(path, asked, asker, isKept, who))
  }

  /** A file that the server has there; null: no such thing. */
  async bytes(path: readonly string[], asked: Parameters, { server, signal }: Asking) {
    const url = this.address(path, asked)
    return await this.#asWho(signal, ({ headers }) =>
      this.#service.bytes({ url, headers: { ...headers, accept: '*/*' }, server }, signal),
    )
  }

  /** Tells the server something of `device`, which has a session of its own beside the others. */
  async report(
    path: readonly string[],
    body: object,
    device: string,
    signal: AbortSignal,
  ): Promise<void> {
    const send = { method: 'POST', body: JSON.stringify(body), type: 'application/json' } as const
    const url = this.address(path, {})
    await this.#asWho(signal, async (who) => {
      await this.#service.text(
        { url, headers: who.headersOf(device), send, server: device },
        signal,
      )
    })
  }

  /** Of a file's request. They hold a secret. */
  async headers(): Promise<Readonly<Record<string, string>>> {
    return (await this.#session.signedIn()).headers
  }

  /** It holds no secret. Throws 'gone' for a step of a path that no id of Jellyfin's is, like "..". */
  address(path: readonly string[], asked: Parameters): string {
    if (!path.every((step) => STEP.test(step))) throw new SegueError('gone', 'no id')
    const query = new URLSearchParams(asked).toString()
    const whole = `${this.#url}/${path.map(encodeURIComponent).join('/')}`
    return query === '' ? whole : `${whole}?${query}`
  }

  /** Signs in; resolves with what runs there. */
  async greet(signal: AbortSignal): Promise<string> {
    const url = this.address(['System', 'Info', 'Public'], {})
    const version = nameOf(fieldsOf(await this.#service.json({ url }, signal)).Version)
    if (version === null) throw new SegueError('unsupported', 'no Jellyfin server')
    await this.#session.signedIn()
    return `Jellyfin ${version}`
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]()
  }

  /** Does it once more where the server has ended the session meanwhile. */
  async #asWho<T>(signal: AbortSignal, work: (who: SignedIn) => Promise<T>): Promise<T> {
    const who = await this.#session.signedIn()
    try {
      return await work(who)
    } catch (error) {
      signal.throwIfAborted()
      if (!isRefusal(error)) throw error
      await this.#session.forget(who)
      return await work(await this.#session.signedIn())
    }
  }

  async #request(
    path: readonly string[],
    asked: Parameters,
    { server, signal }: Asker,
    isKept: boolean,
    { userId, headers }: SignedIn,
  ): Promise<unknown> {
    signal.throwIfAborted()
    const url = this.address(path, { userId, ...asked })
    const how = { ...(server && { server }), ...(isKept && { keep: KEPT }) }
    return await this.#service.json({ url, headers, ...how }, signal).catch((error: unknown) => {
      // Jellyfin answers so where an id isn't one.
      const isNoId = codeOf(error) === 'http-status' && /^HTTP 400$/.test(detailOf(error) ?? '')
      if (isNoId) return null
      throw error
    })
  }
}

const detailOf = (error: unknown): string | null =>
  error instanceof SegueError ? error.detail : null
