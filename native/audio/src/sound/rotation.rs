//! The sound turns around the listener: `L · (1 + sin θ)/2`, `R · (1 − sin θ)/2`, `θ` turning `hz` times a
//! second.

use super::filter::{Filter, pairs, within};
use super::oscillator::Oscillator;
use crate::SAMPLES_PER_FRAME;
use crate::encoder::FRAME_VALUES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Turns a second, −10 to 10.
    pub hz: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.hz != 0.0).then_some(Self {
            hz: within(self.hz, -10.0, 10.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Rotation(Oscillator);

impl Filter for Rotation {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self(Oscillator::new(options.hz.into()))
    }

    fn set(&mut self, options: &Options) {
        self.0.set(options.hz.into());
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let sines = self.0.run(SAMPLES_PER_FRAME);
        for ([left, right], sine) in pairs(frame).zip(sines) {
            *left *= f32::midpoint(1.0, sine);
            *right *= f32::midpoint(1.0, -sine);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::{assert_formula, turned};

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options { hz: 0.2 };
        assert_formula(Rotation::new(&options), |n, input| {
            let sine = turned(f64::from(options.hz), n).sin();
            let [left, right] = input[n];
            [left * (1.0 + sine) / 2.0, right * (1.0 - sine) / 2.0]
        });
    }
}
