import type { LyricsWords } from '../lyrics.ts'

export const lyrics: LyricsWords = {
  from: (host) => `Source\u202f: ${host}`,
  fromFile: 'Tiré du fichier de musique',
  instrumental: 'Ce morceau est instrumental\u202f: il n’a pas de paroles.',
  cut: '… et ainsi de suite',
}
