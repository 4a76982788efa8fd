import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { storableJson } from './storable.ts'

/**
 * The tables as the program sees them; `migrations/` makes them, and a test compares the two.
 * Discord's ids are text: they exceed what a JavaScript number holds.
 */
export const segue = pgSchema('segue')

/**
 * Stored as the text that was written, since no query looks inside it; `json` costs less than
 * `jsonb`.
 */
const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: storableJson,
})

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const serverSettings = segue.table('server_settings', {
  guildId: text('guild_id').primaryKey(),
  settings: json('settings').notNull(),
})

/** Who changed what of a server's settings. */
export const settingsChange = segue.table(
  'settings_change',
  {
    id: uuid('id').primaryKey(),
    guildId: text('guild_id').notNull(),
    changedAt: moment('changed_at').notNull(),
    /** A user's id, or a key's. */
    changedBy: text('changed_by').notNull(),
    byKey: boolean('by_key').notNull(),
    fields: json('fields').notNull(),
  },
  (table) => [
    index('settings_change_by_server').on(table.guildId, table.changedAt),
    index('settings_change_by_age').on(table.changedAt),
  ],
)

export const player = segue.table('player', {
  guildId: text('guild_id').primaryKey(),
  roomChannelId: text('room_channel_id'),
  /** bit/s. */
  roomBitrate: integer('room_bitrate'),
  textChannelId: text('text_channel_id'),
  currentTrack: json('current_track'),
  positionMs: doublePrecision('position_ms').notNull().default(0),
  loop: text('loop').notNull(),
  /** Null: as the server's settings say. */
  autoplay: text('autoplay'),
  volume: integer('volume').notNull(),
  /** The volume before somebody muted the player; null: nobody has. */
  mutedFrom: integer('muted_from'),
  /** What filters do to the sound; null: nothing. */
  filters: json('filters'),
  paused: boolean('paused').notNull(),
  djId: text('dj_id'),
  /** The vote on the current track, with the time of its end. */
  vote: json('vote'),
  /** Lists whose tracks were still arriving. */
  arriving: json('arriving'),
  updatedAt: moment('updated_at').notNull().default(sql`now()`),
})

/** Tracks of servers, an entry a row, in the order of their places. */
const trackList = (name: string) =>
  segue.table(
    name,
    {
      guildId: text('guild_id').notNull(),
      place: bigint('place', { mode: 'number' }).notNull(),
      track: json('track').notNull(),
    },
    (table) => [primaryKey({ columns: [table.guildId, table.place] })],
  )
export type TrackList = ReturnType<typeof trackList>

/** A server's queue. */
export const queueEntry = trackList('queue_entry')
/** What has played in a server, the latest last. */
export const playedTrack = trackList('played_track')
/** What the changes of a server's queue took away. */
export const removedTrack = trackList('removed_track')

/** The last changes of a server's queue, in the order of their numbers. */
export const queueChange = segue.table(
  'queue_change',
  {
    guildId: text('guild_id').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    change: json('change').notNull(),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.number] })],
)

/** Stored data that a version of the program couldn't read, unchanged. */
export const setAside = segue.table(
  'set_aside',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    guildId: text('guild_id').notNull(),
    /** 'player' (a row of that table) or 'track'. */
    kind: text('kind').notNull(),
    content: json('content').notNull(),
    reason: text('reason').notNull(),
    setAsideAt: moment('set_aside_at').notNull().default(sql`now()`),
  },
  (table) => [index('set_aside_by_server').on(table.guildId)],
)

/** Tracks that are being opened, and at how many starts in a row they were. */
export const opening = segue.table(
  'opening',
  {
    guildId: text('guild_id').notNull(),
    trackId: text('track_id').notNull(),
    times: integer('times').notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.trackId] })],
)

/**
 * Which process plays which server. The row stays when the server is given back, so that the fence
 * only grows.
 */
export const playerLease = segue.table('player_lease', {
  guildId: text('guild_id').primaryKey(),
  /** Null: nobody. */
  processId: text('process_id'),
  fence: bigint('fence', { mode: 'number' }).notNull().default(0),
})

/** Processes that run or have run: the servers of one that hasn't been seen lately are free. */
export const process = segue.table('process', {
  id: text('id').primaryKey(),
  seenAt: moment('seen_at').notNull(),
})

