import { ERROR_CODES } from '../../../src/base/error.ts'
import { channelId, userId } from '../../../src/base/ids.ts'
import { filtersOf, presetAt, whatIsOn } from '../../../src/domain/filters.ts'
import type { Notice } from '../../../src/domain/notice.ts'
import type { LoopMode } from '../../../src/domain/player/state.ts'
import { PRESET_NAMES, STRENGTHS } from '../../../src/domain/presets.ts'
import { KEPT_THINGS } from '../../../src/domain/privacy.ts'
import { AUTOPLAY_MODES } from '../../../src/domain/schema/command.ts'
import { UNDOABLE } from '../../../src/domain/schema/queue-change.ts'
import { DUPLICATES, LANGUAGES, SEGMENT_CATEGORIES } from '../../../src/domain/schema/settings.ts'
import { RELATIONS } from '../../../src/domain/schema/track.ts'
import type { Filters } from '../../../src/domain/sound.ts'
import { UNPLAYABLE } from '../../../src/domain/unplayable.ts'
import { noticeText } from '../../../src/gateway/views/notice.ts'
import { titleOf } from '../../../src/gateway/views/title.ts'
import type { Words } from '../../../src/gateway/words/words.ts'
import { track } from '../../domain/player/sample.ts'

/** A title that would ping, link, quote and format, of the greatest length that tags have. */
export const hostile = track('x', {
  title: `@everyone [**x**](https://evil.example)\n# ${'*'.repeat(500)}`,
  artist: `<@1> \`z\` ${'_'.repeat(500)}`,
})
export const TITLE = titleOf(hostile)
const COUNTS = [0, 1, 2, 12_345, 1_000_000]
const DAYS = COUNTS.map((count) => [count])
const MODES: readonly LoopMode[] = ['off', 'track', 'queue']

/** None, each preset at each strength, and what no preset does. */
const FILTERS: readonly Filters[] = [
  {},
  ...PRESET_NAMES.flatMap((preset) => STRENGTHS.map((strength) => presetAt(preset, strength))),
  filtersOf({
    timescale: { speed: 1.5, pitch: 0.5 },
    volume: 2,
    equalizer: [{ band: 3, gain: 1 }],
  }),
]

