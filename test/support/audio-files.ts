import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of audio that FFmpeg synthesises for one test file; disposing it deletes it. */
export class AudioFiles implements AsyncDisposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(): Promise<AudioFiles> {
    return new AudioFiles(await mkdtemp(join(tmpdir(), 'audio-files-')))
  }

  /** A file of FFmpeg's `source` (a lavfi graph), in the format that the name and `args` ask for. */
  async make(name: string, source: string, ...args: string[]): Promise<string> {
    const path = join(this.folder, name)
    await ffmpeg('-f', 'lavfi', '-i', source, ...args, path)
    return path
  }

  /** A file with these very bytes. */
  async write(name: string, bytes: Uint8Array | string): Promise<string> {
    const path = join(this.folder, name)
    await Bun.write(path, bytes)
    return path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** FFmpeg takes 3 dB from one channel that becomes two. */
const MONO_AS_LOUD = "volume='if(eq(nb_channels,1),sqrt(2),1)':precision=float"

/** FFmpeg's own decode of a file: 48 kHz stereo, interleaved; one channel as loud as it is on both sides. */
export async function decodeWithFfmpeg(path: string, ...args: string[]): Promise<Int16Array> {
  const stereo = ['-f', 's16le', '-ar', '48000', '-ac', '2']
  const pcm = await ffmpeg('-i', path, '-af', MONO_AS_LOUD, ...args, ...stereo, 'pipe:1')
  return new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength >> 1)
}

/** Runs FFmpeg; resolves with what it wrote to its standard output. */
export async function ffmpeg(...args: string[]): Promise<Uint8Array> {
  const child = Bun.spawn(['ffmpeg', '-v', 'error', '-nostdin', '-y', ...args], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [output, complaint] = await Promise.all([child.stdout.bytes(), child.stderr.text()])
  if ((await child.exited) !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${complaint}`)
  return output
}
