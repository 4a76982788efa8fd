//! The state that applies a [`Sound`] to a stream of samples, 20 ms at a time.
//!
//! A chain is a value: a clone goes on exactly as the original would, so that what was kept before some
//! frames makes them again, bit by bit.

use super::Sound;
use super::volume::Gain;
use crate::encoder::FRAME_VALUES;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// Samples beyond this are garbage from a broken file, not sound.
const MAX_SAMPLE: f32 = 8.0;

#[derive(Clone)]
pub struct Chain {
    sound: Sound,
    gain: Gain,
}

impl Chain {
    /// Sounds like this from the first sample on.
    #[must_use]
    pub fn new(sound: Sound) -> Self {
        Self {
            sound,
            gain: Gain::new(sound.volume),
        }
    }

    /// Sounds like this from the next frame on, to which it glides within its 20 ms.
    pub fn set(&mut self, sound: Sound) {
        self.sound = sound;
        self.gain.set(sound.volume);
    }

    /// Whether it changes nothing, and nothing of a change is left.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        self.sound.is_neutral() && self.gain.is_unity()
    }

    /// Forgets what it heard: what follows is another place of the track.
    pub fn rewind(&mut self) {
        *self = Self::new(self.sound);
    }

    /// How many samples, per channel, the next frame is made of.
    #[must_use]
    pub fn needs(&self) -> usize {
        SAMPLES_PER_FRAME
    }

    /// Makes the next frame of [`FRAME_VALUES`] from the next values of the source, of which it gets
    /// [`Chain::needs`]; silence takes the place of those that are missing. Gives how many samples, per
    /// channel, the source went on by.
    pub fn next_frame(&mut self, source: &[f32], frame: &mut [f32; FRAME_VALUES]) -> usize {
        let given = source.len().min(FRAME_VALUES);
        for (sample, value) in frame.iter_mut().zip(&source[..given]) {
            *sample = sane(*value);
        }
        frame[given..].fill(0.0);
        self.gain.apply(frame);
        FRAME_VALUES / CHANNELS
    }
}

/// `clamp` lets NaN through, `max` and `min` don't.
#[allow(clippy::manual_clamp)]
fn sane(sample: f32) -> f32 {
    sample.max(-MAX_SAMPLE).min(MAX_SAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::sound;

    #[test]
    fn samples_that_are_no_numbers_become_harmless() {
        let mut source = vec![0.5; FRAME_VALUES];
        source[..3].copy_from_slice(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
        let mut frame = [0.0; FRAME_VALUES];
        Chain::new(Sound::default()).next_frame(&source, &mut frame);
        assert!(frame.iter().all(|s| s.is_finite()));
    }

    #[test]
    fn what_was_kept_makes_the_same_frames_again() {
        let source = sound(8);
        let mut chain = Chain::new(Sound::default());
        let mut made = Vec::new();
        let mut kept = chain.clone();
        for (index, values) in source.chunks(FRAME_VALUES).enumerate() {
            if index == 3 {
                chain.set(Sound { volume: 30.0 });
                kept = chain.clone();
            }
            let mut frame = [0.0; FRAME_VALUES];
            assert_eq!(
                chain.next_frame(values, &mut frame),
                FRAME_VALUES / CHANNELS
            );
            made.push(frame);
        }
        for (values, first) in source.chunks(FRAME_VALUES).zip(&made).skip(3) {
            let mut frame = [0.0; FRAME_VALUES];
            kept.next_frame(values, &mut frame);
            assert!(frame.map(f32::to_bits) == first.map(f32::to_bits));
        }
    }

    #[test]
    fn it_is_neutral_once_the_glide_is_over() {
        let mut chain = Chain::new(Sound { volume: 50.0 });
        let mut frame = [0.0; FRAME_VALUES];
        chain.set(Sound::default());
        assert!(!chain.is_neutral());
        chain.next_frame(&[0.0; FRAME_VALUES], &mut frame);
        assert!(chain.is_neutral());
    }
}
