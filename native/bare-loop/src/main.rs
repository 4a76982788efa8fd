//! What a 20 ms frame costs at least, in a loop without us: `segue-bare-loop FILE SECONDS` prints one line
//! of JSON with microseconds of processor time a frame, each loop run for about so many seconds.

use std::net::UdpSocket;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use segue_audio::encoder::{FRAME_VALUES, FrameEncoder};
use segue_audio::event::{EventSink, Halt};
use segue_audio::feed::Feed;
use segue_audio::media::Media;
use segue_audio::pcm::{Decoded, PcmStream as _};

/// 128 kbit/s for 20 ms.
const PACKET_BYTES: usize = 320;
/// RTP header.
const HEADER_BYTES: usize = 12;
const SENDS_A_ROUND: u32 = 1_000;
const BITRATE: u32 = 128_000;
const COMPLEXITY: u8 = 10;
/// DAVE keeps 8 bytes of the 16 of a tag.
const DAVE_TAG_BYTES: usize = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, seconds] = arguments.as_slice() else {
        return Err("usage: segue-bare-loop FILE SECONDS".into());
    };
    let time = Duration::from_secs_f64(seconds.parse()?);
    let bytes = std::fs::read(file)?;
    let (mut frames, mut micros) = (0, 0.0);
    let begin = Instant::now();
    while frames == 0 || begin.elapsed() < time {
        let (more, took) = transcode(&bytes)?;
        frames += more;
        micros += took;
    }
    let transcode = micros / frames.max(1) as f64;
    let send = encrypt_and_send(time)?;
    println!(r#"{{"frames":{frames},"transcode_us":{transcode:.2},"send_us":{send:.2}}}"#);
    Ok(())
}

/// Microseconds of processor time that this thread has used; of the clock where the system won't tell.
fn processor_micros(begin: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| begin.elapsed().as_secs_f64() * 1e6, |nanos| nanos / 1e3)
}

/// Decode, resample, encode the whole file: frames, and what they took in all.
fn transcode(bytes: &[u8]) -> Result<(u64, f64), String> {
    let quiet: EventSink = Box::new(|_| ());
    let feed = Arc::new(Feed::new(None, Arc::new(quiet)));
    feed.push(bytes, 0);
    feed.end(0);
    let words = |halt: Halt| format!("{halt:?}");
    let media = Media::open(&feed, None).map_err(words)?;
    let mut decoded = Decoded::new(feed, media, true).map_err(words)?;
    let mut encoder = FrameEncoder::new(BITRATE, COMPLEXITY, 100.0).map_err(words)?;
    let mut samples = Vec::new();
    let mut packet = [0; segue_audio::MAX_PACKET_BYTES];
    let mut frames = 0;
    let begin = Instant::now();
    let before = processor_micros(begin);
    while decoded.read(&mut samples).map_err(words)? {
        let mut at = 0;
        while samples.len() - at >= FRAME_VALUES {
            encoder
                .encode(&samples[at..at + FRAME_VALUES], &mut packet)
                .map_err(words)?;
            at += FRAME_VALUES;
            frames += 1;
        }
        samples.drain(..at);
    }
    Ok((frames, processor_micros(begin) - before))
}

/// DAVE's cipher (AES-128-GCM, without the ratchet and the frame's trailer), AES-256-GCM as Discord's
/// `aead_aes256_gcm_rtpsize` has it, and a datagram on loopback.
fn encrypt_and_send(time: Duration) -> Result<f64, Box<dyn std::error::Error>> {
    let key = UnboundKey::new(&AES_256_GCM, &[7; 32]).map_err(|_| "key")?;
    let key = LessSafeKey::new(key);
    let dave = UnboundKey::new(&AES_128_GCM, &[9; 16]).map_err(|_| "key")?;
    let dave = LessSafeKey::new(dave);
    let sink = UdpSocket::bind("127.0.0.1:0")?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(sink.local_addr()?)?;
    let mut datagram = Vec::with_capacity(HEADER_BYTES + PACKET_BYTES + 20);
    let begin = Instant::now();
    let before = processor_micros(begin);
    let mut counter = 0u32;
    while !counter.is_multiple_of(SENDS_A_ROUND) || counter == 0 || begin.elapsed() < time {
        counter += 1;
        let mut nonce = [0; 12];
        nonce[..4].copy_from_slice(&counter.to_be_bytes());
        datagram.clear();
        datagram.resize(HEADER_BYTES + PACKET_BYTES, 0x55);
        let (header, payload) = datagram.split_at_mut(HEADER_BYTES);
        let inner = dave
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut payload[..PACKET_BYTES - DAVE_TAG_BYTES],
            )
            .map_err(|_| "seal")?;
        payload[PACKET_BYTES - DAVE_TAG_BYTES..].copy_from_slice(&inner.as_ref()[..DAVE_TAG_BYTES]);
        let tag = key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&*header),
                payload,
            )
            .map_err(|_| "seal")?;
        datagram.extend_from_slice(tag.as_ref());
        datagram.extend_from_slice(&counter.to_be_bytes());
        socket.send(&datagram)?;
    }
    Ok((processor_micros(begin) - before) / f64::from(counter))
}
