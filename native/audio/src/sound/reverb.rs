//! A room, after Schroeder ("Natural sounding artificial reverberation", 1962): for each side eight combs side by
//! side, `v[n] = (l + r) · 0.02 + g · ((1 − h) · v[n−D] + h · v[n−D−1])`, of which the `v[n−D]` are added, then
//! four all-passes in a row, `w[n] = x[n] + 0.5 · w[n−D]`, `y[n] = w[n−D] − 0.5 · w[n]`. Where
//! `g = 0.7 + 0.28 · roomSize`, `h = 0.45 · damping`; out comes `x · (1 − wet) + 3 · y · wet`.

use super::filter::{Filter, audible, pairs, within};
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// Delays of each side, in samples: primes, so that their echoes rarely meet.
const COMBS: [[usize; 8]; CHANNELS] = [
    [1213, 1291, 1399, 1481, 1549, 1627, 1697, 1759],
    [1237, 1319, 1423, 1511, 1571, 1657, 1721, 1783],
];
const PASSES: [[usize; 4]; CHANNELS] = [[607, 479, 373, 241], [631, 503, 397, 269]];
const PASS_GAIN: f32 = 0.5;
const INPUT: f32 = 0.02;
const WET: f32 = 3.0;

/// Each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub room_size: f32,
    pub damping: f32,
    pub wet: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.wet > 0.0).then_some(Self {
            room_size: within(self.room_size, 0.0, 1.0),
            damping: within(self.damping, 0.0, 1.0),
            wet: self.wet.min(1.0),
        })
    }
}

type Mono = [f32; SAMPLES_PER_FRAME];

#[derive(Clone)]
pub(crate) struct Reverb {
    options: Options,
    combs: [[Comb; 8]; CHANNELS],
    passes: [[AllPass; 4]; CHANNELS],
}

impl Filter for Reverb {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self {
            options: *options,
            combs: COMBS.map(|side| side.map(Comb::new)),
            passes: PASSES.map(|side| side.map(AllPass::new)),
        }
    }

    fn set(&mut self, options: &Options) {
        self.options = *options;
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let gain = 0.7 + 0.28 * self.options.room_size;
        let damped = 0.45 * self.options.damping;
        let mut input = [0.0; SAMPLES_PER_FRAME];
        for (value, [left, right]) in input.iter_mut().zip(pairs(frame)) {
            *value = (*left + *right) * INPUT;
        }
        let wet = self.options.wet;
        for (side, (combs, passes)) in self.combs.iter_mut().zip(&mut self.passes).enumerate() {
            let mut room = [0.0; SAMPLES_PER_FRAME];
            for comb in combs {
                comb.add(&input, gain, damped, &mut room);
            }
            for pass in passes {
                pass.apply(&mut room);
            }
            for (pair, room) in pairs(frame).zip(room) {
                pair[side] = pair[side] * (1.0 - wet) + WET * room * wet;
            }
        }
    }
}

/// Its delay is longer than a frame, so that a frame of it depends on those before alone.
#[derive(Clone)]
struct Comb {
    /// The last values, one more than the delay.
    past: Vec<f32>,
}

impl Comb {
    fn new(delay: usize) -> Self {
        Self {
            past: vec![0.0; delay + 1],
        }
    }

    fn add(&mut self, input: &Mono, gain: f32, damped: f32, out: &mut Mono) {
        let mut made = [0.0; SAMPLES_PER_FRAME];
        let (near, far) = (gain * (1.0 - damped), gain * damped);
        let delayed = &self.past[1..=SAMPLES_PER_FRAME];
        for (n, made) in made.iter_mut().enumerate() {
            *made = audible(input[n] + near * delayed[n] + far * self.past[n]);
            out[n] += delayed[n];
        }
        self.past.copy_within(SAMPLES_PER_FRAME.., 0);
        let kept = self.past.len() - SAMPLES_PER_FRAME;
        self.past[kept..].copy_from_slice(&made);
    }
}

#[derive(Clone)]
struct AllPass {
    delay: usize,
    /// The last values, as many as the delay, and room for those of a frame.
    values: Vec<f32>,
}

impl AllPass {
    fn new(delay: usize) -> Self {
        Self {
            delay,
            values: vec![0.0; delay + SAMPLES_PER_FRAME],
        }
    }

    fn apply(&mut self, sound: &mut Mono) {
        for (part, sound) in sound.chunks_mut(self.delay).enumerate() {
            let at = part * self.delay;
            let (past, next) = self.values[at..].split_at_mut(self.delay);
            for ((value, past), next) in sound.iter_mut().zip(past).zip(next) {
                *next = audible(*value + PASS_GAIN * *past);
                *value = *past - PASS_GAIN * *next;
            }
        }
        self.values.copy_within(SAMPLES_PER_FRAME.., 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says() {
        let options = Options {
            room_size: 0.6,
            damping: 0.4,
            wet: 0.5,
        };
        let (gain, damped) = (0.7 + 0.28 * f64::from(0.6f32), 0.45 * f64::from(0.4f32));
        // The lines' values from the first sample on.
        let mut combs = vec![vec![Vec::<f64>::new(); 8]; CHANNELS];
        let mut passes = vec![vec![Vec::<f64>::new(); 4]; CHANNELS];
        let ago = |line: &[f64], delay: usize| {
            line.len()
                .checked_sub(delay)
                .map_or(0.0, |index| line[index])
        };
        assert_formula(Reverb::new(&options), |n, input| {
            let sum = (input[n][0] + input[n][1]) * 0.02;
            [0, 1].map(|side| {
                let mut room = 0.0;
                for (line, delay) in combs[side].iter_mut().zip(COMBS[side]) {
                    let (near, far) = (ago(line, delay), ago(line, delay + 1));
                    line.push(sum + gain * ((1.0 - damped) * near + damped * far));
                    room += near;
                }
                for (line, delay) in passes[side].iter_mut().zip(PASSES[side]) {
                    let past = ago(line, delay);
                    line.push(room + 0.5 * past);
                    room = past - 0.5 * line[n];
                }
                input[n][side] * 0.5 + 3.0 * room * 0.5
            })
        });
    }

    #[test]
    fn the_largest_room_dies_away() {
        let largest = Options {
            room_size: 1.0,
            damping: 0.0,
            wet: 1.0,
        };
        let mut reverb = Reverb::new(&largest);
        reverb.apply(&mut [1.0; FRAME_VALUES]);
        let mut loudest = |frames: usize| {
            (0..frames)
                .map(|_| {
                    let mut frame = [0.0; FRAME_VALUES];
                    reverb.apply(&mut frame);
                    frame
                        .iter()
                        .fold(0.0, |most: f32, value| most.max(value.abs()))
                })
                .fold(0.0, f32::max)
        };
        let first = loudest(50);
        assert!(first > 0.1 && first < 4.0, "{first}");
        loudest(1_000);
        assert!(loudest(50) < first / 1_000.0);
    }
}
