import { unreachable } from '../../base/unreachable.ts'
import type { Notice } from '../../domain/notice.ts'
import type { LoopMode } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { errorText } from './error-text.ts'
import { escapeText } from './escape.ts'
import { formatTime } from './time.ts'

const LOOPS: Record<LoopMode, string> = {
  off: 'Loop is off.',
  track: 'Looping the current track.',
  queue: 'Looping the whole queue.',
}

/** What happened, as a sentence for the channel or for the one who asked. */
export function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case 'playing':
      return `Playing ${titleOf(notice.track)}${andMore(notice.more)}`
    case 'queued':
      return `Queued ${titleOf(notice.track)} at position ${notice.position}${andMore(notice.more)}`
    case 'waiting':
      return waitingText(notice.track, notice.reason)
    case 'starting':
      return `${titleOf(notice.track)} is about to start.`
    case 'replaced':
      return `${titleOf(notice.track)} didn’t start because another command came first.`
    case 'failed':
      return `${titleOf(notice.track)} ${notice.sounded ? 'stopped early' : 'can’t be played'}. ${errorText[notice.code]}`
    case 'retrying':
      return `${titleOf(notice.track)} can’t be played right now. I’ll keep trying; use /skip to skip it.`
    case 'postponed':
      return `${titleOf(notice.track)} still can’t be played. I’ll try it again after the next track.`
    case 'unreachable':
      return `I still can’t play ${titleOf(notice.track)}, so I stopped. The queue is kept (${counted(notice.kept)}): use /resume to try again.`
    case 'gave-up':
      return `Too many tracks in a row failed, so I stopped. The queue is kept (${counted(notice.kept)}): use /resume to go on, or /clear to drop it.`
    case 'finished':
      return 'That was the last track in the queue.'
    case 'paused':
      return `Paused ${titleOf(notice.track)}.`
    case 'resumed':
      return `Resumed ${titleOf(notice.track)}.`
    case 'stopped':
      return 'Stopped and cleared the queue.'
    case 'skipped':
      return `Skipped ${titleOf(notice.track)}. ${notice.next === null ? 'The queue is empty.' : `Next: ${titleOf(notice.next)}.`}`
    case 'sought':
      return `${titleOf(notice.track)} is now at ${formatTime(notice.positionMs)}.`
    case 'volume':
      return `Volume: ${notice.volume}%`
    case 'loop':
      return LOOPS[notice.loop]
    case 'removed':
      return `Removed ${titleOf(notice.track)} from the queue.`
    case 'moved':
      return `Moved ${titleOf(notice.track)} to position ${notice.position}.`
    case 'shuffled':
      return `Shuffled ${counted(notice.count)}.`
    case 'cleared':
      return `Cleared ${counted(notice.count)} from the queue.`
    case 'joined':
      return `Joined <#${notice.channelId}>${notice.next === null ? '.' : ` and resumed ${titleOf(notice.next)}.`}`
    case 'left':
      return 'Left the voice channel.'
    case 'join-queued':
      return `I’m joining many channels at once. Yours is up in about ${Math.ceil(notice.waitMs / 1000)} seconds.`
    case 'rejoining':
      return 'The channel’s encryption failed, so nobody could hear me. I’m joining again.'
    case 'voice-lost':
      return `${errorText[notice.code]}${notice.kept === 0 ? '' : ` The queue is kept (${counted(notice.kept)}).`}`
    case 'left-alone':
      return `Nobody was listening for five minutes, so I left.${notice.kept === 0 ? '' : ` The queue is kept (${counted(notice.kept)}): use /join to bring me back.`}`
    case 'crashed':
      return `I crashed twice while opening ${titleOf(notice.track)}, so I left it out. Use /play if you want to try it again.`
    case 'unreadable':
      return `I couldn’t read ${counted(notice.count)} of the saved queue, so I left ${notice.count === 1 ? 'it' : 'them'} out. The host still has ${notice.count === 1 ? 'it' : 'them'}.`
    case 'asked-to-speak':
      return 'I’m in the audience of this stage and I’ve asked to speak. A moderator has to let me.'
    case 'unheard':
      return errorText[notice.code]
    default:
      return unreachable(notice)
  }
}

function waitingText(track: Track, reason: 'alone' | 'muted' | 'suppressed'): string {
  if (reason === 'alone') return `${titleOf(track)} starts as soon as somebody’s here to listen.`
  if (reason === 'muted') {
    return `A moderator has muted me, so ${titleOf(track)} is waiting. It’ll play when I’m unmuted.`
  }
  return `I’m not allowed to speak here, so ${titleOf(track)} is waiting until a moderator lets me.`
}

/** `**Artist – Title**`, harmless whatever the tags say. */
export function titleOf(track: Track): string {
  const name = track.artist === null ? track.title : `${track.artist} – ${track.title}`
  return `**${escapeText(name)}**`
}

const counted = (count: number): string => `${count} ${count === 1 ? 'track' : 'tracks'}`
const andMore = (more: number): string =>
  more === 0 ? '' : ` and ${more} more ${more === 1 ? 'track' : 'tracks'}`
