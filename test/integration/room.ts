import { expect } from 'bun:test'
import type { ErrorCode } from '../../src/base/error.ts'
import { en } from '../../src/gateway/words/en.ts'
import type {
  Channel,
  Guild,
  InteractionOutcome,
  LocalDiscord,
  Member,
  Message,
} from '../discord/local-discord.ts'
import { flatten } from '../discord/people/message.ts'
import { MessageFlag } from '../discord/state/model.ts'
import { until } from '../discord/until.ts'
import { decodeFrames, type HeardFrame } from '../discord/voice/hearing.ts'
import { type Heard, recognise } from '../support/marked-tones.ts'
import { TRACKS, type TrackName } from './tracks.ts'

const SILENT_WITHIN_MS = 5_000
/** Frames that are decoded to know what sounds now, after some that settle the decoder. */
const STRETCH_FRAMES = 10
const SETTLING_FRAMES = 10
const SAMPLES_PER_FRAME = 960 * 2
const SILENCE: Heard = { toneHz: 0, positionS: 0, amplitude: 0 }
/** Between two looks of a member, who may send twice as many commands. */
const LOOK_EVERY_MS = 1_000

/** One server as its members see and hear it. */
export class Room {
  readonly discord: LocalDiscord
  readonly guild: Guild
  readonly lounge: Channel
  readonly text: Channel
  readonly alice: Member
  /** The frames that were recognised last, and as what. */
  #decoded: readonly HeardFrame[] = []
  #recognised: Heard = SILENCE

  constructor(discord: LocalDiscord, guild: Guild, lounge: Channel, text: Channel, alice: Member) {
    this.discord = discord
    this.guild = guild
    this.lounge = lounge
    this.text = text
    this.alice = alice
  }

  /** Alice, or another member, types into the text channel. */
  async outcome(
    line: string,
    values: Parameters<Member['types']>[1] = {},
    { by = this.alice, ...options }: Parameters<Member['types']>[2] & { by?: Member } = {},
  ): Promise<InteractionOutcome> {
    const outcome = await by.types(line, values, { in: this.text, ...options })
    return outcome.settled()
  }

  /** Alice types, and reads the answer. */
  async types(...typed: Parameters<Room['outcome']>): Promise<string> {
    return (await this.outcome(...typed)).text
  }

  /** What a command says once that's so. */
  async says(
    isSo: (text: string) => boolean,
    ...typed: Parameters<Room['outcome']>
  ): Promise<string> {
    let text = ''
    const isThere = async () => {
      if (text !== '') await Bun.sleep(LOOK_EVERY_MS)
      text = await this.types(...typed)
      return isSo(text)
    }
    await until(isThere, () => `what ${typed[0]} is to say; it says: ${text}`)
    return text
  }

  /** Starts a track and waits until it is heard. */
  async plays(name: TrackName, options: Record<string, boolean> = {}): Promise<void> {
    const answer = await this.types('/play', { query: name, ...options })
    // The latter where the machine is so busy that the first frame is long in coming.
    expect([`Playing **${name}**`, `**${name}** is about to start.`]).toContain(answer)
    await this.hears(name)
  }

  /** What alice hears just now, or heard up to that frame of sound. */
  heard(upTo = this.framesHeard): Heard {
    const sounding = this.alice.hears().frames.filter(({ silence }) => !silence)
    const first = Math.max(0, upTo - STRETCH_FRAMES - SETTLING_FRAMES)
    const frames = sounding.slice(first, upTo)
    // Who waits for a sound asks several times a frame, and decoding is what costs.
    if (frames.length !== this.#decoded.length || frames.at(-1) !== this.#decoded.at(-1)) {
      const pcm = decodeFrames(frames)
      this.#recognised = recognise(pcm.subarray(-STRETCH_FRAMES * SAMPLES_PER_FRAME))
      this.#decoded = frames
    }
    return this.#recognised
  }

  /** The first that alice hears of that track in frames that come after the call. */
  async hears(name: TrackName, timeoutMs = 30_000): Promise<Heard> {
    const { toneHz } = TRACKS[name]
    let upTo = this.framesHeard + STRETCH_FRAMES + SETTLING_FRAMES
    // Stretch by stretch: a track may be over before this looks at it.
    const isHeard = () => {
      for (const frames = this.framesHeard; upTo <= frames; upTo += STRETCH_FRAMES) {
        if (Math.abs(this.heard(upTo).toneHz - toneHz) < 10) return true
      }
      return false
    }
    const what = () => `${name} (${toneHz} Hz); heard: ${JSON.stringify(this.heard())}`
    await until(isHeard, what, timeoutMs)
    return this.heard(upTo)
  }

  /**
   * The position, in seconds, from which it went on where the sound jumped after frame `from`; up to
   * half a second later, since it is told from stretches that lie behind the jump.
   */
  async jumped(from: number, isThere: (positionS: number) => boolean): Promise<number> {
    let upTo = from
    await until(
      () => {
        while (upTo < this.framesHeard && !isThere(this.heard(upTo).positionS)) upTo++
        return upTo + STRETCH_FRAMES <= this.framesHeard
      },
      `a jump; heard: ${JSON.stringify(this.heard())}`,
    )
    return this.heard(upTo + STRETCH_FRAMES).positionS
  }

  get framesHeard(): number {
    return this.alice.hears().frames.filter(({ silence }) => !silence).length
  }

  /** Whether no sound comes for a while, once what was under way has arrived. */
  async isSilent(): Promise<boolean> {
    const deadline = performance.now() + SILENT_WITHIN_MS
    for (let before = -1; before !== this.framesHeard; await Bun.sleep(300)) {
      if (performance.now() > deadline) return false
      before = this.framesHeard
    }
    return true
  }

  /** What everybody reads in the text channel, without the now-playing card. */
  get read(): string[] {
    return this.discord
      .messages(this.text)
      .filter((message) => !isCard(message))
      .map(({ text }) => text)
  }

  /** The now-playing cards in the text channel, oldest first. */
  get cards(): Message[] {
    return this.discord.messages(this.text).filter(isCard)
  }

  /** The same without the news that a join waits, which depends on how many tests run at once. */
  get readHere(): string[] {
    return this.read.filter((text) => !text.startsWith('I’m joining many channels'))
  }

  get pinged(): boolean {
    return this.discord
      .messages(this.text)
      .some(({ pings }) => pings.everyone || pings.users.length > 0 || pings.roles.length > 0)
  }

  async reads(part: string): Promise<void> {
    await this.discord.waitForMessage(this.text, ({ text }) => text.includes(part))
  }
}

/** The menu of an answer, with its message. */
export function menuIn({ response, followUps }: InteractionOutcome) {
  const message = response ?? followUps[0]
  const menu = flatten(message?.components ?? []).find(({ options }) => options !== undefined)
  if (message === undefined || menu === undefined) throw new Error('there is no menu')
  return { message, id: menu.custom_id ?? '', options: menu.options ?? [] }
}

/** Whether the bot has posted it by itself, in components: nothing else looks so. */
function isCard({ answer, flags, authorName }: Message): boolean {
  return authorName === 'segue' && !answer && (flags & MessageFlag.componentsV2) !== 0
}

/** The answer is that code's sentence, and only the caller sees it. */
export async function expectRefusal(
  outcome: InteractionOutcome,
  code: ErrorCode,
  { errors } = en,
): Promise<void> {
  await outcome.settled()
  expect(outcome.text).toBe(errors[code])
  const shown = [outcome.response, ...outcome.followUps].filter((message) => message !== null)
  expect(shown.map(({ ephemeral }) => ephemeral)).toEqual([true])
}
