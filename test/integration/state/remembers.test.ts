import { expect, setDefaultTimeout, test } from 'bun:test'
import { guildId } from '../../../src/base/ids.ts'
import { SettingsRepo } from '../../../src/db/settings-repo.ts'
import { defaultSettings } from '../../../src/domain/settings.ts'
import { until } from '../../discord/until.ts'
import { House } from '../house.ts'
import { brokenOff, expectBack, halfway, noted } from './playing-rooms.ts'

setDefaultTimeout(120_000)

test.concurrent('told to stop, and started again, it goes on as after a crash', async () => {
  await using house = await House.start()
  const room = await halfway(house)
  const note = await noted({ room, track: 'Alpha' })
  expect(await house.bot.stop()).toBe(0)
  expect(room.guild.voiceChannelOf(house.discord.botUserId)).toBeNull()
  const before = brokenOff(note)
  await house.startAgain()
  await expectBack(before)
})

test.concurrent('where its channel is gone or barred after a restart, the queue stays and its members read why', async () => {
  await using house = await House.start()
  const rooms = await Promise.all([halfway(house), halfway(house), halfway(house)])
  const [deleted, barred, removed] = rooms
  const attic = deleted.guild.createVoiceChannel('attic')
  for (const room of rooms)
    await house.stores(
      room,
      ({ current, queue }) => (current?.positionMs ?? 0) > 15_000 && queue.length === 1,
    )
  await house.crash()
  deleted.guild.deleteChannel(deleted.lounge)
  barred.guild.setBotPermissions(barred.lounge, { connect: false })
  removed.guild.removeBot()
  await house.startAgain()

  await deleted.reads('The voice channel I was in is gone. Use /join')
  expect(deleted.read.at(-1)).toEndWith('The queue is kept (2 tracks).')
  await barred.reads('Give me the “Connect” permission there. The queue is kept (2 tracks).')
  // The log comes by a pipe of its own.
  await until(() => house.logged('player restored').length >= 2, 'the log of both')
  expect(house.logged('player restored')).toHaveLength(2)

  await deleted.alice.joins(attic)
  expect(await deleted.types('/join')).toBe(`Joined <#${attic.id}> and resumed **Alpha**.`)
  expect((await deleted.hears('Alpha')).positionS).toBeGreaterThan(15)
})

test.concurrent('the volume that a server’s admins have set is what its player begins with', async () => {
  await using house = await House.start()
  const room = await house.room()
  await house.bot.stop()
  await house.inDatabase((database) =>
    new SettingsRepo(database).save(guildId(room.guild.id), { ...defaultSettings, volume: 40 }, 99),
  )
  await house.startAgain()
  await room.plays('Alpha')
  expect(await room.types('/volume')).toBe('Volume: 40%')
  await until(() => Math.abs(room.heard().amplitude - 0.1) < 0.01, 'two fifths of the amplitude')
})

test.concurrent('what was played is in the history, each with how it ended', async () => {
  await using house = await House.start()
  const room = await house.room()
  const typedAtMs = performance.now()
  await room.plays('Blip')
  await room.types('/play', { query: 'Bravo' })
  await room.hears('Bravo')
  const tookS = (performance.now() - typedAtMs) / 1_000
  expect(await room.types('/skip')).toContain('Skipped **Bravo**')
  await room.types('/play', { query: 'Charlie' })
  await house.bot.stop()
  const rows = await house.inDatabase((database) =>
    database.raw(
      (sql) => sql<{ title: string; outcome: string; seconds: number; guild: string }[]>`
        select title, outcome, guild_id as guild,
          extract(epoch from ended_at - started_at)::double precision as seconds
        from segue.history order by ended_at`,
    ),
  )
  expect(rows.map(({ title, outcome }) => `${title} ${outcome}`)).toEqual([
    'Blip finished',
    'Bravo skipped',
  ])
  for (const { guild } of rows) expect(guild).toBe(room.guild.id)
  // As long as the file is, and no longer than it took until the next one was heard.
  expect(rows[0]?.seconds).toBeGreaterThan(1)
  expect(rows[0]?.seconds).toBeLessThan(tookS)
})
