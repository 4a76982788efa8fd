//! High sounds are taken away: `v += (x − v) / smoothing`, `v` starting at the first sample.

use super::filter::{Filter, pairs};
use crate::CHANNELS;
use crate::encoder::FRAME_VALUES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Above 1 to 1000; the more, the duller.
    pub smoothing: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.smoothing > 1.0).then_some(Self {
            smoothing: self.smoothing.min(1000.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct LowPass {
    share: f64,
    /// `None` before the first sample.
    value: Option<[f64; CHANNELS]>,
}

impl Filter for LowPass {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self {
            share: 1.0 / f64::from(options.smoothing),
            value: None,
        }
    }

    fn set(&mut self, options: &Options) {
        self.share = 1.0 / f64::from(options.smoothing);
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let mut value = self
            .value
            .unwrap_or_else(|| [frame[0].into(), frame[1].into()]);
        for pair in pairs(frame) {
            for (value, sample) in value.iter_mut().zip(pair) {
                *value += (f64::from(*sample) - *value) * self.share;
                *sample = *value as f32;
            }
        }
        self.value = Some(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let mut value = None;
        assert_formula(LowPass::new(&Options { smoothing: 20.0 }), |n, input| {
            let before: [f64; 2] = value.unwrap_or(input[0]);
            let [left, right] = input[n];
            let now = [
                before[0] + (left - before[0]) / 20.0,
                before[1] + (right - before[1]) / 20.0,
            ];
            value = Some(now);
            now
        });
    }
}
