//! What a track reports to its owner, rarely; frames are polled.

use std::fmt;

/// Why a track failed, as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// Not a known format of audio.
    NotAudio,
    /// The source has no bytes.
    EmptyFile,
    /// Audio that this crate doesn't decode properly; another decoder might.
    Unsupported,
    /// Known audio whose content could not be decoded.
    DecodeFailed,
    /// Much of the file was read, or for a long time, and no sound came.
    NoProgress,
    /// A bug: the decoder panicked.
    DecoderCrashed,
}

impl ErrorCode {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAudio => "not-audio",
            Self::EmptyFile => "empty-file",
            Self::Unsupported => "unsupported",
            Self::DecodeFailed => "decode-failed",
            Self::NoProgress => "no-progress",
            Self::DecoderCrashed => "decoder-crashed",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The source is open; frames follow.
    Ready {
        duration_ms: Option<f64>,
        /// Whether the container states that length for this track; otherwise it's an estimate.
        stated: bool,
        seekable: bool,
        codec: &'static str,
        passthrough: bool,
        /// The file is shorter than it says.
        cut_off: bool,
    },
    /// Bytes are wanted from `offset`, tagged `generation`; what was pushed before is dropped.
    Range { offset: u64, generation: u32 },
    /// The feed is below its low-water mark again.
    Hungry,
    /// The last frame is in the ring. `epoch`: the seek that was carried out last, counted from 1; 0 before
    /// any. A later one may be under way already.
    Ended { epoch: u64 },
    /// The track has failed and is over, whatever seek came later than `epoch`; `None` after a panic.
    Failed {
        code: ErrorCode,
        detail: String,
        epoch: Option<u64>,
    },
}

/// Called on the track's thread, and on a caller's inside `push`; must not block.
pub type EventSink = Box<dyn Fn(Event) + Send + Sync>;

/// Why work on a track stops.
#[derive(Debug)]
pub enum Halt {
    /// A seek or close came while the track waited for bytes.
    Interrupted,
    Failed(ErrorCode, String),
}

impl Halt {
    pub fn failed(code: ErrorCode, detail: impl fmt::Display) -> Self {
        Self::Failed(code, detail.to_string())
    }
}
