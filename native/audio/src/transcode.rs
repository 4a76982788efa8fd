//! Turns samples into frames: the path of everything that isn't passed through.

use crate::encoder::PacketBuffer;
use crate::event::Halt;
use crate::history::{History, Remade};
use crate::maker::Way;
use crate::options::Settings;
use crate::pcm::PcmStream;
use crate::ring::Frame;
use crate::{SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// How many frames before a seek's target the encoder encodes first.
const PRIMING_FRAMES: usize = 2;

pub(crate) struct Transcoder {
    stream: Box<dyn PcmStream>,
    history: History,
    independent: bool,
}

impl Transcoder {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub(crate) fn new(stream: Box<dyn PcmStream>, settings: &Settings) -> Result<Self, Halt> {
        Ok(Self {
            stream,
            history: History::new(settings)?,
            independent: false,
        })
    }

    pub(crate) fn history(&mut self) -> &mut History {
        &mut self.history
    }

    pub(crate) fn position_ms(&self) -> f64 {
        ms(self.history.cursor())
    }

    /// Seeks so that the next frame starts with the sample at `ms`. False when the track ends
    /// before it.
    pub(crate) fn seek(&mut self, ms: f64) -> Result<bool, Halt> {
        let target = (ms.max(0.0) * f64::from(SAMPLE_RATE_HZ) / 1000.0).round() as i64;
        let before = target.min((PRIMING_FRAMES * SAMPLES_PER_FRAME) as i64);
        self.history.begin(target - before);
        if !self.stream.seek(target - before)? {
            return Ok(false);
        }
        while self.history.given_to() < target {
            if !self.stream.read(self.history.source())? {
                return Ok(false);
            }
        }
        self.history.start_at(target, PRIMING_FRAMES)?;
        self.independent = true;
        Ok(true)
    }

    /// Encodes the next frame; `None` at the end.
    pub(crate) fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        while self.history.wants_more() {
            if !self.stream.read(self.history.source())? {
                self.history.end();
            }
        }
        if self.history.is_exhausted() {
            return Ok(None);
        }
        let way = Way {
            independent: std::mem::take(&mut self.independent),
            bitrate: None,
        };
        self.history.encode(way, out).map(Some)
    }

    /// Whether no frame follows.
    pub(crate) fn is_over(&self) -> bool {
        self.history.is_exhausted()
    }

    /// See [`History::remake`].
    pub(crate) fn remake(
        &mut self,
        back: usize,
        settings: &Settings,
        out: &mut Vec<Frame>,
    ) -> Result<usize, Halt> {
        let mut made = Vec::new();
        let back = self.history.remake(back, settings, &mut made)?;
        out.extend(made.into_iter().map(|Remade { packet, at }| Frame {
            packet,
            position_ms: ms(at),
            passed: false,
        }));
        Ok(back)
    }
}

fn ms(sample: i64) -> f64 {
    sample as f64 * 1000.0 / f64::from(SAMPLE_RATE_HZ)
}
