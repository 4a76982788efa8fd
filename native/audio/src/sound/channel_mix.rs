//! Left and right are mixed: `L' = leftToLeft · L + rightToLeft · R`, `R' = leftToRight · L + rightToRight · R`.

use super::filter::{Filter, pairs, within};
use crate::encoder::FRAME_VALUES;

/// Shares, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub left_to_left: f32,
    pub left_to_right: f32,
    pub right_to_left: f32,
    pub right_to_right: f32,
}

impl Options {
    /// What changes nothing.
    const PLAIN: Self = Self {
        left_to_left: 1.0,
        left_to_right: 0.0,
        right_to_left: 0.0,
        right_to_right: 1.0,
    };

    pub(super) fn active(self) -> Option<Self> {
        (self != Self::PLAIN).then_some(Self {
            left_to_left: within(self.left_to_left, 0.0, 1.0),
            left_to_right: within(self.left_to_right, 0.0, 1.0),
            right_to_left: within(self.right_to_left, 0.0, 1.0),
            right_to_right: within(self.right_to_right, 0.0, 1.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct ChannelMix(Options);

impl Filter for ChannelMix {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self(*options)
    }

    fn set(&mut self, options: &Options) {
        self.0 = *options;
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let mix = self.0;
        for pair in pairs(frame) {
            let [left, right] = *pair;
            *pair = [
                left * mix.left_to_left + right * mix.right_to_left,
                left * mix.left_to_right + right * mix.right_to_right,
            ];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            left_to_left: 0.5,
            left_to_right: 0.25,
            right_to_left: 0.75,
            right_to_right: 0.125,
        };
        assert_formula(ChannelMix::new(&options), |n, input| {
            let [left, right] = input[n];
            [left * 0.5 + right * 0.75, left * 0.25 + right * 0.125]
        });
    }
}
