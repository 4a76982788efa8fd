//! Files and feeds for unit tests, made anew by each: small, and every byte known.

use std::f32::consts::TAU;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;

use crate::encoder::{FRAME_VALUES, FrameEncoder};
use crate::event::{Event, EventSink};
use crate::feed::Feed;
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// Samples at 48 kHz that the files of [`opus_file`] tell to leave out.
pub(crate) const PRE_SKIP: u16 = 312;

/// Bitrate of [`packets`], in bit/s.
pub(crate) const PACKETS_BITRATE: u32 = 96_000;

const PACKETS_A_PAGE: usize = 5;

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
    let mut encoder = FrameEncoder::new(PACKETS_BITRATE, 5, 100.0).unwrap();
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

/// An Ogg file of these packets (RFC 3533, RFC 7845), played louder by `gain_q8` / 256 dB.
pub(crate) fn opus_file(serial: u32, packets: &[Vec<u8>], gain_q8: i16) -> Vec<u8> {
    let mut head = b"OpusHead\x01\x02".to_vec();
    head.extend(PRE_SKIP.to_le_bytes());
    head.extend(SAMPLE_RATE_HZ.to_le_bytes());
    head.extend(gain_q8.to_le_bytes());
    head.push(0);
    let mut file = page(serial, 0, 2, 0, &[head]);
    file.extend(page(
        serial,
        1,
        0,
        0,
        &[b"OpusTags\0\0\0\0\0\0\0\0".to_vec()],
    ));
    let mut granule = 0;
    let pages = packets.len().div_ceil(PACKETS_A_PAGE);
    for (index, packets) in packets.chunks(PACKETS_A_PAGE).enumerate() {
        let samples = |packet: &Vec<u8>| crate::opus_packet::samples(packet).unwrap() as u64;
        granule += packets.iter().map(samples).sum::<u64>();
        let flags = if index + 1 == pages { 4 } else { 0 };
        file.extend(page(serial, index as u32 + 2, flags, granule, packets));
    }
    file
}

fn page(serial: u32, number: u32, flags: u8, granule: u64, packets: &[Vec<u8>]) -> Vec<u8> {
    let mut page = b"OggS\0".to_vec();
    page.push(flags);
    page.extend(granule.to_le_bytes());
    page.extend(serial.to_le_bytes());
    page.extend(number.to_le_bytes());
    page.extend([0; 4]);
    let mut lengths = Vec::new();
    for packet in packets {
        lengths.extend(vec![255; packet.len() / 255]);
        lengths.push((packet.len() % 255) as u8);
    }
    page.push(u8::try_from(lengths.len()).unwrap());
    page.extend(lengths);
    page.extend(packets.concat());
    let sum = checksum(&page).to_le_bytes();
    page[22..26].copy_from_slice(&sum);
    page
}

/// RFC 3533, section 6, field 7.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum: u32, _| {
            let carried = if sum >> 31 == 1 { 0x04C1_1DB7 } else { 0 };
            sum << 1 ^ carried
        })
    })
}

/// A WAV file of these interleaved 16-bit samples.
pub(crate) fn wav(rate: u32, channels: u16, samples: &[i16]) -> Vec<u8> {
    let body: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    riff(rate, channels, 1, 16, &body)
}

/// A WAV file of these interleaved floats.
pub(crate) fn float_wav(rate: u32, channels: u16, samples: &[f32]) -> Vec<u8> {
    let body: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    riff(rate, channels, 3, 32, &body)
}

fn riff(rate: u32, channels: u16, format: u16, bits: u16, body: &[u8]) -> Vec<u8> {
    let block = channels * bits / 8;
    let mut file = b"RIFF".to_vec();
    file.extend((body.len() as u32 + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0");
    file.extend(format.to_le_bytes());
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * u32::from(block)).to_le_bytes());
    file.extend(block.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    file
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
