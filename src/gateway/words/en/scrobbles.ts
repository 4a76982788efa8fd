import { formsOf } from '../forms.ts'
import { type ScrobbleCommandWords, type ScrobbleWords, SERVICE_NAMES } from '../scrobbles.ts'

const { number } = formsOf('en')

export const scrobbles: ScrobbleWords = {
  linked: (service, name) =>
    `You’re linked to ${service} as ${name}. What you hear with me there counts as listened to: tracks of more than 30 seconds, once half of them or four minutes have played. While you’re deafened, nothing counts.`,
  allow: 'Open Last.fm, allow it there, then come back and press the second button.',
  open: 'Open Last.fm',
  allowed: 'I’ve allowed it',
  unlinked: (service) =>
    service === null
      ? 'Your accounts are unlinked, and what waited for them is deleted.'
      : `${service} is unlinked, and what waited for it is deleted.`,
  nothingLinked: 'You haven’t linked an account. /scrobble link does it.',
  status: (service, name, waiting) =>
    waiting === 0
      ? `${service}: linked as ${name}`
      : `${service}: ${name} · ${number(waiting)} waiting until it answers`,
  refused: (service, name) =>
    `${service}: ${name} · it doesn’t take what I send any more. Link it again with /scrobble link.`,
  token: 'Your ListenBrainz token',
  tokenHint: 'You find it at listenbrainz.org → Settings',
}

export const scrobble: ScrobbleCommandWords = {
  description: 'Keep what you hear in your ListenBrainz or Last.fm account',
  subcommands: {
    link: {
      description: 'Link an account',
      options: { service: { description: 'Which service', choices: SERVICE_NAMES } },
    },
    unlink: {
      description: 'Unlink an account',
      options: { service: { description: 'Which service', choices: SERVICE_NAMES } },
    },
    status: { description: 'Show which accounts you’ve linked' },
  },
}
