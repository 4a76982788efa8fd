/**
 * Unmodified @projectdysnomia/dysnomia, driven over IPC: the whole bot, or its voice connection alone
 * where a test needs no main gateway.
 */
import { Readable } from 'node:stream'
import { Client, VoiceConnection } from '@projectdysnomia/dysnomia'
import type { Account, FromClient, Place, ToClient } from './messages.ts'

const POLL_MS = 5
const tell = (message: FromClient) => process.send?.(message)
const heard = new Map<string, string[]>()
let connection: VoiceConnection | undefined

process.on('message', (message: ToClient) => {
  handle(message).catch((error: unknown) => tell({ type: 'failed', reason: String(error) }))
})
tell({ type: 'started' })

async function handle(message: ToClient): Promise<void> {
  if (message.type === 'join') await joinPlace(message.place)
  else if (message.type === 'login') await login(message.account)
  else if (message.type === 'speak') speak(message.frames)
  else if (message.type === 'leave') connection?.disconnect()
  else {
    const { userId } = message
    tell({ type: 'heard', userId, frames: heard.get(userId) ?? [] })
  }
}

async function login({ apiUrl, token, channelId }: Account): Promise<void> {
  const { hostname, port, pathname } = new URL(apiUrl)
  const client = new Client(`Bot ${token}`, {
    gateway: { intents: ['guilds', 'guildVoiceStates'] },
    rest: { https: false, domain: hostname, port: Number(port), baseURL: `${pathname}/v10` },
    voice: { opusOnly: true },
  } as never)
  client.on('error', (error: unknown) => tell({ type: 'failed', reason: String(error) }))
  const ready = new Promise((resolve) => client.once('ready', () => resolve(null)))
  await client.connect()
  await ready
  await use(await client.joinVoiceChannel(channelId))
}

async function joinPlace(place: Place): Promise<void> {
  const { guildId, channelId, userId, sessionId, token, endpoint } = place
  const joined = new VoiceConnection(guildId, { opusOnly: true })
  const ready = new Promise((resolve) => joined.once('ready', () => resolve(null)))
  joined.on('error', (error: unknown) => tell({ type: 'failed', reason: String(error) }))
  joined.connect({
    channel_id: channelId,
    endpoint,
    session_id: sessionId,
    token,
    user_id: userId,
  } as never)
  await ready
  await use(joined)
}

async function use(joined: VoiceConnection): Promise<void> {
  connection = joined
  listen(joined)
  tell({ type: 'connected' })
  await untilEncrypted(joined)
  tell({ type: 'encrypted' })
}

function listen(joined: VoiceConnection): void {
  joined.receive('opus').on('data', (frame: Buffer, userId: string) => {
    const frames = heard.get(userId) ?? []
    heard.set(userId, frames)
    frames.push(frame.toString('base64'))
  })
}

async function untilEncrypted(joined: VoiceConnection): Promise<void> {
  const session = joined as unknown as { daveSession: { ready: boolean } | null }
  while (!session.daveSession?.ready) await Bun.sleep(POLL_MS)
}

function speak(frames: string[]): void {
  const source = Readable.from(frames.map((frame) => Buffer.from(frame, 'base64')))
  connection?.once('end', () => tell({ type: 'spoke' }))
  connection?.play(source, { format: 'opusPackets' as never })
}
