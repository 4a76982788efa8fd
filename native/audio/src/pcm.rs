//! Sound at 48 kHz, stereo, interleaved, from a decoder or from raw samples.

use std::sync::Arc;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};

use crate::downmix::Downmix;
use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::media::{Media, Next, Piece};
use crate::mp3;
use crate::resample::Resampler;
use crate::{CHANNELS, SAMPLE_RATE_HZ};

/// A stream of samples that can be positioned.
pub trait PcmStream: Send {
    /// Seeks so that the next sample read is `sample` (48 kHz, from the track's start). False when
    /// the track ends before it.
    ///
    /// # Errors
    /// When interrupted, or when the source can't be seeked.
    fn seek(&mut self, sample: i64) -> Result<bool, Halt>;

    /// Appends some samples to `out`; false at the end.
    ///
    /// # Errors
    /// When interrupted, or when nothing could be decoded.
    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt>;
}

/// A file is given up after this many undecodable packets without a good one.
const HOPELESS_PACKETS: u32 = 200;

/// How much earlier a seek starts to decode, so that the resampler's filter has settled.
const RESAMPLER_SETTLES: i64 = 2048;

/// Sound that symphonia decodes.
pub struct Decoded {
    feed: Arc<Feed>,
    media: Media,
    decoder: Box<dyn AudioDecoder>,
    downmix: Downmix,
    resampler: Option<Resampler>,
    exact: bool,
    /// The source's sample that the decoder returns next; unknown right after a seek.
    position: Option<i64>,
    /// Samples of the source before this one are dropped.
    from: i64,
    /// Frames at 48 kHz still to drop.
    surplus: usize,
    good: bool,
    bad: u32,
    /// The kind of the last decoded MP3 packet.
    kind: Option<mp3::Kind>,
    /// Packets in a row that the decoder refused, all of the same new kind.
    strangers: Vec<Piece>,
    flushed: bool,
    /// Opus follows in the same file, which another decoder takes.
    opus_follows: bool,
    planes: Vec<Vec<f32>>,
    stereo: Vec<f32>,
}

impl Decoded {
    /// # Errors
    /// When no decoder takes the codec.
    pub fn new(feed: Arc<Feed>, media: Media, exact: bool) -> Result<Self, Halt> {
        let decoder = make_decoder(&media)?;
        let resampler = Resampler::new(media.rate)?;
        Ok(Self {
            feed,
            decoder,
            downmix: Downmix::new(&media.params.channels.clone().unwrap_or_default()),
            resampler,
            media,
            exact,
            position: None,
            from: 0,
            surplus: 0,
            good: false,
            bad: 0,
            kind: None,
            strangers: Vec::new(),
            flushed: false,
            opus_follows: false,
            planes: Vec::new(),
            stereo: Vec::new(),
        })
    }

    /// Whether all was read, and a stream follows in the same file that another decoder takes.
    pub(crate) fn is_followed(&self) -> bool {
        self.opus_follows
    }

    /// That stream.
    pub(crate) fn into_follower(self) -> Media {
        self.media
    }

    /// Samples before the wanted one that the decoder needs to settle.
    fn pre_roll(&self) -> i64 {
        // Matroska's demuxer lands after the wanted sample when packets don't state their length.
        const LONG_PACKET: i64 = 16 * 1024;
        let container = if self.media.coarse_times {
            LONG_PACKET
        } else {
            0
        };
        let codec = match self.media.params.codec {
            // The bit reservoir reaches 511 bytes back, up to nine frames, and blocks overlap.
            codec::CODEC_ID_MP3 => 12 * 1152,
            codec::CODEC_ID_AAC => 3 * 1024,
            _ => 0,
        };
        container + codec
    }

    fn take_new_stream(&mut self, out: &mut Vec<f32>) -> Result<(), Halt> {
        if let Some(resampler) = &mut self.resampler {
            resampler.finish(out)?;
        }
        self.decoder = make_decoder(&self.media)?;
        self.resampler = Resampler::new(self.media.rate)?;
        self.position = None;
        self.from = i64::MIN;
        Ok(())
    }

