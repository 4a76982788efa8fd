//! Opus packets pass unchanged while nothing changes the sound, and are transcoded while something
//! does. Both keep one timeline: with frame `k` the listener hears samples `960 k` to `960 k + 959`
//! of the source's decoder, so a switch neither repeats nor drops anything.

mod live;

use std::collections::VecDeque;

use live::{Live, SETTLING_FRAMES};

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::options::Settings;
use crate::opus_packet;
use crate::opus_pcm::OpusDecoder;
use crate::opus_source::{Follower, PRE_ROLL, Packet, PacketLog};
use crate::ring::{Frame, PASSED, TRANSCODED};
use crate::seam::{self, Seam, loudest_difference};
use crate::sound::Sound;
use crate::sound::chain::Chain;
use crate::sound::filter::cross;
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

const FRAME: i64 = SAMPLES_PER_FRAME as i64;

/// Samples of packets that may be taken back, including the frame that was being made.
const KEPT_PACKETS: i64 = (PASSED.full as i64 + 1) * FRAME;

/// A source may exceed the channel's bitrate by this factor and still be passed through.
const BITRATE_TOLERANCE: f64 = 1.25;

/// Seconds of packets to measure when the container doesn't state the average bitrate.
const MEASURED_SECONDS: i64 = 2;

/// Packets that may still pass after a change, until the switch can be made unheard. Together with
/// those in the ring and the volume's glide that's 0.3 s.
const PATIENCE: usize = 4;

/// How many of those frames a fresh model of the listener's decoder needs to agree with it.
const MODEL_SETTLES: usize = 6;

pub(crate) struct Passthrough {
    log: PacketLog,
    average_bitrate: f64,
    settings: Settings,
    /// Index of the next frame.
    frame: i64,
    /// Sample that the frame of index 0 starts with: behind a seek, packets may lie off the grid of whole frames. Where
    /// sound is slower or faster, it moves with each frame.
    grid: i64,
    /// What `grid` is while packets pass.
    home: i64,
    /// How many samples the last frame took.
    went: i64,
    /// Whether the previous frame is an unchanged packet.
    passed: bool,
    /// `None` while packets pass.
    live: Option<Live>,
    /// Packets that passed since a change requires transcoding.
    waited: usize,
    /// Where it was before packets that had passed were made again; `None`: they weren't.
    before: Option<Before>,
}

struct Before {
    settings: Settings,
    frame: i64,
    grid: i64,
    home: i64,
    waited: usize,
}

impl Passthrough {
    /// Hands the packets back when these can never pass. Their bitrate, where it isn't expected by those before
    /// them, is measured, which takes seconds of a live stream.
    pub(crate) fn new(
        mut log: PacketLog,
        settings: &Settings,
        expected_bitrate: Option<f64>,
    ) -> Result<Result<Self, PacketLog>, Halt> {
        let passes = log
            .at(0)?
            .is_some_and(|first| opus_packet::passes(&first.data));
        if !passes || log.head.gain_q8 != 0 {
            return Ok(Err(log));
        }
        Ok(Ok(Self {
            average_bitrate: match expected_bitrate {
                Some(bitrate) => bitrate,
                None => log.average_bitrate(MEASURED_SECONDS)?,
            },
            log,
            settings: *settings,
            frame: 0,
            grid: 0,
            home: 0,
            went: FRAME,
            passed: false,
            live: None,
            waited: 0,
            before: None,
        }))
    }

    /// Whether all was read, and another stream follows in the same file.
    pub(crate) fn is_followed(&self) -> bool {
        self.log.is_followed()
    }

    /// That stream, and the bitrate that is expected of it.
    pub(crate) fn into_follower(self) -> (Follower, f64) {
        (self.log.into_follower(), self.average_bitrate)
    }

    /// Whether packets pass now, or will once the sound is at rest.
    pub(crate) fn passes(&self) -> bool {
        self.passes_with(&self.settings)
    }

    fn passes_with(&self, settings: &Settings) -> bool {
        settings.sound.is_neutral()
            && self.average_bitrate <= BITRATE_TOLERANCE * f64::from(settings.bitrate)
    }

    /// Whether the next frame is an unchanged packet.
    pub(crate) fn is_passing(&self) -> bool {
        self.live.is_none() && self.passes()
    }

    pub(crate) fn set(&mut self, settings: &Settings) -> Result<(), Halt> {
        self.settings = *settings;
        if let Some(live) = &mut self.live {
            live.chain.set(settings.sound);
            live.encoder.set_bitrate(settings.bitrate)?;
        }
        Ok(())
    }

    /// Sample that the next frame starts with.
    fn start(&self) -> i64 {
        self.frame * FRAME + self.grid
    }

    pub(crate) fn position_ms(&self) -> f64 {
        let sample = self.start() - i64::from(self.log.head.pre_skip);
        sample.max(0) as f64 * 1000.0 / f64::from(SAMPLE_RATE_HZ)
    }

