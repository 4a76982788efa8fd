import { describe, expect, test } from 'bun:test'
import { Locale } from 'discord.js'
import { ERROR_CODES } from '../../../src/base/error.ts'
import { channelId, userId } from '../../../src/base/ids.ts'
import type { Notice } from '../../../src/domain/notice.ts'
import type { LoopMode } from '../../../src/domain/player/state.ts'
import { KEPT_THINGS } from '../../../src/domain/privacy.ts'
import { AUTOPLAY_MODES } from '../../../src/domain/schema/command.ts'
import { UNDOABLE } from '../../../src/domain/schema/queue-change.ts'
import { DUPLICATES, LANGUAGES } from '../../../src/domain/schema/settings.ts'
import { RELATIONS } from '../../../src/domain/schema/track.ts'
import { commandData } from '../../../src/gateway/commands/data.ts'
import { slashCommands } from '../../../src/gateway/commands/list.ts'
import { noticeText } from '../../../src/gateway/views/notice.ts'
import { titleOf } from '../../../src/gateway/views/title.ts'
import type { CommandText } from '../../../src/gateway/words/command-text.ts'
import { de } from '../../../src/gateway/words/de.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { es } from '../../../src/gateway/words/es.ts'
import { fr } from '../../../src/gateway/words/fr.ts'
import { languages, wordsFor } from '../../../src/gateway/words/languages.ts'
import { ptBR } from '../../../src/gateway/words/pt-br.ts'
import type { Words } from '../../../src/gateway/words/words.ts'
import { parseCommands } from '../../discord/rest/command-form.ts'
import { track } from '../../domain/player/sample.ts'

/** A title that would ping, link, quote and format, of the greatest length that tags have. */
const hostile = track('x', {
  title: `@everyone [**x**](https://evil.example)\n# ${'*'.repeat(500)}`,
  artist: `<@1> \`z\` ${'_'.repeat(500)}`,
})
const TITLE = titleOf(hostile)
const COUNTS = [0, 1, 2, 12_345, 1_000_000]
const DAYS = COUNTS.map((count) => [count])
const MODES: readonly LoopMode[] = ['off', 'track', 'queue']

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
  skipped: [hostile, null].map((next) => ({ kind: 'skipped', track: hostile, next })),
  voted: COUNTS.map((n) => ({
    ...{ kind: 'voted', track: hostile, votes: n, needed: n, leftMs: n * 1_000 },
  })),
  'vote-over': COUNTS.map((n) => ({ kind: 'vote-over', track: hostile, votes: n, needed: n })),
  'from-host': [{ kind: 'from-host', text: 'Update tonight.' }],
  'request-here': [{ kind: 'request-here' }],
  dj: [{ kind: 'dj', userId: userId('9') }],
  sought: [{ kind: 'sought', track: hostile, positionMs: 3_723_000 }],
  volume: [0, 80, 200].map((volume) => ({ kind: 'volume', volume })),
  loop: MODES.map((loop) => ({ kind: 'loop', loop })),
  autoplay: AUTOPLAY_MODES.map((mode) => ({ kind: 'autoplay', mode })),
  chosen: RELATIONS.map((by) => ({ kind: 'chosen', track: hostile, by, other: hostile })),
  'nothing-related': [{ kind: 'nothing-related', track: hostile }],
  removed: [{ kind: 'removed', track: hostile }],
  replayed: [{ kind: 'replayed', track: hostile }],
  'removed-some': COUNTS.map((count) => ({ kind: 'removed-some', count })),
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
function sentencesOf(words: Words): [string, string][] {
  const told = Object.values(NOTICES).flat()
  const { locales: _, notices: __, commands: ___, ...groups } = words
  return [
    ...told.map((notice): [string, string] => [notice.kind, noticeText(notice, words)]),
    ...Object.entries(groups).flatMap(([group, all]) => walk(all, group)),
  ]
}

