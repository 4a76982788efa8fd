//! What is the same left and right is taken away, but for a band of it that comes back:
//! `C = e^(−2π · width/fs)`, `B = −4C/(1 + C) · cos(2π · band/fs)`, `A = √(1 − B²/(4C)) · (1 − C)`,
//! `y[n] = A · (l + r)/2 − B · y[n−1] − C · y[n−2]`, `o = y · monoLevel · level`, `L = l − r · level + o`,
//! `R = r − l · level + o`.

use std::f64::consts::TAU;

use super::filter::{Filter, pairs, within};
use crate::SAMPLE_RATE_HZ;
use crate::encoder::FRAME_VALUES;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How much is taken away, 0 to 1.
    pub level: f32,
    /// How much of the band comes back, 0 to 1.
    pub mono_level: f32,
    /// Hz, the middle of the band and its width, 1 to 20,000.
    pub filter_band: f32,
    pub filter_width: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.level > 0.0).then_some(Self {
            level: self.level.min(1.0),
            mono_level: within(self.mono_level, 0.0, 1.0),
            filter_band: within(self.filter_band, 1.0, 20_000.0),
            filter_width: within(self.filter_width, 1.0, 20_000.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Karaoke {
    level: f32,
    mono_level: f64,
    a: f64,
    b: f64,
    c: f64,
    /// `y[n−1]` and `y[n−2]`.
    past: [f64; 2],
}

impl Filter for Karaoke {
    type Options = Options;

    fn new(options: &Options) -> Self {
        let rate = f64::from(SAMPLE_RATE_HZ);
        let c = (-TAU * f64::from(options.filter_width) / rate).exp();
        let b = -4.0 * c / (1.0 + c) * (TAU * f64::from(options.filter_band) / rate).cos();
        // A band as wide as it is high would take the root of less than nothing.
        let a = (1.0 - b * b / (4.0 * c)).max(0.0).sqrt() * (1.0 - c);
        Self {
            level: options.level,
            mono_level: f64::from(options.mono_level) * f64::from(options.level),
            a,
            b,
            c,
            past: [0.0; 2],
        }
    }

    fn set(&mut self, options: &Options) {
        let past = self.past;
        *self = Self {
            past,
            ..Self::new(options)
        };
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let [mut last, mut before] = self.past;
        for pair in pairs(frame) {
            let [left, right] = *pair;
            let mono = f64::from(f32::midpoint(left, right));
            let now = self.a * mono - self.b * last - self.c * before;
            (last, before) = (now, last);
            let kept = (now * self.mono_level) as f32;
            *pair = [
                left - right * self.level + kept,
                right - left * self.level + kept,
            ];
        }
        self.past = [last, before].map(still);
    }
}

fn still(value: f64) -> f64 {
    if value.abs() < 1e-20 { 0.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            level: 0.9,
            mono_level: 0.8,
            filter_band: 220.0,
            filter_width: 100.0,
        };
        let c = (-TAU * 100.0 / 48_000.0).exp();
        let b = -4.0 * c / (1.0 + c) * (TAU * 220.0 / 48_000.0).cos();
        let a = (1.0 - b * b / (4.0 * c)).sqrt() * (1.0 - c);
        let (mut last, mut before) = (0.0, 0.0);
        assert_formula(Karaoke::new(&options), |n, input| {
            let [left, right] = input[n];
            let y = a * (left + right) / 2.0 - b * last - c * before;
            (last, before) = (y, last);
            let kept = y * 0.8 * 0.9;
            [left - right * 0.9 + kept, right - left * 0.9 + kept]
        });
    }
}
