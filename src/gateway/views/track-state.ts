import type { Current } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { NowPlayingWords } from '../words/words.ts'
import { titleOf } from './title.ts'

const BAR_STEPS = 20

/** Who asked for the track, or why autoplay chose it. */
export function originOf({ chosen, requestedBy }: Track, words: NowPlayingWords): string {
  if (chosen !== undefined) return words.chosen(chosen.by, titleOf(chosen))
  return words.requestedBy(`<@${requestedBy}>`)
}

/** Its position, with a bar where its length is known. */
export function progressOf(current: Current, words: NowPlayingWords): string {
  const at = formatTime(current.positionMs)
  if (current.track.live) return words.live(at)
  // A length that was guessed may prove too short.
  const isKnown = current.durationMs !== null && current.durationMs >= current.positionMs
  if (!isKnown || current.durationMs === 0) return at
  const share = Math.min(1, current.positionMs / current.durationMs)
  const filled = Math.round(share * BAR_STEPS)
  const bar = `${'▬'.repeat(filled)}●${'▬'.repeat(BAR_STEPS - filled)}`
  return `\`${bar}\` ${at} / ${formatTime(current.durationMs)}`
}
