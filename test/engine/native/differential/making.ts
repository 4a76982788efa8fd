import { join } from 'node:path'
import { decodeWithFfmpeg, ffmpeg } from '../../../support/audio-files.ts'
import { ALTERATIONS } from './alterations.ts'
import type { Row } from './row.ts'
import { writeSignal } from './signal.ts'

/** Makes a row's file in `folder`, named `name`, and gives its path. */
export async function makeFile(folder: string, name: string, row: Row): Promise<string> {
  const path = join(folder, `${name}.${row.extension}`)
  const input = await writeSignal(folder, row)
  const written = await ffmpeg(...ffmpegArgs(row, input, path))
  if (row.piped) await Bun.write(path, written)
  if (row.alteration === null) return path
  const altered = join(folder, `${name}-altered.${row.extension}`)
  await Bun.write(altered, ALTERATIONS[row.alteration](Buffer.from(await Bun.file(path).bytes())))
  return altered
}

/** What FFmpeg decodes of what `makeFile` made: 48 kHz stereo, interleaved. */
export function makeReference(folder: string, name: string, row: Row): Promise<Int16Array> {
  const isAltered = row.alteration !== null && row.reference === 'itself'
  return decodeWithFfmpeg(join(folder, `${name}${isAltered ? '-altered' : ''}.${row.extension}`))
}

/** The command line that makes the file, but for its alteration. */
export function ffmpegArgs(row: Row, input: string, output: string): string[] {
  const made = [...row.inputs, '-c:a', row.codec, ...row.args]
  const bitexact = ['-fflags', '+bitexact', '-flags:a', '+bitexact']
  const to = row.piped ? 'pipe:1' : output
  return ['-i', input, ...made, ...bitexact, '-strict', '-2', ...to.split('\n')]
}
