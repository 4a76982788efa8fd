import { basename } from 'node:path'
import {
  ClientRefusal,
  type InteractionOutcome,
  NotAcknowledged,
} from '../discord/local-discord.ts'
import { Listener } from './listener.ts'
import { isFile } from './options.ts'
import type { Screen } from './screen.ts'
import type { Show, Venue } from './show.ts'
import { type Entered, parseTypedLine } from './typed-line.ts'

/** Without music for this long after some was heard, it is over. */
const OVER_AFTER_MS = 3000
/** Without any music for this long, none will come. */
const SILENT_LIMIT_MS = 20_000
/** Counting what is missing reads every frame; the live line can wait for it. */
const COUNT_EVERY_MS = 1000

/** What is played in the show's servers: who types, who listens, and what the screen tells of it. */
export class Concert {
  /** One for each server, in their order. */
  readonly listeners: readonly Listener[]
  /** Dispatch of the first command of the first server, on the frames' clock. */
  dispatchedAtMs: number | null = null
  readonly startedAtMs = performance.now()
  readonly #show: Show
  readonly #screen: Screen
  readonly #messagesShown = new Set<string>()
  #paused = false
  #missing = 0
  #countedAtMs = 0

  private constructor(show: Show, screen: Screen, listeners: readonly Listener[]) {
    this.#show = show
    this.#screen = screen
    this.listeners = listeners
  }

  /** Everybody takes a seat. Only the first server's Alice has a voice client of her own; Bob always listens. */
  static async begin(show: Show, screen: Screen): Promise<Concert> {
    const listeners: Listener[] = []
    for (const [index, { alice, bob, voice }] of show.venues.entries()) {
      await bob.joins(voice)
      await alice.joins(voice, { listen: index === 0 })
      listeners.push(new Listener(bob.hears(), show.discord.botUserId))
    }
    return new Concert(show, screen, listeners)
  }

  /** Alice types a line in a server; what the bot answers is shown for the first one. Never rejects. */
  async type(line: string, venue: Venue): Promise<void> {
    const main = venue === this.#show.venues[0]
    const { commands } = this.#show.discord.bot
    const typed = parseTypedLine(line, {
      optionsOf: (name) => commands.named(venue.guild.id, name)?.options ?? [],
      idOf: (name) => namedIn(venue).find((one) => one.name === name)?.id,
    })
    if (typed === null) {
      this.#screen.say(`  not a command: ${line}`)
      return
    }
    if (main) this.#screen.say(`alice  ${line}`)
    try {
      const values = await withFiles(typed.values)
      const outcome = await venue.alice.types(typed.command, values, { in: venue.text })
      if (main) this.dispatchedAtMs ??= outcome.dispatchedAtMs
      await outcome.settled()
      if (main) this.#showAnswer(outcome)
      if (main && typed.command === '/pause') this.#paused = true
      if (main && /^\/(resume|play|skip|stop)$/.test(typed.command)) this.#paused = false
    } catch (error) {
      this.#screen.say(`  ${refusal(error)}`)
    }
  }

  /** Takes in what was heard since, shows new messages and the live line. */
  tick(nowMs: number): void {
    for (const listener of this.listeners) listener.drain()
    const [venue] = this.#show.venues
    if (venue) this.#showMessages(venue)
    this.#screen.live(this.liveLine(nowMs), nowMs)
  }

  /** Whether the music is over, or never came. */
  isOver(nowMs: number): boolean {
    const last = this.listeners[0]?.listening.lastFrameAtMs ?? null
    if (last === null) return nowMs - this.startedAtMs > SILENT_LIMIT_MS
    return !this.#paused && nowMs - last > OVER_AFTER_MS
  }

  /** Milliseconds since the first frame was heard; null before. */
  musicMs(nowMs: number): number | null {
    const first = this.listeners[0]?.listening.firstFrameAtMs ?? null
    return first === null ? null : nowMs - first
  }

  isPlaying(nowMs: number): boolean {
    const last = this.listeners[0]?.listening.lastFrameAtMs ?? null
    return last !== null && nowMs - last < 500
  }

  liveLine(nowMs: number): string {
    const heard = this.listeners.map(({ listening }) => listening)
    const [first] = heard
    if (!first) return ''
    if (nowMs - this.#countedAtMs > COUNT_EVERY_MS) {
      this.#countedAtMs = nowMs
      this.#missing = this.listeners.reduce((sum, { framesMissing }) => sum + framesMissing, 0)
    }
    const total = heard.reduce((sum, { framesHeard }) => sum + framesHeard, 0)
    return [
      `bob hears ${clock(first.framesHeard * 20)}`,
      this.isPlaying(nowMs) ? meter(first.levelDbfs) : '  silence           ',
      `frames ${total}`,
      `latest ${first.latestMs.toFixed(1)} ms late`,
      `missing ${this.#missing}`,
    ].join('  ')
  }

  #showAnswer(outcome: InteractionOutcome): void {
    for (const message of [outcome.response, ...outcome.followUps]) {
      if (message === null || this.#messagesShown.has(message.id)) continue
      this.#messagesShown.add(message.id)
      this.#sayMessage(message.text, message.ephemeral ? ' (only alice sees this)' : '')
    }
  }

  #showMessages(venue: Venue): void {
    for (const message of this.#show.discord.messages(venue.text)) {
      if (message.loading || this.#messagesShown.has(message.id)) continue
      this.#messagesShown.add(message.id)
      this.#sayMessage(message.text, '')
    }
  }

  #sayMessage(text: string, note: string): void {
    for (const [index, line] of rendered(text).split('\n').entries())
      this.#screen.say(`${index === 0 ? 'segue  ' : '       '}${line}${index === 0 ? note : ''}`)
  }
}

/** A file is read when the command is typed, as a client does. */
/** What a command's option may name. */
const namedIn = ({ alice, bob, text, voice }: Venue) => [alice, bob, text, voice]

async function withFiles(values: Readonly<Record<string, Entered>>) {
  const entries = Object.entries(values).map(async ([name, value]) => {
    if (typeof value !== 'object') return [name, value] as const
    if (!isFile(value.path)) throw new ClientRefusal(`there is no file ${value.path}`)
    const bytes = await Bun.file(value.path).bytes()
    return [name, { name: basename(value.path), bytes }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

function refusal(error: unknown): string {
  if (error instanceof ClientRefusal) return `Discord's client refuses: ${error.message}`
  if (error instanceof NotAcknowledged) return error.message
  return error instanceof Error ? error.message : String(error)
}

/** As a reader sees it: Markdown's bold marks and escapes are gone. */
function rendered(text: string): string {
  return text.replace(/\*\*/g, '').replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Ten steps of 6 dB, and the number. */
function meter(dbfs: number): string {
  const steps = Math.max(0, Math.min(10, Math.round((dbfs + 60) / 6)))
  const value = Number.isFinite(dbfs) ? `${Math.round(dbfs)} dB` : 'silent'
  return `${'▮'.repeat(steps)}${'▯'.repeat(10 - steps)} ${value.padStart(6)}`
}
