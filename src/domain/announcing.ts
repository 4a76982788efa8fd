import type { Notice } from './notice.ts'
import type { GuildSettings } from './settings.ts'

/** What the now-playing card shows, so that it needs no message of its own. */
const ON_THE_CARD: readonly Notice['kind'][] = ['playing', 'finished', 'left-out']

/** Whether that's posted as a message of its own, where nobody waits to hear it. */
export function isPosted(
  kind: Notice['kind'],
  { announcements }: Pick<GuildSettings, 'announcements'>,
): boolean {
  if (announcements === 'card') return !ON_THE_CARD.includes(kind)
  return announcements === 'lines'
}
