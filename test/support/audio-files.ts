import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { madeOnce } from './made-once.ts'

/** A folder of audio that FFmpeg synthesises for one test file; disposing it deletes it. */
export class AudioFiles implements AsyncDisposable {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(): Promise<AudioFiles> {
    return new AudioFiles(await mkdtemp(join(tmpdir(), 'audio-files-')))
  }

  /**
   * A file of FFmpeg's `source` (a lavfi graph), in the format that the name and `args` ask for: a
   * copy of what this FFmpeg once made of them. `args` name no files.
   */
  async make(name: string, source: string, ...args: string[]): Promise<string> {
    const recipe = JSON.stringify([name, source, args, await installedFfmpeg()])
    const made = await madeOnce('audio', recipe, async (folder) => {
      await mkdir(folder)
      await ffmpeg('-f', 'lavfi', '-i', source, ...args, join(folder, name))
    })
    const path = join(this.folder, name)
    await copyFile(join(made, name), path)
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

let installed: Promise<string> | null = null
/** Differs where another FFmpeg is installed. */
function installedFfmpeg(): Promise<string> {
  const path = Bun.which('ffmpeg') ?? ''
  installed ??= stat(path).then(({ size, mtimeMs }) => `${path} ${size} ${mtimeMs}`)
  return installed
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
