import { unreachable } from '../../base/unreachable.ts'
import type { Happening } from '../../domain/notice.ts'
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
export function happeningText(happening: Happening): string {
  switch (happening.kind) {
    case 'playing':
      return `Playing ${titleOf(happening.track)}${andMore(happening.more)}`
    case 'queued':
      return `Queued ${titleOf(happening.track)} at position ${happening.position}${andMore(happening.more)}`
    case 'waiting':
      return waitingText(happening.track, happening.reason)
    case 'starting':
      return `${titleOf(happening.track)} is about to start.`
    case 'replaced':
      return `${titleOf(happening.track)} didn’t start because another command came first.`
    case 'failed':
      return `${titleOf(happening.track)} ${happening.sounded ? 'stopped early' : 'can’t be played'}. ${errorText[happening.code]}`
    case 'retrying':
      return `${titleOf(happening.track)} can’t be played right now. I’ll keep trying; use /skip to skip it.`
    case 'postponed':
      return `${titleOf(happening.track)} still can’t be played. I’ll try it again after the next track.`
    case 'unreachable':
      return `I still can’t play ${titleOf(happening.track)}, so I stopped. The queue is kept (${counted(happening.kept)}): use /resume to try again.`
    case 'gave-up':
      return `Too many tracks in a row failed, so I stopped. The queue is kept (${counted(happening.kept)}): use /resume to go on, or /clear to drop it.`
    case 'finished':
      return 'That was the last track in the queue.'
    case 'paused':
      return `Paused ${titleOf(happening.track)}.`
    case 'resumed':
      return `Resumed ${titleOf(happening.track)}.`
    case 'stopped':
      return 'Stopped and cleared the queue.'
    case 'skipped':
      return `Skipped ${titleOf(happening.track)}. ${happening.next === null ? 'The queue is empty.' : `Next: ${titleOf(happening.next)}.`}`
    case 'sought':
      return `${titleOf(happening.track)} is now at ${formatTime(happening.positionMs)}.`
    case 'volume':
      return `Volume: ${happening.volume}%`
    case 'loop':
      return LOOPS[happening.loop]
    case 'removed':
      return `Removed ${titleOf(happening.track)} from the queue.`
    case 'moved':
      return `Moved ${titleOf(happening.track)} to position ${happening.position}.`
    case 'shuffled':
      return `Shuffled ${counted(happening.count)}.`
    case 'cleared':
      return `Cleared ${counted(happening.count)} from the queue.`
    case 'joined':
      return `Joined <#${happening.channelId}>${happening.next === null ? '.' : ` and resumed ${titleOf(happening.next)}.`}`
    case 'left':
      return 'Left the voice channel.'
    case 'join-queued':
      return `I’m joining many channels at once. Yours is up in about ${Math.ceil(happening.waitMs / 1000)} seconds.`
    case 'rejoining':
      return 'The channel’s encryption failed, so nobody could hear me. I’m joining again.'
    case 'voice-lost':
      return `${errorText[happening.code]}${happening.kept === 0 ? '' : ` The queue is kept (${counted(happening.kept)}).`}`
    case 'left-alone':
      return `Nobody was listening for five minutes, so I left.${happening.kept === 0 ? '' : ` The queue is kept (${counted(happening.kept)}): use /join to bring me back.`}`
    case 'crashed':
      return `I crashed twice while opening ${titleOf(happening.track)}, so I left it out. Use /play if you want to try it again.`
    case 'unreadable':
      return `I couldn’t read ${counted(happening.count)} of the saved queue, so I left ${happening.count === 1 ? 'it' : 'them'} out. The host still has ${happening.count === 1 ? 'it' : 'them'}.`
    case 'asked-to-speak':
      return 'I’m in the audience of this stage and I’ve asked to speak. A moderator has to let me.'
    case 'unheard':
      return errorText[happening.code]
    default:
      return unreachable(happening)
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
