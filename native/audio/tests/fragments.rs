//! A stream in fragments that goes on for long: what was played of it is kept no longer.

#[path = "support/play.rs"]
#[allow(dead_code, reason = "the corpora use more of it")]
mod play;

use play::{How, play_frames};

/// `ffmpeg -f lavfi -i anoisesrc=r=48000:d=1:a=0.0005:seed=7 -f lavfi -i anoisesrc=r=48000:d=1:a=0.0005:seed=8
/// -map 0 -map 1 -ac 1 -c:a aac -b:a 16k -movflags +empty_moov+default_base_moof+frag_every_frame`, its first
/// twenty fragments: one packet each, of the two tracks in turn.
const FILE: &[u8] = include_bytes!("support/fragments.mp4");
/// An hour of such a stream has 168,750.
const FRAGMENTS: usize = 15_000;
/// 1024 samples a fragment, 960 a frame.
const FRAMES: u32 = 15_900;
/// What any track of AAC takes, and some more. All the fragments took 29 MB.
const HEAP_BYTES: usize = 2 * 1024 * 1024;

/// The boxes of the outermost level (ISO/IEC 14496-12, section 4.2).
fn boxes(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while let Some(size) = bytes.first_chunk() {
        let (one, rest) = bytes.split_at(u32::from_be_bytes(*size) as usize);
        found.push(one);
        bytes = rest;
    }
    found
}

/// Fragments of one track or of both, again and again behind the head of the file.
fn long(step: usize) -> Vec<u8> {
    let all = boxes(FILE);
    let (head, fragments) = all.split_at(2);
    let wanted: Vec<u8> = fragments
        .chunks(2)
        .step_by(step)
        .flatten()
        .flat_map(|one| one.to_vec())
        .collect();
    let count = fragments.chunks(2).step_by(step).count();
    let tracks = 2 / step;
    [head.concat(), wanted.repeat(FRAGMENTS * tracks / count)].concat()
}

// One test, since a second one's heap would be counted, too.
#[test]
fn fragments_that_were_played_are_not_kept_and_yet_sought() {
    for step in [1, 2] {
        let file = long(step);
        for listens in [How(0x10), How(0x11)] {
            let played = play_frames(&file[..], listens, FRAMES);
            assert_eq!(played.frames, FRAMES, "{played:?}");
            assert!(
                played.heap_bytes < HEAP_BYTES,
                "step {step}, {listens:?}: {played:?}"
            );
        }
    }
    for steers in [How(0), How(8)] {
        let played = play_frames(&long(1)[..], steers, 1_000);
        assert_eq!(played.frames, 1_000, "{played:?}");
    }
}
