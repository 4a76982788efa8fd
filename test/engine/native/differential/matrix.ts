/** The files of the differential test, as data: codecs, containers, channels and rates; what may befall any is apart. */
import { ODDITIES } from './oddities.ts'
import { altered, args, EDITED, FOREIGN, layouts, type Oddity, of, type Row, rates } from './row.ts'

const BOTH = layouts('mono', 'stereo')

const mp3: Row[] = [
  ...of(
    'libmp3lame',
    'mp3',
    BOTH,
    rates(32_000, 44_100, 48_000),
    args('-b:a 128k', '-b:a 320k', '-q:a 0', '-q:a 4', '-q:a 9', '-abr 1 -b:a 160k'),
  ),
  ...of(
    'libmp3lame',
    'mp3',
    rates(44_100),
    args('-joint_stereo 0 -b:a 192k', '-joint_stereo 0 -q:a 4'),
  ),
  ...of('libmp3lame', 'mp3', BOTH, args('-b:a 128k -write_xing 0', '-q:a 4 -write_xing 0')),
  ...of(
    'libmp3lame',
    'mp3',
    BOTH,
    rates(8_000, 11_025, 12_000, 16_000, 22_050, 24_000),
    args('-b:a 64k', '-q:a 4'),
  ),
  ...of(
    'libmp3lame',
    'mp3',
    args(
      '-id3v2_version 3 -metadata title=Größe',
      '-id3v2_version 4 -metadata title=Größe',
      '-id3v2_version 0 -write_id3v1 1 -metadata title=x',
    ),
  ),
  ...['mkv', 'mp4', 'mov'].flatMap((extension) =>
    of('libmp3lame', extension, BOTH, args('-b:a 192k')),
  ),
  ...['wav', 'avi', 'ts'].flatMap((extension) =>
    of('libmp3lame', extension, BOTH, args('-b:a 192k'), [FOREIGN]),
  ),
  ...of('libshine', 'mp3', BOTH, args('-b:a 128k')),
  ...of('mp2', 'mp2', BOTH, rates(22_050, 48_000), [FOREIGN]),
]

const aac: Row[] = [
  ...of(
    'aac',
    'aac',
    BOTH,
    rates(32_000, 44_100, 48_000, 64_000, 88_200, 96_000),
    args('-b:a 128k'),
  ),
  ...of(
    'aac',
    'aac',
    BOTH,
    rates(8_000, 11_025, 12_000, 16_000, 22_050, 24_000),
    args('-b:a 48k'),
    [FOREIGN],
  ),
  ...of('aac', 'aac', layouts('3.0', '4.0', '5.0', '5.1', '7.1'), args('-b:a 384k'), [FOREIGN]),
  ...of(
    'aac',
    'm4a',
    BOTH,
    rates(44_100, 48_000),
    args('-b:a 128k', '-b:a 128k -movflags +faststart'),
    [EDITED],
  ),
  ...of('aac', 'm4a', rates(32_000), args('-b:a 64k'), [EDITED]),
  ...of('aac', 'm4a', rates(8_000, 16_000, 24_000, 96_000), args('-b:a 64k'), [FOREIGN]),
  ...of('aac', 'm4a', layouts('3.0', '4.0', '5.0', '5.1', '7.1'), args('-b:a 384k'), [FOREIGN]),
  ...of(
    'aac',
    'mp4',
    BOTH,
    args(
      '-b:a 128k',
      '-b:a 128k -movflags +frag_keyframe+empty_moov',
      '-b:a 128k -movflags +frag_keyframe+empty_moov+default_base_moof -frag_duration 300000',
      '-b:a 128k -movflags +dash+delay_moov -frag_duration 300000',
      '-b:a 128k -use_editlist 0',
    ),
    [EDITED],
  ),
  ...['mov', 'mkv', '3gp', 'm4b'].flatMap((extension) =>
    of('aac', extension, BOTH, rates(44_100, 48_000), args('-b:a 128k'), [EDITED]),
  ),
  ...['flv', 'ts', 'avi'].flatMap((extension) =>
    of('aac', extension, BOTH, rates(44_100, 48_000), args('-b:a 128k'), [FOREIGN]),
  ),
  ...of('libfdk_aac', 'm4a', BOTH, args('-profile:a aac_he', '-profile:a aac_he_v2'), [FOREIGN]),
]

/** Packets that pass through untouched are as late as their own encoder made them. */
const OWN_DELAY: Oddity = {
  limits: { late: [-312, 0] },
  because: 'packets that pass through keep the delay of their own encoder',
}
const LEAD_IN: Oddity = {
  limits: { late: [3_480, 3_576], missing: [-3_000, 48] },
  because: 'packets pass through from the first one on, which a decoder would leave out',
}
const LATE_TABLE: Oddity = {
  fault:
    'FFmpeg gets the file on a pipe, and cannot read the packet table that lies behind the sound',
}

