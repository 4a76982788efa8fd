/** A page of the test site, by its path. */
export type Pages = Readonly<
  Record<string, string | ((request: Request) => Response | Promise<Response>)>
>

export interface Site extends Disposable {
  readonly port: number
  readonly url: string
  /** "METHOD /path" of each request so far. */
  readonly requests: string[]
}

/** A web site on loopback; strings are served as HTML. */
export function site(pages: Pages): Site {
  const requests: string[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      const { pathname } = new URL(request.url)
      requests.push(`${request.method} ${pathname}`)
      const page = pages[pathname]
      if (page === undefined) return new Response('no such page', { status: 404 })
      if (typeof page !== 'string') return page(request)
      return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
    },
  })
  const port = server.port ?? 0
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.dispose]: () => void server.stop(true),
  }
}

/** One second of a 440 Hz sine at 8 kHz, 8-bit unsigned PCM in a WAV file, made here. */
export function wav(): Uint8Array<ArrayBuffer> {
  const samples = 8000
  const bytes = new Uint8Array(44 + samples)
  const view = new DataView(bytes.buffer)
  const tag = (text: string, at: number) => bytes.set(new TextEncoder().encode(text), at)
  tag('RIFF', 0)
  view.setUint32(4, 36 + samples, true)
  tag('WAVEfmt ', 8)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, 8000, true)
  view.setUint32(28, 8000, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  tag('data', 36)
  view.setUint32(40, samples, true)
  for (let n = 0; n < samples; n++) {
    bytes[44 + n] = 128 + Math.round(100 * Math.sin((2 * Math.PI * 440 * n) / 8000))
  }
  return bytes
}

export function audio(type = 'audio/wav', bytes = wav()): () => Response {
  return () => new Response(bytes, { headers: { 'content-type': type } })
}
