import { formsOf } from '../forms.ts'
import type { SettingsWords } from '../words.ts'

const { number, percent, plural } = formsOf('en')

export const settings: SettingsWords = {
  title: 'Settings',
  choose: 'What do you want to change?',
  on: 'On',
  off: 'Off',
  reset: 'Reset everything',
  resetAsk: 'Shall I reset every setting of this server to what it was at first?',
  keep: 'Keep them',
  fields: {
    volume: {
      label: 'Volume at the start',
      say: (value) => `I start at ${percent(value)} volume.`,
    },
    leaveAloneAfterMin: {
      label: 'Leave when nobody’s listening',
      say: (minutes) =>
        minutes === 0
          ? 'When nobody’s listening, I stay.'
          : `When nobody’s listening, I leave after ${number(minutes)} ${plural(minutes, { one: 'minute', other: 'minutes' })}.`,
    },
    announcements: {
      label: 'Announcements',
      say: (way) =>
        ({
          card: 'A card in the text channel shows what’s playing.',
          lines: 'I post what’s playing in the text channel.',
          none: 'I only answer commands and post nothing else.',
        })[way],
    },
  },
}
