import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { en } from '../../../src/gateway/words/en.ts'
import { until } from '../../discord/until.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

describe.concurrent('/play', () => {
  test('a title is found, answered in public, and heard', async () => {
    const room = await house.room()
    const outcome = await room.outcome('/play', 'alpha')
    expect(outcome.text).toBe('Playing **Alpha**')
    expect(outcome.response?.ephemeral).toBe(false)
    expect((await room.hears('Alpha')).amplitude).toBeCloseTo(0.25, 1)
    expect(room.readHere).toEqual(['Playing **Alpha**'])
  })

  test('a link to a file is heard', async () => {
    const room = await house.room()
    expect(await room.types('/play', `${house.web.url}Bravo.wav`)).toContain('Playing **Bravo')
    await room.hears('Bravo')
  })

  test('a link to a list of links, however it was written, queues them all, and so does an attached one', async () => {
    const room = await house.room()
    const list = '#EXTINF:60,Größe - Eins\r\nBravo.wav\r\n#EXTINF:60,Zwei\r\n.\\Charlie.wav\r\n'
    await Bun.write(join(house.musicDir, 'mix.m3u'), Buffer.from(list, 'latin1'))
    const link = `${house.web.url}mix.m3u`
    const answer = await room.types('/play', link)
    expect(answer).toContain('Playing **Größe')
    await room.hears('Bravo')
    expect(await room.types('/skip')).toContain('**Zwei')
    await room.hears('Charlie')
    const file = {
      name: 'own.pls',
      bytes: Buffer.from(`File1=x.wav\nFile2=${house.web.url}Delta.wav`),
    }
    await room.types('/play', { now: true }, { file })
    await room.hears('Delta')
    const own = { name: 'own.m3u', bytes: Buffer.from('C:\\Music\\x.mp3\n') }
    await expectRefusal(await room.outcome('/play', {}, { file: own }), 'list-without-links')
  })

  test('an attached file is heard', async () => {
    const room = await house.room()
    const file = { name: 'song.wav', bytes: markedWav(TRACKS.Charlie.toneHz, 5) }
    expect(await room.types('/play', {}, { file })).toContain('Playing **song')
    await room.hears('Charlie')
  })

  test('what follows is queued at its position, next goes first, and now takes over', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/play', 'bravo')).toBe('Queued **Bravo** at position 1')
    expect(await room.types('/play', { query: 'charlie', next: true })).toBe(
      'Queued **Charlie** at position 1',
    )
    await room.plays('Delta', { now: true })
    expect(await room.types('/skip')).toBe('Skipped **Delta**. Next: **Charlie**.')
    await room.hears('Charlie')
    await room.types('/skip')
    await room.hears('Bravo')
  })

  test('the next track follows by itself and is announced', async () => {
    const room = await house.room({ announcements: 'lines' })
    expect(await room.types('/play', 'blip')).toBe('Playing **Blip**')
    await room.types('/play', 'alpha')
    await room.hears('Alpha')
    await room.reads('Playing **Alpha**')
    expect(room.alice.hears().missing(house.discord.botUserId)).toBe(0)
  })

  test('the first frame is logged under the request’s id', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const line = house.logged('first frame').find(({ guildId }) => guildId === room.guild.id)
    expect(line?.firstFrameMs).toBeNumber()
    const answers = house.logged('command answered').map(({ requestId }) => requestId)
    await until(() => answers.includes(line?.requestId), 'the same request’s answer in the log')
  })

  test('suggestions come from the library, and there may be none', async () => {
    const room = await house.room()
    const offered = await room.alice.completes('/play', 'query', 'alp', {}, { in: room.text })
    expect(offered.map(({ name }) => name)).toEqual([expect.stringContaining('Alpha')])
    expect(await room.types('/play', String(offered[0]?.value))).toBe('Playing **Alpha**')
    expect(await room.alice.completes('/play', 'query', 'zzz', {}, { in: room.text })).toEqual([])
  })

  test('a title full of markup mentions nobody', async () => {
    const room = await house.room()
    await room.types('/play', 'everyone')
    await room.hears('@everyone _is_ **here**')
    await room.types('/nowplaying')
    await room.types('/play', 'everyone')
    await room.types('/queue')
    expect(room.readHere).toHaveLength(4)
    expect(room.pinged).toBe(false)
    for (const message of room.readHere) {
      expect(message).not.toContain('@everyone')
      expect(message).toContain('\\_is\\_ \\*\\*here\\*\\*')
    }
  })
})

describe.concurrent('a /play that fails is told to the caller alone', () => {
  test('nothing to play: neither or both of query and file, words that nothing is called, an inner address, a file that is no audio', async () => {
    const room = await house.room()
    await expectRefusal(await room.outcome('/play'), 'query-or-file')
    const song = { name: 'song.wav', bytes: markedWav(TRACKS.Charlie.toneHz, 5) }
    const both = await room.outcome('/play', 'alpha', { file: song })
    await expectRefusal(both, 'query-or-file')
    await expectRefusal(await room.outcome('/play', 'no such song'), 'nothing-found')
    await expectRefusal(await room.outcome('/play', 'http://127.0.0.1:9/x.mp3'), 'address-refused')
    const file = { name: 'song.mp3', bytes: new TextEncoder().encode('just words '.repeat(500)) }
    await expectRefusal(await room.outcome('/play', {}, { file }), 'not-audio')
    expect(room.readHere).toEqual([])
    await room.plays('Alpha')
  })

  test('a slow failure takes the public deferral back before it is told', async () => {
    const room = await house.room()
    const outcome = await room.alice.types('/play', `${house.web.url}held-failure/nothing.wav`, {
      in: room.text,
    })
    expect(outcome.response?.loading).toBe(true)
    house.release('held-failure')
    await outcome.settled((now) => now.followUps.length > 0)
    expect(outcome.response).toBeNull()
    expect(outcome.followUps.map(({ ephemeral }) => ephemeral)).toEqual([true])
    expect(room.readHere).toEqual([])
  })
})

test('an answer is shown even if its deferral was deleted meanwhile', async () => {
  const plays = ({ alice, text }: Room, name: string) =>
    alice.types('/play', `${house.web.url}held-deleted/${name}`, { in: text })
  const [here, there] = [await house.room(), await house.room()]
  const outcomes = await Promise.all([plays(here, 'Alpha.wav'), plays(there, 'nothing.wav')])
  for (const [index, { text }] of [here, there].entries()) {
    const { apiUrl, token } = house.discord
    const url = `${apiUrl}/v10/channels/${text.id}/messages/${outcomes[index]?.response?.id}`
    const headers = { authorization: `Bot ${token}` }
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(204)
  }
  house.release('held-deleted')
  for (const outcome of outcomes) await outcome.settled((now) => now.followUps.length > 0)
  const told = outcomes.map(({ followUps: [first] }) => [first?.text, first?.ephemeral])
  expect(told).toEqual([
    ['Playing **Alpha**', false],
    [en.errors['http-status'], true],
  ])
})
