import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { errorText } from '../../src/gateway/ui/error-text.ts'
import { markedWav } from '../support/marked-tones.ts'
import { until } from '../support/until.ts'
import { expectRefusal, House, type Room, TRACKS } from './house.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(async () => {
  const { unknownCalls } = house.discord
  await house[Symbol.asyncDispose]()
  // Everything that the bot asked of Discord is known there, and no answer came to nothing.
  expect(unknownCalls).toEqual([])
  expect(house.logged('could not answer an interaction')).toEqual([])
  expect(house.logged('could not defer')).toEqual([])
})

/** How far a heard position may be off: half the stretch that is listened to, and a frame or two. */
const NEAR_S = 0.25

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
    expect(await room.types('/skip')).toBe('Skipped **Delta**. Next is **Charlie**.')
    await room.hears('Charlie')
    await room.types('/skip')
    await room.hears('Bravo')
  })

  test('the next track follows by itself and is announced', async () => {
    const room = await house.room()
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

  test('suggestions come from the library, and none is an answer too', async () => {
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

describe.concurrent('while it plays', () => {
  test('pause brings silence, and resume goes on at the same place', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/pause')).toBe('Paused **Alpha**.')
    expect(await room.isSilent()).toBe(true)
    const { positionS } = room.heard()
    await Bun.sleep(700)
    const frames = room.framesHeard
    expect(await room.types('/resume')).toBe('Going on with **Alpha**.')
    await room.hears('Alpha')
    const playedS = (room.framesHeard - frames) * 0.02
    expect(Math.abs(room.heard().positionS - positionS - playedS)).toBeLessThan(NEAR_S)
  })

  test('seek goes to a position, and by a distance', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const first = room.framesHeard
    expect(await room.types('/seek', '0:20')).toBe('**Alpha** goes on at 0:20.')
    const at20 = await room.jumped(first, (positionS) => positionS > 15)
    expect(at20).toBeGreaterThan(19.95)
    expect(at20).toBeLessThan(20.5)
    const second = room.framesHeard
    expect(await room.types('/seek', '+10')).toMatch(/goes on at 0:3\d\./)
    await room.jumped(second, (positionS) => positionS > 29)
    const third = room.framesHeard
    await room.types('/seek', '-20')
    await room.jumped(third, (positionS) => positionS < 19)
    await expectRefusal(await room.outcome('/seek', '0:41'), 'bad-position')
    await expectRefusal(await room.outcome('/seek', 'soon'), 'bad-position')
  })

  test('half the volume is half the amplitude, and full volume is the original again', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/volume', { percent: 50 })).toBe('Volume is 50 %.')
    await until(() => Math.abs(room.heard().amplitude - 0.125) < 0.01, 'half the amplitude')
    await room.types('/volume', { percent: 200 })
    await until(() => Math.abs(room.heard().amplitude - 0.5) < 0.04, 'twice the amplitude')
    await room.types('/volume', { percent: 100 })
    await until(() => Math.abs(room.heard().amplitude - 0.25) < 0.02, 'the original amplitude')
    expect(await room.types('/volume')).toBe('Volume is 100 %.')
  })

  test('a looped track begins anew, and says so once', async () => {
    const room = await house.room()
    await room.types('/play', 'blip')
    expect(await room.types('/loop', { mode: 'track' })).toBe('The current track repeats.')
    const { seconds } = TRACKS.Blip
    await until(() => room.framesHeard * 0.02 > 2.5 * seconds, 'the track a third time')
    expect(room.heard().positionS).toBeLessThan(seconds)
    expect(room.readHere).toEqual(['Playing **Blip**', 'The current track repeats.'])
  })

  test('a looped queue comes round again', async () => {
    const room = await house.room()
    await room.types('/play', 'blip')
    await room.types('/play', 'alpha')
    await room.types('/loop', { mode: 'queue' })
    await room.hears('Alpha')
    expect(await room.types('/queue')).toContain('`1` **Blip** (0:01)')
    await room.types('/skip')
    await room.hears('Blip')
    expect(await room.types('/queue')).toContain('`1` **Alpha**')
  })

  test('what plays now is shown with position and length', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/seek', '10')
    const shown = await room.types('/nowplaying')
    expect(shown).toContain('Playing **Alpha**')
    expect(shown).toMatch(/0:1\d \/ 0:40/)
    expect(shown).toContain(`<@${room.alice.id}>`)
    await room.types('/pause')
    expect(await room.types('/nowplaying')).toContain('Paused **Alpha**')
  })

  test('skipping the last track, and stopping, bring silence and leave the bot in the channel', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/skip')).toBe('Skipped **Alpha**. The queue is empty.')
    expect(await room.isSilent()).toBe(true)
    await room.plays('Bravo')
    await room.types('/play', 'charlie')
    expect(await room.types('/stop')).toBe('Stopped, and cleared the queue.')
    expect(await room.isSilent()).toBe(true)
    expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
    await expectRefusal(await room.outcome('/queue'), 'queue-empty')
    await expectRefusal(await room.outcome('/nowplaying'), 'nothing-playing')
  })
})

