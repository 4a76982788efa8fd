import { markedWav } from '../support/marked-tones.ts'

/** The library's tracks: their marks in Hz and lengths in seconds. */
export const TRACKS = {
  Alpha: { toneHz: 700, seconds: 40 },
  Bravo: { toneHz: 900, seconds: 40 },
  Charlie: { toneHz: 1100, seconds: 40 },
  Delta: { toneHz: 1300, seconds: 40 },
  Blip: { toneHz: 1500, seconds: 1.2 },
  '@everyone _is_ **here**': { toneHz: 1700, seconds: 40 },
} as const
export type TrackName = keyof typeof TRACKS

let computed: [string, Uint8Array][] | null = null
/** The library's files; computed once for all houses of a run. */
export function library(): [string, Uint8Array][] {
  computed ??= Object.entries(TRACKS).map(([name, { toneHz, seconds }]) => [
    `${name}.wav`,
    markedWav(toneHz, seconds),
  ])
  return computed
}
