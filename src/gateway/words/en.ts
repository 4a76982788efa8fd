import { chosen } from './en/autoplay.ts'
import { card } from './en/card.ts'
import { chapters } from './en/chapters.ts'
import { commands } from './en/commands.ts'
import { errors } from './en/errors.ts'
import { filters } from './en/filters.ts'
import { finding, menus } from './en/finding.ts'
import { lyrics } from './en/lyrics.ts'
import { notices } from './en/notices.ts'
import { owner } from './en/owner.ts'
import { playlists } from './en/playlists.ts'
import { privacy } from './en/privacy.ts'
import { scrobbles } from './en/scrobbles.ts'
import { settings } from './en/settings.ts'
import { formsOf } from './forms.ts'
import type { Words } from './words.ts'

const { number, percent, plural } = formsOf('en')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'track', other: 'tracks' })}`

/** English. */
export const en: Words = {
  locales: ['en-US', 'en-GB'],
  notices,
  errors,
  commands,
  finding,
  menus,
  lyrics,
  playlists,
  queue: {
    silence: 'Nothing is playing.',
    now: (title) => `Now: ${title}`,
    page: (page, pages) => `Page ${number(page)} of ${number(pages)}`,
    queued: (count) => `${number(count)} queued`,
    moreThan: (time) => `more than ${time}`,
    live: 'live',
    loop: (mode) => ({ track: 'loop track', queue: 'loop queue' })[mode],
    pick: 'Up next: choose one to play now',
    drop: 'Remove one',
  },
  list: {
    adding: (count, total) =>
      total === null
        ? `Adding tracks: ${number(count)} so far.`
        : `Adding tracks: ${number(count)} of ${number(total)}.`,
    added: (count) => `Added ${tracks(count)}.`,
    ended: (count) => `Stopped after adding ${tracks(count)}.`,
    failed: (count, code) => `Added ${tracks(count)}, but not the rest. ${errors[code]}`,
  },
  remarks: {
    left: (count) =>
      `I left out ${tracks(count)}: too long, already queued, or more than this server takes.`,
    twice: (count) =>
      `${tracks(count)} of these ${plural(count, { one: 'was', other: 'were' })} in the queue already.`,
  },
  past: {
    played: 'What played, the latest first:',
    sent: 'I’ve sent you that track as a direct message.',
    more: 'more with /help and a page',
  },
  card,
  buttons: { pause: 'Pause', request: 'Request', resume: 'Resume' },
  requests: {
    typeHere: 'Or type here what you’d like to hear.',
    typed: 'What’s typed there is a request, too.',
    untyped:
      'I don’t read what’s typed there: for that, Discord demands the “Message Content” intent, and my host has to set MESSAGE_CONTENT.',
  },
  nowPlaying: {
    waiting: {
      alone: (title) => `Waiting for somebody to listen to ${title}`,
      muted: (title) => `A moderator has muted me, so ${title} is waiting`,
      suppressed: (title) => `I’m not allowed to speak here, so ${title} is waiting`,
      encryption: (title) => `Waiting for the channel’s encryption to play ${title}`,
      source: (title) => `Waiting for more of ${title}`,
      retry: (title) => `${title} can’t be played right now. I’m trying again.`,
      voice: (title) => `Connecting to play ${title}`,
    },
    live: (time) => `live · ${time}`,
    before: (titles) => `Before: ${titles.join(' · ')}`,
    requestedBy: (mention) => `Requested by ${mention}`,
    chosen,
    volume: (value) => `volume ${percent(value)}`,
  },
  filters,
  settings,
  owner,
  privacy,
  scrobbles,
  chapters,
}