    fn decode(&mut self, piece: Piece, out: &mut Vec<f32>) -> Result<(), Halt> {
        if self.decoded(&piece, out)? {
            return Ok(());
        }
        // Broken, or of a kind that only broken bytes claim: later packets may be fine again.
        self.bad += 1;
        if !self.good && self.bad >= HOPELESS_PACKETS {
            return Err(Halt::failed(ErrorCode::DecodeFailed, "nothing decodable"));
        }
        self.follow(piece, out)
    }

    /// Where MP3 files were joined, the rate or the channels may change. Broken bytes can claim any
    /// kind, so a change is followed only when three packets in a row are of the same kind and can
    /// be decoded.
    fn follow(&mut self, piece: Piece, out: &mut Vec<f32>) -> Result<(), Halt> {
        const IN_A_ROW: usize = 3;
        let kind = self.kind_of(&piece);
        let before = self.strangers.last().and_then(|last| self.kind_of(last));
        if kind.is_none() || kind == self.kind || !self.good {
            self.strangers.clear();
            return Ok(());
        }
        if before != kind {
            self.strangers.clear();
        }
        self.strangers.push(piece);
        if self.strangers.len() < IN_A_ROW {
            return Ok(());
        }
        let strangers = std::mem::take(&mut self.strangers);
        let mut decoder = make_decoder(&self.media)?;
        let are_sound = |piece: &Piece| decoder.decode(&piece.packet).is_ok();
        let (true, Some(kind)) = (strangers.iter().all(are_sound), kind) else {
            return Ok(());
        };
        self.media.rate = kind.rate;
        self.take_new_stream(out)?;
        for piece in &strangers {
            self.decoded(piece, out)?;
        }
        Ok(())
    }

    fn kind_of(&self, piece: &Piece) -> Option<mp3::Kind> {
        (self.media.params.codec == codec::CODEC_ID_MP3).then(|| mp3::kind(&piece.packet.data))?
    }

    /// False when the decoder refuses it.
    fn decoded(&mut self, piece: &Piece, out: &mut Vec<f32>) -> Result<bool, Halt> {
        let kind = self.kind_of(piece);
        let Ok(buffer) = self.decoder.decode(&piece.packet) else {
            return Ok(false);
        };
        let frames = buffer.frames();
        if frames == 0 {
            return Ok(true);
        }
        self.feed.budget.renew();
        self.good = true;
        self.kind = kind;
        self.strangers.clear();
        planes(&buffer, &mut self.planes);
        self.downmix.adapt(buffer.spec().channels());
        self.stereo.clear();
        self.downmix.mix_into(&self.planes, &mut self.stereo);
        make_sane(&mut self.stereo);
        let start = self.position.unwrap_or(piece.start);
        self.position = Some(start + frames as i64);
        self.trim(start, frames);
        self.deliver(out)?;
        Ok(true)
    }

    /// Drops samples before the wanted start or after the edit's end.
    fn trim(&mut self, start: i64, frames: usize) {
        if let Some(end) = self.media.end {
            let keep = (end - start).clamp(0, frames as i64) as usize;
            self.stereo.truncate(keep * CHANNELS);
        }
        let skip = self.from.saturating_sub(start).clamp(0, frames as i64) as usize * CHANNELS;
        self.stereo.drain(..skip.min(self.stereo.len()));
    }

    fn deliver(&mut self, out: &mut Vec<f32>) -> Result<(), Halt> {
        let before = out.len();
        match &mut self.resampler {
            Some(resampler) => resampler.push(&self.stereo, out)?,
            None => out.extend_from_slice(&self.stereo),
        }
        self.leave_out_surplus(before, out);
        Ok(())
    }

    /// Nothing more comes but what the resampler holds.
    fn flush(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        self.flushed = true;
        let before = out.len();
        if let Some(resampler) = &mut self.resampler {
            resampler.finish(out)?;
        }
        self.leave_out_surplus(before, out);
        Ok(out.len() > before)
    }

    fn leave_out_surplus(&mut self, before: usize, out: &mut Vec<f32>) {
        let skip = self.surplus.min((out.len() - before) / CHANNELS);
        self.surplus -= skip;
        out.drain(before..before + skip * CHANNELS);
    }
}

