//! Turns samples into frames: the path of everything that isn't passed through.

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::pcm::PcmStream;
use crate::sound::Sound;
use crate::sound::chain::Chain;
use crate::{CHANNELS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// How many frames before a seek's target the encoder encodes first.
const PRIMING_FRAMES: usize = 2;

pub(crate) struct Transcoder {
    stream: Box<dyn PcmStream>,
    chain: Chain,
    encoder: FrameEncoder,
    samples: Vec<f32>,
    /// How many values of `samples` have sounded already.
    sounded: usize,
    frame: [f32; FRAME_VALUES],
    /// The track's sample (48 kHz) that the next frame starts with.
    position: i64,
    independent: bool,
    /// The source is at its end; silence pushes out what the encoder still holds, once.
    drained: bool,
}

impl Transcoder {
    pub(crate) fn new(stream: Box<dyn PcmStream>, chain: Chain, encoder: FrameEncoder) -> Self {
        Self {
            stream,
            chain,
            encoder,
            samples: Vec::new(),
            sounded: 0,
            frame: [0.0; FRAME_VALUES],
            position: 0,
            independent: false,
            drained: false,
        }
    }

    /// What it sounds like from the next frame on, and the bitrate of that in bit/s.
    pub(crate) fn set(&mut self, sound: Sound, bitrate: u32) -> Result<(), Halt> {
        self.chain.set(sound);
        self.encoder.set_bitrate(bitrate)
    }

    pub(crate) fn position_ms(&self) -> f64 {
        self.position as f64 * 1000.0 / f64::from(SAMPLE_RATE_HZ)
    }

    /// Seeks so that the next frame starts with the sample at `ms`. False when the track ends
    /// before it.
    pub(crate) fn seek(&mut self, ms: f64) -> Result<bool, Halt> {
        let target = (ms.max(0.0) * f64::from(SAMPLE_RATE_HZ) / 1000.0).round() as i64;
        let before = target.min((PRIMING_FRAMES * SAMPLES_PER_FRAME) as i64);
        self.samples.clear();
        self.sounded = 0;
        self.drained = false;
        self.position = target;
        if !self.stream.seek(target - before)? {
            return Ok(false);
        }
        let wanted = before as usize * CHANNELS;
        while self.samples.len() < wanted {
            if !self.stream.read(&mut self.samples)? {
                return Ok(false);
            }
        }
        let whole = wanted / FRAME_VALUES * FRAME_VALUES;
        self.chain.rewind();
        let mut before = Vec::with_capacity(whole);
        for samples in self.samples[wanted - whole..wanted].chunks_exact(FRAME_VALUES) {
            self.chain.next_frame(samples, &mut self.frame);
            before.extend_from_slice(&self.frame);
        }
        self.encoder.start_after(&before)?;
        self.sounded = wanted;
        self.independent = true;
        Ok(true)
    }

    /// Encodes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        self.samples.drain(..self.sounded);
        self.sounded = 0;
        let needs = self.chain.needs() * CHANNELS;
        while self.samples.len() < needs && !self.drained {
            if !self.stream.read(&mut self.samples)? {
                self.drained = true;
                let tail = (self.encoder.lookahead() + self.chain.delay()) * CHANNELS;
                self.samples.resize(self.samples.len() + tail, 0.0);
            }
        }
        if self.samples.is_empty() {
            return Ok(None);
        }
        let given = self.samples.len().min(needs);
        let went = self
            .chain
            .next_frame(&self.samples[..given], &mut self.frame);
        let len = if std::mem::take(&mut self.independent) {
            self.encoder.encode_independent(&self.frame, out)?
        } else {
            self.encoder.encode(&self.frame, out)?
        };
        self.sounded = given.min(went * CHANNELS);
        self.position += went as i64;
        Ok(Some(len))
    }
}
