import { join } from 'node:path'

/** What waits for a test's word, by name. */
export class Gates {
  readonly #gates = new Map<string, PromiseWithResolvers<void>>()
  readonly #asked = new Map<string, PromiseWithResolvers<void>>()

  of(name: string): PromiseWithResolvers<void> {
    return entry(this.#gates, name)
  }

  /** Resolved once somebody waits. */
  asked(name: string): PromiseWithResolvers<void> {
    return entry(this.#asked, name)
  }
}

function entry(
  map: Map<string, PromiseWithResolvers<void>>,
  name: string,
): PromiseWithResolvers<void> {
  const known = map.get(name) ?? Promise.withResolvers<void>()
  map.set(name, known)
  return known
}

/** Files below `folder`, with ranges; below `held-…/` once that gate is open. */
export function serveFiles(folder: string, gates: Gates): Bun.Server<undefined> {
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const path = decodeURIComponent(new URL(request.url).pathname)
      const [, held, name = path] = /^\/(held-\w+)(\/.*)$/.exec(path) ?? []
      if (held !== undefined) {
        gates.asked(held).resolve()
        await gates.of(held).promise
      }
      const file = Bun.file(join(folder, name))
      if (!(await file.exists())) return new Response('no', { status: 404 })
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? []
      if (from === undefined) return new Response(file, { headers: { 'accept-ranges': 'bytes' } })
      const end = to === '' || to === undefined ? file.size - 1 : Number(to)
      const headers = { 'content-range': `bytes ${from}-${end}/${file.size}` }
      return new Response(file.slice(Number(from), end + 1), { status: 206, headers })
    },
  })
}
