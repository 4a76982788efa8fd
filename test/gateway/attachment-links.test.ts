import { afterEach, beforeEach, expect, test } from 'bun:test'
import { REST } from 'discord.js'
import { AttachmentLinks } from '../../src/gateway/attachment-links.ts'
import { LocalDiscord } from '../discord/local-discord.ts'

const HOUR_S = 3_600
const never = new AbortController().signal
const bytes = Uint8Array.of(1, 2, 3)
const REFRESH = 'POST /attachments/refresh-urls'

let discord: LocalDiscord
let rest: REST
let links: AttachmentLinks
/** How far this host's time is ahead of now. */
let aheadS: number
beforeEach(async () => {
  discord = await LocalDiscord.start()
  rest = new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token)
  aheadS = 0
  links = new AttachmentLinks(rest, discord.apiUrl, () => Date.now() + aheadS * 1000)
})
afterEach(() => discord[Symbol.asyncDispose]())

const attached = () => discord.files.add('1', { name: 'song.mp3', bytes }, true).url
const statusOf = async (link: string) => (await fetch(link)).status

test('a link is itself for as long as it works, and one that has ended is renewed', async () => {
  const link = attached()
  expect(await links.fresh(link, never)).toBe(link)
  discord.files.passADay()
  aheadS = 25 * HOUR_S
  expect(await statusOf(link)).toBe(404)
  discord.files.linkLifeS = 30 * HOUR_S
  const renewed = await links.fresh(link, never)
  expect(await statusOf(renewed)).toBe(200)
})

test('a link that ends within the hour, or has lost its signature, is renewed once', async () => {
  discord.files.linkLifeS = HOUR_S - 60
  const short = attached()
  discord.files.linkLifeS = 24 * HOUR_S
  const renewed = await links.fresh(short, never)
  expect(renewed).not.toBe(short)
  discord.faults.rest.failNext(REFRESH, 500, { times: 9 })
  const bare = short.slice(0, short.indexOf('?'))
  expect(await links.fresh(bare, never)).toBe(renewed)
})

test('Discord is asked only for links of its own', async () => {
  discord.faults.rest.failNext(REFRESH, 500, { times: 9 })
  for (const link of [
    'https://example.com/attachments/1/2/a.mp3?ex=1',
    `http://${discord.fileHost}/other/1/2/a.mp3?ex=1`,
    `http://me:secret@${discord.fileHost}/attachments/1/2/a.mp3?ex=1`,
    'no link',
  ]) {
    expect(await links.fresh(link, never)).toBe(link)
  }
})

test('a refusal and a trouble are told apart, and a link that still works outlives both', async () => {
  discord.files.linkLifeS = HOUR_S - 60
  const link = attached()
  discord.faults.rest.failNext(REFRESH, 500)
  expect(await links.fresh(link, never)).toBe(link)
  aheadS = 2 * HOUR_S
  discord.faults.rest.failNext(REFRESH, 500)
  await expect(links.fresh(link, never)).rejects.toMatchObject({ code: 'source-lost' })
  discord.faults.rest.failNext(REFRESH, 404)
  await expect(links.fresh(link, never)).rejects.toMatchObject({ code: 'attachment-gone' })
})

test('of renewed links a thousand are remembered', async () => {
  discord.files.linkLifeS = 0
  const first = attached()
  discord.files.linkLifeS = 24 * HOUR_S
  const renewed = await links.fresh(first, never)
  const folder = first.slice(0, first.indexOf('song'))
  discord.faults.rest.rateLimits = false
  for (let n = 0; n < 999; n++) await links.fresh(`${folder}${n}.mp3`, never)
  discord.faults.rest.failNext(REFRESH, 404)
  expect(await links.fresh(first, never)).toBe(renewed)
  // That failure is still to come: this one is renewed, and pushes the oldest out.
  await expect(links.fresh(`${folder}999.mp3`, never)).rejects.toMatchObject({
    code: 'attachment-gone',
  })
  await links.fresh(`${folder}999.mp3`, never)
  discord.faults.rest.failNext(REFRESH, 404)
  await expect(links.fresh(first, never)).rejects.toMatchObject({ code: 'attachment-gone' })
})
