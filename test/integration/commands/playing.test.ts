import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
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

/** How far a heard position may be off: half the stretch that is listened to, and a frame or two. */
const NEAR_S = 0.25

describe.concurrent('while it plays', () => {
  test('pause brings silence, and resume goes on at the same place', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/pause')).toBe('Paused **Alpha**.')
    expect(await room.isSilent()).toBe(true)
    const { positionS } = room.heard()
    // A person's pause, long against `NEAR_S`.
    await Bun.sleep(700)
    const frames = room.framesHeard
    expect(await room.types('/resume')).toBe('Resumed **Alpha**.')
    await room.hears('Alpha')
    const playedS = (room.framesHeard - frames) * 0.02
    expect(Math.abs(room.heard().positionS - positionS - playedS)).toBeLessThan(NEAR_S)
  })

  test('seek goes to a position, and by a distance', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    // On a busy machine it would end meanwhile.
    await room.types('/loop', { mode: 'track' })
    const first = room.framesHeard
    expect(await room.types('/seek', '0:20')).toBe('**Alpha** is now at 0:20.')
    const at20 = await room.jumped(first, (positionS) => positionS > 15)
    expect(at20).toBeGreaterThan(19.95)
    expect(at20).toBeLessThan(20.5)
    const second = room.framesHeard
    expect(await room.types('/seek', '+10')).toMatch(/is now at 0:3\d\./)
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
    expect(await room.types('/volume', { percent: 50 })).toBe('Volume: 50%')
    await until(() => Math.abs(room.heard().amplitude - 0.125) < 0.01, 'half the amplitude')
    await room.types('/volume', { percent: 200 })
    await until(() => Math.abs(room.heard().amplitude - 0.5) < 0.04, 'twice the amplitude')
    await room.types('/volume', { percent: 100 })
    await until(() => Math.abs(room.heard().amplitude - 0.25) < 0.02, 'the original amplitude')
    expect(await room.types('/volume')).toBe('Volume: 100%')
  })

  test('a looped track starts again, and the bot says so once', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/loop', { mode: 'track' })).toBe('Looping the current track.')
    for (let times = 0; times < 2; times++) {
      // It may have begun anew before the seek is answered.
      const from = room.framesHeard
      await room.types('/seek', '39')
      await room.jumped(from, (positionS) => positionS > 38)
      await until(() => room.heard().positionS < 20, 'the track from its beginning')
    }
    expect(room.readHere.filter((text) => text.includes('Playing'))).toEqual(['Playing **Alpha**'])
  })

  test('a looped queue comes round again', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/play', 'blip')
    await room.types('/loop', { mode: 'queue' })
    for (let times = 0; times < 2; times++) {
      expect(await room.types('/queue')).toContain('`1` **Blip** (0:01)')
      // It may be over before the skip is answered.
      const blip = room.hears('Blip')
      await room.types('/skip')
      await blip
      await room.hears('Alpha')
    }
  })

  test('what plays now is shown with position and length', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/seek', '10')
    const shown = await room.types('/nowplaying')
    expect(shown).toContain('### **Alpha**')
    expect(shown).toMatch(/0:1\d \/ 0:40/)
    expect(shown).toContain(`<@${room.alice.id}>`)
    await room.types('/pause')
    expect(await room.types('/nowplaying')).toContain(' · paused')
  })

  test('skipping the last track, and stopping, bring silence and leave the bot in the channel', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    expect(await room.types('/skip')).toBe('Skipped **Alpha**. The queue is empty.')
    expect(await room.isSilent()).toBe(true)
    await room.plays('Bravo')
    await room.types('/play', 'charlie')
    expect(await room.types('/stop')).toBe('Stopped and cleared the queue.')
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
    expect(await room.types('/remove', { position: '1' })).toBe('Removed **Blip** from the queue.')
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
    expect(await room.types('/skip', { count: 2 })).toBe(
      'Skipped **Delta** and 1 more track. Next: **Charlie**.',
    )
    await room.hears('Charlie')
    await expectRefusal(await room.outcome('/remove', { position: '1' }), 'queue-empty')
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
      'Skipped **Alpha**. Next: **Bravo**.',
      'Skipped **Bravo**. Next: **Charlie**.',
    ])
    await room.hears('Charlie')
    const plays = await Promise.all([
      room.types('/play', 'alpha'),
      room.types('/play', 'bravo', { by: bob }),
    ])
    expect(plays.map((text) => text.slice(-1)).toSorted()).toEqual(['1', '2'])
  })
})
