//! What is transcoded while packets can't pass: the sound around the next frame, and the encoder for it.

use std::collections::VecDeque;

use super::FRAME;
use crate::CHANNELS;
use crate::encoder::FrameEncoder;
use crate::opus_pcm::OpusDecoder;
use crate::sound::chain::Chain;

/// Frames of the preceding sound that a fresh encoder encodes first: the fewer, the more often it
/// chooses another pitch for its filter than the source's encoder did.
const PRIMING_FRAMES: i64 = 12;

/// Frames that are transcoded at a sound at rest before packets may pass again: the listener's
/// decoder predicts each band's energy from earlier frames, which are then of the same sound.
pub(super) const SETTLING_FRAMES: usize = 12;

/// The first tries come with every frame, later ones twice a second: a pure tone, or a different
/// codec mode, may never switch unheard, and then stays transcoded.
const EAGER_FRAMES: usize = 60;
const LATER_EVERY: usize = 25;

pub(super) struct Live {
    pub(super) decoder: OpusDecoder,
    pub(super) chain: Chain,
    pub(super) encoder: FrameEncoder,
    /// Decoded samples from `start` to `end`.
    pub(super) samples: Vec<f32>,
    pub(super) start: i64,
    pub(super) end: i64,
    /// The last frames since the sound came to rest: what the listener's decoder has heard.
    pub(super) sent: VecDeque<Vec<u8>>,
    /// How many frames that were in all.
    pub(super) resting: usize,
    /// Whether nothing was encoded yet and the listener has heard nothing before.
    pub(super) anew: bool,
    /// The next frames, if they're already made, and how many samples each took.
    pub(super) ready: VecDeque<Vec<u8>>,
    pub(super) went: VecDeque<i64>,
}

impl Live {
    /// The samples from `from` to `to`, as far as they exist.
    pub(super) fn values(&self, from: i64, to: i64) -> &[f32] {
        let at = |sample: i64| {
            let clamped = sample.clamp(self.start, self.end);
            (clamped - self.start) as usize * CHANNELS
        };
        &self.samples[at(from)..at(to)]
    }

    /// The whole frames before `sample` that a fresh encoder encodes first.
    pub(super) fn frames_before(&self, sample: i64) -> &[f32] {
        let frames = ((sample - self.start) / FRAME).clamp(0, PRIMING_FRAMES);
        self.values(sample - frames * FRAME, sample)
    }

    /// Whether to try to let packets pass again.
    pub(super) fn is_due(&self) -> bool {
        self.resting > SETTLING_FRAMES
            && (self.resting < EAGER_FRAMES || self.resting.is_multiple_of(LATER_EVERY))
    }

    pub(super) fn remember(&mut self, frame: &[u8], passes: bool) {
        if !passes || !self.chain.is_neutral() {
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

    pub(super) fn drop_before(&mut self, sample: i64) {
        let drop = (sample - self.start).clamp(0, self.end - self.start);
        self.samples.drain(..drop as usize * CHANNELS);
        self.start += drop;
    }
}
