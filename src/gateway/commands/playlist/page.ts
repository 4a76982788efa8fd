import type { Playlist } from '../../../domain/playlist.ts'
import type { MemberCall } from '../../interactions/call.ts'
import { ENTRIES_A_PAGE, pageOf, playlistView } from '../../views/playlists.ts'
import type { View } from '../../views/view.ts'

/** That page of a list, or the nearest that there is: lists get shorter while people look at them. */
export async function listPage(
  { playlists }: MemberCall,
  list: Playlist,
  wanted: number,
): Promise<View> {
  const page = pageOf(list, wanted)
  const entries = await playlists.stretch(list, (page - 1) * ENTRIES_A_PAGE, ENTRIES_A_PAGE)
  return playlistView(list, page, entries)
}
