import { chapter } from './chapter.ts'
import type { Component } from './component.ts'
import { filterComponents } from './filters.ts'
import { keep } from './keep.ts'
import { pause, resume } from './pause-resume.ts'
import { pick } from './pick.ts'
import { playlistPage } from './playlist-page.ts'
import { privacy } from './privacy.ts'
import { queueComponents } from './queue.ts'
import { request } from './request.ts'
import { scrobbleAllowed } from './scrobble-allowed.ts'
import { resetSettings, set, setting, settingsLog } from './settings.ts'

/** Every button and menu that a message of the bot's may hold. */
export const components: readonly Component[] = [
  pause,
  resume,
  pick,
  request,
  keep,
  setting,
  set,
  resetSettings,
  settingsLog,
  ...queueComponents,
  ...filterComponents,
  playlistPage,
  privacy,
  chapter,
  scrobbleAllowed,
]
