import type { Show, Venue } from '../demo/show.ts'

/** Commands a second at most, so that joins stay below the limits of one shard (op 4: 100 a minute). */
const JOIN_EVERY_MS = 650
const ABREAST = 8

/** Bob sits in every venue, so that the bot has somebody to encrypt for; alice types. */
export async function seat(venues: readonly Venue[]): Promise<void> {
  for (const { alice, bob, voice } of venues) {
    await bob.joins(voice)
    await alice.joins(voice, { listen: false })
  }
}

/** Plays a file in each venue and resolves when it is heard in all of them. */
export async function playIn(show: Show, venues: readonly Venue[], file: string): Promise<void> {
  const answers: Promise<unknown>[] = []
  for (const venue of venues) {
    const isInside = venue.guild.botVoiceChannel !== null
    answers.push(command(venue, '/play', { query: file, now: true }))
    await Bun.sleep(isInside ? 10 : JOIN_EVERY_MS)
  }
  await Promise.all(answers)
  const counts = () =>
    venues.map(
      ({ guild }) => show.discord.voice.traffic(guild.id, show.discord.botUserId).audioPackets,
    )
  const before = counts()
  const deadline = performance.now() + 60_000
  while (counts().some((count, i) => count <= (before[i] ?? 0))) {
    if (performance.now() > deadline) throw new Error(`${file} is not heard everywhere`)
    await Bun.sleep(100)
  }
}

export async function stopIn(venues: readonly Venue[]): Promise<void> {
  for (let i = 0; i < venues.length; i += ABREAST)
    await Promise.all(venues.slice(i, i + ABREAST).map((venue) => command(venue, '/stop', {})))
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
