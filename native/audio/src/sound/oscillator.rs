//! A sine that goes on from frame to frame.

use std::f64::consts::TAU;

use crate::SAMPLE_RATE_HZ;

#[derive(Clone)]
pub(crate) struct Oscillator {
    /// Radians of the next sample, and from one sample to the next.
    phase: f64,
    step: f64,
}

impl Oscillator {
    pub(crate) fn new(hz: f64) -> Self {
        let mut made = Self {
            phase: 0.0,
            step: 0.0,
        };
        made.set(hz);
        made
    }

    pub(crate) fn set(&mut self, hz: f64) {
        self.step = TAU * hz / f64::from(SAMPLE_RATE_HZ);
    }

    /// The sine at the next samples, as many as wanted of each frame. A vector is turned from sample to sample; that
    /// errs less within a frame than a sample can tell.
    pub(crate) fn run(&mut self, samples: usize) -> impl Iterator<Item = f32> {
        let (mut sine, mut cosine) = self.phase.sin_cos();
        let (sine_step, cosine_step) = self.step.sin_cos();
        self.phase = (self.phase + self.step * samples as f64).rem_euclid(TAU);
        (0..samples).map(move |_| {
            let now = sine;
            sine = now * cosine_step + cosine * sine_step;
            cosine = cosine * cosine_step - now * sine_step;
            now as f32
        })
    }
}
