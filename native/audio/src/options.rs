//! What a track is told: at its start, and while it plays.

use std::sync::atomic::AtomicU32;

/// What a track is fed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The container is found out.
    Auto,
    /// s16le, 48 kHz, stereo.
    Pcm,
}

/// What a track is started with.
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
    /// Whether a seek must find the very sample, even if that takes reading all bytes up to it (MP3).
    pub exact_seek: bool,
    /// For tests of what a defect in a decoder does: panics after this many frames.
    pub fault_after_frames: Option<u32>,
}

/// What the owner may change while the track plays.
pub(crate) struct Controls {
    /// Bits of an `f32`, percent.
    pub(crate) volume: AtomicU32,
    pub(crate) bitrate: AtomicU32,
    pub(crate) seekable: bool,
}
