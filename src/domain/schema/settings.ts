import { Type } from '@sinclair/typebox'
import { QUEUE_LIMIT } from '../queue.ts'
import { autoplayModeSchema } from './command.ts'
import { channelIdSchema, nullable, oneOf, roleIdSchema } from './schema.ts'
import { volumeSchema } from './sound.ts'

/** Minutes; 0: it never leaves. */
export const ALONE_MIN = { minimum: 0, maximum: 60 } as const

/** How the bot tells of what nobody asked for. */
export const ANNOUNCEMENTS = ['card', 'lines', 'none'] as const

/** Percent of the listeners; 0: nobody has to vote. */
export const VOTE_PERCENT = { minimum: 0, maximum: 100 } as const

/** What only DJs may do. */
export const DJ_ONLY = ['off', 'control', 'everything'] as const

/** Discord's codes of the languages that the bot speaks; 'auto': the server's own. */
export const LANGUAGES = ['auto', 'en-US', 'de', 'fr', 'es-ES', 'pt-BR'] as const

/** What happens to a track that's already in the queue. */
export const DUPLICATES = ['allow', 'warn', 'block'] as const

/** The parts of a video that can be left out, as SponsorBlock names them. */
export const SEGMENT_CATEGORIES = [
  'sponsor',
  'selfpromo',
  'interaction',
  'intro',
  'outro',
  'preview',
  'hook',
  'music_offtopic',
  'filler',
] as const

/** Minutes; 0: however long. */
export const TRACK_MIN = { minimum: 0, maximum: 24 * 60 } as const

/** Tracks; 0: as many as fit. */
export const TRACK_COUNT = { minimum: 0, maximum: QUEUE_LIMIT } as const

/** As many channels as one menu of Discord's takes. */
export const CHANNELS = 25

/** Lists of short texts: how many, and characters of each. */
export const TEXTS = 50
export const TEXT_LENGTH = 60

const texts = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: TEXT_LENGTH }), {
    ...{ maxItems: TEXTS, uniqueItems: true, description },
  })

/** What a server's admins may set. */
export const settingsSchema = Type.Object({
  volume: {
    ...volumeSchema,
    description: 'The volume of a player until somebody changes it, in percent.',
  },
  autoplay: {
    ...autoplayModeSchema,
    description:
      'What plays when the queue is empty, until somebody changes that: tracks that are similar, of the same artist, of the same genre, or all of these.',
  },
  leaveAloneAfterMin: Type.Integer({
    ...ALONE_MIN,
    description: 'How many minutes the bot stays where nobody listens; 0: it never leaves.',
  }),
  announcements: oneOf(ANNOUNCEMENTS, {
    description:
      'How the bot tells of what nobody asked for. card: one message shows what plays, and problems are posted. lines: a message for each track that begins, and problems. none: not at all.',
  }),
  voiceStatus: Type.Boolean({
    description:
      'Whether the voice channel’s status shows what plays, until the bot leaves; then it’s what it was before.',
  }),
  djRoleId: nullable(roleIdSchema, {
    description: 'The role whose members are DJs; null: only who leads the music, and admins.',
  }),
  djOnly: oneOf(DJ_ONLY, {
    description:
      'What only DJs may do: nothing, everything but queue tracks and handle their own, or all.',
  }),
  voteSkipPercent: Type.Integer({
    ...VOTE_PERCENT,
    description:
      'How many percent of the listeners have to vote until a track is skipped that isn’t the voter’s own; 0: anybody skips.',
  }),
  homeChannelId: nullable(channelIdSchema, {
    description:
      'The voice channel where the bot stays day and night: it goes there when this is set, when it’s alone elsewhere, and after a restart, unless somebody sent it away. null: none.',
  }),
  textChannelIds: Type.Array(channelIdSchema, {
    maxItems: CHANNELS,
    uniqueItems: true,
    description: 'The text channels where the bot takes commands; empty: all of them.',
  }),
  voiceChannelIds: Type.Array(channelIdSchema, {
    maxItems: CHANNELS,
    uniqueItems: true,
    description: 'The voice channels that the bot may be called into; empty: all of them.',
  }),
  blockedWords: texts(
    'Words that may stand in no track’s title, artist or album; whole words, in any case.',
  ),
  allowedSources: texts(
    'Where tracks may come from: library, or a site like youtube or example.com; empty: anywhere.',
  ),
  blockedSources: texts('Where no track may come from; the same names.'),
  fairOrder: Type.Boolean({
    description:
      'Whether those who queue tracks take turns, instead of first come, first served; then only DJs put tracks before those of others.',
  }),
  duplicates: oneOf(DUPLICATES, {
    description:
      'What happens to a track that’s already in the queue. allow: it’s queued. warn: likewise, and whoever asked is told. block: it isn’t.',
  }),
  maxTrackMin: Type.Integer({
    ...TRACK_MIN,
    description: 'How many minutes a track may have; 0: any number.',
  }),
  maxPerMember: Type.Integer({
    ...TRACK_COUNT,
    description: 'How many tracks of one member may wait in the queue; 0: any number.',
  }),
  maxQueue: Type.Integer({
    ...TRACK_COUNT,
    description: 'How many tracks may wait in the queue; 0: as many as fit.',
  }),
  libraryVisible: Type.Boolean({
    description: 'Whether members find and hear the files of the host’s library.',
  }),
  skippedSegments: Type.Array(oneOf(SEGMENT_CATEGORIES), {
    ...{ maxItems: SEGMENT_CATEGORIES.length, uniqueItems: true },
    description:
      'Parts of YouTube videos that are left out, by SponsorBlock’s categories; only where the host has set SPONSORBLOCK_URL. Empty: none.',
  }),
  requestChannelId: nullable(channelIdSchema, {
    description:
      'The text channel where the bot posts a button to request tracks with, and always takes commands; null: none.',
  }),
  language: oneOf(LANGUAGES, {
    description:
      'The language of what the bot posts, by Discord’s code; auto: the server’s. Answers are in the language of whoever asks.',
  }),
})
