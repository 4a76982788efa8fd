//! A track's options: at its start, and while it plays.

use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, PoisonError};

use crate::sound::Sound;

/// The kind of bytes that a track gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The container is detected.
    Auto,
    /// s16le, 48 kHz, stereo.
    Pcm,
}

/// The options that a track starts with.
#[derive(Clone, Debug)]
pub struct Options {
    pub length_bytes: Option<u64>,
    pub hint: Option<String>,
    pub input: Input,
    pub start_ms: f64,
    pub sound: Sound,
    /// Bit/s.
    pub bitrate: u32,
    /// 0 to 10.
    pub complexity: u8,
    pub passthrough: bool,
    /// Whether a seek must find the exact sample, even if that takes reading all bytes up to it
    /// (MP3).
    pub exact_seek: bool,
    /// For tests of a decoder that panics: panics after this many frames.
    pub fault_after_frames: Option<u32>,
}

/// Options that the owner may change while the track plays.
pub(crate) struct Controls {
    pub(crate) sound: Mutex<Sound>,
    pub(crate) bitrate: AtomicU32,
    pub(crate) seekable: bool,
}

impl Controls {
    pub(crate) fn sound(&self) -> Sound {
        *self.sound.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_sound(&self, sound: Sound) {
        *self.sound.lock().unwrap_or_else(PoisonError::into_inner) = sound;
    }
}

/// What the sound of a frame depends on, beside its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) sound: Sound,
    /// Bit/s.
    pub(crate) bitrate: u32,
    /// 0 to 10.
    pub(crate) complexity: u8,
}
