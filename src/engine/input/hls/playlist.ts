/** A part of a stream, as a media playlist lists it. */
export interface Segment {
  readonly sequence: number
  readonly resource: Resource
  /** What comes before the bytes of segments like this one; null: nothing does. */
  readonly map: Resource | null
  readonly key: Key | null
}

export interface Resource {
  readonly url: string
  /** Its first byte and how many; null: all of it. */
  readonly range: { readonly from: number; readonly length: number } | null
}

/** AES-128 in CBC mode; 'other': a method that isn't for everybody. */
export type Key = { readonly url: string; readonly iv: Buffer | null } | 'other'

export interface MediaPlaylist {
  readonly kind: 'media'
  readonly segments: readonly Segment[]
  readonly targetMs: number
  /** Nothing follows. */
  readonly ended: boolean
}

/** Names media playlists. */
export interface MasterPlaylist {
  readonly kind: 'master'
  /** The one that has the sound and costs least. */
  readonly url: string
}

/** Of a window that slides: an hour of the shortest segments that are usual. */
const MOST_SEGMENTS = 4_000
/** What's behind these isn't read: that's done in the thread that sends everybody's sound. */
const MOST_LINES = 20_000
const MOST_LINE_CHARS = 8_192
/** Playlists that one names which are looked at. */
const MOST_VARIANTS = 64
const TARGET_MS = { least: 500, most: 30_000, usual: 6_000 }

/**
 * Reads a playlist of HTTP Live Streaming (RFC 8216, section 4); `base`: its own address. Null when it's
 * none, or names nothing to play. What it doesn't know it skips.
 */
export function parsePlaylist(text: string, base: string): MediaPlaylist | MasterPlaylist | null {
  if (!/^\ufeff?\s*#EXTM3U/.test(text)) return null
  const lines = text.split('\n', MOST_LINES).map((line) => line.slice(0, MOST_LINE_CHARS).trim())
  const isMaster = lines.some((line) => line.startsWith('#EXT-X-STREAM-INF:'))
  return isMaster ? master(lines, base) : media(lines, base)
}

const NAMES_ANOTHER = /^#EXT-X-(?:MEDIA|STREAM-INF):/

/** Sound of its own (4.3.4.1), or else the variant of the fewest bits (4.3.4.2). */
function master(lines: readonly string[], base: string): MasterPlaylist | null {
  let best: { url: string; bandwidth: number } | null = null
  let left = MOST_VARIANTS
  for (const [index, line] of lines.entries()) {
    if (!NAMES_ANOTHER.test(line)) continue
    if (left-- === 0) break
    const fields = attributes(line)
    if (line.startsWith('#EXT-X-MEDIA:') && fields.TYPE === 'AUDIO' && fields.URI !== undefined) {
      const url = URL.parse(fields.URI, base)?.href
      if (url !== undefined) return { kind: 'master', url }
    }
    if (!line.startsWith('#EXT-X-STREAM-INF:')) continue
    const next = lines
      .slice(index + 1, index + 20)
      .find((one) => one !== '' && !one.startsWith('#'))
    const url = next === undefined ? undefined : URL.parse(next, base)?.href
    const bandwidth = Number(fields.BANDWIDTH ?? Number.MAX_SAFE_INTEGER)
    if (url !== undefined && (best === null || bandwidth < best.bandwidth))
      best = { url, bandwidth }
  }
  return best === null ? null : { kind: 'master', url: best.url }
}

function media(lines: readonly string[], base: string): MediaPlaylist | null {
  const segments: Segment[] = []
  let sequence = 0
  let targetMs = TARGET_MS.usual
  let map: Resource | null = null
  let key: Key | null = null
  /** Its tag, until a segment needs it. */
  let keyTag: string | null = null
  let mapTag: string | null = null
  let range: string | null = null
  let behind = 0
  const ended = lines.includes('#EXT-X-ENDLIST')
  // A stream that goes on is played from near its end, so that the oldest are left out of a long list.
  let tooMany = ended ? 0 : lines.filter(isAddress).length - MOST_SEGMENTS
  for (const line of lines) {
    const [tag = '', value = ''] = /^(#EXT[A-Z0-9-]*):?(.*)$/.exec(line)?.slice(1) ?? []
    if (tag === '#EXT-X-MEDIA-SEQUENCE') sequence = whole(value) ?? 0
    else if (tag === '#EXT-X-TARGETDURATION') targetMs = clamped((whole(value) ?? 0) * 1_000)
    else if (tag === '#EXT-X-KEY') keyTag = line
    else if (tag === '#EXT-X-BYTERANGE') range = value
    else if (tag === '#EXT-X-MAP') mapTag = line
    if (!isAddress(line)) continue
    if (segments.length >= MOST_SEGMENTS) break
    if (keyTag !== null) key = keyOf(attributes(keyTag), base)
    if (mapTag !== null) map = mapOf(attributes(mapTag), base)
    keyTag = mapTag = null
    const url = tooMany-- > 0 ? undefined : URL.parse(line, base)?.href
    const part: Resource['range'] = range === null ? null : rangeOf(range, behind)
    range = null
    behind = part === null ? 0 : part.from + part.length
    if (url !== undefined) segments.push({ sequence, resource: { url, range: part }, map, key })
    sequence += 1
  }
  return segments.length === 0 && ended ? null : { kind: 'media', segments, targetMs, ended }
}

const isAddress = (line: string): boolean => line !== '' && !line.startsWith('#')

const clamped = (ms: number): number =>
  Math.min(TARGET_MS.most, Math.max(TARGET_MS.least, ms === 0 ? TARGET_MS.usual : ms))

/** "length@from", or "length" behind the one before (4.3.2.2). */
function rangeOf(text: string, behind: number): Resource['range'] {
  const [, length, from] = /^(\d{1,12})(?:@(\d{1,12}))?$/.exec(text) ?? []
  return length === undefined ? null : { length: Number(length), from: Number(from ?? behind) }
}

function mapOf({ URI, BYTERANGE }: Attributes, base: string): Resource | null {
  const url = URI === undefined ? undefined : URL.parse(URI, base)?.href
  if (url === undefined) return null
  return { url, range: BYTERANGE === undefined ? null : rangeOf(BYTERANGE, 0) }
}

function keyOf({ METHOD, URI, IV, KEYFORMAT }: Attributes, base: string): Key | null {
  if (METHOD === 'NONE') return null
  const url = URI === undefined ? undefined : URL.parse(URI, base)?.href
  const isPlain = METHOD === 'AES-128' && (KEYFORMAT ?? 'identity') === 'identity'
  if (!isPlain || url === undefined) return 'other'
  const hex = /^0x([0-9a-f]{1,32})$/i.exec(IV ?? '')?.[1]
  return { url, iv: hex === undefined ? null : Buffer.from(hex.padStart(32, '0'), 'hex') }
}

type Attributes = Readonly<Record<string, string | undefined>>

/** NAME=value pairs behind a tag's colon (4.2); quotation marks are taken off. */
function attributes(line: string): Attributes {
  const found = line.matchAll(/(?<![A-Z0-9-])([A-Z0-9-]{1,40})=("[^"]*"|[^",]*)(?:,|$)/g)
  return Object.fromEntries(
    [...found].map(([, name = '', value = '']) => [name, value.replace(/^"|"$/g, '')]),
  )
}

const whole = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)