const opus: Row[] = [
  ...of(
    'libopus',
    'opus',
    BOTH,
    rates(48_000),
    args(...[2.5, 5, 10, 20, 40, 60, 80, 100, 120].map((ms) => `-b:a 96k -frame_duration ${ms}`)),
  ),
  ...['ogg', 'webm', 'mkv', 'mp4'].flatMap((extension) =>
    of('libopus', extension, BOTH, rates(48_000), args('-b:a 96k', '-b:a 96k -frame_duration 60')),
  ),
  ...of('libopus', 'ts', BOTH, rates(48_000), args('-b:a 96k', '-b:a 96k -frame_duration 60'), [
    FOREIGN,
  ]),
  ...of('libopus', 'caf', BOTH, rates(48_000), args('-b:a 96k'), [FOREIGN], [LATE_TABLE]),
  ...of('libopus', 'opus', BOTH, rates(8_000, 12_000, 16_000, 24_000), args('-b:a 32k')),
  ...of(
    'libopus',
    'opus',
    rates(48_000),
    args('-b:a 16k', '-b:a 256k', '-b:a 510k', '-vbr off -b:a 64k', '-application voip -b:a 24k'),
  ),
  ...of('libopus', 'opus', rates(48_000), args('-application lowdelay -b:a 96k'), [OWN_DELAY]),
  ...of(
    'libopus',
    'opus',
    layouts('3.0', 'quad', '5.0', '5.1', '6.1', '7.1'),
    rates(48_000),
    args('-b:a 384k'),
    [FOREIGN],
  ),
  ...['webm', 'mkv', 'mp4'].flatMap((extension) =>
    of('libopus', extension, layouts('5.1', '7.1'), rates(48_000), args('-b:a 384k'), [FOREIGN]),
  ),
  ...of(
    'libopus',
    'opus',
    BOTH,
    rates(48_000),
    altered(
      'a gain of -6 dB in its head',
      'a gain of +3 dB in its head',
      'an empty packet in the middle',
    ),
  ),
  ...of('libopus', 'opus', BOTH, rates(48_000), altered('a pre-skip of 0'), [OWN_DELAY]),
  ...of('libopus', 'opus', BOTH, rates(48_000), altered('a pre-skip of 3840 samples'), [LEAD_IN]),
]

const vorbis: Row[] = [
  ...of(
    'libvorbis',
    'ogg',
    layouts('mono', 'stereo', '3.0', 'quad', '5.0', '5.1', '6.1', '7.1'),
    args('-q:a -1', '-q:a 1', '-q:a 3', '-q:a 6', '-q:a 9'),
  ),
  ...of(
    'libvorbis',
    'ogg',
    BOTH,
    rates(8_000, 11_025, 16_000, 22_050, 32_000, 48_000, 96_000),
    args('-q:a 5'),
  ),
  ...['webm', 'mkv'].flatMap((extension) =>
    of('libvorbis', extension, layouts('mono', 'stereo', '5.1'), args('-q:a 3')),
  ),
  ...of('libvorbis', 'mp4', layouts('mono', 'stereo', '5.1'), args('-q:a 3'), [FOREIGN]),
  ...of('libvorbis', 'ogg', BOTH, altered('an empty packet in the middle')),
]

const flac: Row[] = [
  ...of(
    'flac',
    'flac',
    layouts('mono', 'stereo', '3.0', 'quad', '5.0', '5.1', '6.1', '7.1'),
    args('-sample_fmt s16', '-sample_fmt s32'),
  ),
  ...of(
    'flac',
    'flac',
    rates(8_000, 16_000, 22_050, 32_000, 48_000, 88_200, 96_000, 176_400, 192_000),
    args('-sample_fmt s16', '-sample_fmt s32'),
  ),
  ...of(
    'flac',
    'flac',
    args(...[64, 256, 1_152, 4_608, 16_384, 65_535].map((size) => `-frame_size ${size}`)),
  ),
  ...of(
    'flac',
    'flac',
    args(
      ...[0, 12].map((level) => `-compression_level ${level}`),
      '-ch_mode mid_side',
      '-ch_mode left_side',
      '-ch_mode right_side',
      '-lpc_type fixed',
    ),
  ),
  ...['oga', 'mkv', 'mp4'].flatMap((extension) =>
    of(
      'flac',
      extension,
      layouts('mono', 'stereo', '5.1'),
      rates(44_100, 96_000),
      args('', '-sample_fmt s32'),
    ),
  ),
]

const PCM = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le']

