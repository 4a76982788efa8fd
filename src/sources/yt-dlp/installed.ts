import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where `script/bootstrap` puts yt-dlp, with a Python, a Deno and what else it uses. */
export const BUNDLED = fileURLToPath(new URL('../../../.venv/bin', import.meta.url))

/** Where an update of yt-dlp lies. */
export const updatedYtdlp = (dataDir: string): string => join(dataDir, 'yt-dlp', 'bin', 'yt-dlp')

/**
 * The yt-dlp to use where nobody names one: the update in `dataDir`, else the one that `script/bootstrap` puts beside the program, else the one on the PATH.
 */
export function installedYtdlp(dataDir: string): string {
  return (
    [updatedYtdlp(dataDir), join(BUNDLED, 'yt-dlp')].find((path) => existsSync(path)) ?? 'yt-dlp'
  )
}
