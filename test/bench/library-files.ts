import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mp3 } from '../sources/tags/tagged-file.ts'
import { randomFrom } from '../support/random.ts'

const TRACKS = 10
const ALBUMS = 10
const SYLLABLES =
  'ba be bi bo da de di do fa ka ke ko la le li lo ma mi mo na ne no ra re ri ro sa se so ta te to va vi zu'
const GENRES = ['Rock', 'Jazz', 'Electronic', 'Hip-Hop', 'Classical', 'Folk', 'Ambient', 'Pop']

/**
 * Writes so many tagged files below `folder`: artists with ten albums of ten tracks each. The same
 * names for the same count, so that a folder can be measured again.
 */
export async function writeLibrary(folder: string, count: number): Promise<void> {
  const random = randomFrom(1)
  const syllables = SYLLABLES.split(' ')
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const word = () => {
    const text = Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables)).join(
      '',
    )
    return `${text[0]?.toUpperCase()}${text.slice(1)}`
  }
  const words = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, word).join(' ')
  for (let written = 0; written < count; ) {
    const artist = words(2)
    const genre = pick(GENRES)
    for (let album = 0; album < ALBUMS && written < count; album++) {
      const name = words(3)
      const year = 1960 + Math.floor(random() * 60)
      const place = join(folder, `${artist} ${written}`, `${name} (${year})`)
      await mkdir(place, { recursive: true })
      const files = Array.from({ length: Math.min(TRACKS, count - written) }, (_, at) => {
        const title = words(5)
        const number = String(at + 1)
        const tags = { TIT2: title, TPE1: artist, TALB: name, TRCK: number, TCON: genre }
        return writeFile(
          join(place, `${number.padStart(2, '0')} ${title}.mp3`),
          mp3({ ...tags, TLEN: '180000' }).subarray(0, 1_500),
        )
      })
      await Promise.all(files)
      written += files.length
    }
  }
}

if (import.meta.main) await writeLibrary(process.argv[2] ?? '', Number(process.argv[3]))
