//! Whatever the bytes are, a track that is fed with them, seeks, and changes its volume neither panics nor
//! hangs, and gives frames that fit.
#![no_main]

use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use segue_audio::MAX_PACKET_BYTES;
use segue_audio::event::{ErrorCode, Event};
use segue_audio::options::{Input, Options};
use segue_audio::ring::Taken;
use segue_audio::track::Track;

/// Ten seconds of sound are enough to have seen every path.
const MAX_FRAMES: u32 = 500;
/// A track that gives nothing for this long, and was given all that it asked for, hangs.
const PATIENCE: Duration = Duration::from_secs(10);

fuzz_target!(|input: &[u8]| {
    // The last byte tells how to play, so that files are seeds as they are.
    let Some((how, bytes)) = input.split_last() else {
        return;
    };
    let (told, events) = mpsc::channel();
    let options = Options {
        length_bytes: (how & 1 == 0).then_some(bytes.len() as u64),
        hint: None,
        input: Input::Auto,
        start_ms: if how & 2 == 0 { 0.0 } else { 1500.0 },
        volume: 100.0,
        bitrate: 128_000,
        complexity: 0,
        passthrough: how & 4 == 0,
        exact_seek: how & 8 == 0,
        fault_after_frames: None,
    };
    let sink = Box::new(move |event| drop(told.send(event)));
    let track = Track::start(options, sink).expect("a thread");
    feed(&track, bytes, 0, 0);
    play(&track, bytes, &events);
});

fn play(track: &Track, bytes: &[u8], events: &Receiver<Event>) {
    let mut out = [0; MAX_PACKET_BYTES];
    let mut taken = 0;
    let mut since = Instant::now();
    while taken < MAX_FRAMES {
        match track.take(&mut out) {
            Taken::Frame(len) => {
                assert!(len <= MAX_PACKET_BYTES);
                taken += 1;
                since = Instant::now();
                steer(track, taken);
            }
            Taken::Over => break,
            Taken::Empty => {
                if let Ok(event) = events.recv_timeout(Duration::from_micros(200)) {
                    answer(track, bytes, event);
                }
                assert!(since.elapsed() < PATIENCE, "it hangs");
            }
        }
    }
    // What ended it may be told later than the ring is over.
    while let Ok(event) = events.recv_timeout(Duration::from_millis(1)) {
        answer(track, bytes, event);
    }
}

fn steer(track: &Track, taken: u32) {
    match taken {
        20 => track.set_volume(50.0),
        40 => track.seek(700.0),
        60 => track.set_volume(100.0),
        80 => track.seek(100.0),
        100 => track.seek(3000.0),
        _ => (),
    }
}

fn answer(track: &Track, bytes: &[u8], event: Event) {
    match event {
        Event::Range { offset, generation } => feed(track, bytes, offset, generation),
        Event::Failed { code, detail } => {
            assert!(code != ErrorCode::DecoderCrashed, "{detail}");
        }
        Event::Ready { .. } | Event::Hungry | Event::Ended => (),
    }
}

fn feed(track: &Track, bytes: &[u8], offset: u64, generation: u32) {
    let start = usize::try_from(offset).map_or(bytes.len(), |at| at.min(bytes.len()));
    track.push(&bytes[start..], generation);
    track.end(generation);
}
