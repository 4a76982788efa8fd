/** Unmodified @projectdysnomia/dysnomia, whose voice connection is driven over IPC. */
import { Readable } from 'node:stream'
import { VoiceConnection } from '@projectdysnomia/dysnomia'
import type { FromClient, Place, ToClient } from './messages.ts'

const POLL_MS = 5
const tell = (message: FromClient) => process.send?.(message)
const heard = new Map<string, string[]>()
let connection: VoiceConnection | undefined

process.on('message', (message: ToClient) => {
  handle(message).catch((error: unknown) => tell({ type: 'failed', reason: String(error) }))
})
tell({ type: 'started' })

async function handle(message: ToClient): Promise<void> {
  if (message.type === 'join') await join(message.place)
  else if (message.type === 'speak') speak(message.frames)
  else if (message.type === 'leave') connection?.disconnect()
  else {
    const { userId } = message
    tell({ type: 'heard', userId, frames: heard.get(userId) ?? [] })
  }
}

async function join({ guildId, channelId, userId, sessionId, token, endpoint }: Place) {
  const joined = new VoiceConnection(guildId, { opusOnly: true })
  connection = joined
  const ready = Promise.withResolvers<void>()
  joined.once('ready', () => ready.resolve())
  joined.on('error', (error: unknown) => tell({ type: 'failed', reason: String(error) }))
  joined.connect({
    channel_id: channelId,
    endpoint,
    session_id: sessionId,
    token,
    user_id: userId,
  } as never)
  await ready.promise
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
