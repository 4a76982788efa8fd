import { join } from 'node:path'
import { encodeWav, renderTune } from '../support/tune.ts'

/** Names in the library of what the bench plays; each lasts longer than the whole run. */
export const OPUS_FILE = 'passthrough.ogg'
export const MP3_FILE = 'transcoding.mp3'
/** The same as MP3_FILE, shorter: the bare loop runs through all of it. */
export const BARE_MP3_FILE = 'bare.mp3'

const LENGTH_S = 900
const BARE_LENGTH_S = 100

/** Writes our own tune as Ogg Opus (48 kHz, 20 ms, 96 kbit/s constant, so that it fits the channel) and MP3 (44.1 kHz, 192 kbit/s), with FFmpeg's encoders. */
export async function makeRecordings(folder: string): Promise<void> {
  const wav = join(folder, 'tune.wav')
  await Bun.write(wav, encodeWav(renderTune()))
  await make(wav, folder, OPUS_FILE, ['-c:a', 'libopus', '-b:a', '96k', '-vbr', 'off'])
  await make(wav, folder, MP3_FILE, ['-c:a', 'libmp3lame', '-b:a', '192k'])
  const short = ['-i', join(folder, MP3_FILE), '-t', String(BARE_LENGTH_S), '-c', 'copy']
  await ffmpeg([...short, join(folder, BARE_MP3_FILE)])
  await Bun.file(wav).delete()
}

/** Encodes once and repeats the packets. */
async function make(wav: string, folder: string, name: string, codec: string[]): Promise<void> {
  const once = join(folder, `once-${name}`)
  await ffmpeg(['-i', wav, ...codec, once])
  const repeat = ['-stream_loop', '-1', '-i', once, '-t', String(LENGTH_S), '-c', 'copy']
  await ffmpeg([...repeat, join(folder, name)])
  await Bun.file(once).delete()
}

async function ffmpeg(args: string[]): Promise<void> {
  const child = Bun.spawn(['ffmpeg', '-nostdin', '-v', 'error', ...args], {
    stdin: 'ignore',
    stderr: 'pipe',
  })
  if ((await child.exited) !== 0) throw new Error(`ffmpeg failed: ${await child.stderr.text()}`)
}