impl PcmStream for Decoded {
    fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        let rate = i64::from(self.media.rate);
        let settle = if self.resampler.is_some() {
            RESAMPLER_SETTLES
        } else {
            0
        };
        // Started on the common grid of both rates, the resampler's output has exact times.
        let period = i64::from(Resampler::period(self.media.rate));
        let in_source = (i128::from(sample) * i128::from(rate) / i128::from(SAMPLE_RATE_HZ)) as i64;
        self.from = (in_source - settle).max(0) / period * period;
        let start = (i128::from(self.from) * i128::from(SAMPLE_RATE_HZ) / i128::from(rate)) as i64;
        self.surplus = (sample - start).max(0) as usize;
        if let Some(resampler) = &mut self.resampler {
            resampler.reset();
        }
        self.flushed = false;
        let target = self.from - self.pre_roll();
        let fresh = self.position.is_none() && !self.good;
        if self.feed.length().is_none() {
            // Reads up to the sample, the only way in a source of unknown length.
            return if fresh || self.position.is_some_and(|at| at <= self.from) {
                Ok(true)
            } else {
                Err(Halt::failed(ErrorCode::DecodeFailed, "can't go back"))
            };
        }
        self.decoder.reset();
        self.position = None;
        self.media.seek(&self.feed, target.max(0), self.exact)
    }

    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        if self.flushed {
            return Ok(false);
        }
        match self.media.next(&self.feed)? {
            Next::Piece(piece) => {
                self.decode(piece, out)?;
                Ok(true)
            }
            Next::Changed if self.media.is_opus() => {
                self.opus_follows = true;
                self.flush(out)
            }
            Next::Changed => {
                self.take_new_stream(out)?;
                Ok(true)
            }
            Next::End if !self.good && !self.media.follows => Err(Halt::failed(
                ErrorCode::DecodeFailed,
                "it ends before the first sound",
            )),
            Next::End => self.flush(out),
        }
    }
}

fn make_decoder(media: &Media) -> Result<Box<dyn AudioDecoder>, Halt> {
    symphonia::default::get_codecs()
        .make_audio_decoder(&media.params, &AudioDecoderOptions::default())
        .map_err(|error| Halt::failed(ErrorCode::Unsupported, error))
}

fn planes(buffer: &GenericAudioBufferRef<'_>, planes: &mut Vec<Vec<f32>>) {
    buffer.copy_to_vecs_planar(planes);
    planes.truncate(buffer.num_planes());
}

/// Floating-point files may hold anything, and one infinity or NaN would spread through every
/// filter: NaN becomes silence, and larger values are limited to 40 dB over full scale.
fn make_sane(samples: &mut [f32]) {
    const LOUDEST: f32 = 100.0;
    for sample in samples {
        *sample = if sample.is_finite() {
            sample.clamp(-LOUDEST, LOUDEST)
        } else {
            0.0
        };
    }
}

/// Raw samples: s16le, 48 kHz, stereo.
pub struct Raw {
    feed: Arc<Feed>,
    offset: u64,
    bytes: Vec<u8>,
}

impl Raw {
    const BYTES_PER_FRAME: usize = 2 * CHANNELS;
    const READ_BYTES: usize = 8 * 1024;

    #[must_use]
    pub fn new(feed: Arc<Feed>) -> Self {
        Self {
            feed,
            offset: 0,
            bytes: Vec::new(),
        }
    }
}

impl PcmStream for Raw {
    fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        self.offset = sample.max(0) as u64 * Self::BYTES_PER_FRAME as u64;
        self.bytes.clear();
        Ok(true)
    }

    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        let kept = self.bytes.len();
        self.bytes.resize(kept + Self::READ_BYTES, 0);
        let read = self
            .feed
            .read_at(self.offset, &mut self.bytes[kept..])
            .map_err(|error| {
                if self.feed.interrupted() {
                    Halt::Interrupted
                } else {
                    Halt::failed(ErrorCode::DecodeFailed, error)
                }
            });
        let read = match read {
            Ok(read) => read,
            Err(halt) => {
                self.bytes.truncate(kept);
                return Err(halt);
            }
        };
        self.offset += read as u64;
        self.bytes.truncate(kept + read);
        let whole = self.bytes.len() / Self::BYTES_PER_FRAME * Self::BYTES_PER_FRAME;
        out.extend(
            self.bytes[..whole]
                .chunks_exact(2)
                .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0),
        );
        self.bytes.drain(..whole);
        if read == 0 && self.offset == 0 {
            return Err(Halt::failed(ErrorCode::EmptyFile, "no bytes"));
        }
        Ok(read > 0)
    }
}

#[cfg(test)]
mod tests;
