import type { GuildSettings } from '../../domain/settings.ts'
import type { View } from './view.ts'

/** What a server has set. */
export const settingsView =
  ({ volume, leaveAloneAfterMin, announcements }: GuildSettings): View =>
  ({ settings }) => ({
    content: [
      settings.volume(volume),
      leaveAloneAfterMin === 0 ? settings.staysAlone : settings.leavesAlone(leaveAloneAfterMin),
      announcements ? settings.announces : settings.silent,
    ].join('\n'),
  })
