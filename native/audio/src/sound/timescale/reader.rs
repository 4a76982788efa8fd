//! Reads samples at places between them: a sinc under a Kaiser window, wider and lower where what is read faster
//! would hold more than the rate can.

use std::f64::consts::PI;
use std::sync::{Arc, Mutex, PoisonError};

use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// Samples on each side of a place that are read at most.
pub(crate) const REACH: usize = 128;
/// And at least: up to 19 kHz nothing is lost.
const USUAL: usize = 32;
/// Places between two samples whose weights are known; between these they are on a straight line.
const PLACES: usize = 256;
/// Of the Kaiser window: what is rejected is 90 dB down.
const BETA: f64 = 9.0;
/// How many weights are kept for the next who need them: several players rarely turn at once.
const KEPT: usize = 8;

#[derive(Clone)]
pub(crate) enum Reader {
    /// At the source's own rate: at whole samples as it is.
    Plain(Arc<Weights>),
    Faster(Arc<Weights>),
}

pub(crate) struct Weights {
    /// The step for which they are, in thousandths and rounded up.
    thousandths: u32,
    /// Samples on each side.
    reach: usize,
    /// `2 · reach` for each place, and once more for the last.
    values: Vec<f32>,
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.weights().thousandths == other.weights().thousandths
    }
}

impl Reader {
    /// For places that are `step` samples apart.
    pub(crate) fn at(step: f64) -> Self {
        // A step that's a little more than one is that of a frame on the way back.
        if step < 1.002 {
            Self::Plain(weights(1_000))
        } else {
            Self::Faster(weights((step * 1_000.0).ceil() as u32))
        }
    }

    fn weights(&self) -> &Weights {
        match self {
            Self::Plain(weights) | Self::Faster(weights) => weights,
        }
    }

    /// Fills `frame` from `phase` on; around each place there have to be [`REACH`] samples.
    pub(crate) fn read(
        &self,
        sound: &[f32],
        phase: f64,
        step: f64,
        frame: &mut [f32; FRAME_VALUES],
    ) {
        let at_whole = phase.fract() == 0.0 && (step - 1.0).abs() < f64::EPSILON;
        if at_whole && matches!(self, Self::Plain(_)) {
            let from = phase as usize * CHANNELS;
            frame.copy_from_slice(&sound[from..from + FRAME_VALUES]);
            return;
        }
        let weights = self.weights();
        for n in 0..SAMPLES_PER_FRAME {
            let place = phase + step * n as f64;
            let at = place as usize;
            let from = (at + 1 - weights.reach) * CHANNELS;
            let around = &sound[from..from + 2 * weights.reach * CHANNELS];
            let pair = weights.read(around, (place - at as f64) as f32);
            frame[n * CHANNELS..][..CHANNELS].copy_from_slice(&pair);
        }
    }
}

impl Weights {
    fn read(&self, around: &[f32], share: f32) -> [f32; CHANNELS] {
        let taps = 2 * self.reach;
        let place = share * PLACES as f32;
        let whole = (place as usize).min(PLACES - 1);
        let between = place - whole as f32;
        let one = &self.values[whole * taps..][..taps];
        let other = &self.values[(whole + 1) * taps..][..taps];
        // Four taps at a time, which the compiler computes at once.
        let mut sums = [[0.0f32; CHANNELS]; 4];
        let ones = one.as_chunks::<4>().0.iter();
        let others = other.as_chunks::<4>().0;
        let sounds = around.as_chunks::<{ 4 * CHANNELS }>().0;
        for ((one, other), sound) in ones.zip(others).zip(sounds) {
            for lane in 0..4 {
                let weight = one[lane] + (other[lane] - one[lane]) * between;
                sums[lane][0] += weight * sound[lane * 2];
                sums[lane][1] += weight * sound[lane * 2 + 1];
            }
        }
        [0, 1].map(|side| sums.iter().map(|sum| sum[side]).sum())
    }
}

fn weights(thousandths: u32) -> Arc<Weights> {
    static KNOWN: Mutex<Vec<Arc<Weights>>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(weights) = known
        .iter()
        .find(|weights| weights.thousandths == thousandths)
    {
        return Arc::clone(weights);
    }
    let made = Arc::new(compute(thousandths));
    if known.len() == KEPT {
        known.remove(0);
    }
    known.push(Arc::clone(&made));
    made
}

fn compute(thousandths: u32) -> Weights {
    let step = f64::from(thousandths) / 1_000.0;
    let reach = ((USUAL as f64 * step) as usize)
        .next_multiple_of(2)
        .min(REACH);
    // Of half the rate: what is above is gone before it would come back lower.
    let top = (1.0 / step) * (1.0 - 2.6 * step / reach as f64).max(0.5);
    let edge = bessel(BETA);
    let mut values = Vec::with_capacity((PLACES + 1) * 2 * reach);
    for place in 0..=PLACES {
        let share = place as f64 / PLACES as f64;
        let from = values.len();
        for tap in 0..2 * reach {
            let x = tap as f64 - (reach - 1) as f64 - share;
            let inside = 1.0 - (x / reach as f64).powi(2);
            let window = bessel(BETA * inside.max(0.0).sqrt()) / edge;
            let angle = PI * x * top;
            let sinc = if angle.abs() < 1e-9 {
                1.0
            } else {
                angle.sin() / angle
            };
            values.push((sinc * top * window) as f32);
        }
        // None of the places is louder than another.
        let sum: f32 = values[from..].iter().sum();
        for value in &mut values[from..] {
            *value /= sum;
        }
    }
    Weights {
        thousandths,
        reach,
        values,
    }
}

/// The modified Bessel function of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}
