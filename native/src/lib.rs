//! The JavaScript interface of `segue-audio`: converts, calls and maps errors. No sound is handled
//! here.
#![allow(
    clippy::needless_pass_by_value,
    reason = "napi hands arguments over by value"
)]

mod environment;
mod sender;
mod sound;

use std::sync::Arc;

use napi::bindgen_prelude::{Function, Uint8ArraySlice};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, Error, Result, Status};
use napi_derive::napi;
use segue_audio::event::{Event, EventSink};
use segue_audio::feed::Pushed;
use segue_audio::options;
use segue_audio::ring::Taken;
use segue_audio::track;

use crate::sound::SoundOptions;

/// How a track is decoded; see `Track`.
#[napi(object, object_to_js = false)]
pub struct TrackOptions {
    /// Bytes of the whole source; absent when unknown, and then the source can't be seeked.
    pub length_bytes: Option<f64>,
    /// File extension or MIME subtype; a hint only, the content decides.
    pub hint: Option<String>,
    /// 'auto' probes the container; 'pcm' takes s16le, 48 kHz, stereo (FFmpeg's output).
    #[napi(ts_type = "'auto' | 'pcm'")]
    pub input: String,
    /// Milliseconds into the track at which the first frame starts.
    pub start_ms: f64,
    pub sound: SoundOptions,
    /// Opus bitrate in bit/s: the voice channel's.
    pub bitrate: u32,
    /// libopus complexity, 0–10.
    pub complexity: u32,
    /// Whether 20 ms 48 kHz Opus may be passed through unchanged.
    pub passthrough: bool,
    /// Default true: a seek finds the exact sample, for which MP3 must be read up to it. False: an
    /// MP3 seek jumps to about the right byte, for sources that are slow to read.
    pub exact_seek: Option<bool>,
    /// For tests: the decoder panics after this many frames.
    pub fault_after_frames: Option<u32>,
}

/// An event of a track, which are rare; frames are polled with `take`.
#[napi(object, object_from_js = false)]
pub struct TrackEvent {
    /// 'ready': probed (durationMs, stated, seekable, codec, passthrough, cutOff) · 'range': wants bytes from `offset`,
    /// tagged `generation` · 'hungry': the feed ran below its low-water mark, push again · 'ended': the
    /// last frame is in the ring (a seek may follow until it is taken) · 'failed': code, detail.
    #[napi(ts_type = "'ready' | 'range' | 'hungry' | 'ended' | 'failed'")]
    pub kind: String,
    pub duration_ms: Option<f64>,
    /// Whether the container states that length for this track; otherwise it's an estimate.
    pub stated: Option<bool>,
    pub seekable: Option<bool>,
    /// 'mp3', 'aac', 'flac', 'vorbis', 'opus' or 'pcm'.
    pub codec: Option<String>,
    /// Whether packets are passed through, at this volume and bitrate.
    pub passthrough: Option<bool>,
    /// Whether the file is cut off, and so will end before `durationMs`.
    pub cut_off: Option<bool>,
    pub offset: Option<f64>,
    pub generation: Option<u32>,
    /// Of 'ended' and 'failed': the seek that the thread worked on, as `seek` returned it; 0 before any.
    /// Absent when the decoder crashed.
    pub epoch: Option<u32>,
    /// 'unsupported': FFmpeg may know the format (HE-AAC too). 'no-progress': much was read, and no
    /// sound came.
    #[napi(
        ts_type = "'not-audio' | 'empty-file' | 'unsupported' | 'decode-failed' | 'no-progress' | 'decoder-crashed'"
    )]
    pub code: Option<String>,
    pub detail: Option<String>,
}

/// One playing track, which turns compressed bytes into 20 ms Opus frames. Owns one thread until it
/// ends or is closed.
#[napi]
pub struct Track {
    track: Arc<track::Track>,
}