/** Functions get a title, or the numbers and texts that they name; each is called for each of them. */
function walk(group: object, path: string): [string, string][] {
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
  'settings.fields.requestChannelId.say': [[null], ['123456789012345678']],
  'settings.fields.language.say': LANGUAGES.map((language) => [language]),
  'settings.fields.djRoleId.say': [[null], ['123456789012345678']],
  'settings.fields.djOnly.say': [['off'], ['control'], ['everything']],
  'settings.fields.voteSkipPercent.say': [[0], [100]],
}

/** Discord's limits (Component Reference): labels of buttons, and labels and titles of forms. */
const LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^settings\.fields\.\w+\.label$/, 45],
  [/^(buttons\.|privacy\.(erase\.|keep$)|settings\.(reset|keep)$)/, 80],
  [/^settings\.choose$/, 150],
]

type AnyCommandText = CommandText & {
  options?: Readonly<Record<string, CommandText>>
  subcommands?: Readonly<Record<string, AnyCommandText>>
}

/** What a language says as English does, by its first locale. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['queue.live', 'nowPlaying.live'],
  fr: ['buttons.pause'],
  'pt-BR': ['volume'],
}
/** English words that no other language has; names of buttons, formats and products are no words. */
const ENGLISH =
  /\b(the|is|are|and|you|your|try|again|track|tracks|queue|song|nobody|for|give|join|playing|it)\b/i

test('a server chooses among the languages that there are', () => {
  const [auto, ...chosen] = LANGUAGES
  expect(auto).toBe('auto')
  expect(chosen.map((locale) => wordsFor(locale).locales[0] ?? '')).toEqual(chosen)
  expect(chosen).toHaveLength(languages.length)
})

