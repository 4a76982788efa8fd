import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod } from 'node:fs/promises'
import { unfiltered } from '../../../src/domain/sound.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { FfmpegDecoder, type FfmpegOptions } from '../../../src/engine/portable/ffmpeg-decoder.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles, decodeWithFfmpeg } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const portable = { addon: null }

async function* once(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

/** All that a decoder makes of these bytes. */
async function decode(
  bytes: Uint8Array | string,
  more: Partial<FfmpegOptions> = {},
): Promise<Buffer> {
  using decoder = new FfmpegDecoder({ ffmpegPath: 'ffmpeg', demuxer: 'flac', startMs: 0, ...more })
  void decoder.feed(once(bytes))
  const chunks: Uint8Array[] = []
  for await (const chunk of decoder.pcm()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A program in FFmpeg's place: its own wire end. */
async function program(name: string, script: string): Promise<string> {
  const path = await files.write(name, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

test('a playlist that names a file or an address plays nothing and reaches nothing', async () => {
  const secret = await files.make('secret.wav', 'sine=440:duration=2')
  let visits = 0
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      visits += 1
      return new Response(Bun.file(secret))
    },
  })
  const url = `http://127.0.0.1:${server.port}/secret.wav`
  for (const [name, text] of [
    [
      'hls.m3u8',
      `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
    ],
    ['passwd.mp3', '#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n'],
    ['url.flac', `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${url}\n#EXT-X-ENDLIST\n`],
    ['concat.wav', `ffconcat version 1.0\nfile '${secret}'\n`],
    ['dash.m4a', `<?xml version="1.0"?><MPD><BaseURL>file://${secret}</BaseURL></MPD>`],
    ['script.avs', `WavSource("${secret}")\n`],
  ] as const) {
    using playing = new PlayingSession(portable)
    await playing.play(await files.write(name, text))
    await playing.runUntil('failed')
    expect(playing.link.frames).toHaveLength(0)
    expect(playing.events).toMatchObject([{ kind: 'failed', code: 'not-audio' }])
  }
  expect(visits).toBe(0)
})

test('a playlist behind the first bytes of a real format stays bytes of that format', async () => {
  const secret = await files.make('secret2.wav', 'sine=440:duration=2')
  for (const magic of [
    'fLaC',
    'OggS',
    'RIFF\0\0\0\0WAVE',
    'ID3\x03\0\0\0\0\0\0',
    '\0\0\0\x18ftyp',
  ]) {
    using playing = new PlayingSession(portable)
    const text = `${magic}\n#EXTM3U\n#EXTINF:2,\nfile://${secret}\n#EXT-X-ENDLIST\n`
    await playing.play(await files.write('mixed', text))
    await playing.runUntil('failed')
    expect(playing.link.frames).toHaveLength(0)
  }
})

test('FFmpeg sees nothing of our environment', async () => {
  process.env.SEGUE_TEST_SECRET = 'hunter2'
  const ffmpegPath = await program('env.sh', 'cat > /dev/null; env')
  const seen = (await decode('x', { ffmpegPath })).toString()
  delete process.env.SEGUE_TEST_SECRET
  expect(seen).toContain('PATH=')
  expect(seen).not.toContain('hunter2')
  expect(seen).not.toContain('HOME=')
})

test('FFmpeg is limited in memory, in time and in what it may write', async () => {
  const ffmpegPath = await program('limits.sh', 'cat > /dev/null; ulimit -v; ulimit -t; ulimit -f')
  const [kibibytes, seconds, blocks] = (await decode('x', { ffmpegPath })).toString().split('\n')
  expect(Number(kibibytes)).toBeLessThanOrEqual(2 * 1024 * 1024)
  expect(Number(seconds)).toBeLessThanOrEqual(86_400)
  expect(Number(blocks)).toBe(0)
})

test('an FFmpeg that hangs is ended; one that waits for its source is not', async () => {
  const clock = new ManualClock()
  const ffmpegPath = await program('hang.sh', 'exec sleep 1000')
  using hanging = new FfmpegDecoder({ ffmpegPath, demuxer: 'flac', startMs: 0, clock })
  void hanging.feed(once(new Uint8Array(4 * 1024 * 1024)))
  let failure: unknown = null
  void hanging
    .pcm()
    .next()
    .catch((error) => {
      failure = error
    })
  await until(() => {
    clock.advance(1000)
    return failure !== null
  }, 'the end of it')
  expect(failure).toMatchObject({ code: 'decode-failed', detail: 'FFmpeg hung' })

  const waiting = new FfmpegDecoder({ ffmpegPath, demuxer: 'flac', startMs: 0, clock })
  const end = waiting
    .pcm()
    .next()
    .catch((error) => error)
  for (let n = 0; n < 100; n++) clock.advance(1000)
  waiting[Symbol.dispose]()
  // One that was ended as hanging says so, whatever ends it after that.
  expect(await end).toMatchObject({ code: 'not-audio' })
})

test('a missing FFmpeg is said to be missing', async () => {
  const failure = await decode('x', { ffmpegPath: '/nonexistent/ffmpeg' }).catch((error) => error)
  expect(failure).toMatchObject({ code: 'ffmpeg-missing' })
})

test('no FFmpeg is left when tracks are replaced, sought in and stopped', async () => {
  const ffmpegPath = await program('counted-ffmpeg', 'exec ffmpeg "$@"')
  const long = await files.make('long.flac', 'anoisesrc=d=30:seed=3', '-ac', '2')
  using playing = new PlayingSession({ ...portable, ffmpegPath })
  for (let playId = 1; playId <= 5; playId++) {
    await playing.play(long, { playId })
    if (playId % 2 === 0) await playing.run(60)
    playing.session.seek(20_000)
  }
  await playing.run(60)
  expect(await childrenOf(process.pid, 'ffmpeg')).toBeGreaterThan(0)
  playing.session.stop()
  const noneIsLeft = async () => (await childrenOf(process.pid, 'ffmpeg')) === 0
  await until(noneIsLeft, 'the end of every FFmpeg')
})

test('every container on the list plays for its whole length', async () => {
  const formats: Record<string, readonly string[]> = {
    'a.mp3': [],
    'a.flac': [],
    'a.wav': [],
    'a.opus': ['-c:a', 'libopus'],
    'late.m4a': [],
    'fragmented.m4a': ['-movflags', '+frag_keyframe+empty_moov'],
    'a.webm': ['-c:a', 'libopus'],
    'a.aac': [],
    'a.wma': [],
    'a.ts': ['-c:a', 'aac'],
    'a.wv': [],
    'a.ac3': [],
    'a.aiff': [],
  }
  for (const [name, args] of Object.entries(formats)) {
    const path = await files.make(name, 'sine=440:duration=2', '-ar', '48000', '-ac', '2', ...args)
    using playing = new PlayingSession(portable)
    await playing.play(path)
    await playing.runUntil('ended')
    expect(`${name} ${Math.abs(playing.link.frames.length - 101) <= 4}`).toBe(`${name} true`)
    const decibels = 20 * Math.log10(playing.link.level(20, 80))
    expect(`${name} ${Math.abs(decibels + 24) < 1}`).toBe(`${name} true`)
  }
})

test('a seek is exact to the sample, whatever time the container begins with', async () => {
  for (const [name, demuxer] of [
    ['noise.flac', 'flac'],
    ['noise.wma', 'asf'],
    ['noise.webm', 'matroska'],
  ] as const) {
    const path = await files.make(name, 'anoisesrc=d=3:seed=9', '-ar', '48000', '-ac', '2')
    const whole = await decodeWithFfmpeg(path)
    const bytes = await Bun.file(path).bytes()
    const pcm = await decode(bytes, { demuxer, startMs: 1234 })
    const tail = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength / 2)
    expect(tail).toEqual(whole.slice(((1234 * 48_000) / 1000) * 2))
  }
})

test('what the addon cannot decode goes to FFmpeg at the same position, with its volume', async () => {
  const { addon } = loadAddon()
  const path = await files.make('a.wma', 'sine=440:duration=4', '-ar', '48000', '-ac', '2')
  using playing = new PlayingSession({ addon })
  await playing.play(path, { startMs: 2000, sound: unfiltered(50) })
  await playing.runUntil('ended')
  expect(playing.story[0]).toBe('started')
  expect(playing.link.frames.length).toBeGreaterThan(97)
  expect(playing.link.frames.length).toBeLessThan(105)
  expect(20 * Math.log10(playing.link.level(20, 80))).toBeCloseTo(-30, 0)
})

test('to seek in a program that must be restarted, it is read from its beginning', async () => {
  const path = await files.make('piped.flac', 'sine=440:duration=3', '-ar', '48000', '-ac', '2')
  for (const decoders of [portable, { addon: loadAddon().addon }]) {
    using playing = new PlayingSession(decoders)
    await playing.play({ kind: 'process', argv: ['/bin/cat', path], env: {} }, { startMs: 500 })
    await playing.runUntil('started')
    await playing.run(200)
    const before = playing.link.frames.length
    expect(playing.session.seek(2000)).toBe(2000)
    await playing.runUntil('ended')
    expect(playing.link.frames.length - before).toBe(51)
  }
})

test('a live stream cannot be sought in, and plays from now', async () => {
  const path = await files.make('live.mp3', 'sine=440:duration=5', '-ac', '2')
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async () => new Response(await Bun.file(path).bytes()),
  })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  for (const decoders of [portable, { addon: loadAddon().addon }]) {
    using playing = new PlayingSession({ ...decoders, policy })
    const url = `http://127.0.0.1:${server.port}/`
    await playing.play({ kind: 'http', url, headers: {}, live: true })
    await playing.runUntil('started')
    expect(playing.events[0]).toMatchObject({ seekable: false })
    expect(() => playing.session.seek(1000)).toThrow('not-seekable')
    await playing.run(500)
    expect(playing.link.frames.length).toBeGreaterThan(20)
  }
})