#[napi]
impl Track {
    /// Throws when `options` are invalid.
    #[allow(
        clippy::missing_errors_doc,
        reason = "the docstring is JavaScript's, where errors are thrown"
    )]
    #[napi(constructor)]
    pub fn new(
        env: Env,
        options: TrackOptions,
        #[napi(ts_arg_type = "(event: TrackEvent) => void")] on_event: Function<TrackEvent, ()>,
    ) -> Result<Self> {
        let options = parse(options)?;
        // Weak, so that a track keeps no JavaScript thread alive.
        let told = on_event
            .build_threadsafe_function()
            .weak::<true>()
            .build()?;
        let sink: EventSink = Box::new(move |event| {
            told.call(event.into(), ThreadsafeFunctionCallMode::NonBlocking);
        });
        let track = track::Track::start(options, sink)
            .map_err(|error| Error::new(Status::GenericFailure, error.to_string()))?;
        let track = Arc::new(track);
        environment::close_at_exit(env, &track)?;
        Ok(Self { track })
    }

    /// Returns whether more may follow at once. If not, about eight seconds of sound are buffered, and the
    /// caller waits for 'hungry'; or the generation is stale, and the bytes were ignored.
    #[napi]
    pub fn push(&self, chunk: Uint8ArraySlice, generation: u32) -> bool {
        self.track.push(&chunk, generation) == Pushed::Wanted
    }

    /// No more bytes follow in this generation.
    #[napi]
    pub fn end(&self, generation: u32) {
        self.track.end(generation);
    }

    /// Copies the next frame into `out` (≥ 1276 bytes). Returns its length; 0: none ready; -1: the track
    /// is over. Allocates nothing.
    #[napi]
    pub fn take(&self, mut out: Uint8ArraySlice) -> i32 {
        // SAFETY: the call is synchronous and on JavaScript's thread, which can't touch the array during
        // it; other threads of JavaScript would have to share the buffer, which callers don't.
        let out = unsafe { out.as_mut() };
        match self.track.take(out) {
            Taken::Frame(len) => i32::try_from(len).unwrap_or(i32::MAX),
            Taken::Empty => 0,
            Taken::Over => -1,
        }
    }

    /// Milliseconds into the track of the frame that `take` returns next.
    #[napi]
    pub fn position_ms(&self) -> f64 {
        self.track.position_ms()
    }

    /// Frames in the ring: at most 10 of a transcoded track, 30 of one that's passed through.
    #[napi]
    pub fn buffered(&self) -> u32 {
        u32::try_from(self.track.buffered()).unwrap_or(u32::MAX)
    }

    /// Drops everything buffered and goes on at `ms`; a 'range' may follow. Returns the seek's number, which
    /// the events that follow it carry as `epoch`; null, having done nothing, when the source isn't seekable
    /// or the track is over.
    #[napi]
    pub fn seek(&self, ms: f64) -> Option<u32> {
        self.track.seek(ms).map(number)
    }

    /// Glides over 20 ms. The next frame that `take` returns sounds so, or one soon after it. Throws when a number isn't
    /// finite, or there's no such band.
    #[allow(
        clippy::missing_errors_doc,
        reason = "the docstring is JavaScript's, where errors are thrown"
    )]
    #[napi]
    pub fn set_sound(&self, sound: SoundOptions) -> Result<()> {
        self.track.set_sound(sound::parse(sound)?);
        Ok(())
    }

    /// Bitrate in bit/s, of the frames in the ring too.
    #[napi]
    pub fn set_bitrate(&self, bitrate: u32) {
        self.track.set_bitrate(bitrate);
    }

    /// Ends the thread and frees the buffers at once; repeating it is harmless.
    #[napi]
    pub fn close(&self) {
        self.track.close();
    }
}

/// Seeks are made by people: four billion aren't reached.
fn number(epoch: u64) -> u32 {
    u32::try_from(epoch).unwrap_or(u32::MAX)
}

fn parse(options: TrackOptions) -> Result<options::Options> {
    let invalid = |what: &str| Error::new(Status::InvalidArg, what.to_owned());
    let input = match options.input.as_str() {
        "auto" => options::Input::Auto,
        "pcm" => options::Input::Pcm,
        _ => return Err(invalid("input must be 'auto' or 'pcm'")),
    };
    let sensible = |value: f64| value.is_finite() && value >= 0.0;
    if !sensible(options.start_ms) {
        return Err(invalid("startMs must be finite and not negative"));
    }
    if options.length_bytes.is_some_and(|bytes| !sensible(bytes)) {
        return Err(invalid("lengthBytes must be finite and not negative"));
    }
    Ok(options::Options {
        length_bytes: options.length_bytes.map(|bytes| bytes as u64),
        hint: options.hint,
        input,
        start_ms: options.start_ms,
        sound: sound::parse(options.sound)?,
        bitrate: options.bitrate,
        complexity: u8::try_from(options.complexity.min(10)).unwrap_or(10),
        passthrough: options.passthrough,
        exact_seek: options.exact_seek.unwrap_or(true),
        fault_after_frames: options.fault_after_frames,
    })
}

impl From<Event> for TrackEvent {
    fn from(event: Event) -> Self {
        let mut told = Self {
            kind: String::new(),
            duration_ms: None,
            stated: None,
            seekable: None,
            codec: None,
            passthrough: None,
            cut_off: None,
            offset: None,
            generation: None,
            epoch: None,
            code: None,
            detail: None,
        };
        told.kind = match event {
            Event::Ready {
                duration_ms,
                stated,
                seekable,
                codec,
                passthrough,
                cut_off,
            } => {
                told.duration_ms = duration_ms;
                told.stated = Some(stated);
                told.seekable = Some(seekable);
                told.codec = Some(codec.into());
                told.passthrough = Some(passthrough);
                told.cut_off = Some(cut_off);
                "ready"
            }
            Event::Range { offset, generation } => {
                told.offset = Some(offset as f64);
                told.generation = Some(generation);
                "range"
            }
            Event::Hungry => "hungry",
            Event::Ended { epoch } => {
                told.epoch = Some(number(epoch));
                "ended"
            }
            Event::Failed {
                code,
                detail,
                epoch,
            } => {
                told.epoch = epoch.map(number);
                told.code = Some(code.as_str().into());
                told.detail = Some(detail);
                "failed"
            }
        }
        .into();
        told
    }
}
