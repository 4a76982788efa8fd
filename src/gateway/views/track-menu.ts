import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ComponentType,
} from 'discord.js'
import type { Track } from '../../domain/track.ts'
import type { QueueWords } from '../words/words.ts'
import { plainTitleOf } from './title.ts'
import { lengthOf } from './track-length.ts'

/** Discord's limits: options of a menu, and characters of what one says. */
const MENU_LIMIT = 25
const OPTION_LIMIT = 100

/**
 * A row with a menu of tracks, the first of which stands at `position` in the queue; no row without any.
 * What's chosen is a track's id, which stays its own however the queue changes.
 */
export function trackMenu(
  customId: string,
  placeholder: string,
  tracks: readonly Track[],
  position: number,
  words: Pick<QueueWords, 'live'>,
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  if (tracks.length === 0) return []
  const options = tracks.slice(0, MENU_LIMIT).map((track, index) => {
    const number = `${position + index}. `
    const description = lengthOf(track, words)
    return {
      value: track.id,
      label: `${number}${plainTitleOf(track, OPTION_LIMIT - number.length)}`,
      ...(description === null ? {} : { description }),
    }
  })
  const menu = {
    type: ComponentType.StringSelect,
    custom_id: customId,
    placeholder,
    options,
  } as const
  return [{ type: ComponentType.ActionRow, components: [menu] }]
}
