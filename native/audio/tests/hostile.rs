//! Files that mean harm. Each is refused or played, in bounded time and memory.

#[path = "support/play.rs"]
mod play;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use play::{How, Played, play};
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
