import { SegueError } from '../../base/error.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import type { Found } from '../../domain/track.ts'
import { enqueue } from '../../player/enqueue.ts'
import { foundTogether } from '../../player/found-together.ts'
import { orChoice } from '../interactions/choices.ts'
import { queued } from '../interactions/queued.ts'
import type { MenuCall, Target } from './menu.ts'

/** Links and files of one message that are looked at; a message holds at most ten files. */
const LINKS = 20

/** Queues the attachments and links of a message. */
export const playThis = {
  name: 'Play this',
  run: async (call: MenuCall) => {
    const { players, matches, library, guildId, request, target, signal } = call
    const playing = enqueue(players, guildId, {
      find: () => matches.sure(find(call, target), guildId, signal),
      place: 'end',
      requestedBy: request().actor.userId,
      request,
    })
    return await orChoice(playing.then(queued), library)
  },
} as const

function find({ library, guildId, signal }: MenuCall, target: Target): Promise<Found> {
  if (target.kind !== 'message') throw new SegueError('nothing-to-play')
  const attached = target.attachments.map(
    (file) => (s: AbortSignal) => library.findAttachment(file, s),
  )
  const linked = linksIn(target.text).map(
    (link) => (s: AbortSignal) => library.find(link, guildId, s),
  )
  const searches = [...attached, ...linked].slice(0, LINKS)
  if (searches.length === 0) throw new SegueError('nothing-to-play')
  return foundTogether(searches, signal)
}

/** The links of a message's text, each once, without the punctuation of the sentence around them. */
export function linksIn(text: string): string[] {
  const links = [...text.matchAll(LINK)].map(([link]) => link.replace(AROUND, ''))
  return [...new Set(links)].filter((link) => link.length <= QUERY_LENGTH && URL.canParse(link))
}

/** Markdown may hide a link from previews ("<https://…>") or put it into parentheses. */
const LINK = /https?:\/\/[^\s<>|]+/gi
const AROUND = /[)\].,;:!?'"*_~]+$/
