import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Socket } from 'node:net'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { type RawServer, rangeStart, rawServer } from '../../net/servers.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const WAYS = [
  ['native', loadAddon().addon],
  ['portable', null],
] as const

/** A server that knows ranges; `spoil` may write something else instead, and says so by true. */
function fileServer(
  bytes: Uint8Array,
  spoil: (socket: Socket, body: Uint8Array, index: number) => boolean = () => false,
): Promise<RawServer> {
  return rawServer((socket, head, index) => {
    const start = rangeStart(head) ?? 0
    const body = bytes.subarray(start)
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`
    socket.write(
      `HTTP/1.1 206 Partial Content\r\nContent-Length: ${body.length}\r\n` +
        `Content-Range: ${range}\r\nETag: "one"\r\nConnection: close\r\n\r\n`,
    )
    if (!spoil(socket, body, index)) socket.end(body)
  })
}

function playOver(server: RawServer, way: (typeof WAYS)[number][1]): PlayingSession {
  return new PlayingSession({
    addon: way,
    policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
  })
}

const media = (server: RawServer, name: string) =>
  ({ kind: 'http', url: `${server.url}/${name}`, headers: {}, live: false }) as const

for (const [name, way] of WAYS) {
  test(`an MP4 with its index at the end plays and seeks over ranges (${name})`, async () => {
    const path = await files.make('late.m4a', 'sine=440:duration=6', '-ac', '2', '-ar', '48000')
    await using server = await fileServer(await Bun.file(path).bytes())
    using playing = playOver(server, way)
    await playing.play(media(server, 'late.m4a'))
    await playing.runUntil('started')
    expect(playing.events[0]).toMatchObject({ seekable: true })
    await playing.run(500)
    const before = playing.link.frames.length
    expect(playing.session.seek(4000)).toBe(4000)
    await playing.runUntil('ended')
    expect(Math.abs(playing.link.frames.length - before - 101)).toBeLessThanOrEqual(2)
    expect(playing.session.stats().framesMissing).toBe(0)
  })

  test(`connections that break in mid-song are not heard (${name})`, async () => {
    const path = await files.make('noise.flac', 'anoisesrc=d=8:seed=2', '-ac', '2', '-ar', '48000')
    const bytes = await Bun.file(path).bytes()
    await using server = await fileServer(bytes, (socket, body, index) => {
      if (index > 2) return false
      socket.write(body.subarray(0, Math.floor(bytes.length / 4)), () => socket.destroy())
      return true
    })
    using playing = playOver(server, way)
    await playing.play(media(server, 'noise.flac'))
    await playing.runUntil('ended')
    using straight = playOver(server, way)
    await straight.play(path)
    await straight.runUntil('ended')
    expect(server.requests.length).toBeGreaterThan(3)
    expect(playing.link.digests).toEqual(straight.link.digests)
  })
}

test('a web page in place of music, an empty body and a refused address fail by their codes', async () => {
  const answer = (body: string) => (socket: Socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  for (const [body, code] of [
    ['<!DOCTYPE html><html><body>Sign in</body></html>', 'not-audio'],
    ['', 'empty-file'],
  ] as const) {
    await using server = await rawServer(answer(body))
    using playing = playOver(server, WAYS[0][1])
    await playing.play(media(server, 'a.mp3'))
    await playing.runUntil('failed')
    expect(playing.events.at(-1)).toMatchObject({ kind: 'failed', code, expired: false })
  }
  await using server = await rawServer(answer('never asked'))
  using playing = new PlayingSession({ addon: WAYS[0][1] })
  await playing.play(media(server, 'a.mp3'))
  await playing.runUntil('failed')
  expect(playing.events.at(-1)).toMatchObject({ code: 'address-refused' })
  expect(server.requests).toEqual([])
})
