import { autoplay } from './autoplay.ts'
import { chapters } from './chapters.ts'
import { clear } from './clear.ts'
import type { SlashCommand } from './command.ts'
import { dj } from './dj.ts'
import { favorites } from './favorites.ts'
import { filters } from './filters.ts'
import { grab } from './grab.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { join } from './join.ts'
import { jump } from './jump.ts'
import { leave } from './leave.ts'
import { loop } from './loop.ts'
import { lyrics } from './lyrics.ts'
import { move } from './move.ts'
import { nowplaying } from './nowplaying.ts'
import { owner } from './owner.ts'
import { pause } from './pause.ts'
import { play, playnext, playnow } from './play.ts'
import { playlist } from './playlist.ts'
import { previous } from './previous.ts'
import { privacy } from './privacy.ts'
import { queue } from './queue.ts'
import { radio } from './radio.ts'
import { remove } from './remove.ts'
import { replay } from './replay.ts'
import { resume } from './resume.ts'
import { scrobble } from './scrobble.ts'
import { search } from './search.ts'
import { seek } from './seek.ts'
import { settings } from './settings.ts'
import { shuffle } from './shuffle.ts'
import { skip } from './skip.ts'
import { pitch, speed } from './speed.ts'
import { stop } from './stop.ts'
import { swap } from './swap.ts'
import { undo } from './undo.ts'
import { volume } from './volume.ts'
import { voteskip } from './voteskip.ts'
import { wrong } from './wrong.ts'

/** Every command that the bot registers, in the order of its help. */
export const slashCommands: readonly SlashCommand[] = [
  play,
  playnext,
  playnow,
  search,
  radio,
  pause,
  resume,
  stop,
  skip,
  previous,
  replay,
  jump,
  voteskip,
  dj,
  seek,
  chapters,
  volume,
  filters,
  speed,
  pitch,
  loop,
  autoplay,
  queue,
  nowplaying,
  lyrics,
  remove,
  move,
  swap,
  shuffle,
  wrong,
  undo,
  history,
  grab,
  help,
  clear,
  join,
  leave,
  playlist,
  favorites,
  scrobble,
  settings,
  owner,
  privacy,
]
