import { createHash } from 'node:crypto'

/** A marked part of a video, in seconds. */
export interface MarkedPart {
  readonly category: string
  readonly segment: readonly [number, number]
  readonly actionType?: string
  readonly videoDuration?: number
}

/**
 * A service that speaks SponsorBlock's protocol as documented at
 * https://wiki.sponsor.ajay.app/w/API_Docs ("GET /api/skipSegments/:sha256HashPrefix"): all videos
 * whose hash begins so, with their segments of the categories and actions that are asked for; 404 with
 * an empty list for none; 400 for a prefix or a list that's none.
 */
export class SponsorBlockServer implements Disposable {
  /** By video. */
  readonly marked = new Map<string, readonly MarkedPart[]>()
  /** What was asked: paths with their queries. */
  readonly asked: string[] = []
  /** Answers in its place, unless that's null. */
  instead: (request: Request) => Response | Promise<Response> | null = () => null
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) => {
      const { pathname, search, searchParams } = new URL(request.url)
      this.asked.push(pathname + search)
      const instead = this.instead(request)
      if (instead !== null) return instead
      const [, prefix] = /^\/api\/skipSegments\/([0-9a-f]{4,32})$/i.exec(pathname) ?? []
      if (prefix === undefined) return new Response('Hash prefix does not match', { status: 400 })
      const categories = listIn(searchParams.get('categories') ?? '["sponsor"]')
      const actions = listIn(searchParams.get('actionTypes') ?? '["skip"]')
      if (categories === null || actions === null) return new Response('bad list', { status: 400 })
      const found = this.#videos(prefix.toLowerCase(), categories, actions)
      return Response.json(found, { status: found.length === 0 ? 404 : 200 })
    },
  })

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }

  #videos(prefix: string, categories: readonly unknown[], actions: readonly unknown[]) {
    return [...this.marked].flatMap(([videoID, parts]) => {
      const hash = hashOf(videoID)
      const segments = parts
        .map((part) => ({ actionType: 'skip', videoDuration: 0, UUID: hash, votes: 1, ...part }))
        .filter((part) => categories.includes(part.category) && actions.includes(part.actionType))
      return hash.startsWith(prefix) && segments.length > 0 ? [{ videoID, hash, segments }] : []
    })
  }
}

export const hashOf = (videoId: string): string =>
  createHash('sha256').update(videoId).digest('hex')

function listIn(text: string): unknown[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}
