//! Files that mean harm. Each is refused or played, in bounded time and memory.

#[path = "support/play.rs"]
#[allow(dead_code, reason = "the corpora use more of it")]
mod play;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use play::{Bytes, How, Played, play};
use segue_audio::event::ErrorCode;

/// One track at a time, so that its thread's time can be told.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Plays with and without a length, from the start and from within.
fn every_way(bytes: &[u8]) -> Vec<Played> {
    let _alone = alone();
    (0..4).map(|how| play(bytes, How(how))).collect()
}

fn code(played: &Played) -> Option<ErrorCode> {
    played.failed.as_ref().map(|(code, _)| *code)
}

fn atom(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap();
    [&size.to_be_bytes(), kind, body].concat()
}

#[test]
fn boxes_within_boxes_are_followed_no_deeper_than_sound_lies() {
    for depth in [100, 5_000, 500_000] {
        let nested: Vec<u8> = (0..depth)
            .flat_map(|level| {
                let size: u32 = 8 * (depth - level);
                [size.to_be_bytes(), *b"mdia"].concat()
            })
            .collect();
        let file = [
            atom(b"ftyp", b"M4A \0\0\0\0M4A isom"),
            atom(b"moov", &atom(b"trak", &nested)),
            atom(b"mdat", &[0; 64]),
        ];
        for played in every_way(&file.concat()) {
            assert_eq!(code(&played), Some(ErrorCode::DecodeFailed), "{played:?}");
        }
    }
}

#[test]
fn a_movie_of_too_many_boxes_is_refused() {
    let tracks = atom(b"trak", &atom(b"edts", b"")).repeat(50_000);
    let file = [
        atom(b"ftyp", b"M4A \0\0\0\0M4A isom"),
        atom(b"moov", &tracks),
        atom(b"mdat", &[0; 64]),
    ];
    for played in every_way(&file.concat()) {
        assert_eq!(code(&played), Some(ErrorCode::DecodeFailed), "{played:?}");
    }
}

/// The corpus's file, whose one fragment states so many samples of no bytes.
fn empty_samples(count: u32) -> Vec<u8> {
    let mut file = include_bytes!("corpus/empty-samples.mp4").to_vec();
    let run = file.windows(4).position(|kind| kind == b"trun").unwrap();
    file[run + 8..run + 12].copy_from_slice(&count.to_be_bytes());
    file
}

#[test]
fn packets_that_hold_nothing_are_not_skipped_for_ever() {
    for count in [900_000, u32::MAX] {
        let started = Instant::now();
        for played in every_way(&empty_samples(count)) {
            assert_eq!(played.frames, 0);
            assert_eq!(code(&played), Some(ErrorCode::NoProgress), "{played:?}");
        }
        assert!(started.elapsed() < Duration::from_secs(40), "{count}");
    }
}

/// An ID3v2.3 tag (id3.org, section 3): ten bytes of header, the size as four times seven bits.
fn id3(frames: &[u8]) -> Vec<u8> {
    let size = [21, 14, 7, 0].map(|shift| (frames.len() >> shift) as u8 & 0x7F);
    [b"ID3\x03\0\0", &size[..], frames].concat()
}

#[test]
fn chapters_within_chapters_of_a_tag_are_not_read() {
    // Each holds the next one: ten bytes of header, an empty name, four times.
    const LEVEL: usize = 27;
    let levels = 2_400;
    let nested: Vec<u8> = (0..levels)
        .flat_map(|level| {
            let size = u32::try_from((levels - level) * LEVEL - 10).unwrap();
            [b"CHAP", &size.to_be_bytes()[..], &[0; 19]].concat()
        })
        .collect();
    let silence = [&[0xFF, 0xFB, 0x90, 0x64][..], &[0; 413]]
        .concat()
        .repeat(100);
    for tags in [1, 8] {
        let behind_tags = [
            id3(&[0; 64]).repeat(tags - 1),
            id3(&nested),
            silence.clone(),
        ]
        .concat();
        let behind_noise = [vec![0; 100], behind_tags.clone()].concat();
        for file in [behind_tags, behind_noise] {
            for played in every_way(&file) {
                assert!(played.ended || played.failed.is_some(), "{played:?}");
            }
        }
    }
}

/// An EBML element (RFC 8794): its id, its size in eight bytes, its content.
fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
    let size = (1u64 << 56 | body.len() as u64).to_be_bytes();
    [id, &size, body].concat()
}