for (const words of languages) {
  describe(`the words of ${words.locales[0]}`, () => {
    const sentences = sentencesOf(words)

    test('none is empty, too long for a message, or shows a value that isn’t there', () => {
      expect(sentences.length).toBeGreaterThan(150)
      for (const [at, sentence] of sentences) {
        expect(sentence.trim(), at).not.toBe('')
        expect(sentence.length, at).toBeLessThanOrEqual(2_000)
        expect(sentence, at).not.toMatch(/undefined|null|NaN|\[object|=>|[ \u202f]{2}/)
      }
    })

    test('a title is shown as it was made safe, and is the only one', () => {
      for (const [at, sentence] of sentences) {
        const around = sentence.replaceAll(TITLE, '')
        expect(around, at).not.toMatch(/@(everyone|here)|evil|\n/)
      }
    })

    test('what stands on buttons and fields is as short as Discord takes it', () => {
      for (const [at, sentence] of sentences) {
        const [, limit] = LIMITS.find(([path]) => path.test(at)) ?? [null, 2_000]
        expect(sentence.length, at).toBeLessThanOrEqual(limit)
      }
    })

    test('a button’s label is as short as Discord takes it', () => {
      for (const label of Object.values(words.buttons)) expect(label.length).toBeLessThanOrEqual(80)
    })

    test('commands are called as people see them', () => {
      const names = Object.entries(words.commands).map(([key, { name }]) => name ?? key)
      for (const [at, sentence] of sentences.concat(walk(words.commands, 'commands'))) {
        const around = sentence.replaceAll(TITLE, '')
        for (const [, name = ''] of around.matchAll(/(?<![\p{L}<])\/([\p{Ll}-]+)/gu))
          expect(names, at).toContain(name)
      }
    })

    test('commands and options are named and described as Discord takes them', () => {
      // Application Commands, "Application Command Naming" and the limits of names and descriptions.
      const check = (texts: Readonly<Record<string, AnyCommandText>>) => {
        const names = Object.entries(texts).map(([key, { name }]) => name ?? key)
        expect(new Set(names).size).toBe(names.length)
        for (const name of names) expect(name).toMatch(/^[-\p{Ll}]{1,32}$/u)
        for (const { description, options = {}, subcommands = {} } of Object.values(texts)) {
          expect(description.length).toBeGreaterThan(0)
          expect(description.length).toBeLessThanOrEqual(100)
          check(options)
          check(subcommands)
        }
      }
      check({ ...words.commands })
    })
  })
}

test('no two codes share a sentence', () => {
  for (const { errors } of languages) {
    const sentences = Object.values(errors)
    expect(new Set(sentences).size).toBe(sentences.length)
  }
})

for (const words of languages.filter((other) => other !== en)) {
  const [locale = ''] = words.locales

  test(`nothing in ${locale} is left in English`, () => {
    const english = sentencesOf(en)
    const same = SAME[locale] ?? []
    for (const [index, [at, sentence]] of sentencesOf(words).entries()) {
      if (!same.includes(at)) expect(sentence, at).not.toBe(english[index]?.[1] ?? '')
      expect(sentence.replaceAll(TITLE, ''), at).not.toMatch(ENGLISH)
    }
    const descriptions = walk(words.commands, 'commands').filter(([at]) =>
      at.endsWith('description'),
    )
    for (const [at, description] of descriptions) expect(description, at).not.toMatch(ENGLISH)
  })
}

test('French has a narrow no-break space before ! ? : ; and inside of quotation marks', () => {
  const sentences = sentencesOf(fr).concat(walk(fr.commands, 'commands'))
  for (const [at, sentence] of sentences) {
    const around = sentence.replaceAll(TITLE, '')
    expect(around, at).not.toMatch(/(?<!\u202f)[!?:;](?=\s|$)|(?<!\u202f)»|«(?!\u202f)/)
    expect(around, at).not.toMatch(/['"“”„]/)
  }
})

test('each language writes numbers, percents and the plural as it does', () => {
  const cleared = (count: number) =>
    languages.map((words) => words.notices.cleared({ kind: 'cleared', count }))
  expect(cleared(0).slice(2)).toEqual([
    'J’ai retiré 0 morceau de la file d’attente.',
    'La cola está vacía (había 0 canciones).',
    'Tirei 0 música da fila.',
  ])
  expect(cleared(1)).toEqual([
    'Cleared 1 track from the queue.',
    'Ein Titel ist aus der Warteschlange gelöscht.',
    'J’ai retiré 1 morceau de la file d’attente.',
    'La cola está vacía (había 1 canción).',
    'Tirei 1 música da fila.',
  ])
  expect(cleared(12_345)).toEqual([
    'Cleared 12,345 tracks from the queue.',
    '12.345 Titel sind aus der Warteschlange gelöscht.',
    'J’ai retiré 12\u202f345 morceaux de la file d’attente.',
    'La cola está vacía (había 12.345 canciones).',
    'Tirei 12.345 músicas da fila.',
  ])
  expect(cleared(2_000_000).slice(2)).toEqual([
    'J’ai retiré 2\u202f000\u202f000 de morceaux de la file d’attente.',
    'La cola está vacía (había 2.000.000 de canciones).',
    'Tirei 2.000.000 de músicas da fila.',
  ])
  const volume = languages.map((words) => words.notices.volume({ kind: 'volume', volume: 80 }))
  expect(volume).toEqual([
    'Volume: 80%',
    'Lautstärke: 80\u00a0%',
    'Volume\u202f: 80\u00a0%',
    'Volumen: 80\u00a0%',
    'Volume: 80%',
  ])
})

test('a locale that the bot doesn’t speak, or none, reads English', () => {
  expect(['de', 'en-GB', 'en-US', 'ja', '', null].map(wordsFor)).toEqual([de, en, en, en, en, en])
  expect(['fr', 'es-ES', 'es-419', 'pt-BR'].map(wordsFor)).toEqual([fr, es, es, ptBR])
})

test('each locale is one of Discord’s, and no two languages claim it', () => {
  const locales = languages.flatMap((words) => words.locales)
  expect(new Set(locales).size).toBe(locales.length)
  for (const locale of locales) expect(Object.values<string>(Locale)).toContain(locale)
})

test('Discord takes the commands with the words of every language', () => {
  expect(parseCommands(slashCommands.map(({ form }) => commandData(form)))).toBeArray()
})
