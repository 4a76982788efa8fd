//! Encodes 20 ms of samples as an Opus packet.

use opusic_c::{Application, Bitrate, Channels, Encoder, SampleRate, Signal};

use crate::event::{ErrorCode, Halt};
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

/// Samples of both channels in a frame.
pub const FRAME_VALUES: usize = SAMPLES_PER_FRAME * CHANNELS;
/// One packet.
pub type PacketBuffer = [u8; MAX_PACKET_BYTES];

pub struct FrameEncoder {
    encoder: Encoder,
    bitrate: u32,
    lookahead: usize,
}

impl FrameEncoder {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub fn new(bitrate: u32, complexity: u8) -> Result<Self, Halt> {
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
        self.encoder
            .set_bitrate(Bitrate::Value(bitrate))
            .map_err(refused)
    }

    /// Encodes a frame of [`FRAME_VALUES`]. Gives the packet's length.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn encode(&mut self, samples: &[f32], out: &mut PacketBuffer) -> Result<usize, Halt> {
        self.encoder
            .encode_float_to_slice(samples, out)
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
            self.encoder
                .encode_float_to_slice(samples, &mut thrown_away)
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
    fn a_frame_is_a_packet_of_20_ms() {
        let mut encoder = FrameEncoder::new(96_000, 5).unwrap();
        let mut out = [0; MAX_PACKET_BYTES];
        let len = encoder.encode(&[0.1; FRAME_VALUES], &mut out).unwrap();
        assert!(crate::opus_packet::passes(&out[..len]));
        assert_eq!(encoder.lookahead(), 312);
    }
}
