//! What a track sounds like beside its source: one value ([`Sound`]) that travels from the owner down to
//! the [`chain`], which applies it to frames of 20 ms.

pub mod chain;
pub mod volume;

/// Everything that may change the sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sound {
    /// Percent, 0 to [`volume::MAX_PERCENT`].
    pub volume: f32,
}

impl Default for Sound {
    fn default() -> Self {
        Self { volume: 100.0 }
    }
}

impl Sound {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_neutral(&self) -> bool {
        (self.volume - 100.0).abs() < f32::EPSILON
    }
}
