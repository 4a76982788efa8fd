//! Encodes 20 ms of samples as an Opus packet, with the volume applied.

use opusic_c::{Application, Bitrate, Channels, Encoder, SampleRate, Signal};

use crate::event::{ErrorCode, Halt};
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

/// Samples of both channels in a frame.
pub const FRAME_VALUES: usize = SAMPLES_PER_FRAME * CHANNELS;
/// One packet.
pub type PacketBuffer = [u8; MAX_PACKET_BYTES];

/// Samples beyond this are garbage from a broken file, not sound.
const MAX_SAMPLE: f32 = 8.0;

pub struct FrameEncoder {
    encoder: Encoder,
    bitrate: u32,
    lookahead: usize,
    frame: Vec<f32>,
    gain: Gain,
}

/// A volume that glides, since a step would click.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    now: f32,
    target: f32,
}

impl Gain {
    #[must_use]
    pub fn new(percent: f32) -> Self {
        let level = Self::level(percent);
        Self {
            now: level,
            target: level,
        }
    }

    fn level(percent: f32) -> f32 {
        percent.clamp(0.0, 200.0) / 100.0
    }

    pub fn set(&mut self, percent: f32) {
        self.target = Self::level(percent);
    }

    /// Whether the volume is 100 % and isn't changing.
    #[must_use]
    pub fn is_unity(&self) -> bool {
        (self.now - 1.0).abs() < f32::EPSILON && (self.target - 1.0).abs() < f32::EPSILON
    }

    /// Applies the volume to one frame; a change is a straight line over its 20 ms.
    pub fn apply(&mut self, frame: &mut [f32]) {
        let frames = (frame.len() / CHANNELS) as f32;
        let step = (self.target - self.now) / frames;
        for (index, pair) in frame.chunks_exact_mut(CHANNELS).enumerate() {
            let gain = self.now + step * index as f32;
            for sample in pair {
                *sample = sane(*sample) * gain;
            }
        }
        self.now = self.target;
    }
}

/// `clamp` lets NaN through, `max` and `min` don't.
#[allow(clippy::manual_clamp)]
fn sane(sample: f32) -> f32 {
    sample.max(-MAX_SAMPLE).min(MAX_SAMPLE)
}

impl FrameEncoder {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub fn new(bitrate: u32, complexity: u8, volume: f32) -> Result<Self, Halt> {
        let mut encoder = Encoder::new(Channels::Stereo, SampleRate::Hz48000, Application::Audio)
            .map_err(refused)?;
        encoder
            .set_complexity(complexity.min(10))
            .map_err(refused)?;
        encoder.set_signal(Signal::Music).map_err(refused)?;
        let lookahead = encoder.get_look_ahead().map_err(refused)? as usize;
        let mut made = Self {
            encoder,
            bitrate: 0,
            lookahead,
            frame: vec![0.0; FRAME_VALUES],
            gain: Gain::new(volume),
        };
        made.set_bitrate(bitrate)?;
        Ok(made)
    }

    /// How many samples decoded sound lags behind the encoded sound.
    #[must_use]
    pub fn lookahead(&self) -> usize {
        self.lookahead
    }

    /// The input of the last encoded frame, with the volume applied.
    #[must_use]
    pub fn taken_in(&self) -> &[f32] {
        &self.frame
    }

    #[must_use]
    pub fn gain(&self) -> &Gain {
        &self.gain
    }

    /// Takes over another encoder's volume and its glide.
    pub fn set_gain(&mut self, gain: Gain) {
        self.gain = gain;
    }

    pub fn set_volume(&mut self, percent: f32) {
        self.gain.set(percent);
    }

    /// # Errors
    /// When libopus refuses.
    pub fn set_bitrate(&mut self, bitrate: u32) -> Result<(), Halt> {
        let bitrate = bitrate.clamp(6_000, 510_000);
        if bitrate == self.bitrate {
            return Ok(());
        }
        self.bitrate = bitrate;
        self.encoder
            .set_bitrate(Bitrate::Value(bitrate))
            .map_err(refused)
    }

    /// Encodes a frame of [`FRAME_VALUES`] samples, a shorter one filled up with silence. Gives the
    /// packet's length.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn encode(&mut self, samples: &[f32], out: &mut PacketBuffer) -> Result<usize, Halt> {
        let len = samples.len().min(FRAME_VALUES);
        self.frame[..len].copy_from_slice(&samples[..len]);
        self.frame[len..].fill(0.0);
        self.gain.apply(&mut self.frame);
        self.encoder
            .encode_float_to_slice(&self.frame, out)
            .map_err(refused)
    }

    /// Starts again for a listener whose decoder has another past: encodes the preceding sound
    /// (whole frames), so that filters and overlap match, and drops its packets.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn start_after(&mut self, before: &[f32]) -> Result<(), Halt> {
        let mut thrown_away = [0; MAX_PACKET_BYTES];
        self.encoder.reset().map_err(refused)?;
        for samples in before.chunks_exact(FRAME_VALUES) {
            self.frame.copy_from_slice(samples);
            let mut gain = Gain {
                now: self.gain.now,
                target: self.gain.now,
            };
            gain.apply(&mut self.frame);
            self.encoder
                .encode_float_to_slice(&self.frame, &mut thrown_away)
                .map_err(refused)?;
        }
        Ok(())
    }

    /// Like [`FrameEncoder::encode`], without reference to earlier packets, which the listener's
    /// decoder never saw.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn encode_independent(
        &mut self,
        samples: &[f32],
        out: &mut PacketBuffer,
    ) -> Result<usize, Halt> {
        self.encoder
            .set_prediction_disabled(true)
            .map_err(refused)?;
        let len = self.encode(samples, out);
        self.encoder
            .set_prediction_disabled(false)
            .map_err(refused)?;
        len
    }
}

fn refused(error: opusic_c::ErrorCode) -> Halt {
    Halt::failed(
        ErrorCode::DecodeFailed,
        format!("libopus: {}", error.message()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_change_is_a_straight_line_over_one_frame() {
        let mut gain = Gain::new(100.0);
        gain.set(50.0);
        let mut frame = vec![1.0; FRAME_VALUES];
        gain.apply(&mut frame);
        assert!((frame[0] - 1.0).abs() < 1e-6);
        assert!((frame[FRAME_VALUES / 2] - 0.75).abs() < 1e-3);
        let worst = frame
            .chunks_exact(2)
            .zip(frame.chunks_exact(2).skip(1))
            .map(|(a, b)| (a[0] - b[0]).abs())
            .fold(0.0, f32::max);
        assert!(worst < 0.001);
        frame.fill(1.0);
        gain.apply(&mut frame);
        assert!(frame.iter().all(|s| (s - 0.5).abs() < 1e-6));
    }

    #[test]
    fn samples_that_are_no_numbers_become_harmless() {
        let mut frame = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.5];
        Gain::new(100.0).apply(&mut frame);
        assert!(frame.iter().all(|s| s.is_finite()));
    }

    #[test]
    fn a_frame_is_a_packet_of_20_ms() {
        let mut encoder = FrameEncoder::new(96_000, 5, 100.0).unwrap();
        let mut out = [0; MAX_PACKET_BYTES];
        let len = encoder.encode(&[0.1; FRAME_VALUES], &mut out).unwrap();
        assert!(crate::opus_packet::passes(&out[..len]));
        assert_eq!(encoder.lookahead(), 312);
    }
}
