/** A `GuildVoice` in a process of its own, driven over IPC; see `remote-link.ts`. */
import { DAVESession } from '@snazzah/davey'
import { codeOf } from '../../../src/base/error.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { GuildVoice } from '../../../src/engine/voice/guild-voice.ts'
import type { VoiceRequestAnswer } from '../../../src/engine/voice/op4-requests.ts'
import { type Log, silentLog } from '../../../src/observability/log.ts'
import type { FromLink, ToLink } from './messages.ts'
import { SkippingClock } from './skipping-clock.ts'

const FRAME_MS = 20
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe)
const SILENCE_FRAMES = 5

const { random } = Math
const clock = new SkippingClock()
const answers = new Map<number, (answer: VoiceRequestAnswer) => void>()
let link: GuildVoice | undefined
let requests = 0
let taken = 0
let refusesUntilMs = 0

const log: Log = {
  ...silentLog,
  debug(message, fields) {
    if (message === 'voice phase') tell({ type: 'phase', phase: String(fields?.to) })
  },
}

const { encryptOpus } = DAVESession.prototype
DAVESession.prototype.encryptOpus = function (frame) {
  if (clock.now() < refusesUntilMs) throw new Error('refused by the test')
  return encryptOpus.call(this, frame)
}

const tell = (message: FromLink) => process.send?.(message)

process.on('uncaughtException', (error) => tell({ type: 'uncaught', reason: String(error) }))
process.on('unhandledRejection', (reason) => tell({ type: 'uncaught', reason: String(reason) }))
// Each message in a turn of its own, as a worker gets them: Bun hands over several at once.
process.on('message', (message: ToLink) => setImmediate(() => handle(message)))
tell({ type: 'started' })

function handle(message: ToLink): void {
  if (message.type === 'open') open(message)
  else if (message.type === 'connect') settle(message.id, link?.connect(message.channelId))
  else if (message.type === 'disconnect') settle(message.id, link?.disconnect())
  else if (message.type === 'state') link?.onState(message.state)
  else if (message.type === 'server') link?.onServer(message.assignment)
  else if (message.type === 'answer') answers.get(message.id)?.(message)
  else if (message.type === 'encryption') refusesUntilMs = clock.now() + message.refusesForMs
  else if (message.type === 'play') play(message.frames, message.untilTaken)
  else {
    clock.skip(message.ms)
    tell({ type: 'skipped' })
  }
}

function open({ guildId, selfId, luck }: Extract<ToLink, { type: 'open' }>): void {
  link?.[Symbol.dispose]()
  Math.random = luck === null ? random : () => luck
  link = new GuildVoice({
    guildId,
    selfId,
    clock,
    random: () => 0,
    log,
    addon: loadAddon().addon,
    request(request) {
      const { promise, resolve } = Promise.withResolvers<VoiceRequestAnswer>()
      const id = ++requests
      answers.set(id, resolve)
      tell({ type: 'request', id, channelId: request.channel_id })
      return promise
    },
    events: {
      onGate: (gate) => tell({ type: 'gate', gate, taken }),
      onMoved: (channel) => tell({ type: 'moved', channelId: channel }),
      onUnheard: () => tell({ type: 'unheard' }),
      onLost: (code) => tell({ type: 'lost', code }),
    },
  })
}

function settle(id: number, work: Promise<void> | undefined): void {
  work?.then(
    () => tell({ type: 'settled', id, code: null }),
    (error: unknown) => tell({ type: 'settled', id, code: codeOf(error) }),
  )
}

function play(frames: Uint8Array[], untilTaken: boolean): void {
  const queue = [...frames, ...Array.from({ length: SILENCE_FRAMES }, () => SILENCE)]
  let refused = 0
  taken = 0
  const timer = setInterval(() => {
    const frame = queue[0]
    if (frame === undefined) {
      clearInterval(timer)
      link?.setSpeaking(false)
      tell({ type: 'played', refused })
      return
    }
    const sent = link?.send(frame) ?? false
    if (!sent && refused++ === 0) tell({ type: 'refused' })
    if (sent) taken++
    if (sent || !untilTaken) queue.shift()
  }, FRAME_MS)
}
