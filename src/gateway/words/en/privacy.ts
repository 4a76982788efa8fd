import { formsOf } from '../forms.ts'
import type { PrivacyWords } from '../words.ts'

const { number, plural } = formsOf('en')

export const privacy: PrivacyWords = {
  title: 'What I keep of this server',
  kept: {
    settings: () => 'what its admins have set',
    changes: (days) =>
      `who changed which setting, for ${number(days)} ${plural(days, { one: 'day', other: 'days' })}`,
    queue: () =>
      'what’s playing and queued, who asked for it, who leads and votes, and the channels I’m in and write to',
    past: () =>
      'the last tracks that played, the last changes of the queue and which matches were wrong, for /previous, /undo and /wrong',
    history: (days) =>
      `what was played and who asked for it, for ${number(days)} ${plural(days, { one: 'day', other: 'days' })}`,
    playlists: () => 'playlists of this server, and everybody’s own playlists and favorites',
    unreadable: () =>
      'queue entries that a newer or older version of me wrote and that I can’t read, for the host to bring back',
    scrobbles: () =>
      'which ListenBrainz and Last.fm accounts members have linked, with the permission to write there, and what they heard until it’s sent',
    keys: () => 'the keys that the host made for programs',
  },
  beyond: 'The host’s logs and backups, and those keys, are up to the host.',
  left: (days) =>
    `When I leave a server, its data go after ${number(days)} ${plural(days, { one: 'day', other: 'days' })}, unless I’m invited again before.`,
  how: 'The owner of this server can delete its data with /privacy, and you can delete yours.',
  ask: {
    server:
      'That stops the music and deletes the settings, the queue, the history and the playlists of this server. It can’t be undone.',
    mine: 'That deletes your playlists, your favorites, your linked accounts and the record of what you asked for, in every server. What others still hear or need of it stays, such as your tracks in a queue or settings that you changed, but without your name. It can’t be undone.',
  },
  erase: { server: 'Delete this server’s data', mine: 'Delete my data' },
  erased: {
    server: 'All that I kept of this server is deleted.',
    mine: 'Your playlists, your favorites, your linked accounts and the record of what you asked for are deleted. What’s left, such as tracks in a queue, no longer has your name.',
  },
  keep: 'Keep it',
  unchanged: 'Nothing was deleted.',
}
