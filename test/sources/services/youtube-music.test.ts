import { expect, test } from 'bun:test'
import { whole } from '../../../src/domain/track.ts'
import { YoutubeMusic, youtubeLink } from '../../../src/sources/services/youtube-music.ts'
import { asking } from './stand-in.ts'

const MUSIC = 'https://music.youtube.com'

test.each([
  [`${MUSIC}/watch?v=dQw4w9WgXcQ&si=abc`, 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
  [
    `${MUSIC}/watch?v=dQw4w9WgXcQ&list=RDAMVMdQw4w9WgXcQ`,
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  ],
  [
    `${MUSIC}/playlist?list=OLAK5uy_kunInn&si=x`,
    'https://www.youtube.com/playlist?list=OLAK5uy_kunInn',
  ],
  [`${MUSIC}/watch?list=PLx_1`, 'https://www.youtube.com/playlist?list=PLx_1'],
  [`${MUSIC}/browse/MPREb_gTAcphH99wE?si=x`, `${MUSIC}/browse/MPREb_gTAcphH99wE`],
  [`${MUSIC}/channel/UC9ALqqC4aIeG5iDs7i90Bfw`, `${MUSIC}/channel/UC9ALqqC4aIeG5iDs7i90Bfw`],
  [`${MUSIC}/search?q=a+b&si=x#songs`, `${MUSIC}/search?q=a+b#songs`],
])('%s is read as %s', async (link, read) => {
  expect(youtubeLink(link)).toBe(read)
  const asked: string[] = []
  const source = new YoutubeMusic({
    find: (text) => {
      asked.push(text)
      return Promise.resolve(whole([]))
    },
  })
  expect(source.owns(link)).toBe(true)
  await source.find(link, asking)
  expect(asked).toEqual([read])
})

test.each([
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://music.youtube.com.example.org/watch?v=dQw4w9WgXcQ',
  'music.youtube.com',
])('%s is not its own', (text) => {
  expect(new YoutubeMusic({ find: () => Promise.resolve(whole([])) }).owns(text)).toBe(false)
})
