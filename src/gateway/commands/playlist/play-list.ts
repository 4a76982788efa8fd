import { SegueError } from '../../../base/error.ts'
import { newSeed } from '../../../base/new-seed.ts'
import type { Playlist } from '../../../domain/playlist.ts'
import { shuffle } from '../../../domain/queue.ts'
import { type Found, type FoundTrack, whole } from '../../../domain/track.ts'
import { enqueue } from '../../../player/enqueue.ts'
import { queued } from '../../interactions/queued.ts'
import type { Reply } from '../../interactions/reply.ts'
import type { CommandCall } from '../command.ts'

/** Queues a list, as the options `next` and `shuffle` say. */
export async function playList(call: CommandCall, list: Playlist): Promise<Reply> {
  const { players, guildId, options, request } = call
  const enqueued = await enqueue(players, guildId, {
    find: () => tracksOf(call, list),
    place: options.flag('next') ? 1 : 'end',
    requestedBy: request().actor.userId,
    request,
  })
  return queued(enqueued)
}

async function tracksOf(
  { playlists, options, signal }: CommandCall,
  list: Playlist,
): Promise<Found> {
  if (options.flag('shuffle') !== true) return await playlists.found(list, signal)
  const tracks: FoundTrack[] = []
  for await (const page of playlists.pages(list, signal)) tracks.push(...page)
  if (tracks.length === 0) throw new SegueError('playlist-empty')
  return whole(shuffle(tracks, newSeed()))
}
