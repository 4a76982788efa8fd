//! What a track sounds like beside its source: one value ([`Sound`]) that travels from the owner down to
//! the [`chain`], which applies it to frames of 20 ms. A filter is a file here, a field of [`Filters`] and a
//! place in the chain. Names, ranges and formulas of the first ten are those of Lavalink v4.

pub mod chain;
pub mod channel_mix;
#[cfg(test)]
mod checks;
pub mod compressor;
pub mod distortion;
pub mod echo;
pub mod equalizer;
pub(crate) mod filter;
pub mod karaoke;
mod limiter;
pub mod low_pass;
mod oscillator;
pub mod reverb;
pub mod rotation;
pub mod timescale;
pub mod tremolo;
pub mod vibrato;
pub mod volume;

/// Everything that may change the sound. What is out of its range is taken for the nearest that is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sound {
    /// Percent, 0 to [`volume::MAX_PERCENT`].
    pub volume: f32,
    pub filters: Filters,
}

/// The filters; one that is `None` is off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filters {
    /// 0 to 5, 1 for none.
    pub volume: f32,
    pub equalizer: equalizer::Gains,
    pub karaoke: Option<karaoke::Options>,
    pub timescale: Option<timescale::Options>,
    pub tremolo: Option<tremolo::Options>,
    pub vibrato: Option<vibrato::Options>,
    pub rotation: Option<rotation::Options>,
    pub distortion: Option<distortion::Options>,
    pub channel_mix: Option<channel_mix::Options>,
    pub low_pass: Option<low_pass::Options>,
    pub echo: Option<echo::Options>,
    pub reverb: Option<reverb::Options>,
    pub compressor: Option<compressor::Options>,
}

impl Filters {
    pub const NONE: Self = Self {
        volume: 1.0,
        equalizer: [0.0; equalizer::BANDS],
        karaoke: None,
        timescale: None,
        tremolo: None,
        vibrato: None,
        rotation: None,
        distortion: None,
        channel_mix: None,
        low_pass: None,
        echo: None,
        reverb: None,
        compressor: None,
    };

    /// Whether one of them does something, apart from the volume.
    fn any_active(&self) -> bool {
        // One that does nothing with its options is as good as off.
        let Self {
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
        } = *self;
        equalizer::active(equalizer).is_some()
            || karaoke.and_then(karaoke::Options::active).is_some()
            || timescale.and_then(timescale::Options::active).is_some()
            || tremolo.and_then(tremolo::Options::active).is_some()
            || vibrato.and_then(vibrato::Options::active).is_some()
            || rotation.and_then(rotation::Options::active).is_some()
            || distortion.and_then(distortion::Options::active).is_some()
            || channel_mix.and_then(channel_mix::Options::active).is_some()
            || low_pass.and_then(low_pass::Options::active).is_some()
            || echo.and_then(echo::Options::active).is_some()
            || reverb.and_then(reverb::Options::active).is_some()
            || compressor.and_then(compressor::Options::active).is_some()
    }
}

impl Default for Sound {
    fn default() -> Self {
        Self::at(100.0)
    }
}

impl Sound {
    /// Just a volume, in percent.
    #[must_use]
    pub const fn at(percent: f32) -> Self {
        Self {
            volume: percent,
            filters: Filters::NONE,
        }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        (self.gain() - 1.0).abs() < f32::EPSILON && !self.filters.any_active()
    }

    /// Whether something in it may lift a peak above full scale.
    fn may_be_louder(&self) -> bool {
        // These lift nothing: they make quieter, or read what is there at other places.
        let others = Filters {
            volume: 1.0,
            tremolo: None,
            vibrato: None,
            rotation: None,
            low_pass: None,
            timescale: None,
            ..self.filters
        };
        self.gain() > 1.0 || others.any_active()
    }

    /// The factor by which both volumes multiply.
    fn gain(&self) -> f32 {
        volume::of_percent(self.volume) * volume::of_filter(self.filters.volume)
    }
}
