use super::*;
use crate::fixtures::{feed, float_wav, mp3_frame, opus_file, packets, wav};
use crate::media::Next;

fn open(bytes: &[u8]) -> Result<Media, Halt> {
    Media::open(&feed(bytes, true), None)
}

/// The code of the refusal.
fn refused(bytes: &[u8]) -> Option<ErrorCode> {
    match open(bytes) {
        Err(Halt::Failed(code, _)) => Some(code),
        _ => None,
    }
}

/// An ID3v2.3 tag without a frame in it (id3.org, section 3).
fn id3(size: u8) -> Vec<u8> {
    [
        &[b'I', b'D', b'3', 3, 0, 0, 0, 0, 0, size][..],
        &vec![0; size.into()],
    ]
    .concat()
}

/// The first frame of an MP3 with an Info tag that states so many frames and bytes.
fn info_frame(frames: u32, bytes: u32) -> Vec<u8> {
    let mut frame = mp3_frame(128);
    frame[36..40].copy_from_slice(b"Info");
    frame[43] = 3;
    frame[44..48].copy_from_slice(&frames.to_be_bytes());
    frame[48..52].copy_from_slice(&bytes.to_be_bytes());
    frame
}

#[test]
fn what_is_no_sound_is_refused_with_what_it_is() {
    assert_eq!(refused(b""), Some(ErrorCode::EmptyFile));
    assert_eq!(refused(&id3(64)), Some(ErrorCode::NotAudio));
    assert_eq!(
        refused(b"<!DOCTYPE html><html></html>"),
        Some(ErrorCode::NotAudio)
    );
    assert_eq!(refused(&[7; 5_000]), Some(ErrorCode::NotAudio));
    assert_eq!(
        refused(&float_wav(0, 2, &vec![0.0; 9_600])),
        Some(ErrorCode::Unsupported)
    );
}

#[test]
fn a_file_tells_its_rate_and_its_length() {
    let media = open(&wav(32_000, 2, &vec![0; 2 * 48_000])).unwrap();
    assert_eq!((media.rate, media.codec_name()), (32_000, "pcm"));
    assert_eq!(media.duration_ms, Some(1_500.0));
    assert!(media.stated && media.alone && !media.cut_off && !media.chained);
}

#[test]
fn a_file_that_is_cut_off_is_read_as_far_as_it_goes() {
    let file = wav(48_000, 2, &vec![0; 2 * 48_000]);
    let feed = feed(&file[..60_000], true);
    let mut media = Media::open(&feed, None).unwrap();
    assert_eq!(media.duration_ms, Some(1_000.0));
    let mut bytes = 0;
    while let Next::Piece(piece) = media.next(&feed).unwrap() {
        bytes += piece.packet.data.len();
    }
    assert!((50_000..=60_000).contains(&bytes), "{bytes}");
}

#[test]
fn an_interrupted_opening_is_no_failure() {
    let feed = feed(&wav(48_000, 2, &vec![0; 9_600]), true);
    feed.interrupt(1);
    assert!(matches!(Media::open(&feed, None), Err(Halt::Interrupted)));
    feed.resume(1);
    assert!(Media::open(&feed, None).is_ok());
}

#[test]
fn an_mp3_states_its_length_only_in_a_tag() {
    let frames = mp3_frame(128).repeat(300);
    let untold = open(&frames).unwrap();
    assert!(!untold.stated && !untold.variable);
    let whole = frames.len() as u32 + 417;
    let told = open(&[info_frame(300, whole), frames.clone()].concat()).unwrap();
    assert!(told.stated && !told.variable);
    let ms = told.duration_ms.unwrap();
    assert!((ms - 300.0 * 1152.0 / 44.1).abs() < 1.0, "{ms}");
}

#[test]
fn the_length_of_an_mp3_whose_bitrate_varies_is_not_guessed_from_its_bytes() {
    let file = [mp3_frame(64).repeat(20), mp3_frame(128).repeat(300)].concat();
    let media = open(&file).unwrap();
    assert!(media.variable && !media.stated);
    assert_eq!(media.duration_ms, None);
}

#[test]
fn the_tag_of_the_first_of_joined_mp3s_is_not_that_of_all() {
    let frames = mp3_frame(128).repeat(100);
    let first = [info_frame(100, frames.len() as u32 + 417), frames].concat();
    let media = open(&[first.clone(), first].concat()).unwrap();
    assert!(!media.stated && media.variable);
    assert_eq!(media.duration_ms, None);
    // The frame of the tag is silence now, and left out.
    assert_eq!(media.lead_in, 1152);
}

#[test]
fn a_chain_of_ogg_is_told_and_each_of_its_links_is_opened() {
    let first = opus_file(1, &packets(50), 0);
    let second = opus_file(2, &packets(25), 0);
    let feed = feed(&[first.clone(), second].concat(), true);
    let media = Media::open(&feed, None).unwrap();
    assert!(media.chained && !media.stated && media.is_opus());
    assert_eq!(media.base, 0);
    for (start, length_ms) in [(0, 1_000.0), (first.len() as u64, 500.0)] {
        let mut source = Source::new(Arc::clone(&feed), Arc::default(), false);
        let end = ogg::link_end(&mut source, start).unwrap();
        assert_eq!(end.is_some(), start == 0, "only the first is followed");
        let link = Media::open_link(&feed, None, start, end.as_ref()).unwrap();
        assert_eq!(link.base, start);
        let told = link.link_ms().unwrap();
        // An Opus stream is shorter by its pre-skip of 6.5 ms.
        assert!((told - (length_ms - 6.5)).abs() < 0.1, "{told}");
    }
    let alone = open(&first).unwrap();
    assert!(!alone.chained);
}
