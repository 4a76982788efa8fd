/** A spread sample of what `differential.long.ts` tries whole, and what was once wrong. */
import { MATRIX } from './matrix.ts'
import { nameOf } from './row.ts'
import { testRows } from './rows-as-tests.ts'

const SAMPLE = 36
const STEP = Math.floor(MATRIX.length / SAMPLE)
const ONCE_WRONG = [
  /^pcm_f32be in mov, stereo/,
  /^pcm_s16le in mkv, 5\.1/,
  /^aac in mp4, stereo.*delay_moov/,
  /^libmp3lame in mp3, stereo, 44100 Hz, -b:a 128k, an ID3v2\.4 tag with a picture/,
]

testRows(
  MATRIX.filter(
    (row, index) => index % STEP === STEP >> 1 || ONCE_WRONG.some((name) => name.test(nameOf(row))),
  ),
)
