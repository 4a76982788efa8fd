//! The wave is bent: `offset + scale · (sinOffset + sin(x · sinScale)) · (cosOffset + cos(x · cosScale)) ·
//! (tanOffset + tan(x · tanScale))`, cut off at full scale.

use std::f32::consts::PI;

use super::filter::{Filter, within};
use crate::encoder::FRAME_VALUES;

/// Each −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub sin_offset: f32,
    pub sin_scale: f32,
    pub cos_offset: f32,
    pub cos_scale: f32,
    pub tan_offset: f32,
    pub tan_scale: f32,
    pub offset: f32,
    pub scale: f32,
}

impl Options {
    /// With these, the filter is off, as Lavalink's is.
    const PLAIN: Self = Self {
        sin_offset: 0.0,
        sin_scale: 1.0,
        cos_offset: 0.0,
        cos_scale: 1.0,
        tan_offset: 0.0,
        tan_scale: 1.0,
        offset: 0.0,
        scale: 1.0,
    };

    pub(super) fn active(self) -> Option<Self> {
        let bounded = |value: f32| within(value, -100.0, 100.0);
        (self != Self::PLAIN).then_some(Self {
            sin_offset: bounded(self.sin_offset),
            sin_scale: bounded(self.sin_scale),
            cos_offset: bounded(self.cos_offset),
            cos_scale: bounded(self.cos_scale),
            tan_offset: bounded(self.tan_offset),
            tan_scale: bounded(self.tan_scale),
            offset: bounded(self.offset),
            scale: bounded(self.scale),
        })
    }
}

#[derive(Clone)]
pub(crate) struct Distortion(Options);

impl Filter for Distortion {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self(*options)
    }

    fn set(&mut self, options: &Options) {
        self.0 = *options;
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let options = self.0;
        for value in frame {
            let (sine, _) = sine_and_cosine(*value * options.sin_scale);
            let (_, cosine) = sine_and_cosine(*value * options.cos_scale);
            let (up, along) = sine_and_cosine(*value * options.tan_scale);
            // Nothing is divided by, and so never not a number.
            let along = if along.abs() < 1e-9 { 1e-9 } else { along };
            let bent = (options.sin_offset + sine)
                * (options.cos_offset + cosine)
                * (options.tan_offset + up / along);
            *value = (options.offset + options.scale * bent).clamp(-1.0, 1.0);
        }
    }
}

/// Both of an angle within ±1000, to about a ten-millionth; the compiler computes several at once, unlike the
/// library's.
fn sine_and_cosine(angle: f32) -> (f32, f32) {
    // Adding it to a small number and taking it away again rounds that to a whole one.
    const ROUND: f32 = 12_582_912.0;
    // π in two parts: few digits, which a whole number multiplies exactly, and the rest.
    const COARSE: f32 = 3.140_625;
    const FINE: f32 = 9.676_536e-4;
    let halves = (angle / PI + ROUND) - ROUND;
    let rest = (angle - halves * COARSE) - halves * FINE;
    let odd = (halves - 2.0 * ((halves / 2.0 + ROUND) - ROUND)).abs();
    let sign = 1.0 - 2.0 * odd;
    let square = rest * rest;
    // Taylor's series.
    let sine = rest
        * (1.0
            + square
                * (-1.0 / 6.0
                    + square
                        * (1.0 / 120.0
                            + square
                                * (-1.0 / 5_040.0
                                    + square * (1.0 / 362_880.0 - square / 39_916_800.0)))));
    let cosine = 1.0
        + square
            * (-0.5
                + square
                    * (1.0 / 24.0
                        + square
                            * (-1.0 / 720.0
                                + square
                                    * (1.0 / 40_320.0
                                        + square
                                            * (-1.0 / 3_628_800.0 + square / 479_001_600.0)))));
    (sign * sine, sign * cosine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            sin_offset: 0.1,
            sin_scale: 3.0,
            cos_offset: 0.5,
            cos_scale: 40.0,
            tan_offset: 0.2,
            tan_scale: 1.5,
            offset: 0.05,
            scale: 0.8,
        };
        let of = f64::from;
        assert_formula(Distortion::new(&options), |n, input| {
            input[n].map(|x| {
                let sine = of(0.1f32) + (x * 3.0).sin();
                let cosine = 0.5 + (x * 40.0).cos();
                let tangent = of(0.2f32) + (x * 1.5).tan();
                (of(0.05f32) + of(0.8f32) * sine * cosine * tangent).clamp(-1.0, 1.0)
            })
        });
    }

    #[test]
    fn sine_and_cosine_are_right_far_out() {
        for step in -80_000..=80_000 {
            let angle = step as f32 / 100.0;
            let (sine, cosine) = sine_and_cosine(angle);
            assert!(
                (f64::from(sine) - f64::from(angle).sin()).abs() < 1e-5,
                "{angle}"
            );
            assert!(
                (f64::from(cosine) - f64::from(angle).cos()).abs() < 1e-5,
                "{angle}"
            );
        }
    }
}
