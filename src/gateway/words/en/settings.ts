import { formsOf, LANGUAGE, mentions } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural, list } = formsOf('en')

export const settings: SettingsWords = {
  title: 'Settings',
  choose: 'What do you want to change?',
  on: 'On',
  off: 'Off',
  reset: 'Reset everything',
  resetAsk: 'Shall I reset every setting of this server to what it was at first?',
  keep: 'Keep them',
  log: 'Who changed what',
  logNone: 'Nobody has changed anything in the last 30 days.',
  aKey: (id) => `key ${id}`,
  fields: {
    volume: {
      label: 'Volume at the start',
      say: (value) => `I start at ${percent(value)} volume.`,
    },
    autoplay: {
      label: 'Autoplay at the start',
      say: (mode) => autoplayAtStart[mode],
    },
    leaveAloneAfterMin: {
      label: 'Leave when nobody’s listening',
      say: (minutes) =>
        minutes === 0
          ? 'When nobody’s listening, I stay.'
          : `When nobody’s listening, I leave after ${number(minutes)} ${plural(minutes, { one: 'minute', other: 'minutes' })}.`,
    },
    announcements: {
      label: 'Announcements',
      say: (way) =>
        ({
          card: 'A card in the text channel shows what’s playing.',
          lines: 'I post what’s playing in the text channel.',
          none: 'I only answer commands and post nothing else.',
        })[way],
    },
    voiceStatus: {
      label: 'Voice channel’s status',
      say: (on) =>
        on
          ? 'The voice channel’s status shows what’s playing.'
          : 'I leave the voice channel’s status alone.',
    },
    djRoleId: {
      label: 'DJ role',
      say: (role) =>
        role === null ? 'DJs are admins and whoever called me.' : `Members of <@&${role}> are DJs.`,
    },
    djOnly: {
      label: 'For DJs only',
      say: (what) =>
        ({
          off: 'Everybody in my channel controls the music.',
          control: 'Only DJs control the music; everybody may queue tracks.',
          everything: 'Only DJs control the music and queue tracks.',
        })[what],
    },
    voteSkipPercent: {
      label: 'Votes to skip',
      say: (value) =>
        value === 0
          ? 'Nobody has to vote to skip a track.'
          : `To skip somebody else’s track, ${percent(value)} of the listeners have to vote for it.`,
    },
    homeChannelId: {
      label: 'Home channel (24/7)',
      say: (channel) =>
        channel === null
          ? 'I have no channel to stay in day and night.'
          : `I stay in <#${channel}> day and night, unless somebody sends me away.`,
    },
    textChannelIds: {
      label: 'Text channels',
      say: (ids) =>
        ids.length === 0
          ? 'I take commands in every text channel.'
          : `I take commands in ${mentions(ids)}.`,
    },
    voiceChannelIds: {
      label: 'Voice channels',
      say: (ids) =>
        ids.length === 0 ? 'I play in every voice channel.' : `I only play in ${mentions(ids)}.`,
    },
    blockedWords: {
      label: 'Blocked words',
      say: (texts) =>
        texts.length === 0
          ? 'No words are blocked.'
          : `Tracks with these words are blocked: ${list(texts)}`,
    },
    allowedSources: {
      label: 'Allowed sources',
      say: (texts) =>
        texts.length === 0
          ? 'Tracks may come from anywhere.'
          : `Tracks only come from: ${list(texts)}`,
    },
    blockedSources: {
      label: 'Blocked sources',
      say: (texts) =>
        texts.length === 0 ? 'No sources are blocked.' : `Nothing comes from: ${list(texts)}`,
    },
    fairOrder: {
      label: 'Turns',
      say: (fair) =>
        fair
          ? 'Those who queue tracks take turns.'
          : 'Tracks play in the order in which they were queued.',
    },
    duplicates: {
      label: 'Duplicates',
      say: (policy) =>
        ({
          allow: 'A track may be queued more than once.',
          warn: 'A track may be queued more than once; I say so then.',
          block: 'A track that’s in the queue isn’t queued again.',
        })[policy],
    },
    maxTrackMin: {
      label: 'Longest track',
      say: (minutes) =>
        minutes === 0
          ? 'A track may be of any length.'
          : `A track may last ${number(minutes)} ${plural(minutes, { one: 'minute', other: 'minutes' })}.`,
    },
    maxPerMember: {
      label: 'Tracks of a member',
      say: (count) =>
        count === 0
          ? 'A member may queue any number of tracks.'
          : `Each member may have ${number(count)} ${plural(count, { one: 'track', other: 'tracks' })} in the queue.`,
    },
    maxQueue: {
      label: 'Tracks in the queue',
      say: (count) =>
        count === 0
          ? 'The queue takes as many tracks as fit.'
          : `The queue takes ${number(count)} ${plural(count, { one: 'track', other: 'tracks' })}.`,
    },
    libraryVisible: {
      label: 'Library',
      say: (visible) =>
        visible
          ? 'The host’s music library is open to members.'
          : 'The host’s music library is hidden.',
    },
    skippedSegments: {
      label: 'Left out of videos',
      say: (categories) =>
        categories.length === 0
          ? 'I play YouTube videos whole.'
          : `I leave out of YouTube videos: ${segmentsIn(categories)}, if this bot’s host has SponsorBlock on.`,
    },
    requestChannelId: {
      label: 'Request channel',
      say: (channel) =>
        channel === null
          ? 'No channel is set for requests.'
          : `Members request tracks in <#${channel}> with a button.`,
    },
    language: {
      label: 'Language',
      say: (language) =>
        language === 'auto'
          ? 'I post in this server’s language.'
          : `I post in ${LANGUAGE[language]}.`,
    },
  },
}
