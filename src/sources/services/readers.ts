import type { ReadAnswer } from './answer.ts'
import { readAppleApi } from './apple-answer.ts'
import { readApplePage } from './apple-page.ts'
import { readDeezer } from './deezer-answer.ts'
import { readItunes } from './itunes-answer.ts'
import { readSpotify } from './spotify-answer.ts'
import { readSpotifyPage } from './spotify-page.ts'
import { readTidal } from './tidal-answer.ts'
import { readTidalPage } from './tidal-page.ts'

/** How each kind of answer is read. */
export const READERS = {
  spotify: readSpotify,
  'spotify-page': readSpotifyPage,
  apple: readAppleApi,
  'apple-page': readApplePage,
  itunes: readItunes,
  deezer: readDeezer,
  tidal: readTidal,
  'tidal-page': readTidalPage,
} satisfies Readonly<Record<string, ReadAnswer>>

export type ReaderName = keyof typeof READERS
