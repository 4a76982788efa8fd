import type { LyricsWords } from '../lyrics.ts'

export const lyrics: LyricsWords = {
  from: (host) => `Von ${host}`,
  fromFile: 'Aus der Musikdatei',
  instrumental: 'Dieser Titel ist instrumental: Er hat keinen Text.',
  cut: '… und so weiter',
}
