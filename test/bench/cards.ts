import { fileURLToPath } from 'node:url'
import { LocalDiscord } from '../discord/local-discord.ts'

/**
 * Measures the memory of so many servers that play, without their now-playing cards and with them, in
 * a process of its own: `bun test/bench/cards.ts`. The players, the cards and the connection are the
 * bot's; the engine does what it's told at once and makes no sound.
 */
const SERVERS = 1_000

await using discord = await LocalDiscord.start()
const places = Array.from({ length: SERVERS }, (_, number) => {
  const guild = discord.createGuild(`server ${number}`)
  return { guild: guild.id, text: guild.createTextChannel('music') }
})
const child = Bun.spawn({
  cmd: [process.execPath, fileURLToPath(new URL('cards-process.ts', import.meta.url))],
  env: { ...process.env, ...discord.environment() },
  stdin: new Blob([JSON.stringify(places.map(({ guild, text }) => [guild, text.id]))]),
  stdout: 'inherit',
  stderr: 'inherit',
})
process.exitCode = await child.exited
const cards = places.filter(({ text }) => discord.messages(text).length === 1).length
console.log(`cards that stand on the local Discord: ${cards} of ${SERVERS}`)
if (cards < SERVERS) process.exitCode = 1
