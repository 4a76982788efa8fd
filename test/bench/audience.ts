import type { Show, Venue } from '../demo/show.ts'

/** Commands a second at most, so that joins stay below the limits of one shard (op 4: 100 a minute). */
const JOIN_EVERY_MS = 650
const ABREAST = 8
const HEARD_WITHIN_MS = 60_000

/** The venues of a show and who plays in them. */
export class Audience {
  readonly #show: Show
  readonly #playing = new Set<Venue>()

  constructor(show: Show) {
    this.#show = show
  }

  /** Bob sits in every venue, so that the bot has somebody to encrypt for; alice types. */
  async seat(venues: readonly Venue[]): Promise<void> {
    for (const { alice, bob, voice } of venues) {
      await bob.joins(voice)
      await alice.joins(voice, { listen: false })
    }
  }

  /** Has `file` play in the first `count` venues, and resolves when it is heard in all of them. */
  async play(count: number, file: string): Promise<readonly Venue[]> {
    const venues = this.#show.venues.slice(0, count)
    const answers: Promise<unknown>[] = []
    for (const venue of venues) {
      if (this.#playing.has(venue)) continue
      this.#playing.add(venue)
      const isInside = venue.guild.botVoiceChannel !== null
      answers.push(command(venue, '/play', { query: file }))
      await Bun.sleep(isInside ? 10 : JOIN_EVERY_MS)
    }
    await Promise.all(answers)
    await this.#heardIn(venues)
    return venues
  }

  async stop(): Promise<void> {
    const venues = [...this.#playing]
    this.#playing.clear()
    for (let i = 0; i < venues.length; i += ABREAST)
      await Promise.all(venues.slice(i, i + ABREAST).map((venue) => command(venue, '/stop', {})))
  }

  async #heardIn(venues: readonly Venue[]): Promise<void> {
    const { voice, botUserId } = this.#show.discord
    const counts = () => venues.map(({ guild }) => voice.traffic(guild.id, botUserId).audioPackets)
    const before = counts()
    const deadline = performance.now() + HEARD_WITHIN_MS
    while (counts().some((count, i) => count <= (before[i] ?? 0))) {
      if (performance.now() > deadline) throw new Error('the music is not heard everywhere')
      await Bun.sleep(100)
    }
  }
}

/** Types a command and fails loudly when only its caller sees the answer: that is a refusal. */
export async function command(
  { alice, text }: Venue,
  name: string,
  values: Record<string, string | boolean>,
): Promise<{ dispatchedAtMs: number }> {
  const outcome = await alice.types(name, values, { in: text })
  await outcome.settled(undefined, { timeoutMs: 120_000 })
  if (outcome.response?.ephemeral ?? outcome.followUps.length > 0)
    throw new Error(`${name} was refused: ${outcome.text}`)
  return outcome
}
