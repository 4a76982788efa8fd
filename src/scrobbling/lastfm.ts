import { createHash } from 'node:crypto'
import type { ClientKeys } from '../base/client-keys.ts'
import { SegueError } from '../base/error.ts'
import type { Listen } from '../domain/listen.ts'
import type { Service } from '../sources/service.ts'
import { fieldsOf, textIn } from './fields.ts'
import type { ListenService, PastListen, Submitted } from './ports.ts'

/** Where members allow an application of Last.fm's, whose API has a host of its own. */
const LASTFM_API = 'ws.audioscrobbler.com'
const LASTFM_PAGE = 'https://www.last.fm/api/auth/'

/** Codes of errors (https://www.last.fm/api/errorcodes). */
const INVALID_PARAMETERS = 6
const INVALID_SESSION = 9
const UNAUTHORIZED_TOKEN = 14
/** The token doesn't exist, or has expired. */
const BAD_TOKEN: ReadonlySet<unknown> = new Set([4, 15])
const RATE_LIMITED = 29
const PASSING: ReadonlySet<unknown> = new Set([8, 11, 16])
/** Statuses that come with such a code. */
const WITH_CODE = [400, 401, 403]

type Fields = Readonly<Record<string, string>>

/**
 * Last.fm's protocol (https://www.last.fm/api/desktopauth and https://www.last.fm/api/scrobbling):
 * calls are signed with the host's secret, and made in a member's name with the key of a session that
 * the member has allowed on a page of Last.fm's.
 */
export class LastFm implements ListenService {
  readonly name = 'lastfm'
  readonly #url: string
  readonly #keys: ClientKeys
  readonly #service: Service

  /** `url`: of the API, as in https://ws.audioscrobbler.com/2.0/. */
  constructor(url: string, keys: ClientKeys, service: Service) {
    this.#url = url
    this.#keys = keys
    this.#service = service
  }

  /** A token for a member to allow, and the page where they do. */
  async newToken(signal: AbortSignal): Promise<{ readonly token: string; readonly page: string }> {
    const token = textIn((await this.#call('auth.getToken', {}, signal)).token)
    if (token === null || !TOKEN.test(token)) throw new SegueError('unsupported', 'no token')
    const { host, origin } = new URL(this.#url)
    const base = host === LASTFM_API ? LASTFM_PAGE : `${origin}/api/auth/`
    const query = new URLSearchParams({ api_key: this.#keys.id, token })
    return { token, page: `${base}?${query}` }
  }

  /** The session that a member has allowed with that token; null: they haven't, or it's too old. */
  async sessionOf(token: string, signal: AbortSignal) {
    if (!TOKEN.test(token)) return null
    const answer = await this.#call('auth.getSession', { token }, signal)
    if (answer.error === UNAUTHORIZED_TOKEN || BAD_TOKEN.has(answer.error)) return null
    const session = fieldsOf(answer.session)
    const [name, key] = [textIn(session.name), textIn(session.key)]
    if (name === null || key === null) throw new SegueError('unsupported', 'no session')
    return { name, key }
  }

  async nowPlaying(key: string, listen: Listen, signal: AbortSignal): Promise<void> {
    const fields = { ...fieldsFor(listen, ''), sk: key }
    await this.#call('track.updateNowPlaying', fields, signal)
  }

  async submit(
    key: string,
    listens: readonly PastListen[],
    signal: AbortSignal,
  ): Promise<Submitted> {
    const fields = listens.map((listen, index) => ({
      ...fieldsFor(listen, `[${index}]`),
      [`timestamp[${index}]`]: String(Math.floor(listen.at.getTime() / 1_000)),
    }))
    const all: Fields = Object.assign({ sk: key }, ...fields)
    const { error, scrobbles } = await this.#call('track.scrobble', all, signal)
    if (error === INVALID_SESSION) return 'unlinked'
    if (error === INVALID_PARAMETERS) return 'refused'
    // What it ignores (an artist that it blocks, a time too long ago) it would ignore again.
    if (scrobbles !== undefined) return 'taken'
    throw new SegueError('unsupported', 'an answer that says nothing')
  }

  /** The answer's fields, with `error` where the call itself was at fault. */
  async #call(method: string, fields: Fields, signal: AbortSignal) {
    const signed = { ...fields, method, api_key: this.#keys.id }
    const sent = { ...signed, api_sig: this.#signatureOf(signed), format: 'json' }
    const send = {
      method: 'POST' as const,
      body: String(new URLSearchParams(sent)),
      type: 'application/x-www-form-urlencoded',
    }
    const asked = { url: this.#url, send, also: WITH_CODE }
    const answer = fieldsOf(await this.#service.json(asked, signal))
    const { error } = answer
    if (error === RATE_LIMITED) throw new SegueError('rate-limited', 'error 29')
    if (PASSING.has(error)) throw new SegueError('source-busy', `error ${error}`)
    const isOurs = typeof error === 'number' && !EXPECTED.has(error)
    if (isOurs) throw new SegueError('http-status', `error ${error}`)
    return answer
  }

  /**
   * MD5 of all parameters in the order of their names, then the secret ("Sign your calls",
   * https://www.last.fm/api/desktopauth).
   */
  #signatureOf(fields: Fields): string {
    const names = Object.keys(fields).sort()
    const text = names.map((name) => name + fields[name]).join('')
    return createHash('md5').update(`${text}${this.#keys.secret}`, 'utf8').digest('hex')
  }
}

const TOKEN = /^[\w-]{1,64}$/
/** What the callers know what to do with. */
const EXPECTED: ReadonlySet<unknown> = new Set([
  ...[INVALID_PARAMETERS, INVALID_SESSION, UNAUTHORIZED_TOKEN],
  ...BAD_TOKEN,
])

function fieldsFor({ artist, title, album, durationMs }: Listen, index: string): Fields {
  return {
    [`artist${index}`]: artist,
    [`track${index}`]: title,
    ...(album !== null && { [`album${index}`]: album }),
    ...(durationMs !== null && { [`duration${index}`]: String(Math.round(durationMs / 1_000)) }),
  }
}
