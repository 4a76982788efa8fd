//! The sound of Opus packets.

use opusic_c::{Channels, Decoder, SampleRate};

use crate::CHANNELS;
use crate::event::{ErrorCode, Halt};
use crate::media::Media;
use crate::opus_packet::Head;
use crate::opus_source::{PRE_ROLL, PacketLog};
use crate::pcm::PcmStream;

const MAX_PACKET_SAMPLES: usize = 5760;

/// Decodes to stereo; a broken packet becomes what the codec conceals it with.
pub(crate) struct OpusDecoder {
    decoder: Decoder,
}

impl OpusDecoder {
    pub(crate) fn new(head: Head) -> Result<Self, Halt> {
        let failed = |error: opusic_c::ErrorCode| {
            Halt::failed(
                ErrorCode::DecodeFailed,
                format!("libopus: {}", error.message()),
            )
        };
        let mut decoder = Decoder::new(Channels::Stereo, SampleRate::Hz48000).map_err(failed)?;
        if head.gain_q8 != 0 {
            decoder.set_gain(i32::from(head.gain_q8)).map_err(failed)?;
        }
        Ok(Self { decoder })
    }

    pub(crate) fn decode(&mut self, packet: &[u8], samples: usize, out: &mut Vec<f32>) {
        let before = out.len();
        let wanted = samples * CHANNELS;
        out.resize(before + MAX_PACKET_SAMPLES * CHANNELS, 0.0);
        let got = self
            .decoder
            .decode_float_to_slice(packet, &mut out[before..], false)
            .or_else(|_| {
                let concealed = &mut out[before..before + wanted];
                self.decoder.decode_float_to_slice(&[], concealed, false)
            })
            .unwrap_or(0);
        out.truncate(before + got * CHANNELS);
        out.resize(before + wanted, 0.0);
    }
}

/// An Opus source that is never passed through, as plain sound.
pub(crate) struct OpusPcm {
    log: PacketLog,
    decoder: OpusDecoder,
    /// Sample of the decoder's timeline that is decoded next.
    position: i64,
    /// Samples before this one are left out.
    from: i64,
}

impl OpusPcm {
    pub(crate) fn new(log: PacketLog) -> Result<Self, Halt> {
        Ok(Self {
            decoder: OpusDecoder::new(log.head)?,
            position: 0,
            from: i64::from(log.head.pre_skip),
            log,
        })
    }

    /// Whether all was read, and another stream follows in the same file.
    pub(crate) fn is_followed(&self) -> bool {
        self.log.is_followed()
    }

    /// That stream.
    pub(crate) fn into_follower(self) -> Media {
        self.log.into_follower().media
    }
}

impl PcmStream for OpusPcm {
    fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        self.from = sample + i64::from(self.log.head.pre_skip);
        self.decoder = OpusDecoder::new(self.log.head)?;
        if !self.log.seek(self.from)? {
            return Ok(false);
        }
        self.position = (self.from - PRE_ROLL).max(0);
        Ok(true)
    }

    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        let position = self.position;
        self.log.forget_before(position);
        let Some(packet) = self.log.at(position)? else {
            return Ok(false);
        };
        let before = out.len();
        self.decoder.decode(&packet.data, packet.samples, out);
        let start = packet.start;
        self.position = start + packet.samples as i64;
        out.truncate(out.len() - packet.padding * CHANNELS);
        let skip = (self.from - start).clamp(0, (packet.samples - packet.padding) as i64) as usize;
        out.drain(before..before + skip * CHANNELS);
        Ok(true)
    }
}