describe.concurrent('the queue', () => {
  test('it is shown, changed and played in the order that is shown', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    for (const name of ['blip', 'bravo', 'charlie', 'delta']) await room.types('/play', name)
    expect(await room.types('/remove', { position: 1 })).toBe('Removed **Blip** from the queue.')
    expect(await room.types('/move', { from: 3, to: 1 })).toBe('Moved **Delta** to position 1.')
    expect((await room.types('/queue')).split('\n')).toEqual([
      'Now: **Alpha**',
      '`1` **Delta** (0:40)',
      '`2` **Bravo** (0:40)',
      '`3` **Charlie** (0:40)',
      'Page 1 of 1 · 3 queued · 2:00',
    ])
    await room.types('/skip')
    await room.hears('Delta')
    expect(await room.types('/skip', { count: 2 })).toBe('Skipped **Delta**. Next is **Charlie**.')
    await room.hears('Charlie')
    await expectRefusal(await room.outcome('/remove', { position: 1 }), 'queue-empty')
  })

  test('it is shuffled and cleared while the current track plays on', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const added = 'bravo charlie delta bravo charlie delta bravo charlie delta'.split(' ')
    for (const name of added) await room.types('/play', name)
    const titles = async () => (await room.types('/queue')).match(/\*\*\w+\*\* \(/g) ?? []
    const before = await titles()
    expect(await room.types('/shuffle')).toBe('Shuffled 9 tracks.')
    let after = await titles()
    // One shuffle in 1680 leaves the order as it was.
    if (after.join() === before.join()) {
      await room.types('/shuffle')
      after = await titles()
    }
    expect(after).not.toEqual(before)
    expect(after.toSorted()).toEqual(before.toSorted())
    await expectRefusal(await room.outcome('/move', { from: 1, to: 10 }), 'bad-index')
    expect(await room.types('/clear')).toBe('Cleared 9 tracks from the queue.')
    await room.hears('Alpha')
    await expectRefusal(await room.outcome('/clear'), 'queue-empty')
    await expectRefusal(await room.outcome('/shuffle'), 'queue-empty')
  })

  test('two members who press at once get one effect each', async () => {
    const room = await house.room()
    const bob = room.guild.createMember('bob')
    await bob.joins(room.lounge, { listen: false })
    await room.plays('Alpha')
    await room.types('/play', 'bravo')
    await room.types('/play', 'charlie')
    const both = await Promise.all([room.types('/skip'), room.types('/skip', {}, { by: bob })])
    expect(both.toSorted()).toEqual([
      'Skipped **Alpha**. Next is **Bravo**.',
      'Skipped **Bravo**. Next is **Charlie**.',
    ])
    await room.hears('Charlie')
    const plays = await Promise.all([
      room.types('/play', 'alpha'),
      room.types('/play', 'bravo', { by: bob }),
    ])
    expect(plays.map((text) => text.slice(-1)).toSorted()).toEqual(['1', '2'])
  })
})

