/** What a client submits. */
export interface Submission {
  readonly user: string
  readonly kind: string
  readonly payload: readonly {
    readonly listened_at?: number
    readonly track_metadata: {
      readonly artist_name: string
      readonly track_name: string
      readonly additional_info?: Readonly<Record<string, unknown>>
    }
  }[]
}

/**
 * A server that speaks ListenBrainz' protocol as https://listenbrainz.readthedocs.io documents it
 * ("Core", "JSON documentation"): a token for each user in `Authorization: Token …`, `GET
 * /1/validate-token` and `POST /1/submit-listens`, with 400 for a body that's none and 401 for a token
 * that's nobody's.
 */
export class ListenBrainzServer implements Disposable {
  /** Users by token. */
  readonly users = new Map<string, string>()
  readonly submitted: Submission[] = []
  /** Answers in its place, unless that's null. */
  instead: (request: Request) => Response | Promise<Response> | null = () => null
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const instead = this.instead(request)
      if (instead !== null) return instead
      const [, token = ''] = /^Token (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
      const user = this.users.get(token)
      const { pathname } = new URL(request.url)
      if (pathname === '/1/validate-token') return Response.json(validity(user))
      if (pathname !== '/1/submit-listens' || request.method !== 'POST')
        return error(404, 'no such page')
      if (user === undefined) return error(401, 'Invalid authorization token.')
      return this.#submit(user, await request.text())
    },
  })

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  /** Titles of that kind, in the order in which they came. */
  titles(user: string, kind: 'single' | 'playing_now' | 'import'): string[] {
    return this.submitted
      .filter((one) => one.user === user && one.kind === kind)
      .flatMap(({ payload }) => payload.map((listen) => listen.track_metadata.track_name))
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }

  #submit(user: string, text: string): Response {
    const { listen_type: kind, payload } = JSON.parse(text)
    const isKnown = ['single', 'playing_now', 'import'].includes(kind) && Array.isArray(payload)
    const isSound =
      isKnown &&
      (kind === 'import' ? payload.length > 0 : payload.length === 1) &&
      payload.every(
        ({ listened_at: at, track_metadata: track }: Submission['payload'][number]) =>
          (kind === 'playing_now' ? at === undefined : Number.isInteger(at)) &&
          typeof track?.artist_name === 'string' &&
          typeof track.track_name === 'string',
      )
    if (!isSound) return error(400, 'JSON document must contain a payload.')
    this.submitted.push({ user, kind, payload })
    return Response.json({ status: 'ok' })
  }
}

const validity = (user: string | undefined) =>
  user === undefined
    ? { code: 200, message: 'Token invalid.', valid: false }
    : { code: 200, message: 'Token valid.', valid: true, user_name: user }

const error = (code: number, message: string) =>
  Response.json({ code, error: message }, { status: code })