const pcm: Row[] = [
  ...PCM.flatMap((codec) => of(codec, 'wav', layouts('mono', 'stereo', '5.1'))),
  ...['pcm_alaw', 'pcm_mulaw'].flatMap((codec) => [
    ...of(codec, 'wav', BOTH),
    ...of(codec, 'wav', layouts('5.1'), [FOREIGN]),
  ]),
  ...of('pcm_s16le', 'wav', rates(8_000, 11_025, 22_050, 32_000, 48_000, 88_200, 96_000, 192_000)),
  ...of(
    'pcm_s24le',
    'wav',
    layouts(
      '2.1',
      '3.0',
      '3.0(back)',
      '4.0',
      'quad',
      'quad(side)',
      '3.1',
      '4.1',
      '5.0',
      '5.0(side)',
      '5.1(side)',
      '6.1',
      '7.1',
    ),
  ),
  ...of('pcm_s16le', 'wav', BOTH, args('-write_bext 1', '-metadata title=x')),
  ...of('pcm_s16le', 'wav', BOTH, args('-rf64 always'), [FOREIGN]),
  ...of('pcm_s16le', 'wav', BOTH, [{ piped: true, args: ['-f', 'wav'] }]),
  ...of('pcm_s16le', 'wav', altered('a data size of 0xFFFFFFFF')),
  ...of('pcm_s16le', 'wav', altered('a data size of 0'), [FOREIGN]),
  ...of('pcm_s16le', 'w64', BOTH, [FOREIGN]),
  ...['adpcm_ms', 'adpcm_ima_wav', 'libgsm_ms'].flatMap((codec) =>
    of(codec, 'wav', layouts('mono'), rates(8_000), [FOREIGN]),
  ),
  ...['pcm_s16le', 'pcm_s24le'].flatMap((codec) =>
    of(codec, 'mkv', layouts('mono', 'stereo', '4.0', '5.0', '5.1', '6.1', '7.1')),
  ),
  ...['pcm_s16be', 'pcm_s16le'].flatMap((codec) => of(codec, 'mov', BOTH)),
  ...['pcm_s24be', 'pcm_s24le', 'pcm_s32be', 'pcm_f32be', 'pcm_f64be'].flatMap((codec) =>
    of(codec, 'mov', layouts('mono', 'stereo'), [FOREIGN]),
  ),
  ...['pcm_s8', 'pcm_s16be', 'pcm_s24be', 'pcm_s32be', 'pcm_f32be', 'pcm_alaw'].flatMap((codec) =>
    of(codec, 'aiff', BOTH, [FOREIGN]),
  ),
  ...['pcm_s16be', 'pcm_f32be', 'pcm_mulaw'].flatMap((codec) => of(codec, 'au', BOTH, [FOREIGN])),
  ...['pcm_s16le', 'pcm_s24be'].flatMap((codec) => of(codec, 'caf', BOTH, [FOREIGN])),
  ...of('alac', 'caf', BOTH, [FOREIGN], [LATE_TABLE]),
]

const foreign: Row[] = [
  ...of('alac', 'm4a', layouts('mono', 'stereo', '5.1'), args('', '-sample_fmt s32p'), [FOREIGN]),
  ...of('wavpack', 'wv', BOTH, rates(44_100, 96_000), [FOREIGN]),
  ...of(
    'wavpack',
    'wv',
    layouts('5.1'),
    [FOREIGN],
    [
      {
        fault:
          'FFmpeg gets the file on a pipe, and reads WavPack of many channels only where it can go back',
      },
    ],
  ),
  ...of('tta', 'tta', layouts('mono', 'stereo', '5.1'), [FOREIGN]),
  ...['ac3', 'eac3'].flatMap((codec) =>
    of(codec, codec, layouts('mono', 'stereo', '5.1(side)'), rates(48_000), [FOREIGN]),
  ),
  ...['ac3', 'eac3', 'alac', 'wavpack', 'mp2'].flatMap((codec) =>
    of(codec, 'mkv', rates(48_000), [FOREIGN]),
  ),
  ...of('dca', 'mkv', layouts('stereo', '5.1(side)'), rates(48_000), [FOREIGN]),
  ...['wmav1', 'wmav2'].flatMap((codec) => of(codec, 'wma', BOTH, args('-b:a 128k'), [FOREIGN])),
  ...of('libspeex', 'spx', layouts('mono'), rates(8_000, 16_000, 32_000), [FOREIGN]),
  ...of('nellymoser', 'flv', layouts('mono'), rates(22_050), [FOREIGN]),
]

export const MATRIX: readonly Row[] = [
  ...mp3,
  ...aac,
  ...opus,
  ...vorbis,
  ...flac,
  ...pcm,
  ...foreign,
  ...ODDITIES,
]
