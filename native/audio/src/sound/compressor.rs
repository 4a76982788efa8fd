//! Loud parts are made quieter: `e` follows the louder side's `|x|`, `e += (|x| − e) · (1 − e^(−1/(t · fs)))`
//! where `t` is the attack if `|x|` is above it and the release otherwise, and what is above the threshold `T` is
//! multiplied by `(e/T)^(1/ratio − 1)`; all of it then by the make-up gain.

use super::filter::{Filter, pairs, within};
use crate::SAMPLE_RATE_HZ;
use crate::encoder::FRAME_VALUES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// dB below full scale, −60 to 0.
    pub threshold_db: f32,
    /// Of so many dB above the threshold one is left, 1 to 20.
    pub ratio: f32,
    /// 0.1 to 200.
    pub attack_ms: f32,
    /// 10 to 2000.
    pub release_ms: f32,
    /// dB, 0 to 24.
    pub makeup_db: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.ratio > 1.0 || self.makeup_db > 0.0).then_some(Self {
            threshold_db: within(self.threshold_db, -60.0, 0.0),
            ratio: within(self.ratio, 1.0, 20.0),
            attack_ms: within(self.attack_ms, 0.1, 200.0),
            release_ms: within(self.release_ms, 10.0, 2000.0),
            makeup_db: within(self.makeup_db, 0.0, 24.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Compressor {
    threshold: f32,
    /// `1/ratio − 1`.
    power: f32,
    attack: f32,
    release: f32,
    makeup: f32,
    envelope: f32,
}

impl Filter for Compressor {
    type Options = Options;

    fn new(options: &Options) -> Self {
        let share = |ms: f32| -(-1000.0 / (ms * SAMPLE_RATE_HZ as f32)).exp_m1();
        let factor = |db: f32| 10f32.powf(db / 20.0);
        Self {
            threshold: factor(options.threshold_db),
            power: 1.0 / options.ratio - 1.0,
            attack: share(options.attack_ms),
            release: share(options.release_ms),
            makeup: factor(options.makeup_db),
            envelope: 0.0,
        }
    }

    fn set(&mut self, options: &Options) {
        let envelope = self.envelope;
        *self = Self {
            envelope,
            ..Self::new(options)
        };
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        for [left, right] in pairs(frame) {
            let level = left.abs().max(right.abs());
            let share = if level > self.envelope {
                self.attack
            } else {
                self.release
            };
            self.envelope += (level - self.envelope) * share;
            let mut gain = self.makeup;
            if self.envelope > self.threshold {
                gain *= (self.envelope / self.threshold).powf(self.power);
            }
            *left *= gain;
            *right *= gain;
        }
        self.envelope = super::filter::audible(self.envelope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            threshold_db: -20.0,
            ratio: 4.0,
            attack_ms: 5.0,
            release_ms: 100.0,
            makeup_db: 6.0,
        };
        let mut envelope = 0.0f64;
        assert_formula(Compressor::new(&options), |n, input| {
            let level = input[n][0].abs().max(input[n][1].abs());
            let seconds = if level > envelope { 0.005 } else { 0.1 };
            envelope += (level - envelope) * (1.0 - (-1.0 / (seconds * 48_000.0f64)).exp());
            let over = (envelope / 0.1).max(1.0);
            let gain = over.powf(0.25 - 1.0) * 10f64.powf(6.0 / 20.0);
            input[n].map(|value| value * gain)
        });
    }
}
