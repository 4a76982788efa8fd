import { expect, test } from 'bun:test'
import type { Media } from '../../../src/domain/media.ts'
import { openBytes } from '../../../src/engine/input/open-bytes.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { audio, site } from '../../sources/site.ts'
import { failureOf } from '../../support/failure.ts'

const strangers = {
  policy: addressPolicy({}),
  signal: new AbortController().signal,
  renew: () => Promise.reject(new Error('nothing to renew')),
}

const media = (url: string, named?: string): Media => ({
  ...{ kind: 'http', url, headers: {}, live: false },
  ...(named === undefined ? {} : { named }),
})

test('a server inside the house is dialled for what belongs to it alone, and leads to no other', async () => {
  using other = site({ '/a.wav': audio() })
  using own = site({
    '/a.wav': audio(),
    '/away': () => Response.redirect(`${other.url}/a.wav`),
    '/home': () => Response.redirect('/a.wav'),
  })
  const named = `127.0.0.1:${own.port}`
  for (const path of ['/a.wav', '/home']) {
    using bytes = await openBytes(media(`${own.url}${path}`, named), strangers)
    expect(bytes.lengthBytes).toBe(8_044)
  }
  for (const refused of [
    media(`${own.url}/a.wav`),
    media(`${own.url}/away`, named),
    media(`${other.url}/a.wav`, named),
  ])
    expect(await failureOf(openBytes(refused, strangers))).toMatchObject({
      code: 'address-refused',
    })
  expect(other.requests).toEqual([])
})
