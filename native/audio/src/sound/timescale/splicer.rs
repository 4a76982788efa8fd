//! Another tempo at the same pitch, by overlapping pieces of 20 ms at places where they are most alike (WSOLA;
//! Verhelst and Roelands, "An overlap-add technique based on waveform similarity", 1993). Both channels are cut at
//! the same places, so that the stereo image stays.
//!
//! Places are in samples from the one that the next frame starts with.

use std::f32::consts::PI;

use crate::CHANNELS;

/// Length of a piece, and of its overlap with the one before: 20 ms, the period of 50 Hz.
pub(super) const HOP: usize = 960;
/// How far from its due place a piece may begin: half that.
const REACH: i64 = 480;
/// How far back a piece may begin.
pub(super) const PAST: usize = 1536;
/// The first look is at the means of so many samples.
const COARSE: usize = 6;

#[derive(Clone)]
pub(crate) struct Splicer {
    /// The last samples before the place.
    past: Vec<f32>,
    /// Where what was spliced last goes on.
    next: i64,
    /// Where what was spliced is due to end.
    end: f64,
    /// How many samples at the end of what was spliced are the source as it is.
    copied: usize,
}

impl Splicer {
    pub(super) fn new() -> Self {
        Self {
            past: vec![0.0; PAST * CHANNELS],
            next: 0,
            end: 0.0,
            copied: 0,
        }
    }

    pub(super) fn past(&self) -> &[f32] {
        &self.past
    }

    pub(super) fn next(&self) -> i64 {
        self.next
    }

    pub(super) fn end(&self) -> f64 {
        self.end
    }

    pub(super) fn copied(&self) -> usize {
        self.copied
    }

    /// How many samples so many pieces may take.
    pub(super) fn needs(&self, pieces: usize, tempo: f64) -> usize {
        let length = (pieces * HOP) as f64;
        let copied = self.next as f64 + length;
        let spliced = self.end + length * tempo + REACH as f64 + HOP as f64;
        copied.max(spliced).ceil() as usize + 2
    }

    /// Adds a piece to `out`; gives how many samples of the source it stands for. `window`: [`PAST`] samples, and
    /// those from the place on.
    pub(super) fn splice(&mut self, tempo: f64, window: &[f32], out: &mut Vec<f32>) -> f64 {
        let before = self.end;
        let going_on = piece(window, self.next);
        if (tempo - 1.0).abs() < 1e-9 {
            out.extend_from_slice(going_on);
            self.next += HOP as i64;
            self.end = self.next as f64;
            self.copied += HOP;
            return self.end - before;
        }
        self.end += tempo * HOP as f64;
        let due = self.end.round() as i64 - HOP as i64;
        let start = most_alike(going_on, window, due);
        let pairs = going_on.as_chunks::<CHANNELS>().0.iter();
        let others = piece(window, start).as_chunks::<CHANNELS>().0;
        for ((going_on, other), share) in pairs.zip(others).zip(shares()) {
            out.extend([0, 1].map(|side| going_on[side] + (other[side] - going_on[side]) * share));
        }
        self.next = start + HOP as i64;
        self.copied = 0;
        self.end - before
    }

    /// The place is so many samples further on now.
    pub(super) fn go(&mut self, samples: usize, window: &[f32]) {
        let at = (samples * CHANNELS).min(window.len() - self.past.len());
        self.past.copy_from_slice(&window[at..][..PAST * CHANNELS]);
        self.next -= samples as i64;
        self.end -= samples as f64;
    }
}

/// A Hann window's rising half.
fn shares() -> impl Iterator<Item = f32> {
    (0..HOP).map(|n| 0.5 - 0.5 * (PI * n as f32 / HOP as f32).cos())
}

fn piece(window: &[f32], place: i64) -> &[f32] {
    let at = (place + PAST as i64) as usize * CHANNELS;
    &window[at..at + HOP * CHANNELS]
}

/// Where, about `due`, it goes on most as in `wanted`.
fn most_alike(wanted: &[f32], window: &[f32], due: i64) -> i64 {
    let least = (due - REACH).max(-(PAST as i64));
    let most = (due + REACH).max(least);
    let from = (least + PAST as i64) as usize * CHANNELS;
    let to = (most + PAST as i64) as usize * CHANNELS + HOP * CHANNELS;
    let coarse = means(&window[from..to]);
    let rough = best(&means(wanted), &coarse) as i64 * COARSE as i64 + least;
    let fine_from = (rough - COARSE as i64).max(least);
    let fine_to = (rough + COARSE as i64).min(most);
    let from = (fine_from + PAST as i64) as usize * CHANNELS;
    let to = (fine_to + PAST as i64) as usize * CHANNELS + HOP * CHANNELS;
    best(wanted, &window[from..to]) as i64 + fine_from
}

/// Of each [`COARSE`] samples the mean.
fn means(values: &[f32]) -> Vec<f32> {
    let groups = values.chunks_exact(COARSE * CHANNELS);
    groups
        .flat_map(|group| {
            [0, 1]
                .map(|side| group.iter().skip(side).step_by(CHANNELS).sum::<f32>() / COARSE as f32)
        })
        .collect()
}

/// At which sample of `sound` it is most like `wanted`: where the correlation is highest beside the loudness.
fn best(wanted: &[f32], sound: &[f32]) -> usize {
    let mut best = (0, f32::MIN);
    let mut power = dot(&sound[..wanted.len()], &sound[..wanted.len()]);
    for start in 0..=(sound.len() - wanted.len()) / CHANNELS {
        let at = start * CHANNELS;
        let part = &sound[at..at + wanted.len()];
        let score = dot(wanted, part) / power.max(1e-9).sqrt();
        if score > best.1 {
            best = (start, score);
        }
        for (side, leaving) in part[..CHANNELS].iter().enumerate() {
            let next = sound.get(at + wanted.len() + side).copied();
            power += next.unwrap_or(0.0).powi(2) - leaving * leaving;
        }
    }
    best.0
}

/// In eight sums, which the compiler adds at once.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (ones, one_rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    for (one, other) in ones.iter().zip(others) {
        for lane in 0..8 {
            sums[lane] += one[lane] * other[lane];
        }
    }
    let rest: f32 = one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
