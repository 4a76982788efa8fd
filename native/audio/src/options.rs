//! A track's options: at its start, and while it plays.

use std::sync::atomic::AtomicU32;

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
    /// Percent, 0 to 200.
    pub volume: f32,
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
    /// Bits of an `f32`, percent.
    pub(crate) volume: AtomicU32,
    pub(crate) bitrate: AtomicU32,
    pub(crate) seekable: bool,
}
