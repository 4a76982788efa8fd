/** Files with what may befall any: tags, garbage, cuts, seams, odd times, pictures beside the sound. */
import { altered, args, EDITED, FOREIGN, type Oddity, of, type Row, row } from './row.ts'

/** A file of every family, for what may befall any. */
const FAMILIES: readonly (readonly [codec: string, extension: string, Oddity])[] = [
  ['libmp3lame', 'mp3', { states: true, args: ['-b:a', '128k'] }],
  ['libmp3lame', 'mp3', { states: true, args: ['-q:a', '4'] }],
  ['aac', 'aac', { args: ['-b:a', '128k'] }],
  ['aac', 'm4a', { ...EDITED, args: ['-b:a', '128k', '-movflags', '+faststart'] }],
  ['libopus', 'opus', { rateHz: 48_000, args: ['-b:a', '96k'] }],
  ['libvorbis', 'ogg', { args: ['-q:a', '5', '-page_duration', '100000'] }],
  ['flac', 'flac', { states: true }],
  ['pcm_s16le', 'wav', {}],
  ['flac', 'mkv', {}],
  ['wavpack', 'wv', FOREIGN],
]

const SKIPPED: Oddity = {
  reference: 'unaltered',
  because: 'FFmpeg fails at some of what Segue skips',
}
const CUT: Oddity = {
  alteration: 'cut in the middle',
  reference: 'unaltered',
  statedMs: 2_000,
  limits: { missing: [25_000, 60_000], signalToErrorDb: 15, worstDb: 10 },
  because: 'FFmpeg fails at the end of some, and the last packet is compared with silence',
}
/** Of these the end of the file is behind its sound, and what is missing is told. */
const TELLS_LOSS = ['m4a', 'flac', 'wav', 'mkv']

const oddities: Row[] = FAMILIES.flatMap(([codec, extension, usual]) => [
  ...of(
    codec,
    extension,
    [usual],
    [SKIPPED],
    altered(
      'an ID3v2.3 tag in front',
      'an ID3v2.4 tag with a picture of 1 MB in front',
      'an ID3v2.4 tag in front and an ID3v1 tag behind',
    ),
  ),
  row(codec, extension, usual, SKIPPED, {
    alteration: 'two ID3v2 tags in front',
    fault:
      codec === 'wavpack'
        ? 'what lies behind a second tag is not looked at where FFmpeg decodes, which fails at two itself'
        : null,
  }),
  ...of(
    codec,
    extension,
    [usual],
    altered(
      'an ID3v1 tag behind',
      'an APEv2 tag behind',
      'APEv2 and ID3v1 tags behind',
      '1 KB of garbage behind',
      '4 KB of zeros behind',
    ),
  ),
  row(codec, extension, usual, CUT, {
    failure: TELLS_LOSS.includes(extension) ? 'cut-short' : null,
  }),
])

const garbled: Row[] = FAMILIES.filter(([, extension]) =>
  ['mp3', 'aac', 'flac'].includes(extension),
).flatMap(([codec, extension, usual]) =>
  of(
    codec,
    extension,
    [usual],
    [SKIPPED],
    [{ states: false }],
    altered('1 KB of garbage in front'),
  ),
)

const joined: Row[] = FAMILIES.filter(([, extension]) =>
  ['mp3', 'aac', 'opus', 'ogg', 'wv'].includes(extension),
).map(([codec, extension, usual]) =>
  row(codec, extension, usual, {
    alteration: 'joined with itself',
    reference: 'twice',
    limits: {
      late: [-48, 6_000],
      missing: [-6_000, 48],
      // A listener's Opus decoder comes to agree within 0.1 s.
      ...(codec === 'libopus' ? { louderDb: 0.6, signalToErrorDb: 10, worstDb: 0 } : {}),
    },
    states: false,
    because: 'what encoders put before and behind the sound lies at the seam',
  }),
)

