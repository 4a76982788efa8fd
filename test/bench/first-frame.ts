import type { Show, Venue } from '../demo/show.ts'
import { command } from './audience.ts'
import { MP3_FILE } from './recordings.ts'

/** Nothing is heard for this long: the last track is over for the listener too. */
const QUIET_MS = 300

/** A track plays for so long before it's stopped, so that its first frame isn't its last. */
const PLAYED_MS = 200

/** Three commands a play: any faster, and the bot tells a member to wait. */
const BETWEEN_PLAYS_MS = 2_000

/**
 * Milliseconds from the dispatch of /play to the first frame that Bob hears and decrypts, for each of `plays`
 * plays of `query`; `leaves` has the bot leave the channel before each.
 */
export async function firstFrames(
  show: Show,
  venue: Venue,
  plays: number,
  leaves: boolean,
  query = MP3_FILE,
): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < plays; i++) {
    if (leaves && venue.guild.botVoiceChannel !== null) await command(venue, '/leave', {})
    await quiet(venue)
    const heard = venue.bob.hears().whenHears(show.discord.botUserId)
    const played = await command(venue, '/play', { query })
    const frame = await show.bot.whileAlive(heard)
    times.push(frame.arrivedAtMs - played.dispatchedAtMs)
    await Bun.sleep(PLAYED_MS)
    await command(venue, '/stop', {})
    await Bun.sleep(BETWEEN_PLAYS_MS)
  }
  return times
}

/** That nothing comes has no event to wait for. */
async function quiet({ bob }: Venue): Promise<void> {
  const ear = bob.hears()
  let count = -1
  while (count !== ear.packets) {
    count = ear.packets
    await Bun.sleep(QUIET_MS)
  }
}