describe.concurrent('coming and going', () => {
  test('the bot joins when it is called and leaves when it is told', async () => {
    const room = await house.room()
    expect(await room.types('/join')).toBe(`Joined <#${room.lounge.id}>.`)
    expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
    await room.plays('Alpha')
    expect(await room.types('/leave')).toBe('Left the voice channel.')
    expect(room.guild.botVoiceChannel).toBeNull()
    await expectRefusal(await room.outcome('/leave'), 'bot-not-in-voice')
    await room.plays('Bravo')
  })

  test('sent away in mid-join and called back at once, it plays', async () => {
    const rooms = await Promise.all([1, 2, 3, 4].map(() => house.room()))
    for (const room of rooms) {
      // From here on its commands are taken in the order in which they are typed.
      await room.types('/volume')
      const typed = [room.types('/join'), room.types('/leave'), room.types('/play', 'bravo')]
      expect(await Promise.all(typed)).toEqual([
        errorText.superseded,
        'Left the voice channel.',
        'Playing **Bravo**',
      ])
      await room.hears('Bravo')
      expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
    }
  })

  test('dragged to another channel it plays on there, for those who are there', async () => {
    const room = await house.room()
    const attic = room.guild.createVoiceChannel('attic', { bitrate: 128_000 })
    await room.plays('Alpha')
    room.guild.dragBot(attic)
    await expectRefusalSoon(room, 'caller-elsewhere')
    await room.alice.joins(attic)
    await room.hears('Alpha')
    expect(await room.types('/pause')).toBe('Paused **Alpha**.')
    expect(room.guild.botVoiceChannel?.id).toBe(attic.id)
  })

  test('kicked, it stops and says so; called back, it goes on where it was', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/play', 'bravo')
    await room.types('/seek', '20')
    await until(() => room.heard().positionS > 19, 'the new position')
    await Bun.sleep(1_200)
    room.guild.kickBotFromVoice()
    await room.reads('I was disconnected from the voice channel.')
    await Bun.sleep(500)
    const before = room.heard().positionS
    expect(room.guild.botVoiceChannel).toBeNull()
    await expectRefusal(await room.outcome('/pause'), 'nothing-playing')
    await expectRefusal(await room.outcome('/resume'), 'bot-not-in-voice')
    expect(await room.types('/join')).toContain('and going on with **Alpha**.')
    const { positionS } = await room.hears('Alpha')
    // The position is known to a second.
    expect(positionS).toBeGreaterThan(before - 1.5)
    expect(positionS).toBeLessThan(before + 2)
    expect(await room.types('/queue')).toContain('`1` **Bravo**')
  })

  test('with nobody there to hear, it waits and says so, and begins when somebody listens', async () => {
    const room = await house.room({ join: false })
    await room.alice.joins(room.lounge, { listen: false })
    expect(await room.types('/play', 'alpha')).toBe(
      '**Alpha** starts as soon as somebody is here to listen.',
    )
    await room.alice.joins(room.lounge)
    expect((await room.hears('Alpha')).positionS).toBeLessThan(2)
    await room.reads('Playing **Alpha**')
  })

  test('removed from a server and invited again, it begins anew', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/play', 'bravo')
    room.guild.removeBot()
    await room.guild.whenBotIsIn(null)
    await Bun.sleep(300)
    room.guild.invite(house.discord.bot)
    await Bun.sleep(300)
    await expectRefusal(await room.outcome('/queue'), 'queue-empty')
    await room.plays('Charlie')
  })

  test('on a stage it asks to speak and tells whom it needs; let in, it is heard from the beginning', async () => {
    const room = await house.room({ join: false })
    const stage = room.guild.createVoiceChannel('stage', { stage: true, bitrate: 128_000 })
    room.guild.setBotPermissions(stage, { requestToSpeak: true, muteMembers: false })
    await room.alice.joins(stage)
    const asked = room.outcome('/play', 'alpha')
    await room.reads('asked to speak')
    await until(() => room.guild.botAsksToSpeakSince !== null, 'the bot’s raised hand')
    // Long enough that a track which ran on unheard would be far from its beginning.
    await Bun.sleep(2_000)
    expect(room.framesHeard).toBe(0)
    room.guild.letBotSpeak()
    await room.hears('Alpha')
    expect(room.heard(20).positionS).toBeLessThan(1)
    expect((await asked).text).toContain('**Alpha**')
  })

  const DRAGGED = [
    [{ stage: false }, { speak: false }, 'missing-speak'],
    [{ stage: true }, { requestToSpeak: false, muteMembers: false }, 'stage-audience'],
  ] as const
  for (const [options, permissions, code] of DRAGGED) {
    test(`dragged to where it is not heard (${code}), it says what it lacks`, async () => {
      const room = await house.room()
      const elsewhere = room.guild.createVoiceChannel('elsewhere', options)
      room.guild.setBotPermissions(elsewhere, permissions)
      await room.plays('Alpha')
      room.guild.dragBot(elsewhere)
      await room.reads(errorText[code])
      await room.alice.joins(elsewhere)
      room.guild.letBotSpeak()
      await room.hears('Alpha')
    })
  }

  test('on a stage that it moderates it speaks at once', async () => {
    const room = await house.room({ join: false })
    const stage = room.guild.createVoiceChannel('stage', { stage: true, bitrate: 128_000 })
    room.guild.setBotPermissions(stage, { muteMembers: true })
    await room.alice.joins(stage)
    await room.plays('Alpha')
    expect(room.guild.isBotSuppressed).toBe(false)
  })
})

