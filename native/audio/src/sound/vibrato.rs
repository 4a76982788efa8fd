//! The pitch wavers: the sound is read with a delay of `(sin φ + 1)/2 · depth · 96 + 3` samples, `φ` turning
//! `frequency` times a second, between samples by the third-order Hermite curve through four of them.

use super::filter::{Filter, pairs, within};
use super::oscillator::Oscillator;
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// 2 ms.
const SWING: f32 = 96.0;
const LEAST: f32 = 3.0;
/// The longest delay and two samples for the curve.
const PAST: usize = 102;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Hz, above 0 to 14.
    pub frequency: f32,
    /// 0 to 1.
    pub depth: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.depth > 0.0).then_some(Self {
            frequency: within(self.frequency, 0.0, 14.0),
            depth: self.depth.min(1.0),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Vibrato {
    depth: f32,
    oscillator: Oscillator,
    past: [[f32; CHANNELS]; PAST],
}

impl Filter for Vibrato {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self {
            depth: options.depth,
            oscillator: Oscillator::new(options.frequency.into()),
            past: [[0.0; CHANNELS]; PAST],
        }
    }

    fn set(&mut self, options: &Options) {
        self.depth = options.depth;
        self.oscillator.set(options.frequency.into());
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let mut source = [[0.0; CHANNELS]; PAST + SAMPLES_PER_FRAME];
        source[..PAST].copy_from_slice(&self.past);
        source[PAST..].copy_from_slice(frame.as_chunks().0);
        let sines = self.oscillator.run(SAMPLES_PER_FRAME);
        for ((n, pair), sine) in pairs(frame).enumerate().zip(sines) {
            let delay = f32::midpoint(sine, 1.0) * self.depth * SWING + LEAST;
            let whole = delay as usize;
            let newest = PAST + n + 1 - whole;
            let around = [0, 1, 2, 3].map(|older| source[newest - older]);
            *pair = [0, 1].map(|channel| {
                hermite(
                    around.map(|sample: [f32; CHANNELS]| sample[channel]),
                    delay - whole as f32,
                )
            });
        }
        self.past.copy_from_slice(&source[SAMPLES_PER_FRAME..]);
    }
}

/// The curve through four points, at `share` of the way from the second to the third.
fn hermite([a, b, c, d]: [f32; 4], share: f32) -> f32 {
    let slope = (c - a) / 2.0;
    let square = a - 2.5 * b + 2.0 * c - d / 2.0;
    let cube = (d - a) / 2.0 + 1.5 * (b - c);
    ((cube * share + square) * share + slope) * share + b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::{assert_formula, turned};

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            frequency: 5.0,
            depth: 0.7,
        };
        assert_formula(Vibrato::new(&options), |n, input| {
            let delay = f64::midpoint(turned(5.0, n).sin(), 1.0) * f64::from(0.7f32) * 96.0 + 3.0;
            let (whole, t) = (delay.floor() as usize, delay.fract());
            [0, 1].map(|channel| {
                let at = |older: usize| {
                    (n + 1)
                        .checked_sub(older)
                        .map_or(0.0, |n| input[n][channel])
                };
                let [y0, y1, y2, y3] = [0, 1, 2, 3].map(|older| at(whole + older));
                // Hermite's base functions with Catmull and Rom's tangents.
                let (m1, m2) = ((y2 - y0) / 2.0, (y3 - y1) / 2.0);
                (1.0 + 2.0 * t) * (1.0 - t).powi(2) * y1
                    + t * (1.0 - t).powi(2) * m1
                    + t * t * (3.0 - 2.0 * t) * y2
                    + t * t * (t - 1.0) * m2
            })
        });
    }
}
