import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { FileStore } from './files.ts'

let files: FileStore
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)

beforeAll(() => {
  files = new FileStore()
})
afterAll(() => files[Symbol.asyncDispose]())

const add = (name = 'a song.mp3') => files.add('1', { name, bytes })

describe('an attachment', () => {
  test('has the name, type and size that a client shows', () => {
    expect(add()).toMatchObject({ filename: 'a_song.mp3', contentType: 'audio/mpeg', size: 1000 })
    expect(add('../../etc/passwd').filename).not.toContain('/')
    expect(new URL(add().url).host).toBe(files.host)
  })

  const ranges: [string, number, number, number][] = [
    ['bytes=0-9', 206, 0, 10],
    ['bytes=990-', 206, 990, 1000],
    ['bytes=-5', 206, 995, 1000],
    ['bytes=990-5000', 206, 990, 1000],
    ['bytes=1000-', 416, 0, 0],
    ['bytes=9-5', 416, 0, 0],
  ]

  test.each(ranges)('answers the range %s with %d', async (range, status, from, to) => {
    const response = await fetch(add().url, { headers: { range } })
    expect(response.status).toBe(status)
    expect(await response.bytes()).toEqual(bytes.slice(from, to))
    const told = status === 206 ? `bytes ${from}-${to - 1}/1000` : 'bytes */1000'
    expect(response.headers.get('content-range')).toBe(told)
  })

  test('answers HEAD without a body, and 404 once it is gone', async () => {
    const file = add()
    const head = await fetch(file.url, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('1000')
    expect((await head.bytes()).length).toBe(0)
    files.remove(file)
    expect((await fetch(file.url)).status).toBe(404)
  })
})

test('a link works for a day and with its own signature alone, and is signed anew for the same file', async () => {
  const { url } = add()
  const statusOf = async (link: string) => (await fetch(link)).status
  expect(await statusOf(url)).toBe(200)
  expect(await statusOf(url.slice(0, url.indexOf('?')))).toBe(404)
  expect(await statusOf(url.replace(/ex=[0-9a-f]+/, 'ex=ffffffff'))).toBe(404)
  files.passADay()
  expect(await statusOf(url)).toBe(404)
  expect(await statusOf(files.renewed(url) ?? '')).toBe(200)
  expect(files.renewed('https://example.com/attachments/1/2/a.mp3')).toBeNull()
})
