import type { LyricsWords } from '../lyrics.ts'

export const lyrics: LyricsWords = {
  from: (host) => `De ${host}`,
  fromFile: 'Do arquivo de música',
  instrumental: 'Esta música é instrumental: não tem letra.',
  cut: '… e assim por diante',
}
