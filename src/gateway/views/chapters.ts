import { ComponentType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { type ChapterPart, chapterAt, chapterParts } from '../../domain/chapters.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import { formatTime } from '../words/time.ts'
import { customId } from './custom-id.ts'
import { escapeText, fit, plainTitleOf, titleOf } from './title.ts'
import type { View } from './view.ts'

/** Discord's limits: options of a menu, menus below a message, and characters of an option. */
const MENU_LIMIT = 25
const MENUS = 5
const OPTION_LIMIT = 100

/** The chapters of what plays, the one that sounds in bold, with menus to jump to one. Throws 'no-chapters'. */
export function chaptersView({ current }: PlayerState): View {
  if (current === null) throw new SegueError('nothing-playing')
  const { track, positionMs } = current
  const parts = chapterParts(track)
  if (parts === null) throw new SegueError('no-chapters')
  const now = chapterAt(track, positionMs)
  return ({ chapters }) => ({
    content: fit([chapters.of(titleOf(track)), ...parts.map(lineOf(now))].join('\n')),
    components: Array.from(
      { length: Math.min(MENUS, Math.ceil(parts.length / MENU_LIMIT)) },
      (_, page) => ({
        type: ComponentType.ActionRow as const,
        components: [
          {
            type: ComponentType.StringSelect as const,
            custom_id: customId('chapter', track.id, String(page)),
            placeholder: chapters.choose,
            options: parts.slice(page * MENU_LIMIT, (page + 1) * MENU_LIMIT).map(optionOf),
          },
        ],
      }),
    ),
  })
}

const lineOf =
  (now: ChapterPart | null) =>
  ({ startMs, title }: ChapterPart): string => {
    const line = `\`${formatTime(startMs)}\` ${escapeText(title)}`
    return startMs === now?.startMs ? `**${line}**` : line
  }

const optionOf = ({ startMs, title }: ChapterPart) => ({
  value: String(startMs),
  label: plainTitleOf({ title, artist: null }, OPTION_LIMIT),
  description: formatTime(startMs),
})
