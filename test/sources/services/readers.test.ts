import { expect, test } from 'bun:test'
import { Check } from '../../../src/domain/schema/check.ts'
import { foundTrackSchema } from '../../../src/domain/schema/track.ts'
import { READERS, type ReaderName } from '../../../src/sources/services/readers.ts'
import { randomFrom } from '../../support/random.ts'
import { embedPage, listEntity, spotifyId } from './spotify-pages.ts'

const song = { name: 'S', id: spotifyId(1), artists: [{ name: 'A' }], duration_ms: 1_000 }
const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`
const lockup = {
  ...{
    title: 'S',
    duration: 1_000,
    subtitleLinks: [{ title: 'A' }],
    tertiaryLinks: [{ title: 'B' }],
  },
  artwork: { dictionary: { url: 'https://a/{w}x{h}bb.{f}' } },
  contentDescriptor: { identifiers: { storeAdamID: '5' } },
}
const serverData = {
  data: [{ data: { sections: [{ itemKind: 'trackLockup', items: [lockup] }] } }],
}
const tidal = {
  data: [{ id: '1', type: 'tracks' }],
  included: [
    {
      ...{ id: '1', type: 'tracks', attributes: { title: 'S', version: 'V', duration: 'PT3M' } },
      relationships: { artists: { data: [{ id: '2', type: 'artists' }] } },
    },
    { id: '2', type: 'artists', attributes: { name: 'A' } },
  ],
  links: { next: '/x?page[cursor]=y' },
}

/** An answer of each kind, and how its text is made. */
const SAMPLES: Readonly<Record<ReaderName, readonly [unknown, (data: unknown) => string]>> = {
  spotify: [{ items: [{ item: song }], total: 1, next: 'x' }, JSON.stringify],
  'spotify-page': [listEntity([{ title: 'S', subtitle: 'A', duration: 1_000 }]), embedPage],
  apple: [
    { data: [{ id: '1', type: 'songs', attributes: { name: 'S', artistName: 'A' } }], next: 'x' },
    JSON.stringify,
  ],
  'apple-page': [
    serverData,
    (data) => `<script id="serialized-server-data">${JSON.stringify(data)}</script>${ld(data)}`,
  ],
  itunes: [
    {
      results: [{ kind: 'song', trackId: 1, trackName: 'S', artistName: 'A', artworkUrl100: 'x' }],
    },
    JSON.stringify,
  ],
  deezer: [
    { data: [{ id: 1, title: 'S', duration: 3, artist: { name: 'A' }, isrc: 'x' }], next: 'x' },
    JSON.stringify,
  ],
  tidal: [tidal, JSON.stringify],
  'tidal-page': [
    { '@type': 'MusicRecording', name: 'S', byArtist: [{ name: 'A' }], duration: 'PT3M' },
    ld,
  ],
}

/** What may stand anywhere in an answer. */
const STRANGE: readonly unknown[] = [
  ...[null, true, -1, 0, 1e308, 2 ** 53, '', ' ', '\u202e\u0000x', 'x'.repeat(10_000)],
  ...[[], {}, [[]], [null], { length: 5 }, { toString: 1 }, { at: 1 }, 'https://127.0.0.1/', '-'],
]

/** The same data with something else at one place. */
function bent(data: unknown, pick: (count: number) => number): unknown {
  const isEnd = typeof data !== 'object' || data === null || pick(4) === 0
  if (isEnd) return STRANGE[pick(STRANGE.length)]
  const names = Object.keys(data)
  const name = names[pick(names.length)]
  if (name === undefined) return STRANGE[pick(STRANGE.length)]
  const copy = (Array.isArray(data) ? [...data] : { ...data }) as Record<string, unknown>
  copy[name] = bent(copy[name], pick)
  return copy
}

const schema = new Check(foundTrackSchema)
const KINDS = ['track', 'album', 'playlist', 'artist'] as const

test.each(Object.keys(SAMPLES) as ReaderName[])(
  'whatever an answer of %s holds, what is read of it can be stored',
  (name) => {
    const next = randomFrom(7)
    const pick = (count: number) => Math.floor(next() * count)
    const [sample, textOf] = SAMPLES[name]
    let count = 0
    for (let time = 0; time < 1_500; time++) {
      const data = time === 0 ? sample : bent(pick(2) === 0 ? bent(sample, pick) : sample, pick)
      for (const kind of KINDS) {
        const link = { kind, id: '1', country: null }
        const album = kind === 'album' ? { title: 'B', artist: null, artwork: null } : null
        const answer = READERS[name](textOf(data), { link, start: null, album })
        for (const track of answer.tracks) expect(schema.faultIn(track)).toBeNull()
        expect(typeof answer.next === 'string' || answer.next === null).toBe(true)
        count += answer.tracks.length
      }
    }
    // Else nothing would be shown.
    expect(count).toBeGreaterThan(100)
  },
)
