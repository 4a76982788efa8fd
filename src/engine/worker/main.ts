/** Entry of an engine thread, which acts only on messages. */
import { parentPort } from 'node:worker_threads'
import { systemClock } from '../../base/clock.ts'
import { addressPolicy } from '../../net/address-policy.ts'
import type { Log } from '../../observability/log.ts'
import { Charsets } from '../input/titles/charsets.ts'
import { type Addon, loadAddon } from '../native/addon.ts'
import { opusEncoder } from '../portable/opus-encoder.ts'
import {
  type FromWorker,
  HEARTBEAT_MS,
  type ToWorker,
  type WorkerSettings,
} from '../protocol/messages.ts'
import { answerCall } from '../protocol/server.ts'
import { GuildVoice } from '../voice/guild-voice.ts'
import { Pacer } from './pacer.ts'
import { Renewals } from './renewals.ts'
import { Sessions } from './sessions.ts'
import { VoiceRequests } from './voice-requests.ts'

const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')
const post = (message: FromWorker): void => port.postMessage(message)
const log = portLog()
const voiceRequests = new VoiceRequests(post)
const renewals = new Renewals(post)
let sessions: Sessions | null = null

// @discordjs/voice throws out of socket callbacks (an MLS proposal of another epoch, for one). That
// concerns one connection: its guards notice and rejoin, and the other servers' music goes on.
process.on('uncaughtException', (error) => report('uncaught', error))
process.on('unhandledRejection', (reason) => report('unhandled rejection', reason))

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'start':
      sessions = start(message.settings)
      post({ type: 'ready' })
      break
    case 'call':
      if (sessions) void answerCall(sessions.handlers, message, onSurprise).then(post)
      break
    case 'voice-server':
      sessions?.onServer(message.assignment)
      break
    case 'voice-answer':
      voiceRequests.answer(message.id, message.answer)
      break
    case 'renewed':
      renewals.answer(message.id, message.media)
      break
  }
})

function start(settings: WorkerSettings): Sessions {
  setInterval(heartbeat, HEARTBEAT_MS)
  const addon = engineAddon(settings.native)
  return new Sessions({
    pacer: new Pacer(systemClock, onSurprise),
    decoders: {
      addon,
      ffmpegPath: settings.ffmpegPath,
      complexity: settings.encoderComplexity,
      policy: addressPolicy(settings.addresses),
      charsets: new Charsets(),
      log,
    },
    openVoice: (guildId, events) =>
      new GuildVoice({
        guildId,
        selfId: settings.selfId,
        events,
        request: (request) => voiceRequests.send(request),
        addon,
        clock: systemClock,
        random: Math.random,
        log,
      }),
    emit: (event) => post({ type: 'event', event }),
    renew: (renewal, signal) => renewals.ask(renewal, signal),
    onReleased: (guildId, placing) => post({ type: 'released', guildId, placing }),
  })
}

/**
 * The addon, if it's wanted and installed; otherwise its substitute is loaded ahead of the first
 * track.
 */
function engineAddon(wanted: boolean): Addon | null {
  if (wanted) {
    const { addon, reason } = loadAddon()
    if (addon) return addon
    log.warn(
      'the native engine didn’t load, so FFmpeg decodes everything, which is slower and knows no filters; run script/build-native',
      { reason },
    )
  }
  try {
    opusEncoder(64_000, 0)
  } catch (error) {
    report('no Opus encoder', error)
  }
  return null
}

function heartbeat(): void {
  if (sessions) post({ type: 'heartbeat', totals: sessions.totals })
}

function onSurprise(error: unknown): void {
  report('unexpected', error)
}

function report(what: string, error: unknown): void {
  log.error(`${what} in the engine`, {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
}

function portLog(): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error'): Log['debug'] =>
    (message, fields = {}) =>
      post({ type: 'log', level, message, fields: { ...fields } })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
