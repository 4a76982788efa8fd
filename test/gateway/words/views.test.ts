import { describe, expect, test } from 'bun:test'
import { channelId, roleId, type TrackId } from '../../../src/base/ids.ts'
import type { Current, PlayerState } from '../../../src/domain/player/state.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import { cardView, overView, silentView } from '../../../src/gateway/views/card.ts'
import { helpView } from '../../../src/gateway/views/help.ts'
import { askToErase, privacyView } from '../../../src/gateway/views/privacy.ts'
import { queueView } from '../../../src/gateway/views/queue.ts'
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

const VIEWS: Readonly<Record<string, View>> = {
  card: cardView({ ...long, current }, current, 'https://example.com/picture.png'),
  'card that waits': cardView(
    { ...long, current, paused: true },
    current,
    'https://example.com/picture.png',
  ),
  'card that is over': overView(hostile),
  'card that can’t be posted': silentView,
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

    test('the panel of settings tells each of them', () => {
      const text = textOf(settingsPanel(all, false), words)
      for (const { name } of SETTING_FIELDS)
        expect(text).toContain(sayOf(all, name, words.settings))
      expect(text).toContain(words.requests.untyped)
    })
  })
}
