/**
 * Pages in the shape of Spotify's for embedding: the script `__NEXT_DATA__` in raw JSON, a list's rows with
 * `uri`, `title`, `subtitle` (artists, a comma and a no-break space between them), `duration` in milliseconds;
 * after the fixture of spotify-url-info (test/fixtures/nextjs.html), written anew.
 */
export interface Row {
  readonly title: string
  readonly subtitle?: string
  readonly duration?: number
  readonly uri?: string
}

/** An id as Spotify's: 22 characters of base 62. */
export const spotifyId = (number: number): string => String(number).padStart(22, '0')

export const COVER = 'https://i.scdn.co/image/ab67616d00001e02'

/** What the page of a list has. */
export const listEntity = (rows: readonly Row[], name = 'A list') => ({
  ...{ type: 'playlist', name, title: name },
  visualIdentity: { image: [{ url: COVER, maxHeight: 300, maxWidth: 300 }] },
  trackList: rows.map((row, index) => ({
    uri: `spotify:track:${spotifyId(index + 1)}`,
    ...{ uid: String(index), subtitle: '', isExplicit: false, entityType: 'track', ...row },
  })),
})

/** What the page of a song has. */
export const songEntity = (name: string, artists: readonly string[], duration: number) => ({
  ...{ type: 'track', name, title: name, duration },
  artists: artists.map((artist) => ({ name: artist, uri: 'spotify:artist:0' })),
  visualIdentity: {
    image: [
      { url: `${COVER}-small`, maxHeight: 64, maxWidth: 64 },
      { url: COVER, maxHeight: 300, maxWidth: 300 },
      { url: `${COVER}-large`, maxHeight: 640, maxWidth: 640 },
    ],
  },
})

export function embedPage(entity: unknown): string {
  const data = { props: { pageProps: { state: { data: { entity } } } }, page: '/playlist/[id]' }
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return `<!doctype html><html><head><script src="/a.js"></script></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${json}</script></body></html>`
}
