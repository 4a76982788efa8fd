import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message } from '../discord/local-discord.ts'
import { House } from '../integration/house.ts'
import { type Names, page, type Theme } from './page.ts'

/**
 * Photographs what the bot posts, for the README: `bun test/pictures/main.ts [CHROMIUM]`. Drives the bot on
 * the local Discord, and needs a Chromium.
 */
const [chromium = 'chromium'] = process.argv.slice(2)
const DOCS = join(import.meta.dir, '../../docs')
const MANAGE_SERVER = 1n << 5n

const SONGS = [
  ['Lea Marin – Harbour Lights', 214],
  ['Lea Marin – Paper Boats', 187],
  ['The Night Bus – Last Stop', 263],
  ['Ada Brook – Snow on the Line', 201],
  ['Ada Brook – Copper Sky', 232],
] as const

await using house = await House.start(
  {},
  { files: Object.fromEntries(SONGS.map(([name, seconds]) => [`${name}.wav`, wav(seconds)])) },
)
const room = await house.room()
const { alice, guild } = room
guild.giveRole(alice, guild.createRole('staff', MANAGE_SERVER))
for (const [name] of SONGS) await room.types('/play', { query: name })
await room.types('/seek', { position: '1:12' })
const settings = await room.outcome('/settings')
const queue = await room.outcome('/queue')
const card = await house.discord.waitForMessage(
  room.text,
  ({ answer, text }) => !answer && text.includes('4 up next') && text.includes('1:1'),
)
const names = { [alice.id]: 'alice', [room.lounge.id]: 'lounge' }
await photograph('card', card, 364, names)
await photograph('queue', shown(queue.response), 354, names)
await photograph('settings', shown(settings.response), 720, names)

function shown(message: Message | null): Message {
  if (message === null) throw new Error('the bot has answered nothing')
  return message
}

/** In both themes, into `docs/`. */
async function photograph(name: string, message: Message, height: number, names: Names) {
  const folder = await mkdtemp(join(tmpdir(), 'segue-pictures-'))
  for (const theme of ['dark', 'light'] satisfies Theme[]) {
    const html = join(folder, `${theme}.html`)
    await Bun.write(html, page([message], theme, names))
    const picture = join(DOCS, `${name}-${theme}.png`)
    const line = [
      ...[chromium, '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
      ...[`--window-size=592,${height}`, `--user-data-dir=${join(folder, 'profile')}`],
      ...[`--screenshot=${picture}`, `file://${html}`],
    ]
    const taken = Bun.spawn(line, { stdout: 'ignore', stderr: 'ignore' })
    if ((await taken.exited) !== 0) throw new Error(`${chromium} took no picture of ${name}`)
  }
  await rm(folder, { recursive: true })
}

/** Silence of that length, in 8-bit samples at 8 kHz. */
function wav(seconds: number): Uint8Array {
  const length = seconds * 8_000
  const file = Buffer.alloc(44 + length, 0x80)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + length, 4)
  file.write('WAVEfmt ', 8)
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 8_000],
    [40, length],
  ] as const)
    file.writeUInt32LE(value, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    file.writeUInt16LE(value, at)
  file.write('data', 36)
  return file
}
