/**
 * Unmodified @discordjs/voice, driven over IPC: behind discord.js, or behind a gateway adapter made by
 * hand where a test needs no main gateway.
 */
import { Readable } from 'node:stream'
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  type DiscordGatewayAdapterCreator,
  EndBehaviorType,
  entersState,
  joinVoiceChannel,
  StreamType,
  type VoiceConnection,
  VoiceConnectionStatus,
} from '@discordjs/voice'
import { Client, GatewayIntentBits } from 'discord.js'
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
  else if (message.type === 'speak') await speak(message.frames)
  else if (message.type === 'leave') connection?.destroy()
  else {
    const { userId } = message
    tell({ type: 'heard', userId, frames: heard.get(userId) ?? [] })
  }
}

async function login({ apiUrl, token, guildId, channelId }: Account): Promise<void> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    rest: { api: apiUrl },
  })
  const ready = new Promise((resolve) => client.once('clientReady', resolve))
  await client.login(token)
  await ready
  const guild = await client.guilds.fetch(guildId)
  await join(guildId, channelId, guild.voiceAdapterCreator)
}

async function joinPlace(place: Place): Promise<void> {
  const { guildId, channelId, userId, sessionId, token, endpoint } = place
  await join(guildId, channelId, (methods) => ({
    sendPayload(payload: { d: { channel_id: string | null } }) {
      if (payload.d.channel_id === null) return true
      const state = { guild_id: guildId, channel_id: channelId, user_id: userId }
      methods.onVoiceStateUpdate({ ...state, session_id: sessionId } as never)
      methods.onVoiceServerUpdate({ guild_id: guildId, token, endpoint })
      return true
    },
    destroy: () => undefined,
  }))
}

async function join(
  guildId: string,
  channelId: string,
  adapterCreator: DiscordGatewayAdapterCreator,
): Promise<void> {
  connection = joinVoiceChannel({ guildId, channelId, selfDeaf: false, adapterCreator })
  connection.on('stateChange', (_old, { status }) => tell({ type: 'state', state: status }))
  connection.receiver.speaking.on('start', (speaker) => listen(speaker))
  await entersState(connection, VoiceConnectionStatus.Ready, 8_000)
  tell({ type: 'connected' })
  await untilEncrypted(connection)
  // Names our ssrc well before the first frame; the library would do so in the same instant.
  connection.setSpeaking(true)
  tell({ type: 'encrypted' })
}

/** The library tells nobody when DAVE becomes ready. */
async function untilEncrypted(joined: VoiceConnection): Promise<void> {
  for (;;) {
    const { state } = joined
    const networking = state.status === VoiceConnectionStatus.Ready ? state.networking.state : null
    if (networking && 'dave' in networking && networking.dave?.session?.ready) return
    await Bun.sleep(POLL_MS)
  }
}

function listen(speaker: string): void {
  if (heard.has(speaker)) return
  const frames: string[] = []
  heard.set(speaker, frames)
  connection?.receiver
    .subscribe(speaker, { end: { behavior: EndBehaviorType.Manual } })
    .on('data', (frame: Buffer) => frames.push(frame.toString('base64')))
}

async function speak(frames: string[]): Promise<void> {
  const player = createAudioPlayer()
  connection?.subscribe(player)
  const source = Readable.from(frames.map((frame) => Buffer.from(frame, 'base64')))
  player.play(createAudioResource(source, { inputType: StreamType.Opus }))
  await entersState(player, AudioPlayerStatus.Playing, 5_000)
  await entersState(player, AudioPlayerStatus.Idle, 60_000)
  tell({ type: 'spoke' })
}
