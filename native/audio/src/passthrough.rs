//! Opus packets go out as they are while nothing changes the sound, and are transcoded while something
//! does. Both ways keep one timeline: frame `k` lets the listener hear samples `960 k` to
//! `960 k + 959` of the source's decoder, so a switch neither repeats nor leaves out anything.

use std::collections::VecDeque;

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::opus_packet;
use crate::opus_source::{OpusDecoder, PRE_ROLL, PacketLog};
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

const FRAME: i64 = SAMPLES_PER_FRAME as i64;

/// A source may exceed the channel's bitrate by this factor and still pass.
const BITRATE_TOLERANCE: f64 = 1.25;

/// Seconds of packets that are measured when the container does not tell the average bitrate.
const MEASURED_SECONDS: i64 = 2;

/// Frames of the preceding sound that a fresh encoder takes in.
const PRIMING_FRAMES: i64 = 4;

/// Frames that are transcoded at unchanged volume before packets may pass again: the listener's decoder
/// predicts each band's energy from the frames before, and has then those of the same sound.
const SETTLING_FRAMES: usize = 12;

/// Frames of those in which a model of the listener's decoder, started anew, comes to agree with it.
const MODEL_SETTLES: usize = 6;

/// How far the loudest millisecond of a switch may stand above the usual coding noise before it, in
/// power: 4 dB.
const SWITCH_TOLERANCE: f32 = 2.5;

/// Of the first transcoded frame, in bit/s: its noise must not add to that of the switch.
const FIRST_BITRATE: u32 = 256_000;