/** Every notice that there is, with each of the counts and codes that change its words. */
const NOTICES: { readonly [Kind in Notice['kind']]: readonly Extract<Notice, { kind: Kind }>[] } = {
  playing: COUNTS.map((more) => ({ kind: 'playing', track: hostile, more })),
  queued: COUNTS.map((more) => ({ kind: 'queued', track: hostile, position: 2, more })),
  waiting: (['alone', 'muted', 'suppressed'] as const).map((reason) => ({
    ...{ kind: 'waiting', track: hostile, reason },
  })),
  starting: [{ kind: 'starting', track: hostile }],
  replaced: [{ kind: 'replaced', track: hostile }],
  failed: ERROR_CODES.flatMap((code) =>
    [true, false].map((sounded) => ({ kind: 'failed' as const, track: hostile, code, sounded })),
  ),
  instead: UNPLAYABLE.map((code) => ({
    ...{ kind: 'instead', track: hostile, other: hostile, code },
  })),
  'rest-missing': ERROR_CODES.map((code) => ({ kind: 'rest-missing', code })),
  retrying: [{ kind: 'retrying', track: hostile, code: 'source-lost' }],
  postponed: [{ kind: 'postponed', track: hostile, code: 'source-lost' }],
  unreachable: COUNTS.map((kept) => ({
    ...{ kind: 'unreachable', track: hostile, code: 'source-lost', kept },
  })),
  'gave-up': COUNTS.map((kept) => ({ kind: 'gave-up', kept })),
  finished: [{ kind: 'finished' }],
  paused: [{ kind: 'paused', track: hostile }],
  resumed: [{ kind: 'resumed', track: hostile }],
  stopped: [{ kind: 'stopped' }],
  skipped: [hostile, null].flatMap((next) =>
    COUNTS.map((more) => ({ kind: 'skipped' as const, track: hostile, more, next })),
  ),
  voted: COUNTS.map((n) => ({
    ...{ kind: 'voted', track: hostile, votes: n, needed: n, leftMs: n * 1_000 },
  })),
  'vote-over': COUNTS.map((n) => ({ kind: 'vote-over', track: hostile, votes: n, needed: n })),
  'from-host': [{ kind: 'from-host', text: 'Update tonight.' }],
  'request-here': [{ kind: 'request-here' }],
  dj: [{ kind: 'dj', userId: userId('9') }],
  'left-out': [['sponsor'] as const, SEGMENT_CATEGORIES].map((categories) => ({
    ...{ kind: 'left-out', track: hostile, categories },
  })),
  sought: [{ kind: 'sought', track: hostile, positionMs: 3_723_000 }],
  volume: [0, 80, 200].map((volume) => ({ kind: 'volume', volume })),
  filters: FILTERS.map((filters) => ({ kind: 'filters', on: whatIsOn(filters) })),
  loop: MODES.map((loop) => ({ kind: 'loop', loop })),
  autoplay: AUTOPLAY_MODES.map((mode) => ({ kind: 'autoplay', mode })),
  chosen: RELATIONS.map((by) => ({ kind: 'chosen', track: hostile, by, other: hostile })),
  'nothing-related': [{ kind: 'nothing-related', track: hostile }],
  removed: [{ kind: 'removed', track: hostile }],
  replayed: [{ kind: 'replayed', track: hostile }],
  'removed-some': COUNTS.map((count) => ({ kind: 'removed-some', count })),
  doubtful: [{ kind: 'doubtful', track: hostile, other: hostile }],
  swapped: [{ kind: 'swapped', track: hostile, other: hostile }],
  corrected: [{ kind: 'corrected', track: hostile, other: hostile, position: 3 }],
  moved: [{ kind: 'moved', track: hostile, position: 3 }],
  shuffled: COUNTS.map((count) => ({ kind: 'shuffled', count })),
  undone: UNDOABLE.map((change) => ({ kind: 'undone', change, count: 2 })),
  cleared: COUNTS.map((count) => ({ kind: 'cleared', count })),
  joined: [hostile, null].map((next) => ({ kind: 'joined', channelId: channelId('7'), next })),
  left: [{ kind: 'left' }],
  'join-queued': [1, 1_000, 61_000].map((waitMs) => ({ kind: 'join-queued', waitMs })),
  rejoining: [{ kind: 'rejoining' }],
  'voice-lost': COUNTS.map((kept) => ({ kind: 'voice-lost', code: 'channel-gone', kept })),
  'left-alone': COUNTS.map((n) => ({ kind: 'left-alone', minutes: n, kept: n })),
  crashed: [{ kind: 'crashed', track: hostile }],
  unreadable: COUNTS.map((count) => ({ kind: 'unreadable', count })),
  'asked-to-speak': [{ kind: 'asked-to-speak' }],
  unheard: [{ kind: 'unheard', code: 'stage-audience' }],
}

/** All that a language says, each sentence by where it stands. */
export function sentencesOf(words: Words): [string, string][] {
  const told = Object.values(NOTICES).flat()
  const { locales: _, notices: __, commands: ___, ...groups } = words
  return [
    ...told.map((notice): [string, string] => [notice.kind, noticeText(notice, words)]),
    ...Object.entries(groups).flatMap(([group, all]) => walk(all, group)),
  ]
}

