//! Opus packets go out as they are while nothing changes the sound, and are transcoded while something
//! does. Both ways keep one timeline: frame `k` lets the listener hear samples `960 k` to
//! `960 k + 959` of the source's decoder, so a switch neither repeats nor leaves out anything.

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::opus_packet;
use crate::opus_source::{OpusDecoder, PRE_ROLL, PacketLog};
use crate::{CHANNELS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

const FRAME: i64 = SAMPLES_PER_FRAME as i64;

/// A source may exceed the channel's bitrate by this factor and still pass.
const BITRATE_TOLERANCE: f64 = 1.25;

/// Seconds of packets that are measured when the container does not tell the average bitrate.
const MEASURED_SECONDS: i64 = 2;

/// Frames of the preceding sound that a fresh encoder takes in.
const PRIMING_FRAMES: i64 = 4;

/// Frames that are transcoded at unchanged volume before packets pass again: the listener's decoder
/// predicts each band's energy from the frames before, and has then those of the same sound.
const SETTLING_FRAMES: u32 = 4;

pub(crate) struct Passthrough {
    log: PacketLog,
    average_bitrate: f64,
    settings: Settings,
    /// Index of the frame that is made next.
    frame: i64,
    /// `None` while packets pass.
    live: Option<Live>,
}

#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) volume: f32,
    pub(crate) bitrate: u32,
    pub(crate) complexity: u8,
}

struct Live {
    decoder: OpusDecoder,
    encoder: FrameEncoder,
    /// Decoded samples from `start` to `end`.
    samples: Vec<f32>,
    start: i64,
    end: i64,
    /// Frames since the volume is at rest.
    settled: u32,
    independent: bool,
}

impl Passthrough {
    /// Hands the packets back when these can never pass.
    pub(crate) fn new(
        mut log: PacketLog,
        settings: Settings,
    ) -> Result<Result<Self, PacketLog>, Halt> {
        let passes = log
            .at(0)?
            .is_some_and(|first| opus_packet::passes(&first.data));
        if !passes || log.head.gain_q8 != 0 {
            return Ok(Err(log));
        }
        Ok(Ok(Self {
            average_bitrate: log.average_bitrate(MEASURED_SECONDS)?,
            log,
            settings,
            frame: 0,
            live: None,
        }))
    }

    /// Whether packets pass now, or will once the volume is at rest.
    pub(crate) fn passes(&self) -> bool {
        let at_full_volume = (self.settings.volume - 100.0).abs() < f32::EPSILON;
        at_full_volume
            && self.average_bitrate <= BITRATE_TOLERANCE * f64::from(self.settings.bitrate)
    }

    pub(crate) fn set(&mut self, settings: Settings) -> Result<(), Halt> {
        self.settings = settings;
        if let Some(live) = &mut self.live {
            live.encoder.set_volume(settings.volume);
            live.encoder.set_bitrate(settings.bitrate)?;
        }
        Ok(())
    }

    pub(crate) fn position_ms(&self) -> f64 {
        let sample = self.frame * FRAME - i64::from(self.log.head.pre_skip);
        sample.max(0) as f64 * 1000.0 / f64::from(SAMPLE_RATE_HZ)
    }

    /// The next frame is the one that holds `ms`. It is transcoded, and some after it: a listener's
    /// decoder would need the packets before to understand the ones that follow. False when the track
    /// ends before it.
    pub(crate) fn seek(&mut self, ms: f64) -> Result<bool, Halt> {
        let sample = (ms.max(0.0) * f64::from(SAMPLE_RATE_HZ) / 1000.0).round() as i64;
        self.frame = (sample + i64::from(self.log.head.pre_skip)) / FRAME;
        self.live = None;
        if !self.log.seek(self.frame * FRAME)? || self.log.at(self.frame * FRAME)?.is_none() {
            return Ok(false);
        }
        if self.frame > 0 {
            self.live = Some(self.go_live(self.settings.volume)?);
        }
        Ok(true)
    }

    /// Makes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        let start = self.frame * FRAME;
        self.log.forget_before(start - PRE_ROLL);
        if self.live.is_none() && self.passes() {
            let Some(packet) = self.log.at(start)? else {
                return Ok(None);
            };
            if packet.start == start && opus_packet::passes(&packet.data) {
                let len = packet.data.len();
                out[..len].copy_from_slice(&packet.data);
                self.frame += 1;
                return Ok(Some(len));
            }
        }
        let mut live = match self.live.take() {
            Some(live) => live,
            None => self.go_live(100.0)?,
        };
        let made = self.transcode(&mut live, start, out);
        let Ok(Some(len)) = made else {
            self.live = Some(live);
            return made;
        };
        self.frame += 1;
        let resting = live.encoder.gain().is_unity() && self.passes();
        live.settled = if resting { live.settled + 1 } else { 0 };
        if live.settled <= SETTLING_FRAMES {
            self.live = Some(live);
        }
        Ok(Some(len))
    }

    /// A decoder and an encoder whose past is the sound before the next frame.
    fn go_live(&mut self, volume_before: f32) -> Result<Live, Halt> {
        let start = self.frame * FRAME;
        let first = match self.log.at((start - PRE_ROLL).max(0))? {
            Some(packet) => packet.start,
            None => start,
        };
        let encoder = FrameEncoder::new(
            self.settings.bitrate,
            self.settings.complexity,
            volume_before,
        )?;
        let mut live = Live {
            decoder: OpusDecoder::new(self.log.head)?,
            encoder,
            samples: Vec::new(),
            start: first,
            end: first,
            settled: 0,
            independent: true,
        };
        let ahead = start + live.encoder.lookahead() as i64;
        self.decode_to(&mut live, ahead)?;
        let frames = ((ahead - first) / FRAME).clamp(0, PRIMING_FRAMES);
        let before = live.values(ahead - frames * FRAME, ahead).to_vec();
        live.encoder.start_after(&before)?;
        live.encoder.set_volume(self.settings.volume);
        Ok(live)
    }

    /// What the encoder delays is fed to it that much earlier.
    fn transcode(
        &mut self,
        live: &mut Live,
        start: i64,
        out: &mut PacketBuffer,
    ) -> Result<Option<usize>, Halt> {
        let from = start + live.encoder.lookahead() as i64;
        self.decode_to(live, from + FRAME)?;
        if start >= live.end {
            return Ok(None);
        }
        live.drop_before(from);
        let values = live.values(from, from + FRAME).to_vec();
        let len = if std::mem::take(&mut live.independent) {
            live.encoder.encode_independent(&values, out)?
        } else {
            live.encoder.encode(&values, out)?
        };
        Ok(Some(len))
    }

    fn decode_to(&mut self, live: &mut Live, sample: i64) -> Result<(), Halt> {
        while live.end < sample {
            let Some(packet) = self.log.at(live.end)? else {
                break;
            };
            live.decoder.decode(packet, &mut live.samples);
            live.end = live.start + (live.samples.len() / CHANNELS) as i64;
        }
        Ok(())
    }
}

impl Live {
    /// The samples from `from` to `to`, as far as there are any.
    fn values(&self, from: i64, to: i64) -> &[f32] {
        let at = |sample: i64| {
            let clamped = sample.clamp(self.start, self.end);
            (clamped - self.start) as usize * CHANNELS
        };
        &self.samples[at(from)..at(to)]
    }

    fn drop_before(&mut self, sample: i64) {
        let drop = (sample - self.start).clamp(0, self.end - self.start);
        self.samples.drain(..drop as usize * CHANNELS);
        self.start += drop;
    }
}

const _: () = assert!(FRAME_VALUES == SAMPLES_PER_FRAME * CHANNELS);
