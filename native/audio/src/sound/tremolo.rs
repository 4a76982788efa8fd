//! The loudness wavers: `x · (1 − d/2 + d/2 · sin φ)`, `φ` turning `frequency` times a second.

use super::filter::{Filter, pairs, within};
use super::oscillator::Oscillator;
use crate::SAMPLES_PER_FRAME;
use crate::encoder::FRAME_VALUES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Hz, above 0 to 100.
    pub frequency: f32,
    /// 0 to 1.
    pub depth: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.depth > 0.0).then_some(Self {
            frequency: within(self.frequency, 0.0, 100.0),
            depth: self.depth.min(1.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Tremolo {
    depth: f32,
    oscillator: Oscillator,
}

impl Filter for Tremolo {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self {
            depth: options.depth,
            oscillator: Oscillator::new(options.frequency.into()),
        }
    }

    fn set(&mut self, options: &Options) {
        self.depth = options.depth;
        self.oscillator.set(options.frequency.into());
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let half = self.depth / 2.0;
        let sines = self.oscillator.run(SAMPLES_PER_FRAME);
        for ([left, right], sine) in pairs(frame).zip(sines) {
            let gain = 1.0 - half + half * sine;
            *left *= gain;
            *right *= gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::{assert_formula, turned};

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            frequency: 3.7,
            depth: 0.8,
        };
        assert_formula(Tremolo::new(&options), |n, input| {
            let gain = 1.0 - 0.4 + 0.4 * turned(3.7, n).sin();
            input[n].map(|value| value * gain)
        });
    }
}
