/** A station as a directory lists it; what else radio-browser tells of one is left out. */
export interface Listed {
  readonly stationuuid: string
  readonly name: string
  readonly url: string
  readonly countrycode?: string
  readonly codec?: string
  readonly bitrate?: number
  readonly hls?: number
  readonly lastcheckok?: number
  readonly clickcount?: number
}

export const uuid = (number: number): string =>
  `${String(number).padStart(8, '0')}-0601-11e8-ae97-52543be04c81`

/**
 * A directory of stations on loopback that speaks radio-browser's protocol (https://api.radio-browser.info):
 * the advanced search by name, and the click that's counted.
 */
export class LocalDirectory implements AsyncDisposable {
  /** Paths and queries of the requests so far. */
  readonly asked: string[] = []
  readonly agents = new Set<string | null>()
  /** Ids of stations whose click was counted. */
  readonly clicks: string[] = []
  /** Answers in place of its own, if it has one. */
  spoiled: (() => Response | Promise<Response>) | null = null
  listed: readonly Listed[]
  readonly #server: Bun.Server<undefined>

  constructor(listed: readonly Listed[]) {
    this.listed = listed
    this.#server = Bun.serve({
      ...{ hostname: '127.0.0.1', port: 0, idleTimeout: 0 },
      fetch: (request) => this.#answer(request),
    })
  }

  get url(): string {
    return this.#server.url.href.replace(/\/$/, '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }

  #answer({ url, headers }: Request): Response | Promise<Response> {
    const { pathname, search, searchParams } = new URL(url)
    this.asked.push(pathname + search)
    this.agents.add(headers.get('user-agent'))
    if (this.spoiled !== null) return this.spoiled()
    if (pathname === '/json/stations/search') return Response.json(this.#found(searchParams))
    const [, id] = /^\/json\/url\/([\da-f-]{36})$/.exec(pathname) ?? []
    const station = this.listed.find(({ stationuuid }) => stationuuid === id)
    if (id === undefined || station === undefined)
      return Response.json({ ok: false, message: 'did not find station' }, { status: 404 })
    this.clicks.push(id)
    const { name } = station
    const told = { ok: true, message: 'retrieved station url', stationuuid: id, name }
    return Response.json({ ...told, url: station.url })
  }

  #found(asked: URLSearchParams): readonly Listed[] {
    const name = (asked.get('name') ?? '').toLowerCase()
    const sign = asked.get('reverse') === 'true' ? -1 : 1
    const clicks = ({ clickcount = 0 }: Listed) =>
      asked.get('order') === 'clickcount' ? clickcount : 0
    return this.listed
      .filter((one) => one.name.toLowerCase().includes(name))
      .filter((one) => asked.get('hidebroken') !== 'true' || one.lastcheckok !== 0)
      .toSorted((a, b) => sign * (clicks(a) - clicks(b)))
      .slice(0, Number(asked.get('limit') ?? 100_000))
  }
}