/** Matches that members of a server called wrong. */
export const rejectedMatch = segue.table(
  'rejected_match',
  {
    guildId: text('guild_id').notNull(),
    /** A hash of the words that found it. */
    words: text('words').notNull(),
    /** A hash of the track's source and locator. */
    track: text('track').notNull(),
    rejectedAt: moment('rejected_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [primaryKey({ columns: [table.guildId, table.words, table.track] })],
)

/** Where each server's now-playing card is, and whether it shows that nothing plays. */
export const card = segue.table('card', {
  guildId: text('guild_id').primaryKey(),
  channelId: text('channel_id').notNull(),
  messageId: text('message_id').notNull(),
  isOver: boolean('is_over').notNull().default(false),
})

/** Voice channels whose status the bot has set, and what it puts back there. */
export const voiceStatus = segue.table('voice_status', {
  guildId: text('guild_id').primaryKey(),
  channelId: text('channel_id').notNull(),
  statusBefore: text('status_before'),
})

export const history = segue.table(
  'history',
  {
    id: uuid('id').primaryKey(),
    guildId: text('guild_id').notNull(),
    source: text('source').notNull(),
    locator: text('locator').notNull(),
    title: text('title').notNull(),
    artist: text('artist'),
    album: text('album'),
    durationMs: doublePrecision('duration_ms'),
    live: boolean('live').notNull(),
    pageUrl: text('page_url'),
    requestedBy: text('requested_by').notNull(),
    startedAt: moment('started_at').notNull(),
    endedAt: moment('ended_at').notNull(),
    outcome: text('outcome').notNull(),
  },
  (table) => [
    index('history_by_server').on(table.guildId, table.endedAt),
    index('history_by_age').on(table.endedAt),
    index('history_by_member').on(table.requestedBy),
  ],
)

export const playlist = segue.table(
  'playlist',
  {
    id: uuid('id').primaryKey(),
    /** 'user' or 'server'. */
    ownerKind: text('owner_kind').notNull(),
    ownerId: text('owner_id').notNull(),
    /** Empty: the owner's favourites. */
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    link: text('link'),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().default(sql`now()`),
    entries: integer('entries').notNull().default(0),
    isArriving: boolean('is_arriving').notNull().default(false),
  },
  (table) => [unique('playlist_name').on(table.ownerKind, table.ownerId, table.nameKey)],
)

/** A playlist's entries, in the order of their places. */
export const playlistEntry = segue.table(
  'playlist_entry',
  {
    id: uuid('id').primaryKey(),
    playlistId: uuid('playlist_id').notNull(),
    place: bigint('place', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
    track: json('track').notNull(),
  },
  (table) => [
    index('playlist_entry_in_order').on(table.playlistId, table.place),
    index('playlist_entry_by_key').on(table.playlistId, table.key),
  ],
)

/** Whom owners let see and play their playlists. */
export const playlistShare = segue.table(
  'playlist_share',
  {
    playlistId: uuid('playlist_id').notNull(),
    /** 'user' or 'server'. */
    withKind: text('with_kind').notNull(),
    withId: text('with_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.playlistId, table.withKind, table.withId] }),
    index('playlist_share_by_whom').on(table.withKind, table.withId),
  ],
)

/** Who members are at services that keep what they listen to. */
export const scrobbleAccount = segue.table(
  'scrobble_account',
  {
    userId: text('user_id').notNull(),
    service: text('service').notNull(),
    /** Their name there. */
    name: text('name').notNull(),
    /** Sealed. */
    token: bytes('token').notNull(),
    /** The service doesn't take it any more. */
    isRefused: boolean('is_refused').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.userId, table.service] })],
)

/** What members have listened to, on its way to a service. */
export const scrobble = segue.table(
  'scrobble',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id').notNull(),
    service: text('service').notNull(),
    listen: json('listen').notNull(),
    listenedAt: moment('listened_at').notNull(),
    dueAt: moment('due_at').notNull(),
    tries: integer('tries').notNull().default(0),
  },
  (table) => [
    index('scrobble_due').on(table.service, table.dueAt),
    index('scrobble_by_member').on(table.userId, table.service),
    index('scrobble_by_age').on(table.listenedAt),
  ],
)

/** Servers that the bot has left: since when, and when it was last seen to be still away. */
export const leftServer = segue.table('left_server', {
  guildId: text('guild_id').primaryKey(),
  leftAt: moment('left_at').notNull(),
  seenAt: moment('seen_at').notNull(),
})

export const apiKey = segue.table('api_key', {
  id: text('id').primaryKey(),
  /** SHA-256 of the secret. */
  hash: bytes('hash').notNull().unique('api_key_hash'),
  guildId: text('guild_id'),
  scopes: text('scopes').array().notNull(),
  createdAt: moment('created_at').notNull(),
  revokedAt: moment('revoked_at'),
})
