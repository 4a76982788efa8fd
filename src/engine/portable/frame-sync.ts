/** How many frames must follow one another before bytes count as a stream joined in its middle. */
const CHAIN = 4

/** Bit rates in kbit/s by version and layer (ISO/IEC 11172-3, table 2.4.2.3; ISO/IEC 13818-3, table 2.4.2.3). */
const V1_LAYER2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
const V1_LAYER3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const V2_LAYER23 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const V1_RATES_HZ = [44_100, 48_000, 32_000]

/**
 * The format of a stream that begins in the middle of a frame, as radio stations send it: ADTS or
 * MPEG audio, if its frames follow one another somewhere in `head`.
 */
export function joinedStream(head: Uint8Array): 'aac' | 'mp3' | null {
  for (let at = 0; at + 6 < head.length; at++) {
    if (head[at] !== 0xff) continue
    if (isChain(head, at, adtsLength)) return 'aac'
    if (isChain(head, at, mpegLength)) return 'mp3'
  }
  return null
}

function isChain(
  head: Uint8Array,
  start: number,
  lengthAt: (head: Uint8Array, at: number) => number,
): boolean {
  for (let n = 0, at = start; n < CHAIN; n++) {
    const length = lengthAt(head, at)
    if (length === 0) return false
    at += length
  }
  return true
}

/** Bytes of the ADTS frame at `at`, 0 where there is none (ISO/IEC 13818-7, section 6.2). */
function adtsLength(head: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = head.subarray(at, at + 6)
  if (a !== 0xff || (b & 0xf6) !== 0xf0 || ((c >> 2) & 0x0f) > 12) return 0
  const length = ((d & 0x03) << 11) | (e << 3) | (f >> 5)
  return length < 8 ? 0 : length
}

/** Bytes of the layer II or III frame at `at`, 0 where there is none (ISO/IEC 11172-3, section 2.4.3.1). */
function mpegLength(head: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0] = head.subarray(at, at + 3)
  if (a !== 0xff || (b & 0xe0) !== 0xe0) return 0
  const [version, layer] = [(b >> 3) & 0x03, (b >> 1) & 0x03]
  const first = version === 3
  if (version === 1 || (layer !== 1 && layer !== 2)) return 0
  const rates = first ? (layer === 2 ? V1_LAYER2 : V1_LAYER3) : V2_LAYER23
  const kbits = rates[c >> 4] ?? 0
  const hz = (V1_RATES_HZ[(c >> 2) & 0x03] ?? 0) / (first ? 1 : version === 2 ? 2 : 4)
  if (kbits === 0 || hz === 0) return 0
  const bytesPerBit = !first && layer === 1 ? 72 : 144
  return Math.floor((bytesPerBit * kbits * 1000) / hz) + ((c >> 1) & 1)
}
