import type { LyricsWords } from '../lyrics.ts'

export const lyrics: LyricsWords = {
  from: (host) => `De ${host}`,
  fromFile: 'Del archivo de música',
  instrumental: 'Esta canción es instrumental: no tiene letra.',
  cut: '… y así sucesivamente',
}
