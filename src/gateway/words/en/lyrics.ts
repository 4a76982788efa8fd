import type { LyricsWords } from '../lyrics.ts'

export const lyrics: LyricsWords = {
  from: (host) => `From ${host}`,
  fromFile: 'From the music file',
  instrumental: 'This track is instrumental: it has no words.',
  cut: '… and so on',
}
