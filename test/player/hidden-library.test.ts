import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { whole } from '../../src/domain/track.ts'
import { searchFor } from '../../src/player/hidden-library.ts'
import type { SearchQuery } from '../../src/player/ports.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'

/** A library that finds a track of that source for everything. */
function searching(source: 'local' | 'opensubsonic' | 'jellyfin' | 'yt-dlp') {
  const asked: SearchQuery[] = []
  const search = (query: SearchQuery) => {
    asked.push(query)
    return Promise.resolve(whole([foundTrack('Secret', { source })]))
  }
  const look = (visible: boolean, place: SearchQuery['place'] = null) => {
    const settings = { ...defaultSettings, libraryVisible: visible }
    const query = { text: 'subsonic:0a1b2c3d/song/1', limit: 1, place }
    return searchFor(settings, { search })(query, guildId('1'), new AbortController().signal)
  }
  return { asked, look }
}

test.each(['local', 'opensubsonic', 'jellyfin'] as const)(
  'where the library is hidden, who knows the name of something of %s learns no more of it',
  async (source) => {
    const { look } = searching(source)
    expect((await look(true)).tracks).toHaveLength(1)
    expect(await failureOf(look(false))).toMatchObject({ code: 'track-blocked' })
  },
)

test('where the library is hidden, words are looked for on the web, and nobody may look in the library', async () => {
  const { asked, look } = searching('yt-dlp')
  expect((await look(false)).tracks).toHaveLength(1)
  await look(false, 'soundcloud')
  expect(asked.map(({ place }) => place)).toEqual(['youtube', 'soundcloud'])
  expect(await failureOf(look(false, 'library'))).toMatchObject({ code: 'track-blocked' })
  expect(asked).toHaveLength(2)
})
