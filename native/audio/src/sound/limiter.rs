//! Nothing gets louder than −1 dBTP: where a peak is ahead, between the samples too, the sound is turned down
//! before it comes. So what goes out is [`DELAY`] samples late.
//!
//! `p[n]` is the louder side's largest value at and between samples, four to each (ITU-R BS.1770, annex 2);
//! `r[n] = min(1, C/p[n])`; `m[n]` the least `r` of the last [`HELD`] samples, from which it rises again by the
//! release; the gain is the mean of the last [`WINDOW`] `m`, and so never above what the peak needs, at it and a
//! little around it: what lies between samples is made of them all.

use std::collections::VecDeque;
use std::f32::consts::PI;
use std::sync::OnceLock;

use super::filter::{Filter, pairs};
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME};

/// −1 dBTP, and a little more for what lies between the points that are looked at.
const CEILING: f32 = 0.82;
/// 5 ms.
const WINDOW: usize = 240;
/// Samples on each side of a point that tell its value.
const REACH: usize = 10;
/// A peak counts for so many samples on each side of it.
const AROUND: usize = 8;
const HELD: usize = WINDOW + 2 * AROUND;
/// By how many samples the limited sound is late.
pub(crate) const DELAY: usize = WINDOW - 1 + REACH + AROUND;
const RELEASE_SECONDS: f32 = 0.1;
const RELEASE: f32 = 1.0 / (RELEASE_SECONDS * SAMPLE_RATE_HZ as f32);
/// How many values are computed at a time: their sums stay where the processor adds.
const BLOCK: usize = 16;
/// Points that are looked at between two samples.
const BETWEEN: usize = 3;
/// No point is above the samples around it by more than this.
const MOST_ABOVE: f32 = 2.5;

#[derive(Clone)]
pub(crate) struct Limiter {
    /// The values that come out next.
    delayed: [f32; DELAY * CHANNELS],
    /// The last values that came in, which the first points of a frame need.
    past: [f32; 2 * REACH * CHANNELS],
    /// The `r` that may become the least, each with its sample, rising.
    low: VecDeque<(u64, f32)>,
    sample: u64,
    least: f32,
    /// The last `m`, the next to leave at `at`, and their sum.
    window: [f32; WINDOW],
    at: usize,
    sum: f64,
    /// Samples since something had to be turned down; after some the gain is exactly 1.
    rested: usize,
}

impl Filter for Limiter {
    type Options = ();

    fn new((): &()) -> Self {
        Self {
            delayed: [0.0; DELAY * CHANNELS],
            past: [0.0; 2 * REACH * CHANNELS],
            low: VecDeque::new(),
            sample: 0,
            least: 1.0,
            window: [1.0; WINDOW],
            at: 0,
            sum: WINDOW as f64,
            rested: RESTS,
        }
    }

    fn set(&mut self, (): &()) {}

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let peaks = self.peaks(frame);
        let mut sound = [0.0; (DELAY + SAMPLES_PER_FRAME) * CHANNELS];
        sound[..DELAY * CHANNELS].copy_from_slice(&self.delayed);
        sound[DELAY * CHANNELS..].copy_from_slice(frame);
        frame.copy_from_slice(&sound[..FRAME_VALUES]);
        self.delayed.copy_from_slice(&sound[FRAME_VALUES..]);
        if self.rested >= RESTS && peaks.iter().all(|peak| *peak <= CEILING) {
            self.sample += SAMPLES_PER_FRAME as u64;
            return;
        }
        for (pair, peak) in pairs(frame).zip(peaks) {
            let gain = self.gain(peak);
            *pair = pair.map(|value| value * gain);
        }
    }
}

/// Until nothing of the last peak is left: both windows, and the release to a ten-millionth.
const RESTS: usize = HELD + WINDOW + (RELEASE_SECONDS * 16.0 * SAMPLE_RATE_HZ as f32) as usize;

impl Limiter {
    fn gain(&mut self, peak: f32) -> f32 {
        let wanted = if peak > CEILING { CEILING / peak } else { 1.0 };
        self.rested = if wanted < 1.0 { 0 } else { self.rested + 1 };
        while self.low.back().is_some_and(|(_, value)| *value >= wanted) {
            self.low.pop_back();
        }
        if wanted < 1.0 {
            self.low.push_back((self.sample, wanted));
        }
        if let Some((sample, _)) = self.low.front()
            && sample + (HELD as u64) <= self.sample
        {
            self.low.pop_front();
        }
        self.sample += 1;
        let least = self.low.front().map_or(1.0, |(_, value)| *value);
        let risen = self.least + (1.0 - self.least) * RELEASE;
        self.least = risen.min(least);
        let leaving = std::mem::replace(&mut self.window[self.at], self.least);
        self.at = if self.at + 1 == WINDOW {
            0
        } else {
            self.at + 1
        };
        self.sum += f64::from(self.least) - f64::from(leaving);
        if self.rested >= RESTS {
            self.least = 1.0;
            self.window = [1.0; WINDOW];
            self.sum = WINDOW as f64;
        }
        (self.sum * (1.0 / WINDOW as f64)) as f32
    }

