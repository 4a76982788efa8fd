import { expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { freePort } from '../../support/free-port.ts'
import { House } from '../house.ts'

setDefaultTimeout(120_000)

/** Longer than a change of a player takes to be stored. */
const STORED_MS = 1_000

test('a track that crashes the process twice in a row while it’s opened is left out, and the rest plays', async () => {
  const port = await freePort()
  await using house = await House.start({ ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:${port}` })
  let armed = false
  /** Processes that opened it; each may also look for its picture. */
  const openedBy = new Set<number>()
  using web = Bun.serve({
    port,
    hostname: '127.0.0.1',
    async fetch() {
      if (armed) {
        const { pid } = house.bot
        openedBy.add(pid)
        await Bun.sleep(STORED_MS)
        if (house.bot.pid === pid && house.bot.isRunning) process.kill(pid, 'SIGKILL')
      }
      return new Response(Bun.file(`${house.musicDir}/Bravo.wav`))
    },
  })
  const room = await house.room()
  await room.plays('Alpha')
  await room.types('/play', { query: `${web.url}bomb.wav` })
  await room.types('/play', { query: 'Charlie' })
  armed = true
  void room.types('/skip').catch(() => {})
  await house.bot.exited
  expect(openedBy.size).toBe(1)

  // It comes up, opens by itself what it was opening, and breaks down again.
  const again = house.startAgain()
  await until(() => openedBy.size === 2, 'the second opening', 60_000)
  await again.catch(() => {})
  await house.bot.exited

  await house.startAgain()
  await room.hears('Charlie')
  await room.reads('I crashed twice while opening')
  expect(openedBy.size).toBe(2)
  expect(
    house.logged('left out a track that was being opened at two crashes in a row'),
  ).toHaveLength(1)
  // If somebody asks for it again, it's played: it may have been mended.
  armed = false
  expect(await room.types('/play', { query: `${web.url}bomb.wav` })).toContain('Queued')
})
