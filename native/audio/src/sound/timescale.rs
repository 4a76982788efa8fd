//! How fast and how high it sounds. The tempo changes first ([`splicer`]), by `speed/pitch`; what comes of that is
//! then read faster or slower ([`reader`]), by `pitch · rate`. So a frame is made of `speed · rate` times its
//! length of the source.

mod reader;
mod splicer;

use reader::{REACH, Reader};
use splicer::{HOP, PAST, Splicer};

use super::filter::{cross, sane, within};
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// The last samples before a place, both channels, that reading from there on needs.
pub(super) type Recent = [f32; REACH * CHANNELS];

/// Each 0.25 to 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How fast; the pitch stays.
    pub speed: f32,
    /// How high; the speed stays.
    pub pitch: f32,
    /// Both at once, as a record that turns faster.
    pub rate: f32,
}

impl Options {
    pub(super) const NONE: Self = Self {
        speed: 1.0,
        pitch: 1.0,
        rate: 1.0,
    };

    pub(super) fn active(self) -> Option<Self> {
        let bounded = |value: f32| {
            if value.is_nan() {
                1.0
            } else {
                within(value, 0.25, 4.0)
            }
        };
        let options = Self {
            speed: bounded(self.speed),
            pitch: bounded(self.pitch),
            rate: bounded(self.rate),
        };
        (options != Self::NONE).then_some(options)
    }
}

#[derive(Clone)]
pub(crate) struct Timescale {
    /// Samples of the source for each that is spliced, and of those for each that comes out.
    tempo: f64,
    ratio: f64,
    splicer: Splicer,
    /// What was spliced and has yet to be read, and [`REACH`] samples before it.
    spliced: Vec<f32>,
    /// The sample of it that the next frame starts with.
    phase: f64,
    /// How many samples of the source those are that have yet to be read.
    ahead: f64,
    reader: Reader,
}

impl Timescale {
    /// `recent`: what was heard until now.
    pub(crate) fn new(options: &Options, recent: &Recent) -> Self {
        let mut made = Self {
            tempo: 1.0,
            ratio: 1.0,
            splicer: Splicer::new(),
            spliced: recent.to_vec(),
            phase: REACH as f64,
            ahead: 0.0,
            reader: Reader::at(1.0),
        };
        made.set(options);
        made
    }

    /// With [`Options::NONE`] it finds back to the source as it is, and [`Timescale::is_over`] then.
    pub(crate) fn set(&mut self, options: &Options) {
        let [speed, pitch, rate] = [options.speed, options.pitch, options.rate].map(f64::from);
        self.tempo = speed / pitch;
        self.ratio = pitch * rate;
    }

    /// Whether what comes out next is the source as it is.
    pub(crate) fn is_over(&self) -> bool {
        let left = self.spliced.len() / CHANNELS - self.phase.ceil() as usize;
        self.is_still()
            && self.phase.fract() == 0.0
            && self.splicer.copied() >= left
            && self.reader == Reader::at(1.0)
    }

    fn is_still(&self) -> bool {
        (self.tempo - 1.0).abs() < f64::EPSILON && (self.ratio - 1.0).abs() < f64::EPSILON
    }

    /// What was heard last, once it is over.
    pub(crate) fn recent(&self) -> Recent {
        let mut recent = [0.0; REACH * CHANNELS];
        let end = self.phase as usize * CHANNELS;
        recent.copy_from_slice(&self.spliced[end - REACH * CHANNELS..end]);
        recent
    }

    /// From one sample that comes out to the next.
    fn step(&self) -> f64 {
        // On the way back, a frame ends at a whole sample.
        let off = if self.is_still() {
            self.phase.ceil() - self.phase
        } else {
            0.0
        };
        self.ratio + off / SAMPLES_PER_FRAME as f64
    }

    fn hops(&self) -> usize {
        let end = self.phase + self.step() * SAMPLES_PER_FRAME as f64;
        let wanted = end.ceil() as usize + REACH + 1;
        wanted
            .saturating_sub(self.spliced.len() / CHANNELS)
            .div_ceil(HOP)
    }

    /// How many samples of the source the next frame may take.
    pub(crate) fn needs(&self) -> usize {
        self.splicer.needs(self.hops(), self.tempo)
    }

    /// Makes the next frame; gives how many samples the source went on by.
    pub(crate) fn next_frame(&mut self, source: &[f32], frame: &mut [f32; FRAME_VALUES]) -> usize {
        let mut window = Vec::with_capacity((PAST + self.needs()) * CHANNELS);
        window.extend_from_slice(self.splicer.past());
        window.extend(source.iter().copied().map(sane));
        window.resize(window.capacity().max(window.len()), 0.0);
        for _ in 0..self.hops() {
            self.ahead += self.splicer.splice(self.tempo, &window, &mut self.spliced);
        }
        let step = self.step();
        let reader = Reader::at(step);
        reader.read(&self.spliced, self.phase, step, frame);
        if reader != self.reader {
            let mut before = [0.0; FRAME_VALUES];
            self.reader
                .read(&self.spliced, self.phase, step, &mut before);
            cross(&before, frame);
            self.reader = reader;
        }
        self.forget(step * SAMPLES_PER_FRAME as f64);
        let heard = if self.is_over() {
            // Exactly there: from now on it is read directly.
            let left = self.spliced.len() / CHANNELS - self.phase as usize;
            (self.splicer.next() - left as i64) as f64
        } else {
            self.splicer.end() - self.ahead
        };
        let went = heard.max(0.0) as usize;
        self.splicer.go(went, &window);
        went
    }

    /// So many samples were read.
    fn forget(&mut self, read: f64) {
        let left = (self.spliced.len() / CHANNELS) as f64 - self.phase;
        self.ahead -= self.ahead * (read / left);
        self.phase += read;
        // What is almost a whole sample is meant to be one.
        if (self.phase - self.phase.round()).abs() < 1e-6 {
            self.phase = self.phase.round();
        }
        let gone = self.phase as usize - REACH;
        self.spliced.drain(..gone * CHANNELS);
        self.phase -= gone as f64;
    }
}

#[cfg(test)]
mod tests;
