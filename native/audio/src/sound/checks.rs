//! What tests of filters measure with.

use std::f64::consts::TAU;

use super::filter::Filter;
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLE_RATE_HZ};

/// A filter may err by this much beside its formula, in dB.
const ERROR_DB: f64 = -80.0;

/// The angle of something that turns so often a second, at sample `n`.
pub(crate) fn turned(hz: f64, n: usize) -> f64 {
    TAU * hz * n as f64 / f64::from(SAMPLE_RATE_HZ)
}

/// Noise of a generator with a known sequence, and three tones: something in each band, left and right apart.
pub(crate) fn mixture(frames: usize) -> Vec<f32> {
    let mut state = 1u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state) / f64::from(u32::MAX) - 0.5
    };
    (0..frames * FRAME_VALUES)
        .map(|index| {
            let (n, channel) = (index / CHANNELS, index % CHANNELS);
            let hz = [[55.0, 440.0, 5_000.0], [82.0, 660.0, 7_000.0]][channel];
            let tones: f64 = hz.iter().map(|hz| turned(*hz, n).sin()).sum();
            (0.15 * tones + 0.2 * noise()) as f32
        })
        .collect()
}

/// A second of that sound, filtered.
pub(crate) fn filtered(mut filter: impl Filter, source: &[f32]) -> Vec<f32> {
    let mut out = source.to_vec();
    for frame in out.as_chunks_mut::<FRAME_VALUES>().0 {
        filter.apply(frame);
    }
    out
}

/// `formula`: the sample `n`, left and right, of what comes in as samples left and right.
pub(crate) fn assert_formula<F: Filter>(
    filter: F,
    mut formula: impl FnMut(usize, &[[f64; CHANNELS]]) -> [f64; CHANNELS],
) {
    let source = mixture(50);
    let input: Vec<[f64; CHANNELS]> = source
        .as_chunks::<CHANNELS>()
        .0
        .iter()
        .map(|pair| pair.map(f64::from))
        .collect();
    let heard = filtered(filter, &source);
    let (mut noise, mut power) = (0.0, 0.0);
    for (n, pair) in heard.as_chunks::<CHANNELS>().0.iter().enumerate() {
        for (meant, heard) in formula(n, &input).into_iter().zip(pair) {
            noise += (meant - f64::from(*heard)).powi(2);
            power += meant * meant;
        }
    }
    assert!(power > 1.0, "the formula makes a sound");
    let error = 10.0 * (noise / power).log10();
    println!("{:.0} dB: {}", error, std::any::type_name::<F>());
    assert!(error <= ERROR_DB, "{error} dB");
}