    /// Whether the last frame is an unchanged packet.
    pub(crate) fn passed(&self) -> bool {
        self.passed
    }

    /// Makes the last `unsent` frames, packets that passed, again with other settings; what follows the first ones is
    /// left to the usual way. Gives in place of how many they are, none where packets pass all the same or don't yet.
    /// Nothing is changed until they're accepted.
    pub(crate) fn remake(
        &mut self,
        unsent: usize,
        settings: &Settings,
        out: &mut Vec<Frame>,
    ) -> Result<usize, Halt> {
        if self.live.is_some() || self.passes() && self.passes_with(settings) {
            return Ok(0);
        }
        self.before = Some(Before {
            settings: self.settings,
            frame: self.frame,
            grid: self.grid,
            home: self.home,
            waited: self.waited,
        });
        self.settings = *settings;
        self.frame -= unsent as i64;
        self.grid = self.home;
        self.waited = 0;
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        while out.len() < unsent.min(TRANSCODED.full) {
            let position_ms = self.position_ms();
            let Some(len) = self.next_frame(&mut packet)? else {
                break;
            };
            out.push(Frame {
                packet: packet[..len].to_vec(),
                position_ms,
                passed: self.passed,
            });
        }
        Ok(if out.is_empty() { 0 } else { unsent })
    }

    /// The frames that were made again last are the ones that are heard.
    pub(crate) fn accept(&mut self) {
        self.before = None;
    }

    /// The frames that were made again last came too late.
    pub(crate) fn abandon(&mut self) {
        if let Some(before) = self.before.take() {
            self.settings = before.settings;
            self.frame = before.frame;
            self.grid = before.grid;
            self.home = before.home;
            self.waited = before.waited;
            self.live = None;
        }
    }

    /// Seeks to the frame that holds `ms`. That frame and some after it are transcoded, since a
    /// listener's decoder would need the packets before to understand the ones that follow. False
    /// when the track ends before `ms`.
    pub(crate) fn seek(&mut self, ms: f64) -> Result<bool, Halt> {
        let sample = (ms.max(0.0) * f64::from(SAMPLE_RATE_HZ) / 1000.0).round() as i64;
        let sample = sample + i64::from(self.log.head.pre_skip);
        self.frame = sample / FRAME;
        self.grid = 0;
        self.live = None;
        if !self.log.seek(sample)? {
            return Ok(false);
        }
        let Some(packet) = self.log.at(sample)? else {
            return Ok(false);
        };
        if opus_packet::passes(&packet.data) {
            self.grid = packet.start.rem_euclid(FRAME);
            self.frame = (packet.start - self.grid) / FRAME;
        }
        self.home = self.grid;
        if self.start() > 0 {
            self.live = Some(self.start_anew()?);
        }
        Ok(true)
    }

