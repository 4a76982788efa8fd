//! What a 20 ms frame costs at least, in a loop without us: `bare-loop FILE COMPLEXITY BITRATE` prints
//! one line of JSON with microseconds of processor time a frame.

use std::net::UdpSocket;
use std::sync::Arc;
use std::time::Instant;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use segue_audio::encoder::{FRAME_VALUES, FrameEncoder};
use segue_audio::event::{EventSink, Halt};
use segue_audio::feed::Feed;
use segue_audio::media::Media;
use segue_audio::pcm::{Decoded, PcmStream as _};

/// 128 kbit/s for 20 ms.
const PACKET_BYTES: usize = 320;
/// RTP header.
const HEADER_BYTES: usize = 12;
const SENDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, complexity, bitrate] = arguments.as_slice() else {
        return Err("usage: bare-loop FILE COMPLEXITY BITRATE".into());
    };
    let (frames, transcode) = transcode(file, complexity.parse()?, bitrate.parse()?)?;
    let send = encrypt_and_send()?;
    println!(
        r#"{{"frames":{frames},"transcodeMicros":{transcode:.2},"encryptSendMicros":{send:.2}}}"#
    );
    Ok(())
}

/// Decode, resample, encode.
fn transcode(file: &str, complexity: u8, bitrate: u32) -> Result<(u64, f64), String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let quiet: EventSink = Box::new(|_| ());
    let feed = Arc::new(Feed::new(None, Arc::new(quiet)));
    feed.push(&bytes, 0);
    feed.end(0);
    let words = |halt: Halt| format!("{halt:?}");
    let media = Media::open(&feed, None).map_err(words)?;
    let mut decoded = Decoded::new(feed, media, true).map_err(words)?;
    let mut encoder = FrameEncoder::new(bitrate, complexity, 100.0).map_err(words)?;
    let mut samples = Vec::new();
    let mut packet = [0; segue_audio::MAX_PACKET_BYTES];
    let mut frames = 0;
    let begin = Instant::now();
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
    let micros = begin.elapsed().as_secs_f64() * 1e6;
    Ok((frames, micros / frames.max(1) as f64))
}

/// AES-256-GCM as Discord's `aead_aes256_gcm_rtpsize` has it, and a datagram on loopback.
fn encrypt_and_send() -> Result<f64, Box<dyn std::error::Error>> {
    let key = UnboundKey::new(&AES_256_GCM, &[7; 32]).map_err(|_| "key")?;
    let key = LessSafeKey::new(key);
    let sink = UdpSocket::bind("127.0.0.1:0")?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(sink.local_addr()?)?;
    let mut datagram = Vec::with_capacity(HEADER_BYTES + PACKET_BYTES + 20);
    let begin = Instant::now();
    for counter in 0..SENDS {
        let mut nonce = [0; 12];
        nonce[..4].copy_from_slice(&counter.to_be_bytes());
        datagram.clear();
        datagram.resize(HEADER_BYTES + PACKET_BYTES, 0x55);
        let (header, payload) = datagram.split_at_mut(HEADER_BYTES);
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
    Ok(begin.elapsed().as_secs_f64() * 1e6 / f64::from(SENDS))
}
