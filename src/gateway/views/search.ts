import { type APISelectMenuOption, type APIStringSelectComponent, ComponentType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { oneLine } from '../../base/one-line.ts'
import { type FoundTrack, isOfLibrary } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { Words } from '../words/words.ts'
import { customId } from './custom-id.ts'
import { fitIn, titleOf } from './title.ts'
import type { View } from './view.ts'

/** Discord's limit for each text of an option. */
const OPTION_LENGTH = 100

/** A track to choose, with what finds just this one. */
export interface Choice {
  readonly track: FoundTrack
  readonly query: string
}

/**
 * What a search has found, to choose from. `wanted`: what it may be; null: whatever they like. Throws
 * 'nothing-found' for nothing.
 */
export function searchView(
  choices: readonly Choice[],
  wanted: Pick<FoundTrack, 'title' | 'artist'> | null = null,
): View {
  const distinct = [...new Map(choices.map((choice) => [choice.query, choice])).values()]
  if (distinct.length === 0) throw new SegueError('nothing-found')
  return (words) => {
    const { finding } = words
    const menu: APIStringSelectComponent = {
      type: ComponentType.StringSelect,
      custom_id: customId('pick'),
      placeholder: finding.placeholder,
      options: distinct.map((choice, index) => optionOf(choice, index, words)),
    }
    return {
      content: wanted === null ? finding.choose : finding.unsure(titleOf(wanted)),
      components: [{ type: ComponentType.ActionRow, components: [menu] }],
    }
  }
}

/** Options show text as it is, so that nothing in it has to be escaped. */
function optionOf(
  { track, query }: Choice,
  index: number,
  { finding, queue }: Words,
): APISelectMenuOption {
  const { title, artist, durationMs, live, pageUrl } = track
  const length = live ? queue.live : durationMs === null ? null : formatTime(durationMs)
  const host = pageUrl === null ? null : (URL.parse(pageUrl)?.host.replace(/^www\./, '') ?? null)
  const about = [artist, length, isOfLibrary(track) ? finding.library : host]
  const known = about.filter((part) => part !== null)
  return {
    value: query,
    label: fitIn(`${index + 1}. ${oneLine(title, ' ')}`, OPTION_LENGTH),
    ...(known.length === 0
      ? {}
      : { description: fitIn(oneLine(known.join(' · '), ' '), OPTION_LENGTH) }),
  }
}