/// The first tries come with every frame, the later ones twice a second: a pure tone, or a codec mode
/// of another kind, may never switch unheard, and then stays transcoded.
const EAGER_FRAMES: usize = 60;
const LATER_EVERY: usize = 25;

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
    /// The last frames since the volume is at rest: what the listener's decoder has heard.
    sent: VecDeque<Vec<u8>>,
    /// How many that were in all.
    resting: usize,
    /// The sound that the encoder took in before the first frame; taken when that is made.
    before: Option<Vec<f32>>,
    /// Whether the listener heard the packets before the first frame.
    continues: bool,
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

    /// Whether the next frame is a packet as it is.
    pub(crate) fn is_passing(&self) -> bool {
        self.live.is_none() && self.passes()
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
            self.live = Some(self.go_live(self.settings.volume, false)?);
        }
        Ok(true)
    }

    /// Makes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        let start = self.frame * FRAME;
        self.log.forget_before(start - PRE_ROLL);
        if self.is_passing() {
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
            None => self.go_live(100.0, true)?,
        };
        let made = self.transcode(&mut live, start, out);
        let Ok(Some(len)) = made else {
            self.live = Some(live);
            return made;
        };
        self.frame += 1;
        live.remember(&out[..len], self.passes());
        let back = live.is_due() && self.switches_well(&mut live)?;
        if !back {
            self.live = Some(live);
        }
        Ok(Some(len))
    }

    /// Whether a listener who heard what was sent would hear the next packets as they are meant: decodes
    /// them with a model of the listener's decoder.
    fn switches_well(&mut self, live: &mut Live) -> Result<bool, Halt> {
        let next = self.frame * FRAME;
        self.decode_to(live, next + 2 * FRAME)?;
        let mut listener = OpusDecoder::new(self.log.head)?;
        let mut heard = Vec::new();
        for frame in &live.sent {
            listener.decode(frame, SAMPLES_PER_FRAME, &mut heard);
        }
        let first = next - live.sent.len() as i64 * FRAME;
        let meant = live.values(first, next);
        let settled = (MODEL_SETTLES * FRAME_VALUES).min(meant.len());
        let usual = loudest_difference(&heard[settled..], &meant[settled..]);
        heard.clear();
        for start in [next, next + FRAME] {
            match self.log.at(start)? {
                Some(packet) if packet.start == start && opus_packet::passes(&packet.data) => {
                    listener.decode(&packet.data, SAMPLES_PER_FRAME, &mut heard);
                }
                Some(_) => return Ok(false),
                None => break,
            }
        }
        let switched = loudest_difference(&heard, live.values(next, next + 2 * FRAME));
        Ok(switched <= usual * SWITCH_TOLERANCE)
    }

    /// A decoder and an encoder whose past is the sound before the next frame.
    fn go_live(&mut self, volume_before: f32, continues: bool) -> Result<Live, Halt> {
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
            sent: VecDeque::new(),
            resting: 0,
            before: None,
            continues,
        };
        let ahead = start + live.encoder.lookahead() as i64;
        self.decode_to(&mut live, ahead)?;
        let frames = ((ahead - first) / FRAME).clamp(0, PRIMING_FRAMES);
        let before = live.values(ahead - frames * FRAME, ahead).to_vec();
        live.before = Some(before);
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
        live.drop_before(from - (SETTLING_FRAMES as i64 + 2) * FRAME);
        let values = live.values(from, from + FRAME).to_vec();
        let len = if let Some(before) = live.before.take() {
            self.first_frame(live, &before, &values, out)?
        } else {
            live.encoder.set_bitrate(self.settings.bitrate)?;
            live.encoder.encode(&values, out)?
        };
        Ok(Some(len))
    }

    /// The first transcoded frame meets a decoder that heard packets of another encoder. It is made twice,
    /// with and without reference to the frames before, and the one that the listener hears better is
    /// taken: tones are better continued, most else is better begun anew.
    fn first_frame(
        &mut self,
        live: &mut Live,
        before: &[f32],
        values: &[f32],
        out: &mut PacketBuffer,
    ) -> Result<usize, Halt> {
        let volume = self.settings.volume;
        live.encoder.start_after(before)?;
        live.encoder.set_volume(volume);
        let volume_before = *live.encoder.gain();
        live.encoder.set_bitrate(FIRST_BITRATE)?;
        let len = live.encoder.encode_independent(values, out)?;
        if !live.continues {
            return Ok(len);
        }
        let mut other = FrameEncoder::new(FIRST_BITRATE, self.settings.complexity, 100.0)?;
        other.set_gain(volume_before);
        other.start_after(before)?;
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        let other_len = other.encode(values, &mut packet)?;
        let lookahead = live.encoder.lookahead() * CHANNELS;
        let mut meant = before[before.len().saturating_sub(lookahead)..].to_vec();
        meant.extend_from_slice(&live.encoder.taken_in()[..FRAME_VALUES - lookahead]);
        let begun = self.heard(&out[..len])?;
        let continued = self.heard(&packet[..other_len])?;
        if loudest_difference(&continued, &meant) < loudest_difference(&begun, &meant) {
            live.encoder = other;
            out[..other_len].copy_from_slice(&packet[..other_len]);
            return Ok(other_len);
        }
        Ok(len)
    }

    /// What a listener who heard the packets before hears of `frame`.
    fn heard(&mut self, frame: &[u8]) -> Result<Vec<f32>, Halt> {
        let start = self.frame * FRAME;
        let mut listener = OpusDecoder::new(self.log.head)?;
        let mut heard = Vec::new();
        let mut at = (start - PRE_ROLL).max(0);
        while at < start {
            let Some(packet) = self.log.at(at)? else {
                break;
            };
            listener.decode(&packet.data, packet.samples, &mut heard);
            at = packet.start + packet.samples as i64;
        }
        heard.clear();
        listener.decode(frame, SAMPLES_PER_FRAME, &mut heard);
        Ok(heard)
    }

    fn decode_to(&mut self, live: &mut Live, sample: i64) -> Result<(), Halt> {
        while live.end < sample {
            let Some(packet) = self.log.at(live.end)? else {
                break;
            };
            live.decoder
                .decode(&packet.data, packet.samples, &mut live.samples);
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

    /// Whether to try to let packets pass again.
    fn is_due(&self) -> bool {
        self.resting > SETTLING_FRAMES
            && (self.resting < EAGER_FRAMES || self.resting.is_multiple_of(LATER_EVERY))
    }

    fn remember(&mut self, frame: &[u8], passes: bool) {
        if !passes || !self.encoder.gain().is_unity() {
            self.resting = 0;
            self.sent.clear();
            return;
        }
        self.resting += 1;
        self.sent.push_back(frame.to_vec());
        if self.sent.len() > SETTLING_FRAMES {
            self.sent.pop_front();
        }
    }

    fn drop_before(&mut self, sample: i64) {
        let drop = (sample - self.start).clamp(0, self.end - self.start);
        self.samples.drain(..drop as usize * CHANNELS);
        self.start += drop;
    }
}

/// Power of the loudest millisecond of what `heard` and `meant` differ in.
fn loudest_difference(heard: &[f32], meant: &[f32]) -> f32 {
    const WINDOW: usize = SAMPLE_RATE_HZ as usize / 1000 * CHANNELS;
    heard
        .chunks(WINDOW)
        .zip(meant.chunks(WINDOW))
        .map(|(heard, meant)| {
            let powers = heard.iter().zip(meant).map(|(a, b)| (a - b) * (a - b));
            powers.sum::<f32>()
        })
        .fold(0.0, f32::max)
}