test('a station that sends from the middle of a frame plays, HE-AAC too', async () => {
  const path = await files.make('station.aac', 'sine=440:duration=5', '-ar', '22050', '-ac', '2')
  const bytes = (await Bun.file(path).bytes()).subarray(777)
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => new Response(bytes, { headers: { 'content-type': 'audio/aacp' } }),
  })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  for (const decoders of [portable, { addon: loadAddon().addon }]) {
    using playing = new PlayingSession({ ...decoders, policy })
    const url = `http://127.0.0.1:${server.port}/`
    await playing.play({ kind: 'http', url, headers: {}, live: true })
    await playing.runUntil('started')
    await playing.run(2000)
    expect(20 * Math.log10(playing.link.level(20, 80))).toBeCloseTo(-24, 0)
  }
})

/** Children of a process, and theirs, that run a program of this name. */
async function childrenOf(pid: number, name: string): Promise<number> {
  const child = Bun.spawn(['ps', '-e', '-o', 'ppid=,stat=,comm='], { stdout: 'pipe' })
  const lines = (await child.stdout.text()).trim().split('\n')
  return lines.filter((line) => {
    const [parent, stat = '', command] = line.trim().split(/\s+/)
    return Number(parent) === pid && !stat.startsWith('Z') && command === name
  }).length
}
