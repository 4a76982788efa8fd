import { formsOf } from '../forms.ts'
import type { OwnerWords } from '../words.ts'

const { number, plural } = formsOf('de')

export const owner: OwnerWords = {
  announced: (channels) =>
    `In ${number(channels)} ${plural(channels, { one: 'Kanal', other: 'Kanälen' })} veröffentlicht.`,
  servers: (count) =>
    `Ich bin auf ${number(count)} ${plural(count, { one: 'Server', other: 'Servern' })}.`,
  left: (name) => `${name} verlassen.`,
  reloaded: (version) => `yt-dlp ${version} ist im Einsatz.`,
  doesntRun: 'yt-dlp läuft nicht. Im Log steht, warum.',
  sources: 'Woher die Musik kommt:',
  sourceStates: {
    ok: 'läuft',
    failing: 'hat Probleme',
    off: 'hatte Probleme und wird eine Weile nicht gefragt',
    missing: 'ist nicht installiert',
  },
}
