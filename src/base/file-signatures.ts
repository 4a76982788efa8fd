/**
 * How containers of sound begin, by the names that FFmpeg gives them (`mp4`, which is a `mov` there,
 * aside): texts of Latin-1 at an offset in bytes, where '?' stands for any byte.
 */
const SIGNATURES = {
  flac: [[0, 'fLaC']],
  ogg: [[0, 'OggS']],
  wav: [
    [0, 'RIFF????WAVE'],
    [0, 'RF64????WAVE'],
  ],
  w64: [[0, 'riff\x2e\x91\xcf\x11']],
  avi: [[0, 'RIFF????AVI ']],
  aiff: [
    [0, 'FORM????AIFF'],
    [0, 'FORM????AIFC'],
  ],
  caf: [[0, 'caff']],
  matroska: [[0, '\x1a\x45\xdf\xa3']],
  mp4: [[4, 'ftyp']],
  mov: [
    [4, 'moov'],
    [4, 'mdat'],
    [4, 'wide'],
  ],
  asf: [[0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
  ape: [[0, 'MAC ']],
  wv: [[0, 'wvpk']],
  tta: [
    [0, 'TTA1'],
    [0, 'TTA2'],
  ],
  dsf: [[0, 'DSD ']],
  tak: [[0, 'tBaK']],
  mpc: [[0, 'MP+']],
  mpc8: [[0, 'MPCK']],
  amr: [[0, '#!AMR']],
  au: [[0, '.snd']],
  flv: [[0, 'FLV\x01']],
} as const satisfies Readonly<Record<string, readonly (readonly [number, string])[]>>

export type Container = keyof typeof SIGNATURES

export const CONTAINERS = Object.keys(SIGNATURES) as readonly Container[]

/** The container that bytes begin like; null when none of these does. */
export function containerOf(head: Uint8Array): Container | null {
  return CONTAINERS.find((container) => beginsLike(head, container)) ?? null
}

/** Whether bytes begin like that container. */
export function beginsLike(head: Uint8Array, container: Container): boolean {
  return SIGNATURES[container].some(([offset, text]) => matches(head, offset, text))
}

/** The stream of frames that bytes begin like, if each frame has a header and nothing stands before them. */
export function streamOf(head: Uint8Array): 'aac' | 'ac3' | 'eac3' | 'mp3' | null {
  const [a = 0, b = 0, c = 0, , , f = 0] = head
  // ATSC A/52, section 5.3.1; its bsid tells AC-3 (up to 10) from E-AC-3 (Annex E, section 2.1).
  if (a === 0x0b && b === 0x77) return f >> 3 > 10 ? 'eac3' : 'ac3'
  if (a !== 0xff) return null
  // ADTS: twelve sync bits and layer 00 (ISO/IEC 13818-7, section 6.2).
  if ((b & 0xf6) === 0xf0) return 'aac'
  // MPEG audio: eleven sync bits, a version, a layer, a bitrate and a rate that exist (ISO/IEC 11172-3, section 2.4.2.3).
  const exists =
    (b & 0xe0) === 0xe0 && (b & 0x18) !== 0x08 && (b & 0x06) !== 0 && (c & 0x0c) !== 0x0c
  return exists && c >> 4 !== 0x0f ? 'mp3' : null
}

/**
 * Length of the ID3v2 tag at the start, header and footer included; 0 without one
 * (ID3v2.4.0 structure, sections 3.1 and 6.2: four times seven bits).
 */
export function id3Length(head: Uint8Array): number {
  if (!matches(head, 0, 'ID3') || head.length < 10) return 0
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10)
  if ((a | b | c | d) & 0x80) return 0
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d) + (hasFooter ? 10 : 0)
}

function matches(head: Uint8Array, offset: number, text: string): boolean {
  if (head.length < offset + text.length) return false
  for (let i = 0; i < text.length; i++) {
    const wanted = text.charCodeAt(i)
    if (wanted !== 0x3f && head[offset + i] !== wanted) return false
  }
  return true
}