    /// Makes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        self.log
            .forget_before(self.start() - PRE_ROLL - KEPT_PACKETS);
        let len = if let Some(live) = self.live.take() {
            self.go_on(live, out)?
        } else if self.log.at(self.start())?.is_none() {
            None
        } else if self.passes() {
            self.waited = 0;
            match self.pass(out)? {
                Some(len) => Some(len),
                None => self.switch(out)?,
            }
        } else {
            self.switch(out)?
        };
        let went = std::mem::replace(&mut self.went, FRAME);
        if len.is_some() {
            self.frame += 1;
            self.grid += went - FRAME;
        }
        Ok(len)
    }

    /// The unchanged packet, if it's one that passes.
    fn pass(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        let start = self.start();
        let packet = self.log.at(start)?.filter(|packet| is_frame(packet, start));
        self.passed = packet.is_some();
        self.home = self.grid;
        Ok(packet.map(|packet| {
            out[..packet.data.len()].copy_from_slice(&packet.data);
            packet.data.len()
        }))
    }

    /// The first transcoded frame, or one more packet when the switch would be heard.
    fn switch(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        if self.start() == 0 {
            let live = self.start_anew()?;
            return self.go_on(live, out);
        }
        let start = self.start();
        let mut live = self.go_live()?;
        let mut from = start + live.encoder.lookahead() as i64;
        let mut sound = live.frames_before(from).to_vec();
        let first = sound.len();
        live.chain = Chain::new(Sound::default());
        live.chain.set(self.settings.sound);
        let mut after = live.chain.clone();
        for index in 0..seam::FRAMES_AHEAD {
            let (frame, went) = self.sound(&mut live, from)?;
            sound.extend_from_slice(&frame);
            from += went;
            if index < seam::FRAMES {
                live.went.push_back(went);
                after = live.chain.clone();
            }
        }
        let seam = Seam {
            head: self.log.head,
            heard: self.log.pre_roll(start),
            sound,
            first,
            delay: live.encoder.lookahead() * CHANNELS,
            bitrate: self.settings.bitrate,
            complexity: self.settings.complexity,
        };
        let (joined, unheard) = seam.join()?;
        if !unheard
            && self.waited < PATIENCE
            && let Some(len) = self.pass(out)?
        {
            self.waited += 1;
            return Ok(Some(len));
        }
        live.encoder = joined.encoder;
        live.chain = after;
        live.ready = joined.packets;
        live.anew = false;
        self.waited = 0;
        self.go_on(live, out)
    }

    /// One more transcoded frame, and perhaps the last.
    fn go_on(&mut self, mut live: Live, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        self.passed = false;
        let made = self.transcode(&mut live, self.start(), out);
        if let Ok(Some(len)) = made {
            live.remember(&out[..len], self.passes());
            if live.is_due() && self.switches_well(&mut live)? {
                return made;
            }
        }
        self.live = Some(live);
        made
    }

    /// Whether a listener who heard the frames so far would hear the next packets correctly:
    /// decodes them with a model of the listener's decoder.
    fn switches_well(&mut self, live: &mut Live) -> Result<bool, Halt> {
        let next = self.start() + FRAME;
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
                Some(packet) if is_frame(packet, start) => {
                    listener.decode(&packet.data, SAMPLES_PER_FRAME, &mut heard);
                }
                Some(_) => return Ok(false),
                None => break,
            }
        }
        let switched = loudest_difference(&heard, live.values(next, next + 2 * FRAME));
        Ok(switched <= usual * seam::SWITCH_TOLERANCE)
    }

    /// A decoder that has heard the sound before the next frame, and a fresh encoder.
    fn go_live(&mut self) -> Result<Live, Halt> {
        let start = self.start();
        let first = match self.log.at((start - PRE_ROLL).max(0))? {
            Some(packet) => packet.start,
            None => start,
        };
        let settings = self.settings;
        let encoder = FrameEncoder::new(settings.bitrate, settings.complexity)?;
        let mut live = Live {
            decoder: OpusDecoder::new(self.log.head)?,
            samples: Vec::new(),
            start: first,
            end: first,
            sent: VecDeque::new(),
            resting: 0,
            anew: true,
            ready: VecDeque::new(),
            went: VecDeque::new(),
            chain: Chain::new(settings.sound),
            encoder,
        };
        let ahead = live.encoder.lookahead() as i64;
        self.decode_to(&mut live, start + ahead)?;
        Ok(live)
    }

    /// For a listener who has heard nothing before.
    fn start_anew(&mut self) -> Result<Live, Halt> {
        let mut live = self.go_live()?;
        let from = self.start() + live.encoder.lookahead() as i64;
        let mut before = live.frames_before(from).to_vec();
        let mut frame = [0.0; FRAME_VALUES];
        for values in before.chunks_exact_mut(FRAME_VALUES) {
            live.chain.next_frame(values, &mut frame);
            values.copy_from_slice(&frame);
        }
        live.encoder.start_after(&before)?;
        Ok(live)
    }

    /// The encoder gets its input earlier by its delay.
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
        if let Some(packet) = live.ready.pop_front() {
            self.went = live.went.pop_front().unwrap_or(FRAME);
            out[..packet.len()].copy_from_slice(&packet);
            return Ok(Some(packet.len()));
        }
        live.drop_before(from - (SETTLING_FRAMES as i64 + 2) * FRAME);
        let (frame, went) = self.sound(live, from)?;
        self.went = went;
        if std::mem::take(&mut live.anew) {
            live.encoder.set_bitrate(seam::FIRST_BITRATE)?;
            return live.encoder.encode_independent(&frame, out).map(Some);
        }
        live.encoder.set_bitrate(self.settings.bitrate)?;
        live.encoder.encode(&frame, out).map(Some)
    }

    /// The next frame of sound, from `from` on, and how many samples it took.
    fn sound(&mut self, live: &mut Live, from: i64) -> Result<([f32; FRAME_VALUES], i64), Halt> {
        let mut frame = [0.0; FRAME_VALUES];
        let off = (self.home - self.grid).rem_euclid(FRAME);
        if off != 0 && self.passes() && live.chain.is_neutral() {
            // To where a packet begins, whichever is nearer.
            let off = if off > FRAME / 2 { off - FRAME } else { off };
            self.decode_to(live, from + FRAME + off)?;
            let mut before = frame;
            fill(&mut before, live.values(from, from + FRAME));
            fill(&mut frame, live.values(from + off, from + FRAME + off));
            cross(&before, &mut frame);
            return Ok((frame, FRAME + off));
        }
        let needs = live.chain.needs() as i64;
        self.decode_to(live, from + needs)?;
        let values = live.values(from, from + needs).to_vec();
        let went = live.chain.next_frame(&values, &mut frame);
        Ok((frame, went as i64))
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

/// As far as there are values.
fn fill(frame: &mut [f32; FRAME_VALUES], values: &[f32]) {
    frame[..values.len()].copy_from_slice(values);
}

/// Whether the frame that starts at `start` can be this packet.
fn is_frame(packet: &Packet, start: i64) -> bool {
    packet.start == start && opus_packet::passes(&packet.data)
}

#[cfg(test)]
mod tests;
