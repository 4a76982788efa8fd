import type { Current } from '../../domain/player/state.ts'
import { heardTitleOf } from './title.ts'
import { lengthOf } from './track-length.ts'
import type { View } from './view.ts'

/** What plays, to keep: its name, what a station says, its length and its page. */
export const grabView =
  (current: Pick<Current, 'track' | 'said'>): View =>
  ({ queue }) => {
    const { track } = current
    const length = lengthOf(track, queue)
    const title = heardTitleOf(current)
    const name = length === null ? title : `${title} (${length})`
    const page = URL.parse(track.pageUrl ?? '')
    return { content: page === null ? name : `${name}\n${page.href}` }
  }

/** It was sent. */
export const grabbedView: View = ({ past }) => ({ content: past.sent })
