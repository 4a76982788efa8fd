//! The volume, as a factor.

use super::filter::within;
use crate::CHANNELS;

/// The loudest volume, in percent.
pub const MAX_PERCENT: f32 = 1000.0;

/// The factor of a volume in percent.
pub(super) fn of_percent(percent: f32) -> f32 {
    within(percent, 0.0, MAX_PERCENT) / 100.0
}

/// The factor of Lavalink's filter `volume`, 0 to 5: `tan(0.79 v)` up to 1.5, and from there on in a straight
/// line, `24612 · 100 v/150/10000`; about 1 it changes nothing.
pub(super) fn of_filter(volume: f32) -> f32 {
    let volume = within(volume, 0.0, 5.0);
    if (1.0 - volume).abs() < 0.02 {
        1.0
    } else if volume <= 1.5 {
        (0.79 * volume).tan()
    } else {
        2.461_2 * volume / 1.5
    }
}

/// A factor that glides, since a step would click.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    now: f32,
    target: f32,
}

impl Gain {
    #[must_use]
    pub fn new(factor: f32) -> Self {
        Self {
            now: factor,
            target: factor,
        }
    }

    pub fn set(&mut self, factor: f32) {
        self.target = factor;
    }

    /// Whether it is 1 and isn't changing.
    #[must_use]
    pub fn is_unity(&self) -> bool {
        (self.now - 1.0).abs() < f32::EPSILON && (self.target - 1.0).abs() < f32::EPSILON
    }

    /// Applies the volume to one frame; a change is a straight line over its 20 ms.
    pub fn apply(&mut self, frame: &mut [f32]) {
        let frames = (frame.len() / CHANNELS) as f32;
        let step = (self.target - self.now) / frames;
        for (index, pair) in frame.chunks_exact_mut(CHANNELS).enumerate() {
            let gain = self.now + step * index as f32;
            for sample in pair {
                *sample *= gain;
            }
        }
        self.now = self.target;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::FRAME_VALUES;

    #[test]
    fn a_volume_change_is_a_straight_line_over_one_frame() {
        let mut gain = Gain::new(1.0);
        gain.set(0.5);
        let mut frame = vec![1.0; FRAME_VALUES];
        gain.apply(&mut frame);
        assert!((frame[0] - 1.0).abs() < 1e-6);
        assert!((frame[FRAME_VALUES / 2] - 0.75).abs() < 1e-3);
        let worst = frame
            .chunks_exact(2)
            .zip(frame.chunks_exact(2).skip(1))
            .map(|(a, b)| (a[0] - b[0]).abs())
            .fold(0.0, f32::max);
        assert!(worst < 0.001);
        frame.fill(1.0);
        gain.apply(&mut frame);
        assert!(frame.iter().all(|s| (s - 0.5).abs() < 1e-6));
    }

    #[test]
    fn it_goes_to_ten_times_and_no_further() {
        for (percent, factor) in [(1000.0, 10.0), (5000.0, 10.0), (-1.0, 0.0)] {
            let mut frame = vec![0.01; FRAME_VALUES];
            Gain::new(of_percent(percent)).apply(&mut frame);
            assert!(frame.iter().all(|s| (s - 0.01 * factor).abs() < 1e-6));
        }
    }

    #[test]
    fn the_filter_is_as_the_formula_says() {
        for step in 0u8..=50 {
            let volume = f64::from(step) / 10.0;
            let meant = if step == 10 {
                1.0
            } else if step <= 15 {
                (0.79 * volume).tan()
            } else {
                24_612.0 * (100.0 * volume) / 150.0 / 10_000.0
            };
            let error = (f64::from(of_filter(volume as f32)) - meant).abs();
            assert!(error < 1e-5 * meant.max(1.0), "{volume}: {error}");
        }
    }
}
