import { SegueError } from '../../base/error.ts'
import type { Current, PlayerState } from '../../domain/player/state.ts'
import { waitOf } from '../../domain/player/waiting.ts'
import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { NowPlayingWords, Words } from '../words/words.ts'
import { heardTitleOf, saidTextOf, titleOf } from './title.ts'
import type { View } from './view.ts'

const BAR_STEPS = 20

/** The current track and its position. Throws 'nothing-playing'. */
export function nowPlayingView(state: PlayerState): View {
  const { current } = state
  if (current === null) throw new SegueError('nothing-playing')
  return (words) => ({ content: textOf(state, current, words) })
}

function textOf(state: PlayerState, current: Current, { nowPlaying, queue }: Words): string {
  const { loop, volume } = state
  const { saidBefore } = current
  const about = [
    originOf(current.track, nowPlaying),
    nowPlaying.volume(volume),
    ...(loop === 'off' ? [] : [queue.loop(loop)]),
  ]
  const lines = [
    conditionOf(state, current, nowPlaying),
    progressOf(current, nowPlaying),
    about.join(' · '),
    ...(saidBefore.length === 0 ? [] : [nowPlaying.before(saidBefore.map(saidTextOf))]),
  ]
  return lines.join('\n')
}

/** Says that the track plays, or why it doesn't. */
function conditionOf(state: PlayerState, current: Current, words: NowPlayingWords): string {
  const title = heardTitleOf(current)
  if (state.paused) return words.paused(title)
  const wait = waitOf(state)
  return wait === null ? words.playing(title) : words.waiting[wait](title)
}

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
