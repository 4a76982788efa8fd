import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The yt-dlp to use where nobody names one: the update that `script/update-yt-dlp` put into
 * `dataDir`, else the one that `script/bootstrap` puts beside the program, else the one on the PATH.
 */
export function installedYtdlp(dataDir: string): string {
  const updated = join(dataDir, 'yt-dlp', 'bin', 'yt-dlp')
  const bundled = fileURLToPath(new URL('../../.venv/bin/yt-dlp', import.meta.url))
  return [updated, bundled].find((path) => existsSync(path)) ?? 'yt-dlp'
}
