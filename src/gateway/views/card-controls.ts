import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { AutoplayMode } from '../../domain/autoplay.ts'
import { areSame } from '../../domain/filters.ts'
import {
  autoplayOf,
  type Current,
  type LoopMode,
  type PlayerState,
} from '../../domain/player/state.ts'
import { VOLUME } from '../../domain/schema/sound.ts'
import { noFilters } from '../../domain/sound.ts'
import type { QueueWords } from '../words/words.ts'
import { customId } from './custom-id.ts'
import { trackMenu } from './track-menu.ts'

/** How far a press of −30 s or +30 s goes. */
const SEEK_MS = 30_000
/** Percent that a press of quieter or louder changes. */
const VOLUME_STEP = 10

/** The mode that a press of the loop button sets, by the present one. */
const NEXT_LOOP: Readonly<Record<LoopMode, LoopMode>> = {
  off: 'queue',
  queue: 'track',
  track: 'off',
}

/**
 * The card's rows of buttons, and the menu of what comes next. Those that are about the current track name it in their ids, so that a
 * press for one track never reaches the next; the others say what they set.
 */
export function controlRows(
  state: PlayerState,
  current: Current,
  queue: QueueWords,
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const { paused, loop, volume, mutedFrom, upcoming, past } = state
  const { id, live } = current.track
  const fixed = live || current.seekable === false
  return [
    row(
      button('⏮️', customId('card-previous', id), { disabled: past.played.length === 0 }),
      button('⏪', customId('card-seek', id, String(-SEEK_MS)), { disabled: fixed }),
      paused
        ? button('▶️', customId('card-resume', id), { style: ButtonStyle.Success })
        : button('⏸️', customId('card-pause', id), { style: ButtonStyle.Primary }),
      button('⏩', customId('card-seek', id, String(SEEK_MS)), { disabled: fixed }),
      button('⏭️', customId('card-skip', id)),
    ),
    row(
      mutedFrom === null
        ? button('🔇', customId('card-mute'), { disabled: volume === VOLUME.minimum })
        : button('🔇', customId('card-unmute'), { style: ButtonStyle.Success }),
      button('🔉', customId('card-volume', String(-VOLUME_STEP)), {
        disabled: volume === VOLUME.minimum,
      }),
      button('🔊', customId('card-volume', String(VOLUME_STEP)), {
        disabled: volume === VOLUME.maximum,
      }),
      button('🎛️', customId('card-filters'), {
        style: areSame(state.filters, noFilters) ? ButtonStyle.Secondary : ButtonStyle.Success,
      }),
      button('⏹️', customId('card-stop', id), { style: ButtonStyle.Danger }),
    ),
    row(
      button('🔀', customId('card-shuffle'), { disabled: upcoming.length < 2 }),
      button(loop === 'track' ? '🔂' : '🔁', customId('card-loop', NEXT_LOOP[loop]), {
        style: loop === 'off' ? ButtonStyle.Secondary : ButtonStyle.Success,
      }),
      button('📜', customId('card-queue')),
      button('🗑️', customId('card-clear'), { disabled: upcoming.length === 0 }),
      button('✨', customId('card-autoplay', nextAutoplay(state)), {
        style: autoplayOf(state) === 'off' ? ButtonStyle.Secondary : ButtonStyle.Success,
      }),
    ),
    ...trackMenu(customId('card-jump'), queue.pick, upcoming, 1, queue),
  ]
}

/** What is done with a track without changing what the others hear: to keep it, and to see what follows. */
export const ownRow = ({ track }: Current) =>
  row(button('❤️', customId('keep', track.id)), button('📜', customId('card-queue')))

/** The mode that a press of the autoplay button sets: off, or the server's own, or a mix. */
function nextAutoplay(state: PlayerState): AutoplayMode {
  if (autoplayOf(state) !== 'off') return 'off'
  const { autoplay } = state.settings
  return autoplay === 'off' ? 'mixed' : autoplay
}

function row(
  ...components: APIButtonComponentWithCustomId[]
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  return { type: ComponentType.ActionRow, components }
}

type Style = APIButtonComponentWithCustomId['style']

function button(
  emoji: string,
  id: string,
  { style = ButtonStyle.Secondary as Style, disabled = false } = {},
): APIButtonComponentWithCustomId {
  const shown = { style, emoji: { name: emoji }, custom_id: id }
  return { type: ComponentType.Button, ...shown, ...(disabled ? { disabled } : {}) }
}