/** Functions get a title, or the numbers and texts that they name; each is called for each of them. */
export function walk(group: object, path: string): [string, string][] {
  return Object.entries(group).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`
    if (typeof value === 'string') return [[at, value]]
    if (typeof value !== 'function') return walk(value, at)
    const given = ARGUMENTS[at] ?? [[TITLE]]
    return given.map((args) => [at, value(...args)])
  })
}

const ARGUMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'queue.page': [[1, 1_000]],
  'queue.queued': COUNTS.map((count) => [count]),
  'queue.moreThan': [['1:02:03']],
  'queue.loop': [['track'], ['queue']],
  'list.adding': [...COUNTS.map((count) => [count, null]), [50, 5_000]],
  'list.added': COUNTS.map((count) => [count]),
  'list.ended': COUNTS.map((count) => [count]),
  'list.failed': COUNTS.map((count) => [count, 'queue-full']),
  'nowPlaying.live': [['1:02:03']],
  'nowPlaying.before': [[['One', 'Two']]],
  'nowPlaying.requestedBy': [['<@1>']],
  'nowPlaying.volume': [[0], [200]],
  'playlists.added': COUNTS.map((count) => [TITLE, count]),
  'playlists.kept': [[TITLE, TITLE]],
  'playlists.removed': [[TITLE, TITLE]],
  'playlists.removedMany': COUNTS.map((count) => [count, TITLE]),
  'playlists.moved': [[TITLE, 10_000, TITLE]],
  'playlists.renamed': [[TITLE, TITLE]],
  'playlists.deduped': COUNTS.map((count) => [TITLE, count]),
  'playlists.shared': [
    [TITLE, null],
    [TITLE, '<@1>'],
  ],
  'playlists.unshared': [
    [TITLE, null],
    [TITLE, '<@1>'],
  ],
  'playlists.imported': COUNTS.flatMap((count) => [
    [TITLE, count, 0],
    [TITLE, count, 2],
  ]),
  'playlists.updated': COUNTS.map((count) => [TITLE, count]),
  'playlists.exported': COUNTS.map((count) => [TITLE, count]),
  'playlists.overview.line': COUNTS.map((count) => [TITLE, count]),
  'playlists.overview.more': COUNTS.map((count) => [count]),
  'scrobbles.linked': [['ListenBrainz', TITLE]],
  'scrobbles.unlinked': [['Last.fm'], [null]],
  'scrobbles.status': COUNTS.map((count) => ['Last.fm', TITLE, count]),
  'scrobbles.refused': [['Last.fm', TITLE]],
  'filters.say': FILTERS.map((filters) => [whatIsOn(filters)]),
  'filters.strength': [[50]],
  'filters.frequency': [[1_600]],
  'filters.decibels': [[3.5]],
  'card.chapter': [['Intro']],
  'chapters.of': [[TITLE]],
  'card.leftOut': [
    [['intro'], '0:00', '1:02:03'],
    [SEGMENT_CATEGORIES, '0:00', '1:02:03'],
  ],
  'card.queued': COUNTS.map((count) => [count]),
  'owner.announced': COUNTS.map((count) => [count]),
  'owner.servers': COUNTS.map((count) => [count]),
  'owner.left': [['Den']],
  'owner.reloaded': [['2026.08.01']],
  'privacy.left': DAYS,
  ...Object.fromEntries(KEPT_THINGS.map((thing) => [`privacy.kept.${thing}`, DAYS])),
  'settings.fields.volume.say': [[0], [200]],
  'nowPlaying.chosen': RELATIONS.map((by) => [by, TITLE]),
  'settings.fields.autoplay.say': AUTOPLAY_MODES.map((mode) => [mode]),
  'settings.fields.leaveAloneAfterMin.say': COUNTS.map((count) => [count]),
  'settings.fields.announcements.say': [['card'], ['lines'], ['none']],
  'settings.fields.voiceStatus.say': [[true], [false]],
  'settings.fields.homeChannelId.say': [[null], ['123456789012345678']],
  'settings.fields.textChannelIds.say': [[[]], [['123456789012345678', '9']]],
  'settings.fields.voiceChannelIds.say': [[[]], [['123456789012345678', '9']]],
  'settings.fields.blockedWords.say': [[[]], [['<@1> *a* `b`', 'x']]],
  'settings.fields.allowedSources.say': [[[]], [['<@1> *a* `b`', 'x']]],
  'settings.fields.blockedSources.say': [[[]], [['<@1> *a* `b`', 'x']]],
  'settings.fields.fairOrder.say': [[true], [false]],
  'settings.fields.duplicates.say': DUPLICATES.map((policy) => [policy]),
  'settings.fields.maxTrackMin.say': COUNTS.map((count) => [count]),
  'settings.fields.maxPerMember.say': COUNTS.map((count) => [count]),
  'settings.fields.maxQueue.say': COUNTS.map((count) => [count]),
  'remarks.left': COUNTS.map((count) => [count]),
  'remarks.twice': COUNTS.map((count) => [count]),
  'settings.fields.libraryVisible.say': [[true], [false]],
  'settings.fields.skippedSegments.say': [[[]], [['sponsor']], [SEGMENT_CATEGORIES]],
  'settings.fields.requestChannelId.say': [[null], ['123456789012345678']],
  'settings.fields.language.say': LANGUAGES.map((language) => [language]),
  'settings.fields.djRoleId.say': [[null], ['123456789012345678']],
  'settings.fields.djOnly.say': [['off'], ['control'], ['everything']],
  'settings.fields.voteSkipPercent.say': [[0], [100]],
}
