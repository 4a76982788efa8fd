//! Encodes 20 ms of samples as an Opus packet.

use opusic_c::sys::OPUS_SIGNAL_MUSIC;

use crate::event::{ErrorCode, Halt};
use crate::opus_state::{OpusState, Setting};
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

/// Samples of both channels in a frame.
pub const FRAME_VALUES: usize = SAMPLES_PER_FRAME * CHANNELS;
/// One packet.
pub type PacketBuffer = [u8; MAX_PACKET_BYTES];

/// An encoder; a clone makes the same packets of the same sound.
pub struct FrameEncoder {
    encoder: OpusState,
    bitrate: u32,
    lookahead: usize,
}

impl FrameEncoder {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub fn new(bitrate: u32, complexity: u8) -> Result<Self, Halt> {
        let mut encoder = OpusState::new().map_err(refused)?;
        let complexity = i32::from(complexity.min(10));
        for (setting, value) in [
            (Setting::Complexity, complexity),
            (Setting::Signal, OPUS_SIGNAL_MUSIC),
        ] {
            encoder.set(setting, value).map_err(refused)?;
        }
        let lookahead = encoder.lookahead().map_err(refused)?;
        let mut made = Self {
            encoder,
            bitrate: 0,
            lookahead,
        };
        made.set_bitrate(bitrate)?;
        Ok(made)
    }

    /// How many samples decoded sound lags behind the encoded sound.
    #[must_use]
    pub fn lookahead(&self) -> usize {
        self.lookahead
    }

    /// # Errors
    /// When libopus refuses.
    pub fn set_bitrate(&mut self, bitrate: u32) -> Result<(), Halt> {
        let bitrate = bitrate.clamp(6_000, 510_000);
        if bitrate == self.bitrate {
            return Ok(());
        }
        self.bitrate = bitrate;
        self.set(Setting::Bitrate, bitrate as i32)
    }

    /// Encodes a frame of [`FRAME_VALUES`]. Gives the packet's length.
    ///
    /// # Errors
    /// When libopus refuses, or the frame is shorter.
    pub fn encode(&mut self, samples: &[f32], out: &mut PacketBuffer) -> Result<usize, Halt> {
        let frame = samples.first_chunk().ok_or(opusic_c::ErrorCode::BadArg);
        frame
            .and_then(|frame| self.encoder.encode(frame, out))
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
            self.encode(samples, &mut thrown_away)?;
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
        self.set(Setting::PredictionDisabled, 1)?;
        let len = self.encode(samples, out);
        self.set(Setting::PredictionDisabled, 0)?;
        len
    }

    fn set(&mut self, setting: Setting, value: i32) -> Result<(), Halt> {
        self.encoder.set(setting, value).map_err(refused)
    }
}

impl Clone for FrameEncoder {
    fn clone(&self) -> Self {
        let encoder = self.encoder.clone();
        Self { encoder, ..*self }
    }

    /// In the memory that's there.
    fn clone_from(&mut self, source: &Self) {
        self.encoder.clone_from(&source.encoder);
        self.bitrate = source.bitrate;
        self.lookahead = source.lookahead;
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
    fn a_frame_is_a_packet_of_20_ms() {
        let mut encoder = FrameEncoder::new(96_000, 5).unwrap();
        let mut out = [0; MAX_PACKET_BYTES];
        let len = encoder.encode(&[0.1; FRAME_VALUES], &mut out).unwrap();
        assert!(crate::opus_packet::passes(&out[..len]));
        assert_eq!(encoder.lookahead(), 312);
    }
}
