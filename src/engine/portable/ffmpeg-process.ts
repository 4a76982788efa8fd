import type { ChildProcess } from 'node:child_process'
import prism from 'prism-media'
import { SAMPLE_RATE_HZ } from '../../base/opus-frame.ts'
import { limitedBy } from '../../base/process-limits.ts'
import type { Demuxer } from './sniff.ts'

/** Limits on one FFmpeg. */
const LIMITS = {
  /** Mostly mapped libraries, hence so much. */
  addressSpaceBytes: 2 * 1024 ** 3,
  /** Enough for a radio station that plays for half a year. */
  cpuSeconds: 86_400,
  fileBytes: 0,
}
const MAX_ALLOC_BYTES = 128 * 1024 ** 2
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What FFmpeg should decode, and how. */
export interface FfmpegCommand {
  readonly ffmpegPath: string
  readonly demuxer: Demuxer
  /**
   * Decoding starts at the beginning; everything before this position is dropped, to the sample.
   */
  readonly startMs: number
}

/** The command line after `env`. */
export function ffmpegArgs({ ffmpegPath, demuxer, startMs }: FfmpegCommand): string[] {
  return [
    // `env -i`: nothing of ours (the bot's token!) is in the environment of a decoder of hostile bytes.
    ['-i', 'LC_ALL=C', `PATH=${PATH}`, ...limitedBy(LIMITS), ffmpegPath],
    ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info'],
    ['-max_alloc', String(MAX_ALLOC_BYTES), '-threads', '1'],
    ['-protocol_whitelist', 'pipe', '-f', demuxer, '-i', 'pipe:0'],
    // Without `-map`, FFmpeg takes the default track of sound.
    ['-vn', '-sn', '-dn'],
    ['-af', [MONO_AS_LOUD, ...(startMs > 0 ? [after(startMs)] : [])].join()],
    ['-f', 's16le', '-c:a', 'pcm_s16le', '-ar', `${SAMPLE_RATE_HZ}`, '-ac', '2'],
  ].flat()
}

/** Starts FFmpeg with pipes for bytes in, PCM out and its report. */
export function startFfmpeg(command: FfmpegCommand): ChildProcess {
  // prism looks for an FFmpeg by running one, blocking the thread; ours is named by the settings, and
  // runs behind `env` and `prlimit`.
  prism.FFmpeg.getInfo = () => ({ command: 'env', info: '', version: '', output: '' })
  const ffmpeg = new prism.FFmpeg({ args: ffmpegArgs(command) })
  // prism repeats the errors of its pipes, which break whenever a decoder is stopped in the middle.
  ffmpeg.on('error', () => undefined)
  return ffmpeg.process
}

/**
 * FFmpeg makes mono 3 dB quieter when it becomes stereo; an Opus packet that's passed through loses
 * nothing.
 */
const MONO_AS_LOUD = "volume='if(eq(nb_channels,1),sqrt(2),1)':precision=float"

/**
 * Drops everything before the position. Samples are counted, since a container's times, which '-ss'
 * uses, needn't begin at zero.
 */
const after = (startMs: number) => `asetpts=N/SR/TB,atrim=start=${(startMs / 1000).toFixed(3)}`