#[test]
fn tags_within_tags_of_matroska_are_not_read() {
    let tags = |depth: usize| {
        let mut nested = element(&[0x45, 0xA3], b"NAME");
        for _ in 0..depth {
            nested = element(&[0x67, 0xC8], &nested);
        }
        element(&[0x12, 0x54, 0xC3, 0x67], &element(&[0x73, 0x73], &nested))
    };
    for depth in [10, 5_000] {
        let segment = element(&[0x18, 0x53, 0x80, 0x67], &tags(depth));
        let head = element(
            &[0x1A, 0x45, 0xDF, 0xA3],
            &element(&[0x42, 0x82], b"matroska"),
        );
        for played in every_way(&[head, segment].concat()) {
            assert_eq!(code(&played), Some(ErrorCode::DecodeFailed), "{played:?}");
        }
    }
}

/// A head, and then silence without end in one piece: what a disk of any size could hold.
struct Endless {
    head: Vec<u8>,
    length: u64,
}

impl Bytes for Endless {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> usize {
        let left = usize::try_from(self.length.saturating_sub(offset)).unwrap();
        let read = out.len().min(left);
        out[..read].fill(0);
        let copied = self.head[..].read(offset, &mut out[..read]);
        assert!(copied <= read);
        read
    }
}

#[test]
fn a_block_of_700_mb_is_not_kept_in_memory() {
    let track = [
        element(&[0xD7], &[1]),
        element(&[0x73, 0xC5], &[1]),
        element(&[0x83], &[2]),
        element(&[0x86], b"A_PCM/INT/LIT"),
        element(
            &[0xE1],
            &[
                element(&[0xB5], &48_000f32.to_be_bytes()),
                element(&[0x9F], &[2]),
                element(&[0x62, 0x64], &[16]),
            ]
            .concat(),
        ),
    ];
    let size: u64 = 700 * 1024 * 1024;
    let unknown = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let head = [
        element(
            &[0x1A, 0x45, 0xDF, 0xA3],
            &element(&[0x42, 0x82], b"matroska"),
        ),
        [&[0x18, 0x53, 0x80, 0x67], &unknown[..]].concat(),
        element(
            &[0x15, 0x49, 0xA9, 0x66],
            &[
                element(&[0x2A, 0xD7, 0xB1], &[0x0F, 0x42, 0x40]),
                element(&[0x4D, 0x80], b"x"),
                element(&[0x57, 0x41], b"x"),
            ]
            .concat(),
        ),
        element(
            &[0x16, 0x54, 0xAE, 0x6B],
            &element(&[0xAE], &track.concat()),
        ),
        [&[0x1F, 0x43, 0xB6, 0x75], &unknown[..]].concat(),
        element(&[0xE7], &[0]),
        [
            &[0xA3],
            &(1u64 << 56 | size).to_be_bytes()[..],
            &[0x81, 0, 0, 0x80],
        ]
        .concat(),
    ]
    .concat();
    let file = Endless {
        length: head.len() as u64 + size,
        head,
    };
    let _alone = alone();
    for how in 0..4 {
        let played = play(&file, How(how));
        assert_eq!(code(&played), Some(ErrorCode::NoProgress), "{played:?}");
        assert!(played.heap_bytes < play::HEAP_BYTES, "{played:?}");
    }
}

/// A frame of MPEG-1 layer III, 128 kbit/s and 44.1 kHz, whose side information is made of `side`.
fn mp3_frame(header: [u8; 4], len: usize, side: u8) -> Vec<u8> {
    let mut frame = vec![0; len];
    frame[..4].copy_from_slice(&header);
    frame[4..36].fill(side);
    frame
}

#[test]
fn mp3_frames_that_cannot_be_decoded_are_no_new_stream_again_and_again() {
    let at_44_khz = |side| mp3_frame([0xFF, 0xFB, 0x90, 0x64], 417, side);
    let at_48_khz = |side| mp3_frame([0xFF, 0xFB, 0x94, 0x64], 384, side);
    let (silence, broken) = (at_44_khz(0).repeat(100), 0xFF);
    for noise in [at_44_khz(broken), at_48_khz(broken)] {
        let file = [silence.clone(), noise.repeat(5_000), silence.clone()].concat();
        for played in every_way(&file) {
            assert_eq!(played.failed, None);
            assert!(played.frames > 50, "{played:?}");
        }
    }
}
