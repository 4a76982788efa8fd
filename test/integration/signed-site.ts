import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RawServer, rangeStart, rawServer } from '../net/servers.ts'
import { ytdlpProgram } from '../sources/yt-dlp/program.ts'

/** How a site treats what it signs. */
export interface Signing {
  /** By so many bytes a link leads further than the one before it; left out: to the end. */
  readonly bytes?: number
  /** What's answered behind them, once the connection has ended there; 403 unless given. */
  readonly status?: 403 | 410
}

/**
 * A site whose pages each hold one sound, behind a link that's signed anew for each look at the page, as
 * video sites do it. The real yt-dlp reads the pages; each of its runs is noted.
 */
export class SignedSite implements AsyncDisposable {
  /** A program that notes its run and is yt-dlp then. */
  readonly ytdlp: string
  /** "page: number of its ticket" or "link: ticket, status", in order. */
  readonly asked: string[] = []
  /** What else it serves, by path: a type, and a text or bytes. */
  readonly more = new Map<string, () => readonly [string, string | Uint8Array]>()
  #signing: Signing = {}
  readonly #folder: string
  readonly #sounds: ReadonlyMap<string, Uint8Array>
  readonly #web: RawServer
  /** Where each link ends, by its ticket. */
  readonly #ends: number[] = []
  /** Tickets of links that have been refused: so are they whatever is asked from then on. */
  readonly #dead = new Set<number>()
  /** How far any link has led. */
  #furthest = 0

  private constructor(folder: string, sounds: ReadonlyMap<string, Uint8Array>, web: RawServer) {
    this.#folder = folder
    this.#sounds = sounds
    this.#web = web
    this.ytdlp = join(folder, 'yt-dlp')
  }

  /** `sounds`: by the page's name, with the extension of the sound's format. */
  static async start(sounds: ReadonlyMap<string, Uint8Array>): Promise<SignedSite> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-signed-'))
    const web = await rawServer((socket, head) => site.#answer(socket, head))
    const site = new SignedSite(folder, sounds, web)
    await writeFile(site.ytdlp, program(join(folder, 'runs'), site.feed), { mode: 0o755 })
    return site
  }

  /** From now on; nothing has been asked yet. */
  sign(signing: Signing): void {
    this.#signing = signing
    this.#furthest = 0
    this.asked.length = 0
  }

  get host(): string {
    return `127.0.0.1:${this.#web.port}`
  }

  page(name: string): string {
    return `http://${this.host}/page/${name}`
  }

  /** A page that lists the others. */
  get feed(): string {
    return `http://${this.host}/feed/all`
  }

  /** What yt-dlp was run for so far, its version aside: the last argument of each run. */
  async runs(): Promise<string[]> {
    const lines = await readFile(join(this.#folder, 'runs'), 'utf8').catch(() => '')
    return lines.split('\n').filter((line) => line !== '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#web[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true })
  }

  #answer(socket: Socket, head: string): void {
    const path = head.split(' ')[1] ?? ''
    const other = this.more.get(path)
    if (other !== undefined) {
      text(socket, ...other())
      return
    }
    const [, kind = '', name = '', ticket = ''] =
      URL.parse(path, `http://${this.host}`)?.pathname.split('/') ?? []
    const sound = this.#sounds.get(name)
    if (kind === 'feed') text(socket, 'application/rss+xml', this.#feed())
    else if (kind === 'page' && sound !== undefined) text(socket, 'text/html', this.#page(name))
    else if (kind === 'link' && sound !== undefined)
      this.#sound(socket, sound, rangeStart(head) ?? 0, Number.parseInt(ticket, 10))
    else refuse(socket, 404)
  }

  #feed(): string {
    const items = [...this.#sounds.keys()].map(
      (name) => `<item><title>${name}</title><link>${this.page(name)}</link></item>`,
    )
    return `<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>${items.join('')}</channel></rss>`
  }

  #page(name: string): string {
    const { bytes = Number.POSITIVE_INFINITY } = this.#signing
    const ticket = this.#ends.push(this.#furthest + bytes) - 1
    this.asked.push(`page: ${ticket}`)
    const extension = name.split('.').at(-1)
    return `<title>${name}</title><audio src="/link/${name}/${ticket}.${extension}"></audio>`
  }

  #sound(socket: Socket, sound: Uint8Array, from: number, ticket: number): void {
    const end = this.#ends[ticket] ?? 0
    // Players look for an index there, whenever they open it.
    const isTail = from > sound.length * 0.95
    const isRefused = this.#dead.has(ticket) || (from >= end && !isTail)
    if (isRefused) this.#dead.add(ticket)
    const { status = 403 } = this.#signing
    this.asked.push(`link: ${ticket}, ${isRefused ? status : 206}`)
    if (isRefused) {
      refuse(socket, status)
      return
    }
    const rest = sound.subarray(from)
    const handed = isTail ? rest : sound.subarray(from, end)
    if (!isTail) this.#furthest = Math.max(this.#furthest, from + handed.length)
    socket.write(
      `HTTP/1.1 206 Partial Content\r\ncontent-type: audio/webm\r\ncontent-length: ${rest.length}\r\n` +
        `content-range: bytes ${from}-${sound.length - 1}/${sound.length}\r\nconnection: close\r\n\r\n`,
    )
    socket.end(handed)
  }
}

/**
 * Notes its run, and is yt-dlp then; a search on YouTube finds what the site lists. A page whose name ends
 * with a question mark is read at once, for tests in which a busy machine's Python may not take seconds.
 */
const program = (runs: string, feed: string) => `#!/usr/bin/env python3
import json, os, re, sys, urllib.request
*how, asked = sys.argv[1:]
if asked != '--version': open('${runs}', 'a').write(asked + chr(10))
if asked.endswith('?'):
    text = urllib.request.urlopen(asked).read().decode()
    title, src = re.search('<title>(.*)</title><audio src="(.*)">', text).groups()
    url = asked[:asked.index('/page/')] + src
    print(json.dumps({'title': title, 'webpage_url': asked, 'url': url, 'protocol': 'http'}))
    sys.exit()
search = re.match('ytsearch(\\d+):', asked)
if search: how, asked = ['--playlist-end=' + search[1], *how], '${feed}'
os.execv('${ytdlpProgram()}', ['yt-dlp', *how, asked])
`

function text(socket: Socket, type: string, body: string | Uint8Array): void {
  socket.write(
    `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`,
  )
  socket.end(body)
}

function refuse(socket: Socket, status: number): void {
  socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
}
