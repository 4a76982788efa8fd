import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../../src/gateway/words/en.ts'
import { until } from '../../discord/until.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal } from '../room.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

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
        en.errors.superseded,
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
    await expectRefusal(await room.outcome('/pause'), 'caller-elsewhere')
    await room.alice.joins(attic)
    await room.hears('Alpha')
    expect(await room.types('/pause')).toBe('Paused **Alpha**.')
    expect(room.guild.botVoiceChannel?.id).toBe(attic.id)
  })

  test('what is typed straight after a drag is judged by where everybody is by then', async () => {
    const room = await house.room()
    const attic = room.guild.createVoiceChannel('attic', { bitrate: 128_000 })
    await room.plays('Alpha')
    const bob = room.guild.createMember('bob')
    await bob.joins(room.lounge)
    await room.alice.joins(attic)
    room.guild.dragBot(attic)
    const [stayed, followed] = await Promise.all([
      bob.types('/pause', {}, { in: room.text }),
      room.alice.types('/volume', { percent: 60 }, { in: room.text }),
    ])
    await expectRefusal(stayed, 'caller-elsewhere')
    expect((await followed.settled()).text).toBe('Volume: 60%')
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
    expect(await room.isSilent()).toBe(true)
    const before = room.heard().positionS
    expect(room.guild.botVoiceChannel).toBeNull()
    await expectRefusal(await room.outcome('/pause'), 'nothing-playing')
    await expectRefusal(await room.outcome('/resume'), 'bot-not-in-voice')
    expect(await room.types('/join')).toContain('and resumed **Alpha**.')
    const { positionS } = await room.hears('Alpha')
    // The position is known to a second.
    expect(positionS).toBeGreaterThan(before - 1.5)
    expect(positionS).toBeLessThan(before + 2)
    expect(await room.types('/queue')).toContain('`1` **Bravo**')
  })

  test('without listeners it waits and says so, and it begins when somebody listens', async () => {
    const room = await house.room({ announcements: 'lines', join: false })
    await room.alice.joins(room.lounge, { listen: false })
    expect(await room.types('/play', 'alpha')).toBe(
      '**Alpha** starts as soon as somebody’s here to listen.',
    )
    await room.alice.joins(room.lounge)
    expect((await room.hears('Alpha')).positionS).toBeLessThan(2)
    await room.reads('Playing **Alpha**')
  })

  test('removed from a server and invited again, it goes on with the queue when it’s called', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/play', 'bravo')
    room.guild.removeBot()
    await room.guild.whenBotIsIn(null)
    await Bun.sleep(300)
    room.guild.invite(house.discord.bot)
    await Bun.sleep(300)
    expect(await room.types('/queue')).toContain('Bravo')
    expect(await room.types('/join')).toContain('resumed **Alpha**')
    await room.hears('Alpha')
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
      await room.reads(en.errors[code])
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

  test('a server that has the commands without the bot', async () => {
    const room = await house.room()
    room.guild.removeBot()
    room.guild.installCommands(house.discord.bot)
    await expectRefusal(await room.outcome('/play', 'alpha'), 'unknown-server')
    await expectRefusal(await room.outcome('/queue'), 'unknown-server')
  })

  test('a stage on which the bot may not even ask', async () => {
    const room = await house.room({ join: false })
    const stage = room.guild.createVoiceChannel('stage', { stage: true })
    room.guild.setBotPermissions(stage, { requestToSpeak: false, muteMembers: false })
    await room.alice.joins(stage)
    await expectRefusal(await room.outcome('/play', 'alpha'), 'stage-audience')
  })
})
