//! The least that a 20 ms frame costs, in a loop without Segue: `segue-bare-loop FILE SECONDS
//! PLAYERS` prints one line of JSON with microseconds of processor time per frame, each loop run
//! for about SECONDS: transcoding; encrypting and sending as fast as possible; the same to PLAYERS
//! players every 20 ms, so that caches are cold and the receiver sleeps, as with the bot.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread;
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
const SENDS_A_ROUND: usize = 1_000;
const FRAME_TIME: Duration = Duration::from_millis(20);
const BITRATE: u32 = 128_000;
const COMPLEXITY: u8 = 10;
/// DAVE keeps 8 bytes of the 16 of a tag.
const DAVE_TAG_BYTES: usize = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, seconds, players] = arguments.as_slice() else {
        return Err("usage: segue-bare-loop FILE SECONDS PLAYERS".into());
    };
    let players: usize = players.parse()?;
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
    let send = encrypt_and_send(time, 1, SENDS_A_ROUND, Duration::ZERO)?;
    let paced = encrypt_and_send(time, players.max(1), 1, FRAME_TIME)?;
    println!(
        r#"{{"frames":{frames},"transcode_us":{transcode:.2},"send_us":{send:.2},"paced_us":{paced:.2}}}"#
    );
    Ok(())
}

/// Microseconds of processor time that this thread has used; wall time when the system doesn't
/// tell.
fn processor_micros(begin: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| begin.elapsed().as_secs_f64() * 1e6, |nanos| nanos / 1e3)
}

/// Decodes, resamples and encodes the whole file; returns the number of frames and their total
/// time.
fn transcode(bytes: &[u8]) -> Result<(u64, f64), String> {
    let quiet: EventSink = Box::new(|_| ());
    let feed = Arc::new(Feed::new(None, Arc::new(quiet)));
    feed.push(bytes, 0);
    feed.end(0);
    let words = |halt: Halt| format!("{halt:?}");
    let media = Media::open(&feed, None).map_err(words)?;
    let mut decoded = Decoded::new(feed, media, true).map_err(words)?;
    let mut encoder = FrameEncoder::new(BITRATE, COMPLEXITY).map_err(words)?;
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

/// DAVE's cipher (AES-128-GCM, without the ratchet and the frame's trailer), AES-256-GCM as
/// Discord's `aead_aes256_gcm_rtpsize` has it, and a datagram on loopback to a reader: `packets` to
/// each of `players` sockets in every round, and a round every `pace`.
fn encrypt_and_send(
    time: Duration,
    players: usize,
    packets: usize,
    pace: Duration,
) -> Result<f64, Box<dyn std::error::Error>> {
    let sink = UdpSocket::bind("127.0.0.1:0")?;
    let mut senders = Vec::new();
    for _ in 0..players {
        senders.push(Sender::new(sink.local_addr()?)?);
    }
    sink.set_read_timeout(Some(Duration::from_millis(200)))?;
    let reader = thread::spawn(move || while sink.recv(&mut [0; 2048]).is_ok() {});
    let begin = Instant::now();
    let before = processor_micros(begin);
    let (mut sent, mut rounds) = (0usize, 0);
    while rounds == 0 || begin.elapsed() < time {
        for sender in &mut senders {
            for _ in 0..packets {
                sender.send()?;
            }
        }
        sent += players * packets;
        rounds += 1;
        thread::sleep((pace * rounds).saturating_sub(begin.elapsed()));
    }
    let micros = processor_micros(begin) - before;
    reader.join().map_err(|_| "the reader failed")?;
    Ok(micros / sent as f64)
}

struct Sender {
    socket: UdpSocket,
    transport: LessSafeKey,
    dave: LessSafeKey,
    datagram: Vec<u8>,
    counter: u32,
}

impl Sender {
    fn new(sink: SocketAddr) -> Result<Self, Box<dyn std::error::Error>> {
        let transport = UnboundKey::new(&AES_256_GCM, &[7; 32]).map_err(|_| "key")?;
        let dave = UnboundKey::new(&AES_128_GCM, &[9; 16]).map_err(|_| "key")?;
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(sink)?;
        Ok(Self {
            socket,
            transport: LessSafeKey::new(transport),
            dave: LessSafeKey::new(dave),
            datagram: Vec::with_capacity(HEADER_BYTES + PACKET_BYTES + 20),
            counter: 0,
        })
    }

    fn send(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        self.counter += 1;
        let mut nonce = [0; 12];
        nonce[..4].copy_from_slice(&self.counter.to_be_bytes());
        self.datagram.clear();
        self.datagram.resize(HEADER_BYTES + PACKET_BYTES, 0x55);
        let (header, payload) = self.datagram.split_at_mut(HEADER_BYTES);
        let sealed = PACKET_BYTES - DAVE_TAG_BYTES;
        let inner = self
            .dave
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut payload[..sealed],
            )
            .map_err(|_| "seal")?;
        payload[sealed..].copy_from_slice(&inner.as_ref()[..DAVE_TAG_BYTES]);
        let tag = self
            .transport
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&*header),
                payload,
            )
            .map_err(|_| "seal")?;
        self.datagram.extend_from_slice(tag.as_ref());
        self.datagram.extend_from_slice(&self.counter.to_be_bytes());
        self.socket.send(&self.datagram)?;
        Ok(())
    }
}
