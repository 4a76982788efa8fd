import { extname } from 'node:path'

/**
 * Extensions of files that can be played by the native decoders, or by FFmpeg from a pipe. Tracker
 * files (MOD, XM) can't: FFmpeg reads them only where it can seek.
 */
const AUDIO_ENDINGS = new Set(
  '.mp3 .flac .wav .ogg .oga .opus .m4a .m4b .mp4 .aac .webm .mka .mkv .wma .aif .aiff .ape .wv .mpc .tta .dsf .caf .ac3 .amr .au .spx'.split(
    ' ',
  ),
)

export function isAudioName(name: string): boolean {
  return AUDIO_ENDINGS.has(extname(name).toLowerCase())
}
