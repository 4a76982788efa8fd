//! What all filters have in common: a frame goes through, and turning one on, off or elsewhere glides.

use crate::CHANNELS;
use crate::encoder::FRAME_VALUES;

/// A filter of interleaved stereo at 48 kHz, frame by frame.
pub(crate) trait Filter: Clone {
    type Options: Copy + PartialEq;

    fn new(options: &Self::Options) -> Self;

    /// Goes on with other options: what it remembers of the sound stays.
    fn set(&mut self, options: &Self::Options);

    fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]);
}

/// A filter's place in the chain. A change fades from the sound as it was to the sound as it is now, over the
/// 20 ms of the next frame, since a step would click.
#[derive(Clone)]
pub(crate) struct Slot<F: Filter> {
    options: Option<F::Options>,
    filter: Option<F>,
    /// Whether there was a change that hasn't been heard yet, and what was heard before it.
    changed: bool,
    before: Option<F>,
}

impl<F: Filter> Slot<F> {
    /// `None`: the filter is off.
    pub(crate) fn new(options: Option<F::Options>) -> Self {
        Self {
            options,
            filter: options.as_ref().map(F::new),
            changed: false,
            before: None,
        }
    }

    pub(crate) fn set(&mut self, options: Option<F::Options>) {
        if options == self.options {
            return;
        }
        self.options = options;
        if !std::mem::replace(&mut self.changed, true) {
            self.before.clone_from(&self.filter);
        }
        match (&mut self.filter, &options) {
            (Some(filter), Some(options)) => filter.set(options),
            (filter, options) => *filter = options.as_ref().map(F::new),
        }
    }

    /// Whether it is off, and nothing of it fades.
    pub(crate) fn is_off(&self) -> bool {
        self.filter.is_none() && !self.changed
    }

    pub(crate) fn apply(&mut self, frame: &mut [f32; FRAME_VALUES]) {
        if !std::mem::take(&mut self.changed) {
            if let Some(filter) = &mut self.filter {
                filter.apply(frame);
            }
            return;
        }
        let mut before = *frame;
        if let Some(mut filter) = self.before.take() {
            filter.apply(&mut before);
        }
        if let Some(filter) = &mut self.filter {
            filter.apply(frame);
        }
        cross(&before, frame);
    }
}

/// Fades from `before` to what stands in `frame`, in a straight line.
pub(crate) fn cross(before: &[f32; FRAME_VALUES], frame: &mut [f32; FRAME_VALUES]) {
    let pairs = before
        .chunks_exact(CHANNELS)
        .zip(frame.chunks_exact_mut(CHANNELS));
    for (index, (before, after)) in pairs.enumerate() {
        let share = index as f32 / (FRAME_VALUES / CHANNELS) as f32;
        for (before, after) in before.iter().zip(after) {
            *after = before + (*after - before) * share;
        }
    }
}

/// The nearest value that's in range; of what is no number the least.
pub(crate) fn within(value: f32, least: f32, most: f32) -> f32 {
    if value.is_nan() {
        least
    } else {
        value.clamp(least, most)
    }
}

/// Samples beyond this are garbage from a broken file, not sound.
const MAX_SAMPLE: f32 = 8.0;

/// What is no number is silent.
pub(crate) fn sane(sample: f32) -> f32 {
    let number = if sample.is_nan() { 0.0 } else { sample };
    number.clamp(-MAX_SAMPLE, MAX_SAMPLE)
}

/// The pairs of left and right in a frame.
pub(crate) fn pairs(frame: &mut [f32; FRAME_VALUES]) -> impl Iterator<Item = &mut [f32; CHANNELS]> {
    frame.as_chunks_mut().0.iter_mut()
}

/// Takes values for silence that are too small to be heard: arithmetic with the smallest numbers of all is
/// slow.
pub(crate) fn audible(value: f32) -> f32 {
    const SILENT: f32 = 1e-15;
    if value.abs() < SILENT { 0.0 } else { value }
}
