import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { YtdlpAccess } from '../../src/sources/yt-dlp-command.ts'

/** Nothing of what helps against refusals. */
export const noAccess: YtdlpAccess = {
  cookiesFile: null,
  proxy: null,
  sourceAddress: null,
  pluginDir: null,
  potProviderUrl: null,
}

/** yt-dlp as `YTDLP_PATH` names it, or where script/bootstrap puts it. */
export function ytdlpProgram(): string {
  const program = process.env.YTDLP_PATH ?? resolve(import.meta.dir, '../../.venv/bin/yt-dlp')
  if (!existsSync(program)) {
    throw new Error(`yt-dlp is missing at ${program}: run script/bootstrap or set YTDLP_PATH`)
  }
  return program
}
