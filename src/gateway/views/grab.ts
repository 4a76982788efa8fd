import type { Track } from '../../domain/track.ts'
import { titleOf } from './title.ts'
import { lengthOf } from './track-length.ts'
import type { View } from './view.ts'

/** A track to keep: its name, its length and its page. */
export const grabView =
  (track: Track): View =>
  ({ queue }) => {
    const length = lengthOf(track, queue)
    const name = length === null ? titleOf(track) : `${titleOf(track)} (${length})`
    const page = URL.parse(track.pageUrl ?? '')
    return { content: page === null ? name : `${name}\n${page.href}` }
  }

/** It was sent. */
export const grabbedView: View = ({ past }) => ({ content: past.sent })
