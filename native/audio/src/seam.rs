//! The first transcoded frames after packets that passed. The listener's decoder has decoded
//! another encoder's packets until then: it predicts energies from those, and its post-filter is
//! set to another pitch (RFC 6716, sections 4.3.2.1 and 4.3.7.1). So the frames are made in several
//! ways, each is decoded with a model of that decoder, and its error is subtracted from the sound
//! that's encoded next.

use std::collections::VecDeque;

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::opus_packet::Head;
use crate::opus_pcm::OpusDecoder;
use crate::opus_source::Packet;
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// How far the loudest millisecond of a switch's error may exceed the usual coding noise, as a
/// ratio of powers: 4 dB.
pub(crate) const SWITCH_TOLERANCE: f32 = 2.5;

/// Bitrate of the first transcoded frame, the most that a Discord channel has: its noise must not
/// add to that of the switch.
pub(crate) const FIRST_BITRATE: u32 = 384_000;

/// How many frames are made this way: the other encoder's past still affects the second one.
pub(crate) const FRAMES: usize = 2;

/// How many frames after them to encode: the noise of these is what theirs is compared with.
const JUDGES: usize = 4;

/// How many of their loudest milliseconds are ignored.
const OUTLIERS: usize = 3;

/// How many frames, from the first one on, [`Seam::sound`] has to hold.
pub(crate) const FRAMES_AHEAD: usize = FRAMES + JUDGES;

/// How often the sound is corrected: each time about halves the error, and costs encoding a frame
/// and those that the encoder has to encode before it.
const CORRECTIONS: usize = 4;

/// How much of an error is subtracted: the encoder would overdo the whole.
const CORRECTED: f32 = 0.8;

pub(crate) struct Seam<'a> {
    pub(crate) head: Head,
    /// The packets that the listener heard last.
    pub(crate) heard: Vec<&'a Packet>,
    /// The sound at the wanted volume: the whole frames that a fresh encoder encodes before the
    /// first one, and [`FRAMES_AHEAD`].
    pub(crate) sound: Vec<f32>,
    /// Where in the sound the first frame starts.
    pub(crate) first: usize,
    /// How many values decoded sound lags behind the encoded sound.
    pub(crate) delay: usize,
    /// Bitrate of the frames that follow.
    pub(crate) bitrate: u32,
    pub(crate) complexity: u8,
}

/// The first frames, and the encoder that goes on after them.
pub(crate) struct Joined {
    pub(crate) encoder: FrameEncoder,
    pub(crate) packets: VecDeque<Vec<u8>>,
    /// Power of the loudest millisecond of the error that the listener hears.
    error: f32,
}

/// One of the ways to make the frames.
struct Way {
    /// The first frame without reference to frames before.
    anew: bool,
    /// The sound to encode, with the errors of the last tries subtracted.
    sound: Vec<f32>,
}

impl Seam<'_> {
    /// The first way to make the frames whose error drowns in the usual coding noise, and true; or
    /// else the best one, and false. For tones it's better to continue, for most other sound to
    /// begin again.
    pub(crate) fn join(&self) -> Result<(Joined, bool), Halt> {
        let enough = self.usual_noise()? * SWITCH_TOLERANCE;
        let mut ways = [true, false].map(|anew| Way {
            anew,
            sound: self.sound[..self.first + FRAMES * FRAME_VALUES].to_vec(),
        });
        let mut best = self.attempt(&mut ways[0])?;
        for attempt in 1..=2 * CORRECTIONS + 1 {
            if best.error <= enough {
                break;
            }
            let made = self.attempt(&mut ways[attempt % 2])?;
            if made.error < best.error {
                best = made;
            }
        }
        let unheard = best.error <= enough;
        Ok((best, unheard))
    }

    fn attempt(&self, way: &mut Way) -> Result<Joined, Halt> {
        let (encoder, packets) = self.encode(way)?;
        let heard = self.hear(&packets)?;
        let from = self.first.saturating_sub(self.delay);
        let meant = &self.sound[from..];
        for (sample, (heard, meant)) in way.sound[from..].iter_mut().zip(heard.iter().zip(meant)) {
            *sample += (meant - heard) * CORRECTED;
        }
        Ok(Joined {
            encoder,
            packets,
            error: loudest_difference(&heard, meant),
        })
    }

    fn encode(&self, way: &Way) -> Result<(FrameEncoder, VecDeque<Vec<u8>>), Halt> {
        let mut encoder = FrameEncoder::new(FIRST_BITRATE, self.complexity)?;
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        let mut packets = VecDeque::new();
        let (before, values) = way.sound.split_at(self.first);
        encoder.start_after(before)?;
        for frame in values.chunks_exact(FRAME_VALUES) {
            let len = if way.anew && packets.is_empty() {
                encoder.encode_independent(frame, &mut packet)?
            } else {
                encoder.encode(frame, &mut packet)?
            };
            packets.push_back(packet[..len].to_vec());
        }
        Ok((encoder, packets))
    }

    /// These packets as heard by a listener who heard the packets before.
    fn hear(&self, packets: &VecDeque<Vec<u8>>) -> Result<Vec<f32>, Halt> {
        let mut listener = OpusDecoder::new(self.head)?;
        let mut heard = Vec::new();
        for packet in &self.heard {
            listener.decode(&packet.data, packet.samples, &mut heard);
        }
        heard.clear();
        for packet in packets {
            listener.decode(packet, SAMPLES_PER_FRAME, &mut heard);
        }
        Ok(heard)
    }

    /// Power of the noise that coding adds to the sound after: that of the loudest millisecond
    /// except for some, which may hold a beat.
    fn usual_noise(&self) -> Result<f32, Halt> {
        let mut encoder = FrameEncoder::new(self.bitrate, self.complexity)?;
        let mut listener = OpusDecoder::new(self.head)?;
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        let mut heard = Vec::new();
        for frame in self.sound.chunks_exact(FRAME_VALUES) {
            let len = encoder.encode(frame, &mut packet)?;
            listener.decode(&packet[..len], SAMPLES_PER_FRAME, &mut heard);
        }
        let from = self.first + FRAMES * FRAME_VALUES;
        let meant = &self.sound[from.saturating_sub(self.delay)..];
        let mut noise: Vec<f32> = differences(&heard[from..], meant).collect();
        noise.sort_by(|a, b| b.total_cmp(a));
        Ok(noise[OUTLIERS])
    }
}

/// Power of the loudest millisecond of the difference between `heard` and `meant`.
pub(crate) fn loudest_difference(heard: &[f32], meant: &[f32]) -> f32 {
    differences(heard, meant).fold(0.0, f32::max)
}

/// Power of each millisecond of the difference between `heard` and `meant`.
fn differences(heard: &[f32], meant: &[f32]) -> impl Iterator<Item = f32> {
    const WINDOW: usize = SAMPLE_RATE_HZ as usize / 1000 * CHANNELS;
    let windows = heard.chunks(WINDOW).zip(meant.chunks(WINDOW));
    windows.map(|(heard, meant)| {
        let powers = heard.iter().zip(meant).map(|(a, b)| (a - b) * (a - b));
        powers.sum()
    })
}

#[cfg(test)]
mod tests;
