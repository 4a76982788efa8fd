import { afterAll, expect, test } from 'bun:test'
import { AudioFiles } from '../../../support/audio-files.ts'
import { faultsOf } from './judgement.ts'
import { ffmpegArgs } from './making.ts'
import { nameOf, type Row } from './row.ts'
import { signalName } from './signal.ts'

const TIMEOUT_MS = 60_000

/** Of every row a test; the last one tells how many files were made, and which could not be made here. */
export function testRows(all: readonly Row[]): void {
  const encoders = encodersHere()
  const possible = all.filter((row) => encoders.has(row.codec))
  let files: Promise<AudioFiles> | null = null
  let made = 0
  for (const [index, row] of possible.entries()) {
    test(
      nameOf(row),
      async () => {
        files ??= AudioFiles.create()
        const { folder } = await files
        const found = await faultsOf(folder, `row-${index}`, row)
        made++
        if (row.fault === null) {
          if (found.length > 0) throw new Error(story(row, found))
        } else if (found.length === 0) {
          throw new Error(`${nameOf(row)} is right now: take its mark away (${row.fault})`)
        }
      },
      TIMEOUT_MS,
    )
  }
  test('every file that the encoders here can make was made; the others are named', () => {
    const impossible = all.filter((row) => !encoders.has(row.codec))
    const faulty = possible.filter((row) => row.fault !== null).length
    console.log(
      `${made} of ${all.length} files made and compared, ${faulty} of them with a known fault`,
    )
    for (const row of impossible) console.log(`no encoder here: ${nameOf(row)}`)
    expect(made).toBe(possible.length)
    expect(impossible.map((row) => row.codec).filter((codec) => ESSENTIAL.includes(codec))).toEqual(
      [],
    )
  })
  afterAll(async () => {
    await (await files)?.[Symbol.asyncDispose]()
  })
}

/** Without these the test would say nothing. */
const ESSENTIAL = ['libmp3lame', 'aac', 'libopus', 'libvorbis', 'flac', 'pcm_s16le', 'alac']

/** By FFmpeg's own list: a line is six flags, a name and a description. */
function encodersHere(): ReadonlySet<string> {
  const { stdout } = Bun.spawnSync(['ffmpeg', '-hide_banner', '-encoders'])
  const names = stdout.toString().matchAll(/^ A[A-Z.]{5} (\S+)/gm)
  return new Set([...names].map(([, name = '']) => name))
}

function story(row: Row, found: readonly string[]): string {
  const command = ['ffmpeg', ...ffmpegArgs(row, signalName(row), `file.${row.extension}`)].join(' ')
  return [
    nameOf(row),
    ...found,
    `made by: ${command}${row.piped ? ` > file.${row.extension}` : ''}`,
    ...(row.alteration === null ? [] : [`then altered: ${row.alteration}`]),
    ...(row.because === null ? [] : [`expected so because ${row.because}`]),
  ].join('\n  ')
}
