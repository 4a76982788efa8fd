import { constants } from 'node:fs'
import { copyFile, link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { madeOnce } from '../support/made-once.ts'
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
const trackNames = Object.keys(TRACKS) as TrackName[]

/** What decides about the samples. */
const SOURCES = ['marked-tones.ts', 'tune.ts'].map((name) =>
  join(import.meta.dir, '..', 'support', name),
)

/** Links the library's files into `folder`. All houses share them, so they must not be written to. */
export async function fillLibrary(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of trackNames) {
    const [shared, own] = [await trackPath(name), join(folder, `${name}.wav`)]
    // Where the temporary folder is a file system of its own, nothing can be linked there.
    await link(shared, own).catch(() => copyFile(shared, own, constants.COPYFILE_FICLONE))
  }
}

/** The path of that track's file. All runs share it, so it must not be written to. */
export async function trackPath(name: TrackName): Promise<string> {
  const sources = await Promise.all(SOURCES.map((path) => Bun.file(path).text()))
  const recipe = JSON.stringify([TRACKS, sources])
  return join(await madeOnce('library', recipe, computeAll), `${name}.wav`)
}

async function computeAll(folder: string): Promise<void> {
  for (const name of trackNames) {
    const { toneHz, seconds } = TRACKS[name]
    await Bun.write(join(folder, `${name}.wav`), markedWav(toneHz, seconds))
  }
}
