import type { Log } from '../observability/log.ts'
import { run } from '../sources/subprocess.ts'

const LIMITS = { timeMs: 10_000, outputBytes: 1024 * 1024 }

/**
 * Logs a warning when FFMPEG_PATH isn't a program that runs, before a track needs it. Never
 * rejects.
 */
export async function tellWithoutFfmpeg(ffmpegPath: string, log: Log): Promise<void> {
  const path = Bun.which(ffmpegPath)
  const options = {
    ...{ env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }, cwd: '/', limits: LIMITS },
    signal: new AbortController().signal,
  }
  const asked = path === null ? null : await run(path, ['-version'], options).catch(() => null)
  if (asked?.exitCode === 0 && asked.stdout.toString('utf8').startsWith('ffmpeg ')) return
  log.warn(
    'FFMPEG_PATH isn’t a program that runs, so formats the native engine can’t decode won’t play; install FFmpeg or set FFMPEG_PATH',
    { ffmpegPath },
  )
}
