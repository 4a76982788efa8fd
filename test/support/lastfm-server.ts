import { createHash } from 'node:crypto'

/** A scrobble as it came. */
export interface Scrobble {
  readonly user: string
  readonly artist: string
  readonly track: string
  /** Seconds since 1970; null: it plays now. */
  readonly timestamp: number | null
}

/**
 * A server that speaks Last.fm's protocol as https://www.last.fm/api/desktopauth, /api/scrobbling and
 * /api/errorcodes document it: signed POSTs, tokens that a user allows on a page, sessions, and errors
 * with a code.
 */
export class LastFmServer implements Disposable {
  readonly keys = { id: 'host-key', secret: 'host-secret' }
  readonly scrobbles: Scrobble[] = []
  /** Users by the key of their session. */
  readonly sessions = new Map<string, string>()
  /** Answers in its place, unless that's null. */
  instead: (request: Request) => Response | Promise<Response> | null = () => null
  readonly #tokens = new Map<string, string | null>()
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const instead = this.instead(request)
      if (instead !== null) return instead
      if (request.method !== 'POST') return failed(3, 'use POST')
      return this.#answer(Object.fromEntries(new URLSearchParams(await request.text())))
    },
  })

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/2.0/`
  }

  /** A user opens the page that a client shows, and allows it. */
  allow(page: string, user: string): void {
    const { pathname, searchParams } = new URL(page)
    const token = searchParams.get('token') ?? ''
    const isOurs = pathname === '/api/auth/' && searchParams.get('api_key') === this.keys.id
    if (!isOurs || !this.#tokens.has(token)) throw new Error(`no such page: ${page}`)
    this.#tokens.set(token, user)
  }

  /** What counts as heard, in order; a track that plays now doesn't. */
  heardBy(user: string): string[] {
    return this.scrobbles
      .filter((one) => one.user === user && one.timestamp !== null)
      .map(({ artist, track }) => `${artist} – ${track}`)
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }

  #answer(fields: Record<string, string>): Response {
    const { method, api_key: key, api_sig: signature, sk = '' } = fields
    if (key !== this.keys.id) return failed(10, 'Invalid API key')
    if (signature !== this.#signatureOf(fields)) return failed(13, 'Invalid method signature')
    if (method === 'auth.getToken') return this.#newToken()
    if (method === 'auth.getSession') return this.#newSession(fields.token ?? '')
    const user = this.sessions.get(sk)
    if (user === undefined) return failed(9, 'Invalid session key')
    if (method === 'track.updateNowPlaying') return this.#take(user, fields, [''], true)
    if (method !== 'track.scrobble') return failed(3, 'Invalid Method')
    const indices = Object.keys(fields).flatMap((name) => /^artist(\[\d+\])$/.exec(name)?.[1] ?? [])
    return this.#take(user, fields, indices, false)
  }

  #newToken(): Response {
    const token = crypto.randomUUID().replaceAll('-', '')
    this.#tokens.set(token, null)
    return Response.json({ token })
  }

  /** A token is good for one session. */
  #newSession(token: string): Response {
    const user = this.#tokens.get(token)
    if (user === undefined) return failed(4, 'Invalid authentication token supplied')
    if (user === null) return failed(14, 'This token has not been authorized')
    this.#tokens.delete(token)
    const key = crypto.randomUUID()
    this.sessions.set(key, user)
    return Response.json({ session: { name: user, key, subscriber: 0 } })
  }

  #take(user: string, fields: Record<string, string>, indices: string[], isNow: boolean): Response {
    if (indices.length === 0 || indices.length > 50) return failed(6, 'Invalid parameters')
    for (const index of indices) {
      const [artist, track] = [fields[`artist${index}`], fields[`track${index}`]]
      const timestamp = isNow ? null : Number(fields[`timestamp${index}`])
      if (!artist || !track || Number.isNaN(timestamp)) return failed(6, 'Invalid parameters')
      this.scrobbles.push({ user, artist, track, timestamp })
    }
    const attributes = { accepted: indices.length, ignored: 0 }
    return Response.json(isNow ? { nowplaying: {} } : { scrobbles: { '@attr': attributes } })
  }

  /** "Sign your calls", https://www.last.fm/api/desktopauth; `format` isn't signed. */
  #signatureOf(fields: Record<string, string>): string {
    const signed = Object.entries(fields).filter(([name]) => !['api_sig', 'format'].includes(name))
    const text = signed
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => name + value)
      .join('')
    return createHash('md5')
      .update(text + this.keys.secret)
      .digest('hex')
  }
}

/** Errors come with a status of their own, and with this one for what's not said. */
const STATUS: Readonly<Record<number, number>> = { 6: 400, 11: 503, 16: 503, 29: 429 }

const failed = (error: number, message: string) =>
  Response.json({ error, message }, { status: STATUS[error] ?? 403 })