/** A picture of a colour beside the sound. */
const VIDEO = ['-f', 'lavfi', '-i', 'color=size=32x32:rate=5:duration=3']
const SECOND = ['-f', 'lavfi', '-i', 'sine=f=1000:d=3,aformat=channel_layouts=stereo']

const timing: Row[] = [
  ...(
    [
      ['aac', 'mp4'],
      ['aac', 'mov'],
      ['aac', 'mkv'],
      ['flac', 'mkv'],
      ['libmp3lame', 'mkv'],
      ['libopus', 'webm'],
      ['libopus', 'opus'],
      ['libvorbis', 'ogg'],
      ['libvorbis', 'webm'],
    ] as const
  ).flatMap(([codec, extension]) =>
    of(codec, extension, [{ rateHz: 48_000 }], args('-output_ts_offset 5')),
  ),
  row('aac', 'ts', FOREIGN, { rateHz: 48_000, args: ['-output_ts_offset', '5'] }),
  ...(
    [
      ['aac', 'mp4', 'mpeg4'],
      ['aac', 'mov', 'mpeg4'],
      ['aac', 'mkv', 'mpeg4'],
      ['flac', 'mkv', 'mpeg4'],
      ['libmp3lame', 'avi', 'mpeg4'],
      ['libopus', 'webm', 'libvpx'],
      ['libvorbis', 'webm', 'libvpx'],
      ['libopus', 'mkv', 'mpeg4'],
    ] as const
  ).flatMap(([codec, extension, video]) => [
    row(codec, extension, extension === 'avi' ? FOREIGN : {}, {
      rateHz: 48_000,
      inputs: [...VIDEO, '-map', '0:a', '-map', '1:v', '-c:v', video],
    }),
    row(codec, extension, extension === 'avi' ? FOREIGN : {}, {
      rateHz: 48_000,
      inputs: [...VIDEO, '-map', '1:v', '-map', '0:a', '-c:v', video],
    }),
    row(codec, extension, extension === 'avi' ? FOREIGN : {}, {
      rateHz: 48_000,
      inputs: ['-itsoffset', '0.5', ...VIDEO, '-map', '1:v', '-map', '0:a', '-c:v', video],
    }),
  ]),
  ...(
    [
      ['aac', 'mp4'],
      ['aac', 'mkv'],
      ['flac', 'mkv'],
      ['libvorbis', 'webm'],
      ['libopus', 'webm'],
    ] as const
  ).map(([codec, extension]) =>
    row(codec, extension, { rateHz: 48_000, inputs: [...SECOND, '-map', '0:a', '-map', '1:a'] }),
  ),
  ...(
    [
      ['aac', 'matroska', 'mkv'],
      ['flac', 'matroska', 'mkv'],
      ['libopus', 'webm', 'webm'],
      ['libvorbis', 'webm', 'webm'],
    ] as const
  ).flatMap(([codec, format, extension]) => [
    row(codec, extension, { rateHz: 48_000, piped: true, args: ['-f', format] }),
    row(codec, extension, {
      rateHz: 48_000,
      piped: true,
      args: ['-live', '1', '-cluster_time_limit', '300', '-f', format],
    }),
    row(codec, extension, { rateHz: 48_000, args: ['-cluster_time_limit', '100'] }),
    row(codec, extension, { rateHz: 48_000, args: ['-reserve_index_space', '10000'] }),
  ]),
  row('libmp3lame', 'mp3', { piped: true, args: ['-b:a', '128k', '-f', 'mp3'] }),
  row('libmp3lame', 'mp3', { piped: true, args: ['-q:a', '4', '-f', 'mp3'] }),
  row('flac', 'flac', { piped: true, args: ['-f', 'flac'] }),
  row('libvorbis', 'ogg', { piped: true, args: ['-f', 'ogg'] }),
  row('aac', 'mp4', { piped: true, args: ['-movflags', '+frag_keyframe+empty_moov', '-f', 'mp4'] }),
  row('aac', 'ts', FOREIGN, { piped: true, args: ['-f', 'mpegts'] }),
]

export const ODDITIES: readonly Row[] = [...oddities, ...garbled, ...joined, ...timing]
