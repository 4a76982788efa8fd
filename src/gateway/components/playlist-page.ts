import { SUGGESTED } from '../../playlists/playlists.ts'
import { askerOf } from '../commands/playlist/asker.ts'
import { listPage } from '../commands/playlist/page.ts'
import { PLAYLIST_PAGE } from '../views/playlists.ts'
import type { Component } from './component.ts'

/** Turns to another page of a list, in the message that shows it. */
export const playlistPage: Component = {
  action: PLAYLIST_PAGE,
  run: async (call) => {
    const [id = '', page = ''] = call.args
    const list = await call.playlists.find(`${SUGGESTED}${id}`, askerOf(call))
    return { view: await listPage(call, list, Number(page)), visibility: 'in place' }
  },
}
