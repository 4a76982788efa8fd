import { SegueError } from '../../base/error.ts'
import type { Current, PlayerState } from '../../domain/player/state.ts'
import { type Wait, waitOf } from '../../domain/player/waiting.ts'
import type { Track } from '../../domain/track.ts'
import { fit } from './escape.ts'
import { titleOf } from './notice-text.ts'
import { formatTime } from './time.ts'

const TRACKS_A_PAGE = 10
const BAR_STEPS = 20

/** Page `page` (from 1) of what follows. Throws 'queue-empty' or 'bad-index'. */
export function queuePage(state: PlayerState, page: number): string {
  const { current, upcoming } = state
  if (current === null && upcoming.length === 0) throw new SegueError('queue-empty')
  const pages = Math.max(1, Math.ceil(upcoming.length / TRACKS_A_PAGE))
  if (!Number.isInteger(page) || page < 1 || page > pages) throw new SegueError('bad-index')
  const first = (page - 1) * TRACKS_A_PAGE
  const lines = upcoming
    .slice(first, first + TRACKS_A_PAGE)
    .map((track, index) => `\`${first + index + 1}\` ${titleOf(track)} ${lengthOf(track)}`)
  const now = current === null ? 'Nothing is playing.' : `Now: ${titleOf(current.track)}`
  const end = `Page ${page} of ${pages} · ${upcoming.length} queued · ${totalOf(upcoming)}${loopOf(state)}`
  return fit([now, ...lines, end].join('\n'))
}

/** The current track and its position. Throws 'nothing-playing'. */
export function nowPlaying(state: PlayerState): string {
  const { current } = state
  if (current === null) throw new SegueError('nothing-playing')
  const { track } = current
  const lines = [
    conditionOf(state, current),
    progressOf(current),
    `Requested by <@${track.requestedBy}> · volume ${state.volume}%${loopOf(state)}`,
  ]
  return fit(lines.join('\n'))
}

/** Says that the track plays, or why it doesn't. */
function conditionOf(state: PlayerState, { track }: Current): string {
  const title = titleOf(track)
  if (state.paused) return `Paused ${title}`
  const wait = waitOf(state)
  return wait === null ? `Playing ${title}` : WAITING[wait](title)
}

const WAITING: Record<Wait, (title: string) => string> = {
  alone: (title) => `Waiting for somebody to listen to ${title}`,
  muted: (title) => `A moderator has muted me, so ${title} is waiting`,
  suppressed: (title) => `I’m not allowed to speak here, so ${title} is waiting`,
  encryption: (title) => `Waiting for the channel’s encryption to play ${title}`,
  source: (title) => `Waiting for more of ${title}`,
  retry: (title) => `${title} can’t be played right now. I’m trying again.`,
  voice: (title) => `Reconnecting to play ${title}`,
}

function progressOf(current: Current): string {
  const at = formatTime(current.positionMs)
  if (current.track.live) return `live · ${at}`
  // A length that was guessed may prove too short.
  const isKnown = current.durationMs !== null && current.durationMs >= current.positionMs
  if (!isKnown || current.durationMs === 0) return at
  const share = Math.min(1, current.positionMs / current.durationMs)
  const filled = Math.round(share * BAR_STEPS)
  const bar = `${'▬'.repeat(filled)}●${'▬'.repeat(BAR_STEPS - filled)}`
  return `\`${bar}\` ${at} / ${formatTime(current.durationMs)}`
}

function lengthOf(track: Track): string {
  if (track.live) return '(live)'
  return track.durationMs === null ? '' : `(${formatTime(track.durationMs)})`
}

function totalOf(tracks: readonly Track[]): string {
  const known = tracks.filter((track) => track.durationMs !== null)
  const total = formatTime(known.reduce((sum, track) => sum + (track.durationMs ?? 0), 0))
  return known.length === tracks.length ? total : `more than ${total}`
}

const loopOf = (state: PlayerState): string => (state.loop === 'off' ? '' : ` · loop ${state.loop}`)
