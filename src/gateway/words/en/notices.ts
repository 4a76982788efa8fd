import type { UnplayableCode } from '../../../domain/unplayable.ts'
import { formsOf } from '../forms.ts'
import { formatTime } from '../time.ts'
import type { Title } from '../title.ts'
import { typed } from '../typed.ts'
import type { NoticeWords } from '../words.ts'
import { autoplay, chosenNow } from './autoplay.ts'
import { commands } from './commands.ts'
import { errors } from './errors.ts'
import { filters } from './filters.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural } = formsOf('en')

export const notices: NoticeWords = {
  playing: ({ track, more }) => `Playing ${withMore(track, more)}`,
  queued: ({ track, position, more }) =>
    more === 0
      ? `Queued ${track} at position ${position}`
      : `Queued ${track} at position ${position} and ${moreTracks(more)}`,
  waiting: ({ track, reason }) => WAITING[reason](track),
  starting: ({ track }) => `${track} is about to start.`,
  replaced: ({ track }) => `${track} didn’t start because another command came first.`,
  failed: ({ track, code, sounded }) =>
    sounded
      ? `${track} stopped early. ${errors[code]}`
      : `${track} can’t be played. ${errors[code]}`,
  instead: ({ track, other, code }) =>
    `${other} can’t be played: ${INSTEAD[code]}. The next match takes its place: ${track}.`,
  retrying: ({ track }) =>
    `${track} can’t be played right now. I’ll keep trying; use /skip to skip it.`,
  postponed: ({ track }) =>
    `${track} still can’t be played. I’ll try it again after the next track.`,
  unreachable: ({ track, kept }) =>
    `I still can’t play ${track}, so I stopped. The queue is kept (${tracks(kept)}): use /resume to try again.`,
  'gave-up': ({ kept }) =>
    `Too many tracks in a row failed, so I stopped. The queue is kept (${tracks(kept)}): use /resume to go on, or /clear to drop it.`,
  finished: () => 'That was the last track in the queue.',
  paused: ({ track }) => `Paused ${track}.`,
  resumed: ({ track }) => `Resumed ${track}.`,
  stopped: () => 'Stopped and cleared the queue.',
  skipped: ({ track, more, next }) =>
    `Skipped ${withMore(track, more)}. ${next === null ? 'The queue is empty.' : `Next: ${next}.`}`,
  voted: ({ track, votes, needed, leftMs }) =>
    `Vote to skip ${track}: ${number(votes)} of ${number(needed)}. You have ${number(Math.ceil(leftMs / 1000))} s left: use /voteskip.`,
  'vote-over': ({ track, votes, needed }) =>
    `The vote to skip ${track} is over: ${number(votes)} of ${number(needed)} wanted it.`,
  dj: ({ userId }) => `<@${userId}> leads the music now.`,
  'request-here': () => 'Press the button to request a track.',
  'from-host': ({ text }) => `From the host of this bot: ${text}`,
  'left-out': ({ track, categories }) =>
    `I leave out parts of ${track} that SponsorBlock lists as ${segmentsIn(categories)}.`,
  sought: ({ track, positionMs }) => `${track} is now at ${formatTime(positionMs)}.`,
  volume: ({ volume }) => `Volume: ${percent(volume)}`,
  autoplay: ({ mode }) => autoplay[mode],
  chosen: chosenNow,
  'nothing-related': ({ track }) =>
    `That was the last track, and autoplay found nothing that goes with ${track}.`,
  filters: (told) => filters.say(told.on),
  loop: ({ loop }) => LOOPS[loop],
  removed: ({ track }) => `Removed ${track} from the queue.`,
  replayed: ({ track }) => `Playing ${track} from the start.`,
  'removed-some': ({ count }) => `Removed ${tracks(count)} from the queue.`,
  moved: ({ track, position }) => `Moved ${track} to position ${position}.`,
  corrected: ({ track, other, position }) =>
    `Replaced ${other} with ${track} at position ${position}.`,
  doubtful: ({ track, other }) =>
    `I’m not sure that ${other} is ${track}. If it isn’t, use /wrong to hear the next match.`,
  swapped: ({ track, other }) => `Swapped ${track} and ${other}.`,
  shuffled: ({ count }) => `Shuffled ${tracks(count)}.`,
  undone: ({ change, count }) =>
    `Undid ${typed(commands, change)}. The queue now has ${tracks(count)}.`,
  cleared: ({ count }) => `Cleared ${tracks(count)} from the queue.`,
  joined: ({ channelId, next }) =>
    next === null ? `Joined <#${channelId}>.` : `Joined <#${channelId}> and resumed ${next}.`,
  left: () => 'Left the voice channel.',
  'join-queued': ({ waitMs }) => {
    const seconds = Math.ceil(waitMs / 1000)
    const unit = plural(seconds, { one: 'second', other: 'seconds' })
    return `I’m joining many channels at once. Yours is up in about ${number(seconds)} ${unit}.`
  },
  rejoining: () => 'The channel’s encryption failed, so nobody could hear me. I’m joining again.',
  'voice-lost': ({ code, kept }) =>
    kept === 0 ? errors[code] : `${errors[code]} The queue is kept (${tracks(kept)}).`,
  'left-alone': ({ minutes, kept }) => {
    const unit = plural(minutes, { one: 'minute', other: 'minutes' })
    return kept === 0
      ? `Nobody was listening for ${number(minutes)} ${unit}, so I left.`
      : `Nobody was listening for ${number(minutes)} ${unit}, so I left. The queue is kept (${tracks(kept)}): use /join to bring me back.`
  },
  crashed: ({ track }) =>
    `I crashed twice while opening ${track}, so I left it out. Use /play if you want to try it again.`,
  'rest-missing': ({ code }) =>
    `I restarted while a list was still arriving, and couldn’t get the rest of it. ${errors[code]}`,
  unreadable: ({ count }) =>
    plural(count, {
      one: `I couldn’t read ${tracks(count)} of the saved queue, so I left it out. The host still has it.`,
      other: `I couldn’t read ${tracks(count)} of the saved queue, so I left them out. The host still has them.`,
    }),
  'asked-to-speak': () =>
    'I’m in the audience of this stage and I’ve asked to speak. A moderator has to let me.',
  unheard: ({ code }) => errors[code],
}

const WAITING = {
  alone: (track: Title) => `${track} starts as soon as somebody’s here to listen.`,
  muted: (track: Title) =>
    `A moderator has muted me, so ${track} is waiting. It’ll play when I’m unmuted.`,
  suppressed: (track: Title) =>
    `I’m not allowed to speak here, so ${track} is waiting until a moderator lets me.`,
}

const LOOPS = {
  off: 'Loop is off.',
  track: 'Looping the current track.',
  queue: 'Looping the whole queue.',
}

const tracks = (count: number): string =>
  `${number(count)} ${plural(count, { one: 'track', other: 'tracks' })}`
const moreTracks = (more: number): string =>
  `${number(more)} more ${plural(more, { one: 'track', other: 'tracks' })}`
const withMore = (track: Title, more: number): string =>
  more === 0 ? track : `${track} and ${moreTracks(more)}`

/** Why a track can't be played. */
const INSTEAD: Readonly<Record<UnplayableCode, string>> = {
  gone: 'it isn’t there any more',
  'age-limit': 'it’s age-restricted',
  region: 'it’s blocked where I’m hosted',
  'sign-in': 'the site wants people to sign in for it',
  'host-refused': 'the site refuses the address I’m hosted at',
  drm: 'it’s copy-protected (DRM)',
  unsupported: 'I don’t know its format',
}
