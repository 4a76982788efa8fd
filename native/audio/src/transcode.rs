//! Turns samples into frames: the path of everything that isn't passed through.

use crate::encoder::{FRAME_VALUES, FrameEncoder, PacketBuffer};
use crate::event::Halt;
use crate::pcm::PcmStream;
use crate::{CHANNELS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// How many frames before a seek's target the encoder encodes first.
const PRIMING_FRAMES: usize = 2;

pub(crate) struct Transcoder {
    stream: Box<dyn PcmStream>,
    encoder: FrameEncoder,
    samples: Vec<f32>,
    /// How many values of `samples` were encoded already.
    encoded: usize,
    /// The track's sample (48 kHz) that the next frame starts with.
    position: i64,
    independent: bool,
    /// The source is at its end; silence pushes out what the encoder still holds, once.
    drained: bool,
}

impl Transcoder {
    pub(crate) fn new(stream: Box<dyn PcmStream>, encoder: FrameEncoder) -> Self {
        Self {
            stream,
            encoder,
            samples: Vec::new(),
            encoded: 0,
            position: 0,
            independent: false,
            drained: false,
        }
    }

    pub(crate) fn encoder(&mut self) -> &mut FrameEncoder {
        &mut self.encoder
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
        self.encoded = 0;
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
        self.encoder
            .start_after(&self.samples[wanted - whole..wanted])?;
        self.encoded = wanted;
        self.independent = true;
        Ok(true)
    }

    /// Encodes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        self.samples.drain(..self.encoded);
        self.encoded = 0;
        while self.samples.len() < FRAME_VALUES && !self.drained {
            if !self.stream.read(&mut self.samples)? {
                self.drained = true;
                let tail = self.encoder.lookahead() * CHANNELS;
                self.samples.resize(self.samples.len() + tail, 0.0);
            }
        }
        if self.samples.is_empty() {
            return Ok(None);
        }
        let values = self.samples.len().min(FRAME_VALUES);
        let frame = &self.samples[..values];
        let len = if std::mem::take(&mut self.independent) {
            self.encoder.encode_independent(frame, out)?
        } else {
            self.encoder.encode(frame, out)?
        };
        self.encoded = values;
        self.position += SAMPLES_PER_FRAME as i64;
        Ok(Some(len))
    }
}
