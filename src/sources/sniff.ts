/** Signatures at the start of what can be played; `at` is their offset in bytes. */
const SIGNATURES: readonly { readonly at: number; readonly bytes: string }[] = [
  { at: 0, bytes: 'ID3' }, // ID3v2, before MPEG audio and AAC
  { at: 0, bytes: 'fLaC' },
  { at: 0, bytes: 'OggS' },
  { at: 0, bytes: '\x1aE\xdf\xa3' }, // EBML: WebM, Matroska
  { at: 0, bytes: 'FORM' }, // AIFF
  { at: 0, bytes: 'caff' },
  { at: 0, bytes: '.snd' },
  { at: 0, bytes: 'MAC ' }, // Monkey's Audio
  { at: 0, bytes: 'wvpk' }, // WavPack
  { at: 0, bytes: 'MPCK' }, // Musepack
  { at: 0, bytes: 'TTA1' },
  { at: 0, bytes: 'DSD ' },
  { at: 0, bytes: '#!AMR' },
  { at: 0, bytes: '0&\xb2u\x8ef\xcf\x11' }, // ASF: WMA
  { at: 0, bytes: '\x0bw' }, // AC-3
  { at: 4, bytes: 'ftyp' }, // MP4
  { at: 8, bytes: 'WAVE' },
]

/** Whether bytes begin like a container or stream of audio that can be played. */
export function looksLikeAudio(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  return SIGNATURES.some(({ at, bytes }) => text.startsWith(bytes, at)) || isMpegFrame(head)
}

/** MPEG audio or ADTS: eleven bits of sync, a version and a layer that exist (ISO/IEC 11172-3, 2.4.1.3). */
function isMpegFrame(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return false
  const adts = (second & 0xf6) === 0xf0
  const version = (second >> 3) & 3
  const layer = (second >> 1) & 3
  const bitrate = third >> 4
  return adts || (version !== 1 && layer !== 0 && bitrate !== 15)
}