describe.concurrent('refusals are seen by the caller alone, each in its own words', () => {
  test('a caller in no channel, and one in another', async () => {
    const room = await house.room()
    const bob = room.guild.createMember('bob')
    await expectRefusal(await room.outcome('/play', 'alpha', { by: bob }), 'caller-not-in-voice')
    await room.plays('Alpha')
    await expectRefusal(await room.outcome('/pause', {}, { by: bob }), 'caller-not-in-voice')
    await bob.joins(room.guild.createVoiceChannel('attic'), { listen: false })
    await expectRefusal(await room.outcome('/pause', {}, { by: bob }), 'caller-elsewhere')
    await expectRefusal(await room.outcome('/play', 'bravo', { by: bob }), 'caller-elsewhere')
    await expectRefusal(await room.outcome('/join', {}, { by: bob }), 'caller-elsewhere')
    await room.hears('Alpha')
    expect(room.readHere).toEqual(['Playing **Alpha**'])
  })

  const LACKS = [
    [{ view: false }, 'missing-view'],
    [{ connect: false }, 'missing-connect'],
    [{ speak: false }, 'missing-speak'],
  ] as const
  for (const [permissions, code] of LACKS) {
    test(`a channel with ${JSON.stringify(permissions)}`, async () => {
      const room = await house.room()
      room.guild.setBotPermissions(room.lounge, permissions)
      await expectRefusal(await room.outcome('/play', 'alpha'), code)
      await expectRefusal(await room.outcome('/join'), code)
      expect(room.guild.botVoiceChannel).toBeNull()
    })
  }

  test('a full channel', async () => {
    const room = await house.room()
    room.guild.editChannel(room.lounge, { userLimit: 1 })
    await expectRefusal(await room.outcome('/play', 'alpha'), 'channel-full')
  })

  test('a stage on which the bot may not even ask', async () => {
    const room = await house.room({ join: false })
    const stage = room.guild.createVoiceChannel('stage', { stage: true })
    room.guild.setBotPermissions(stage, { requestToSpeak: false, muteMembers: false })
    await room.alice.joins(stage)
    await expectRefusal(await room.outcome('/play', 'alpha'), 'stage-audience')
  })

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

test('an answer whose deferral was deleted meanwhile is told all the same', async () => {
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
    [errorText['http-status'], true],
  ])
})

/** The gateway's news of a drag takes a moment to arrive. */
async function expectRefusalSoon(
  room: Awaited<ReturnType<House['room']>>,
  code: 'caller-elsewhere',
): Promise<void> {
  await Bun.sleep(300)
  await expectRefusal(await room.outcome('/pause'), code)
}
