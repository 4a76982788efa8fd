import type { Log } from '../../observability/log.ts'
import { cleanText } from '../clean-text.ts'
import { withoutLinks } from '../links.ts'

/** The most warnings that are remembered as logged; beyond it all may be logged again. */
const MAX_SAID = 200
const MAX_PER_RUN = 20
/** FFmpeg is kept from yt-dlp on purpose (`YtdlpCommand`), so the warning about it isn't logged. */
const WARNING = /^WARNING: (?!ffmpeg-location )/

/**
 * Logs yt-dlp's warnings ("bun support has been deprecated", "you need to update"), each once,
 * since they come with every run.
 */
export class YtdlpWarnings {
  readonly #log: Log
  readonly #said = new Set<string>()

  constructor(log: Log) {
    this.#log = log
  }

  read(stderr: string): void {
    const lines = stderr.split('\n').filter((line) => WARNING.test(line))
    for (const line of lines.slice(0, MAX_PER_RUN)) {
      const warning = textOf(line)
      if (warning === null || this.#said.has(warning)) continue
      if (this.#said.size >= MAX_SAID) this.#said.clear()
      this.#said.add(warning)
      this.#log.warn('yt-dlp warns', { warning })
    }
  }
}

/** Without the name of the video, which would make every warning a different one. */
function textOf(line: string): string | null {
  const text = line.replace(/^WARNING:\s*/, '').replace(/^(\[[\w:+-]+\]) [^\s:]{1,64}: /, '$1 ')
  return cleanText(withoutLinks(text), 300)
}
