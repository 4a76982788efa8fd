//! What a frame of 20 ms costs by the way that it takes, beside bare libopus: `cargo bench -p segue-audio`.
//! Each row is a ratio to the bare loop of the same run, since machines differ and are noisy.

// Writes more kinds of files than are needed here.
#[allow(dead_code)]
#[path = "../tests/support/files.rs"]
mod files;

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use segue_audio::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use segue_audio::event::Event;
use segue_audio::options::{Input, Options};
use segue_audio::ring::Taken;
use segue_audio::sound::Sound;
use segue_audio::track::Track;
use segue_audio::{MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

const FRAMES: usize = 1_500;
const ROUNDS: usize = 5;
const BITRATE: u32 = 96_000;
const COMPLEXITY: u8 = 5;

fn main() {
    let sound = samples(FRAMES);
    let bare = best(|| encode_bare(&sound));
    println!("{:<34} {:>9} {:>7}", "a frame of 20 ms", "us", "ratio");
    row("bare libopus", bare, bare);
    let packets = opus_packets();
    let opus = files::opus_file(1, &packets, 0);
    for (name, file, volume) in [
        ("opus in ogg, passed through", &opus, 100.0),
        ("opus in ogg, at half the volume", &opus, 50.0),
        ("wav of 48 kHz", &wav(48_000), 100.0),
        ("wav of 48 kHz, at half the volume", &wav(48_000), 50.0),
        ("wav of 44.1 kHz, resampled", &wav(44_100), 100.0),
    ] {
        row(name, best(|| play(file, volume)), bare);
    }
}

fn row(name: &str, taken: Duration, bare: Duration) {
    let us = taken.as_secs_f64() * 1e6 / FRAMES as f64;
    println!(
        "{name:<34} {us:>9.1} {:>7.2}",
        taken.as_secs_f64() / bare.as_secs_f64()
    );
}

/// The quickest of some rounds: what disturbs a round only makes it slower.
fn best(mut round: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        round();
        began.elapsed()
    });
    rounds.min().unwrap_or_default()
}

fn samples(frames: usize) -> Vec<f32> {
    let at = |n: usize, hz: f32| (n as f32 * hz / 48_000.0 * std::f32::consts::TAU).sin();
    (0..frames * SAMPLES_PER_FRAME)
        .flat_map(|n| [0.2 * at(n, 220.0) + 0.1 * at(n, 331.0), 0.2 * at(n, 277.0)])
        .collect()
}

fn encoder() -> FrameEncoder {
    FrameEncoder::new(BITRATE, COMPLEXITY).expect("an encoder")
}

fn encode_bare(sound: &[f32]) {
    let mut encoder = encoder();
    let mut out: PacketBuffer = [0; MAX_PACKET_BYTES];
    for frame in sound.chunks_exact(FRAME_VALUES) {
        encoder.encode(frame, &mut out).expect("a packet");
    }
}

fn opus_packets() -> Vec<Vec<u8>> {
    let mut encoder = encoder();
    let mut out: PacketBuffer = [0; MAX_PACKET_BYTES];
    let mut packets = Vec::new();
    for frame in samples(FRAMES).chunks_exact(FRAME_VALUES) {
        let len = encoder.encode(frame, &mut out).expect("a packet");
        packets.push(out[..len].to_vec());
    }
    packets
}

/// As long at any rate.
fn wav(rate: u32) -> Vec<u8> {
    let wanted = FRAMES * rate as usize / 50 * 2;
    let samples: Vec<i16> = samples(FRAMES)
        .into_iter()
        .take(wanted)
        .map(|value| (value * 32_767.0) as i16)
        .collect();
    files::wav(rate, 2, &samples)
}

/// Plays a file to its end as quickly as its thread can.
fn play(file: &[u8], volume: f32) {
    let (tell, events) = mpsc::channel();
    let options = Options {
        length_bytes: Some(file.len() as u64),
        hint: None,
        input: Input::Auto,
        start_ms: 0.0,
        sound: Sound::at(volume),
        bitrate: BITRATE,
        complexity: COMPLEXITY,
        passthrough: true,
        exact_seek: false,
        fault_after_frames: None,
    };
    let track =
        Track::start(options, Box::new(move |event| drop(tell.send(event)))).expect("a thread");
    track.push(file, 0);
    track.end(0);
    let mut out = [0; MAX_PACKET_BYTES];
    let mut frames = 0;
    loop {
        match track.take(&mut out) {
            Taken::Frame(_) => frames += 1,
            Taken::Over => break,
            Taken::Empty => thread::yield_now(),
        }
        while let Ok(event) = events.try_recv() {
            if let Event::Range { offset, generation } = event {
                track.push(&file[offset as usize..], generation);
                track.end(generation);
            }
        }
    }
    assert!(frames >= FRAMES - 1, "{frames} frames");
}
