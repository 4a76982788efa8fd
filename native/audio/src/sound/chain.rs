//! The state that applies a [`Sound`] to a stream of samples, 20 ms at a time.
//!
//! A chain is a value: a clone goes on exactly as the original would, so that what was kept before some
//! frames makes them again, bit by bit.

use super::channel_mix::{self, ChannelMix};
use super::compressor::{self, Compressor};
use super::distortion::{self, Distortion};
use super::echo::{self, Echo};
use super::equalizer::{self, Equalizer};
use super::filter::{Slot, sane};
use super::karaoke::{self, Karaoke};
use super::limiter::{self, Limiter};
use super::low_pass::{self, LowPass};
use super::reverb::{self, Reverb};
use super::rotation::{self, Rotation};
use super::timescale::{self, Recent, Timescale};
use super::tremolo::{self, Tremolo};
use super::vibrato::{self, Vibrato};
use super::volume::Gain;
use super::{Filters, Sound};
use crate::SAMPLES_PER_FRAME;
use crate::encoder::FRAME_VALUES;

const SILENT: Recent = [0.0; size_of::<Recent>() / size_of::<f32>()];

/// In the order in which they are applied. It is Lavalink's but for the timescale, which comes first: what turns
/// or wavers does so as often as it says, however fast the track is.
#[derive(Clone)]
pub struct Chain {
    sound: Sound,
    timescale: Option<Timescale>,
    /// What was heard of the source last.
    recent: Recent,
    low_pass: Slot<LowPass>,
    channel_mix: Slot<ChannelMix>,
    rotation: Slot<Rotation>,
    distortion: Slot<Distortion>,
    vibrato: Slot<Vibrato>,
    tremolo: Slot<Tremolo>,
    karaoke: Slot<Karaoke>,
    equalizer: Slot<Equalizer>,
    compressor: Slot<Compressor>,
    echo: Slot<Echo>,
    reverb: Slot<Reverb>,
    gain: Gain,
    limiter: Slot<Limiter>,
}

impl Chain {
    /// Sounds like this from the first sample on.
    #[must_use]
    pub fn new(sound: Sound) -> Self {
        let filters = sound.filters;
        Self {
            sound,
            timescale: filters
                .timescale
                .and_then(timescale::Options::active)
                .map(|options| Timescale::new(&options, &SILENT)),
            recent: SILENT,
            low_pass: Slot::new(filters.low_pass.and_then(low_pass::Options::active)),
            channel_mix: Slot::new(filters.channel_mix.and_then(channel_mix::Options::active)),
            rotation: Slot::new(filters.rotation.and_then(rotation::Options::active)),
            distortion: Slot::new(filters.distortion.and_then(distortion::Options::active)),
            vibrato: Slot::new(filters.vibrato.and_then(vibrato::Options::active)),
            tremolo: Slot::new(filters.tremolo.and_then(tremolo::Options::active)),
            karaoke: Slot::new(filters.karaoke.and_then(karaoke::Options::active)),
            equalizer: Slot::new(equalizer::active(filters.equalizer)),
            compressor: Slot::new(filters.compressor.and_then(compressor::Options::active)),
            echo: Slot::new(filters.echo.and_then(echo::Options::active)),
            reverb: Slot::new(filters.reverb.and_then(reverb::Options::active)),
            gain: Gain::new(sound.gain()),
            limiter: Slot::new(sound.may_be_louder().then_some(())),
        }
    }

