//! What was heard comes again, each time quieter: `y[n] = x[n] + decay · y[n − delay]`.

use std::collections::VecDeque;
use std::sync::Arc;

use super::filter::{Filter, audible, within};
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLE_RATE_HZ};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// 10 to 2000.
    pub delay_ms: f32,
    /// 0 to 0.9.
    pub decay: f32,
}

impl Options {
    pub(super) fn active(self) -> Option<Self> {
        (self.decay > 0.0).then_some(Self {
            delay_ms: within(self.delay_ms, 10.0, 2000.0),
            decay: self.decay.min(0.9),
        })
    }

    fn values(self) -> usize {
        let samples = self.delay_ms * SAMPLE_RATE_HZ as f32 / 1000.0;
        samples.round() as usize * CHANNELS
    }
}

#[derive(Clone)]
pub(crate) struct Echo {
    options: Options,
    /// The frames that were heard last, the newest at the end. They never change, so clones share them.
    past: VecDeque<Arc<[f32; FRAME_VALUES]>>,
}

impl Filter for Echo {
    type Options = Options;

    fn new(options: &Options) -> Self {
        Self {
            options: *options,
            past: VecDeque::new(),
        }
    }

    fn set(&mut self, options: &Options) {
        self.options = *options;
    }

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        let (delay, share) = (self.options.values(), self.options.decay);
        // Of the frame itself where the delay is shorter.
        let within = delay.min(FRAME_VALUES);
        let mut back = [0.0; FRAME_VALUES];
        self.copy_past(delay, &mut back[..within]);
        for (value, back) in frame.iter_mut().zip(&back[..within]) {
            *value = audible(*value + share * back);
        }
        for index in within..FRAME_VALUES {
            frame[index] = audible(frame[index] + share * frame[index - delay]);
        }
        self.past.push_back(Arc::new(*frame));
        while self.past.len() > delay.div_ceil(FRAME_VALUES) {
            self.past.pop_front();
        }
    }
}

impl Echo {
    /// The values from `delay` before the next frame on; silence before the first one.
    fn copy_past(&self, delay: usize, out: &mut [f32]) {
        let kept = self.past.len() * FRAME_VALUES;
        for (block, values) in self.past.iter().enumerate() {
            // Where in `out` the block begins.
            let at = (block * FRAME_VALUES + delay) as isize - kept as isize;
            let from = at.clamp(0, out.len() as isize);
            let to = (at + FRAME_VALUES as isize).clamp(0, out.len() as isize);
            if from < to {
                let of = (from - at) as usize..(to - at) as usize;
                out[from as usize..to as usize].copy_from_slice(&values[of]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::checks::assert_formula;

    #[test]
    fn it_is_as_the_formula_says_whatever_the_delay() {
        for (delay_ms, delay) in [(10.0, 480), (13.0, 624), (20.0, 960), (333.0, 15_984)] {
            let options = Options {
                delay_ms,
                decay: 0.6,
            };
            let mut heard: Vec<[f64; CHANNELS]> = Vec::new();
            assert_formula(Echo::new(&options), |n, input| {
                let back = if n < delay {
                    [0.0; 2]
                } else {
                    heard[n - delay]
                };
                let now = [0, 1].map(|side| input[n][side] + f64::from(0.6f32) * back[side]);
                heard.push(now);
                now
            });
        }
    }

    #[test]
    fn it_keeps_no_more_than_its_delay() {
        let longest = Options {
            delay_ms: 1e9,
            decay: 5.0,
        };
        let mut echo = Echo::new(&longest.active().unwrap());
        for _ in 0..200 {
            echo.apply(&mut [1.0; FRAME_VALUES]);
        }
        assert_eq!(echo.past.len(), 100);
        echo.set(&Options {
            delay_ms: 20.0,
            decay: 0.5,
        });
        echo.apply(&mut [1.0; FRAME_VALUES]);
        assert_eq!(echo.past.len(), 1);
    }
}
