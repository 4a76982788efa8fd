import { describe, expect, test } from 'bun:test'
import { ERROR_CODES } from '../../../src/base/error.ts'
import { channelId, guildId, roleId, type TrackId, userId } from '../../../src/base/ids.ts'
import type { Current, PlayerState } from '../../../src/domain/player/state.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import { cardView, nowPlayingView, overView, silentView } from '../../../src/gateway/views/card.ts'
import { errorView } from '../../../src/gateway/views/error.ts'
import { grabView } from '../../../src/gateway/views/grab.ts'
import { helpView } from '../../../src/gateway/views/help.ts'
import { historyView } from '../../../src/gateway/views/history.ts'
import { lyricsView, sungView } from '../../../src/gateway/views/lyrics.ts'
import { serversView } from '../../../src/gateway/views/owner.ts'
import { arrivingView, playView } from '../../../src/gateway/views/play.ts'
import { importedView, overviewView, playlistView } from '../../../src/gateway/views/playlists.ts'
import { askToErase, privacyView } from '../../../src/gateway/views/privacy.ts'
import { queueView } from '../../../src/gateway/views/queue.ts'
import { requestForm, requestRow } from '../../../src/gateway/views/request.ts'
import { searchView } from '../../../src/gateway/views/search.ts'
import { SETTING_FIELDS } from '../../../src/gateway/views/settings/fields.ts'
import { sayOf, settingsPanel } from '../../../src/gateway/views/settings/panel.ts'
import { bodyOf, type View } from '../../../src/gateway/views/view.ts'
import { languages } from '../../../src/gateway/words/languages.ts'
import type { Words } from '../../../src/gateway/words/words.ts'
import { flatten } from '../../discord/people/message.ts'
import { parseMessage } from '../../discord/rest/message-form.ts'
import { playing } from '../../domain/player/sample.ts'
import { hostile } from './sentences.ts'

const long: PlayerState = {
  ...playing('a').state,
  upcoming: Array.from({ length: 100 }, (_, index) => ({ ...hostile, id: `x${index}` as TrackId })),
  loop: 'queue',
  volume: 200,
}
if (long.current === null) throw new Error('nothing plays')
const current: Current = { ...long.current, track: hostile }

const ID = '1'.repeat(19)

/** Whatever has the longest sentence is set. */
const all: GuildSettings = {
  ...defaultSettings,
  voteSkipPercent: 100,
  djRoleId: roleId(ID),
  homeChannelId: channelId(ID),
  requestChannelId: channelId(ID),
  textChannelIds: Array.from({ length: 10 }, () => channelId(ID)),
  maxTrackMin: 1_000,
  maxPerMember: 1_000,
  maxQueue: 1_000,
}

/** As long as any of what people are shown can be. */
const words2000 = 'la '.repeat(1_000)
const lines = Array.from({ length: 200 }, (_, n) => ({ atMs: n * 1_000, text: words2000 }))
const lyrics = {
  title: hostile.title,
  artist: hostile.artist,
  lines,
  from: 'example.com',
}
const list = {
  ...{ id: ID as never, owner: { kind: 'server', id: guildId(ID) } as const, name: '*'.repeat(80) },
  ...{ link: 'https://example.com', createdBy: userId(ID), count: 10_000, isArriving: true },
}
const tracks = Array.from({ length: 10 }, () => ({ track: hostile }))
const arriving = {
  count: 10_000,
  total: 10_000,
  outcome: { kind: 'failed', code: 'queue-full' },
} as const
const found = {
  kind: 'queued',
  track: hostile,
  position: 10_000,
  more: 9_999,
  left: 1_000,
  twice: 1_000,
} as const

const VIEWS: Readonly<Record<string, View>> = {
  card: cardView({ ...long, current }, current, 'https://example.com/picture.png'),
  'card that waits': cardView(
    { ...long, current, paused: true },
    current,
    'https://example.com/picture.png',
  ),
  'card that is over': overView(hostile),
  'card that can’t be posted': silentView,
  'card as an answer': nowPlayingView({ ...long, current }),
  search: searchView(
    Array.from({ length: 10 }, (_, n) => ({
      track: hostile,
      query: `${n}${'q'.repeat(90)}`,
    })) as never,
  ),
  history: historyView(
    Array.from({ length: 50 }, () => hostile),
    1,
  ),
  lyrics: lyricsView(lyrics),
  'lyrics that are sung': sungView(lyrics, 100_000),
  'what is grabbed': grabView({ track: { ...hostile, title: 'A song', artist: null }, said: null }),
  'all playlists': overviewView(
    Array.from({ length: 500 }, () => list),
    { userId: ID, guildId: ID },
  ),
  'a playlist': playlistView(list, 1, tracks),
  'a playlist that was imported': importedView(
    list,
    { count: 1_000, code: 'list-too-long' },
    9_999,
  ),
  'what is queued': playView(found, arriving),
  'a list that arrives': arrivingView(found, arriving),
  'all servers': serversView(
    Array.from({ length: 10_000 }, () => ({ id: ID, name: '*'.repeat(100), members: 1_000_000 })),
  ),
  ...Object.fromEntries(ERROR_CODES.map((code) => [`refusal ${code}`, errorView(code)])),
  queue: queueView({ ...long, current }, 1),
  privacy: privacyView(36_500, ['server', 'mine']),
  'question about a server’s data': askToErase('server'),
  'question about one’s own data': askToErase('mine'),
  settings: settingsPanel(defaultSettings, false),
  'settings to reset': settingsPanel(all, false, 'reset'),
  ...Object.fromEntries(
    SETTING_FIELDS.map(({ name }) => [`settings with ${name}`, settingsPanel(all, false, name)]),
  ),
  'help, page 1': helpView(1, true),
  'help, page 2': helpView(2, true),
  'help, page 3': helpView(3, true),
}

const textOf = (view: View, words: Words): string => {
  const draft = parseMessage(bodyOf(view(words)), [])
  const inside = flatten(draft.components ?? []).flatMap(({ content }) => content ?? [])
  return [draft.content ?? '', ...inside].join('\n')
}

for (const words of languages) {
  describe(`in ${words.locales[0]}`, () => {
    for (const [name, view] of Object.entries(VIEWS)) {
      test(`Discord takes the ${name} as it is`, () => {
        const shown = view(words)
        const text = textOf(view, words)
        expect(text).toMatch(/\p{L}{4}/u)
        // What’s longer than a message is cut.
        if ('content' in shown) expect(text.trim()).toBe(shown.content?.trim() ?? '')
      })
    }

    test('Discord takes the button and the form of requests', () => {
      const row = parseMessage({ content: 'a', components: [requestRow(words)] }, [])
      expect(row.components).toHaveLength(1)
      // Interactions, "Modal": a title has 45 characters at most; Components: a label has 45, a placeholder 100.
      const form = requestForm(words)
      expect(form.title.length).toBeLessThanOrEqual(45)
      for (const part of flatten(form.components as never)) {
        const { label = '', placeholder = '' } = part as { label?: string; placeholder?: string }
        expect(label.length).toBeLessThanOrEqual(45)
        expect(placeholder.length).toBeLessThanOrEqual(100)
      }
    })

    test('the panel of settings tells each of them', () => {
      const text = textOf(settingsPanel(all, false), words)
      for (const { name } of SETTING_FIELDS)
        expect(text).toContain(sayOf(all, name, words.settings))
      expect(text).toContain(words.requests.untyped)
    })
  })
}