    /// Sounds like this from the next frame on, to which it glides within its 20 ms.
    pub fn set(&mut self, sound: Sound) {
        if sound == self.sound {
            return;
        }
        self.sound = sound;
        let Filters {
            volume: _,
            equalizer,
            karaoke,
            timescale,
            tremolo,
            vibrato,
            rotation,
            distortion,
            channel_mix,
            low_pass,
            echo,
            reverb,
            compressor,
        } = sound.filters;
        self.set_timescale(timescale.and_then(timescale::Options::active));
        self.low_pass
            .set(low_pass.and_then(low_pass::Options::active));
        self.channel_mix
            .set(channel_mix.and_then(channel_mix::Options::active));
        self.rotation
            .set(rotation.and_then(rotation::Options::active));
        self.distortion
            .set(distortion.and_then(distortion::Options::active));
        self.vibrato.set(vibrato.and_then(vibrato::Options::active));
        self.tremolo.set(tremolo.and_then(tremolo::Options::active));
        self.karaoke.set(karaoke.and_then(karaoke::Options::active));
        self.equalizer.set(equalizer::active(equalizer));
        self.compressor
            .set(compressor.and_then(compressor::Options::active));
        self.echo.set(echo.and_then(echo::Options::active));
        self.reverb.set(reverb.and_then(reverb::Options::active));
        self.gain.set(sound.gain());
        self.limiter.set(sound.may_be_louder().then_some(()));
    }

    /// Whether it changes nothing, and nothing of a change is left.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        self.sound.is_neutral()
            && self.timescale.is_none()
            && self.gain.is_unity()
            && self.low_pass.is_off()
            && self.channel_mix.is_off()
            && self.rotation.is_off()
            && self.distortion.is_off()
            && self.vibrato.is_off()
            && self.tremolo.is_off()
            && self.karaoke.is_off()
            && self.equalizer.is_off()
            && self.compressor.is_off()
            && self.echo.is_off()
            && self.reverb.is_off()
            && self.limiter.is_off()
    }

    /// Forgets what it heard: what follows is another place of the track.
    pub fn rewind(&mut self) {
        *self = Self::new(self.sound);
    }

    /// How many samples, per channel, the next frame is made of.
    #[must_use]
    pub fn needs(&self) -> usize {
        match &self.timescale {
            Some(timescale) => timescale.needs(),
            None => SAMPLES_PER_FRAME,
        }
    }

    /// By how many samples, per channel, what comes out is late.
    #[must_use]
    pub fn delay(&self) -> usize {
        if self.limiter.is_off() {
            0
        } else {
            limiter::DELAY
        }
    }

    /// Makes the next frame of [`FRAME_VALUES`] from the next values of the source, of which it gets
    /// [`Chain::needs`]; silence takes the place of those that are missing. Gives how many samples, per
    /// channel, the source went on by.
    pub fn next_frame(&mut self, source: &[f32], frame: &mut [f32; FRAME_VALUES]) -> usize {
        let went = self.read(source, frame);
        self.low_pass.apply(frame);
        self.channel_mix.apply(frame);
        self.rotation.apply(frame);
        self.distortion.apply(frame);
        self.vibrato.apply(frame);
        self.tremolo.apply(frame);
        self.karaoke.apply(frame);
        self.equalizer.apply(frame);
        self.compressor.apply(frame);
        self.echo.apply(frame);
        self.reverb.apply(frame);
        self.gain.apply(frame);
        self.limiter.apply(frame);
        went
    }

    /// A frame of the source, at its timescale.
    fn read(&mut self, source: &[f32], frame: &mut [f32; FRAME_VALUES]) -> usize {
        if let Some(timescale) = &mut self.timescale {
            let went = timescale.next_frame(source, frame);
            if timescale.is_over() {
                self.recent = timescale.recent();
                self.timescale = None;
            }
            return went;
        }
        let given = source.len().min(FRAME_VALUES);
        for (sample, value) in frame.iter_mut().zip(&source[..given]) {
            *sample = sane(*value);
        }
        frame[given..].fill(0.0);
        let kept = FRAME_VALUES - self.recent.len();
        self.recent.copy_from_slice(&frame[kept..]);
        SAMPLES_PER_FRAME
    }

    fn set_timescale(&mut self, options: Option<timescale::Options>) {
        match (&mut self.timescale, options) {
            (Some(timescale), options) => {
                timescale.set(&options.unwrap_or(timescale::Options::NONE));
            }
            (timescale, Some(options)) => {
                *timescale = Some(Timescale::new(&options, &self.recent));
            }
            (None, None) => (),
        }
    }
}

#[cfg(test)]
mod tests;
