//! Files and feeds for unit tests, made anew by each: small, and every byte known.

#[path = "../tests/support/files.rs"]
mod files;

use std::f32::consts::TAU;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;

pub(crate) use files::{PRE_SKIP, float_wav, opus_file, wav};

use crate::encoder::{FRAME_VALUES, FrameEncoder};
use crate::event::{Event, EventSink};
use crate::feed::Feed;
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// Bitrate of [`packets`], in bit/s.
pub(crate) const PACKETS_BITRATE: u32 = 96_000;

/// A chord at 48 kHz, stereo, interleaved, that swells and fades: a bare tone hides what a codec does.
pub(crate) fn sound(frames: usize) -> Vec<f32> {
    let at = |sample: usize, hz: f32| (sample as f32 * hz / SAMPLE_RATE_HZ as f32 * TAU).sin();
    (0..frames * SAMPLES_PER_FRAME)
        .flat_map(|sample| {
            let swell = 0.6 + 0.4 * at(sample, 1.7);
            let left = at(sample, 220.0) + 0.5 * at(sample, 331.0);
            let right = at(sample, 277.0) + 0.5 * at(sample, 443.0);
            [0.2 * swell * left, 0.2 * swell * right]
        })
        .collect()
}

/// That sound as Opus packets of 20 ms.
pub(crate) fn packets(frames: usize) -> Vec<Vec<u8>> {
    let mut encoder = FrameEncoder::new(PACKETS_BITRATE, 5).unwrap();
    let mut out = [0; MAX_PACKET_BYTES];
    sound(frames)
        .chunks(FRAME_VALUES)
        .map(|frame| {
            let len = encoder.encode(frame, &mut out).unwrap();
            out[..len].to_vec()
        })
        .collect()
}

/// A packet of 10 ms without a sound in it.
pub(crate) fn half_a_frame() -> Vec<u8> {
    vec![0xF4, 0xFF, 0xFE]
}

/// A silent frame of MPEG-1 layer III, stereo, 44.1 kHz (ISO/IEC 11172-3, section 2.4.1.3).
pub(crate) fn mp3_frame(kbit: usize) -> Vec<u8> {
    let index: u8 = match kbit {
        64 => 5,
        _ => 9,
    };
    let mut frame = vec![0; 144_000 * kbit / 44_100];
    frame[..4].copy_from_slice(&[0xFF, 0xFB, index << 4, 0x64]);
    frame
}

/// A feed that holds these bytes, whose owner gives whatever it asks for. With `told`, their length is known.
pub(crate) fn feed(bytes: &[u8], told: bool) -> Arc<Feed> {
    feed_with(bytes, told, Box::new(|_| ()))
}

/// The same, and hands on the other events.
pub(crate) fn feed_with(bytes: &[u8], told: bool, sink: EventSink) -> Arc<Feed> {
    let (ask, asked) = mpsc::channel();
    let ask = Mutex::new(ask);
    let events: EventSink = Box::new(move |event| match event {
        Event::Range { offset, generation } => {
            let ask = ask.lock().unwrap_or_else(PoisonError::into_inner);
            // Nobody asks any more when the feed is gone.
            let _ = ask.send((offset, generation));
        }
        event => sink(event),
    });
    let length = told.then_some(bytes.len() as u64);
    let feed = Arc::new(Feed::new(length, Arc::new(events)));
    feed.push(bytes, 0);
    feed.end(0);
    let owned: Weak<Feed> = Arc::downgrade(&feed);
    let bytes = bytes.to_vec();
    // Ends with the feed, which holds the other end of the channel.
    thread::spawn(move || {
        for (offset, generation) in asked {
            let Some(feed) = owned.upgrade() else { return };
            feed.push(&bytes[offset as usize..], generation);
            feed.end(generation);
        }
    });
    feed
}

/// Power of the difference of two sounds relative to that of the first one, in dB.
pub(crate) fn difference_db(meant: &[f32], heard: &[f32]) -> f64 {
    let power = |values: &mut dyn Iterator<Item = f32>| -> f64 {
        values
            .map(|value| f64::from(value) * f64::from(value))
            .sum()
    };
    let noise = power(&mut meant.iter().zip(heard).map(|(a, b)| a - b));
    10.0 * (noise / power(&mut meant.iter().copied())).log10()
}

/// The sound of Opus packets of 20 ms, as a listener hears them.
pub(crate) fn heard(packets: &[Vec<u8>]) -> Vec<f32> {
    let head = crate::opus_packet::Head {
        channels: CHANNELS as u8,
        pre_skip: 0,
        gain_q8: 0,
    };
    let mut decoder = crate::opus_pcm::OpusDecoder::new(head).unwrap();
    let mut out = Vec::new();
    for packet in packets {
        decoder.decode(packet, SAMPLES_PER_FRAME, &mut out);
    }
    out
}
