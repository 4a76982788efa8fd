import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SegueError } from '../../base/error.ts'
import type { GuardedProxy } from '../../net/proxy.ts'
import { YtdlpCommand, type YtdlpCommandOptions } from './command.ts'
import { YtdlpRuns } from './runs.ts'

/** What a page would say, as yt-dlp stores it: of two formats the second is the one to choose. */
const format = (name: string, ext: string, acodec: string) => ({
  ...{ format_id: name, url: `https://probe.invalid/${name}`, ext, acodec },
  ...{ vcodec: 'none', protocol: 'https' },
})
const INFO = {
  ...{ id: 'probe', title: 'probe', extractor: 'generic', extractor_key: 'Generic' },
  webpage_url: 'https://probe.invalid/',
  formats: [format('aac', 'm4a', 'mp4a.40.2'), format('opus', 'webm', 'opus')],
}

/**
 * The version of a yt-dlp that takes all the options that the bot gives it, and chooses and tells a
 * format as ever; asks no site. Rejects with a `SegueError` for any other program.
 */
export async function probeYtdlp(
  options: YtdlpCommandOptions & { readonly proxy: GuardedProxy },
  signal: AbortSignal,
): Promise<string> {
  const access = { ...options.access, cookiesFile: null }
  await using command = new YtdlpCommand({ ...options, access })
  // Of the options alone what it needs: it's no look at a site, so that no metric counts it.
  const { proxy, log } = options
  const runs = new YtdlpRuns(command, { proxy, log })
  const version = await runs.version(signal)
  const file = join(command.folder, 'probe.json')
  await mkdir(command.folder, { recursive: true })
  await writeFile(file, JSON.stringify(INFO))
  const how = ['--flat-playlist', `--load-info-json=${file}`]
  const { entries } = await runs.ask(INFO.webpage_url, how, { from: 1, to: 1 }, signal)
  if (entries[0]?.stream?.url !== INFO.formats[1]?.url)
    throw new SegueError('ytdlp-failed', 'that yt-dlp doesn’t do what’s needed')
  return version
}
