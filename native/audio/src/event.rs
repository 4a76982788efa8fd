//! What a track tells its owner, rarely; frames are polled.

use std::fmt;

/// Why a track failed; codes, not prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// Nothing that is known as audio.
    NotAudio,
    /// Not one byte.
    EmptyFile,
    /// Audio that this crate doesn't decode properly; another decoder may.
    Unsupported,
    /// Known audio whose content could not be decoded.
    DecodeFailed,
    /// It was read for long, or much of it, and no sound came.
    NoProgress,
    /// A defect: the decoder panicked.
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
        /// Whether the container states that length, of this very sound; else it is a guess.
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
    /// The last frame is in the ring.
    Ended,
    /// The track is over.
    Failed { code: ErrorCode, detail: String },
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