    /// The louder side's peak around each sample of the frame, [`REACH`] samples before it.
    fn peaks(&mut self, frame: &[f32; FRAME_VALUES]) -> [f32; SAMPLES_PER_FRAME] {
        const PAST: usize = 2 * REACH * CHANNELS;
        let mut sound = [0.0; PAST + FRAME_VALUES];
        sound[..PAST].copy_from_slice(&self.past);
        sound[PAST..].copy_from_slice(frame);
        self.past.copy_from_slice(&sound[FRAME_VALUES..]);
        let loudest = sound
            .iter()
            .fold(0.0, |most: f32, value| most.max(value.abs()));
        if loudest * MOST_ABOVE <= CEILING {
            return [0.0; SAMPLES_PER_FRAME];
        }
        // At the sample itself.
        let mut highest = [0.0; FRAME_VALUES];
        let middle = REACH * CHANNELS;
        for (highest, value) in highest.iter_mut().zip(&sound[middle..]) {
            *highest = value.abs();
        }
        for (block, highest) in highest.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
            for taps in points() {
                let mut values = [0.0; BLOCK];
                for (tap, weight) in taps.iter().enumerate() {
                    let from = block * BLOCK + (tap + 1) * CHANNELS;
                    for (value, sample) in values.iter_mut().zip(&sound[from..from + BLOCK]) {
                        *value += weight * sample;
                    }
                }
                for (highest, value) in highest.iter_mut().zip(&values) {
                    *highest = highest.max(value.abs());
                }
            }
        }
        let mut peaks = [0.0; SAMPLES_PER_FRAME];
        for (peak, pair) in peaks.iter_mut().zip(highest.as_chunks::<CHANNELS>().0) {
            *peak = pair[0].max(pair[1]);
        }
        peaks
    }
}

/// The weights of the samples around each point between two of them: a sinc under a Hann window.
fn points() -> &'static [[f32; 2 * REACH]; BETWEEN] {
    static POINTS: OnceLock<[[f32; 2 * REACH]; BETWEEN]> = OnceLock::new();
    POINTS.get_or_init(|| {
        let mut points = [[0.0; 2 * REACH]; BETWEEN];
        for (index, taps) in points.iter_mut().enumerate() {
            let share = (index + 1) as f32 / (BETWEEN + 1) as f32;
            for (tap, weight) in taps.iter_mut().enumerate() {
                let from = tap as f32 - (REACH - 1) as f32 - share;
                let window = (PI * from / (2 * REACH) as f32).cos().powi(2);
                *weight = (PI * from).sin() / (PI * from) * window;
            }
        }
        points
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::{filtered, mixture, turned};

    /// The highest value, sixteen points to a sample, each from 128 samples around it.
    fn true_peak_db(sound: &[f32]) -> f64 {
        let half = 64i64;
        let taps: Vec<Vec<f64>> = (0..16)
            .map(|step| {
                let share = f64::from(step) / 16.0;
                (-half + 1..=half)
                    .map(|tap| {
                        let x = (tap as f64 - share) * std::f64::consts::PI;
                        let window = (x / (2.0 * (half as f64 + 1.0))).cos().powi(2);
                        if x.abs() < 1e-12 {
                            1.0
                        } else {
                            x.sin() / x * window
                        }
                    })
                    .collect()
            })
            .collect();
        let mut highest = 0.0f64;
        for side in 0..CHANNELS {
            let values: Vec<f64> = sound
                .iter()
                .skip(side)
                .step_by(CHANNELS)
                .map(|v| f64::from(*v))
                .collect();
            for around in values.windows(2 * half as usize) {
                for taps in &taps {
                    let value: f64 = taps
                        .iter()
                        .zip(around)
                        .map(|(tap, value)| tap * value)
                        .sum();
                    highest = highest.max(value.abs());
                }
            }
        }
        20.0 * highest.log10()
    }

    #[test]
    fn what_is_quiet_comes_out_as_it_went_in_and_late() {
        let source = mixture(20);
        let heard = filtered(Limiter::new(&()), &source);
        assert_eq!(
            heard[DELAY * CHANNELS..],
            source[..heard.len() - DELAY * CHANNELS]
        );
    }

    #[test]
    fn nothing_is_above_one_db_under_full_scale_not_even_between_samples() {
        let tone = |hz: f64, phase: f64| -> Vec<f32> {
            (0..20 * FRAME_VALUES)
                .map(|n| (turned(hz, n / CHANNELS) + phase).sin() as f32)
                .collect()
        };
        let noise = mixture(20);
        let mut bursts = noise.clone();
        for (index, value) in bursts.iter_mut().enumerate() {
            if index / 4_000 % 2 == 0 {
                *value *= 0.1;
            }
        }
        // A quarter of the rate, between whose samples the peaks lie; near the highest that music has; and low.
        for source in [
            tone(12_000.0, 0.785),
            tone(17_000.0, 0.3),
            tone(60.0, 0.0),
            noise,
            bursts,
        ] {
            for gain in [1.0, 3.0, 10.0] {
                let louder: Vec<f32> = source.iter().map(|value| value * gain).collect();
                let peak = true_peak_db(&filtered(Limiter::new(&()), &louder));
                assert!(peak <= -1.0, "{peak} dBTP");
                assert!(gain < 3.0 || peak > -2.5, "{peak} dBTP");
            }
        }
    }

    #[test]
    fn it_lets_go_again_and_comes_to_rest() {
        let mut limiter = Limiter::new(&());
        limiter.apply(&mut [2.0; FRAME_VALUES]);
        assert_eq!(limiter.rested, 0);
        for _ in 0..100 {
            limiter.apply(&mut [0.3; FRAME_VALUES]);
        }
        let mut frame = [0.3; FRAME_VALUES];
        limiter.apply(&mut frame);
        assert!(frame.iter().all(|value| (value - 0.3).abs() < f32::EPSILON));
        assert!(limiter.low.is_empty());
    }
}
