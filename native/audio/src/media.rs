//! Opens a container: what is in it, how long it is, where its sound starts.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::common::Limit;
use symphonia::core::errors::{Error, SeekErrorKind};
use symphonia::core::formats::probe::{Hint, Probe, ProbeOptions};
use symphonia::core::formats::well_known::{FORMAT_ID_MKV, FORMAT_ID_MP3, FORMAT_ID_OGG};
use symphonia::core::formats::{
    FormatOptions, FormatReader, SeekMode, SeekTo, Track as FormatTrack, TrackType,
};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, TimeBase, Timestamp};

use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::mp3::{self, Rate};
use crate::prescan::{self, Edit};
use crate::sniff::{self, Verdict};
use crate::source::Source;

/// How far into a file a container may start; a scan of random bytes finds a false one soon.
const PROBE_BYTES: u32 = 64 * 1024;
const MAX_TAG_BYTES: usize = 64 * 1024;

/// HE-AAC carries half the rate that it plays at; below this one, AAC is taken for it.
const MAX_HE_AAC_CORE_HZ: u32 = 24_000;

pub struct Media {
    format: Box<dyn FormatReader>,
    track_id: u32,
    pub params: AudioCodecParameters,
    time_base: TimeBase,
    /// Of the sound, in Hz.
    pub rate: u32,
    /// Samples at `rate` of the encoder's lead-in that lie before the track's start.
    lead_in: i64,
    /// Samples at `rate` from start to end, where an edit list tells.
    pub end: Option<i64>,
    pub duration_ms: Option<f64>,
    /// Whether the container's times are rounded to a millisecond.
    pub coarse_times: bool,
    /// Whether they come from Ogg's granules.
    pub granule_times: bool,
    /// An MP3 without a tag that tells its length: the demuxer guesses one, and would cut what exceeds it.
    guessed_length: bool,
    /// Whether it holds this one track only.
    pub alone: bool,
    /// The file is shorter than its outermost parts say.
    pub cut_off: bool,
    hint: Option<String>,
    sequential: bool,
    /// Whether the demuxer can't go back: it has no index, or was not to seek.
    forward_only: bool,
    /// Up to this time, in ticks, the demuxer seeks past the first packets.
    first_cue: Option<i64>,
    /// Time, in ticks, of the first packet of what was recorded from the middle of a stream; else 0.
    origin: i64,
    /// Time, in ticks, behind the last packet that was read.
    read_to: i64,
    /// An MP3 whose bitrate varies: where a time lies among the bytes can't be reckoned.
    variable: bool,
    /// Packets that were read already, to look at them.
    ahead: VecDeque<Packet>,
}

/// How the source is shown to the demuxer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    AsItIs,
    /// It can't be sought in.
    Sequential,
    /// Its length is not known while it is opened.
    Endless,
}

/// A packet of the chosen track.
pub struct Piece {
    pub packet: Packet,
    /// Sample at [`Media::rate`] that it starts with, counted from the track's start.
    pub start: i64,
}

/// What came of asking for a packet.
pub enum Next {
    Piece(Piece),
    /// Another stream follows in the same file: take new parameters.
    Changed,
    End,
}

impl Media {
    /// # Errors
    /// With the code that tells what the bytes are instead.
    pub fn open(feed: &Arc<Feed>, hint: Option<&str>) -> Result<Self, Halt> {
        match Self::open_as(feed, hint, Shown::AsItIs) {
            // A file that is cut off contradicts its own index: read on as far as it goes.
            Err(Halt::Failed(ErrorCode::DecodeFailed, _)) if feed.length().is_some() => {
                Self::open_as(feed, hint, Shown::Sequential)
            }
            result => result,
        }
    }

    fn open_as(feed: &Arc<Feed>, hint: Option<&str>, shown: Shown) -> Result<Self, Halt> {
        let sequential = shown == Shown::Sequential;
        let opened = Arc::new(AtomicBool::new(false));
        let mut source = Source::new(Arc::clone(feed), Arc::clone(&opened), sequential);
        let io = |error: std::io::Error| halt(feed, Error::IoError(error), ErrorCode::NotAudio);
        let scan = prescan::prescan(&mut source).map_err(io)?;
        if scan.cut && !sequential {
            let mut media = Self::open_as(feed, hint, Shown::Sequential)?;
            media.cut_off = true;
            return Ok(media);
        }
        let mut head = [0; 400];
        let read = source.read_up_to(&mut head).map_err(io)?;
        source.go_to(0);
        if read == 0 {
            return Err(nothing_there(feed));
        }
        match sniff::sniff(&head[..read]) {
            Some(Verdict::Foreign(name)) => {
                return Err(Halt::failed(ErrorCode::Unsupported, name));
            }
            Some(Verdict::NotAudio(name)) => return Err(Halt::failed(ErrorCode::NotAudio, name)),
            None => (),
        }
        if shown == Shown::Endless {
            source.hide_length();
        }
        let format = probe(source, hint).map_err(|error| halt(feed, error, ErrorCode::NotAudio))?;
        let mut media = Self::choose(format, scan.edit)?;
        drop_metadata(&mut *media.format);
        opened.store(true, Ordering::Relaxed);
        media.hint = hint.map(Into::into);
        media.sequential = sequential;
        media.forward_only = sequential || scan.unindexed;
        media.first_cue = scan.first_cue.map(|ticks| ticks as i64);
        if media.format.format_info().format == FORMAT_ID_MP3 && feed.length().is_some() {
            return media.judge_rate(feed, mp3::tagged_rate(&head[..read]), shown);
        }
        if media.coarse_times || media.granule_times {
            media.find_origin(feed)?;
        }
        Ok(media)
    }

    /// Times that begin a second or more behind zero are counted from the first one.
    fn find_origin(&mut self, feed: &Feed) -> Result<(), Halt> {
        while let Ok(Some(packet)) = self.format.next_packet() {
            let (track_id, pts) = (packet.track_id, packet.pts.get());
            self.ahead.push_back(packet);
            if track_id == self.track_id {
                if self.samples(pts) >= i64::from(self.rate) {
                    self.origin = pts;
                    let before_ms = self.samples(pts) as f64 * 1000.0 / f64::from(self.rate);
                    self.duration_ms = self.duration_ms.map(|end_ms| end_ms - before_ms);
                    self.duration_ms = self.duration_ms.filter(|ms| *ms > 0.0);
                }
                return Ok(());
            }
        }
        if feed.interrupted() {
            return Err(Halt::Interrupted);
        }
        Ok(())
    }

    /// Without a tag the demuxer guesses the length by the first frames; where the bitrate varies, that
    /// guess is worth nothing, and would only forbid to seek behind it.
    fn judge_rate(mut self, feed: &Arc<Feed>, rate: Rate, shown: Shown) -> Result<Self, Halt> {
        self.variable = rate == Rate::Variable || shown == Shown::Endless;
        if rate != Rate::Untold || self.variable {
            return Ok(self);
        }
        while self.ahead.len() < mp3::LOOKED_AT {
            match self.format.next_packet() {
                Ok(Some(packet)) => self.ahead.push_back(packet),
                Err(_) if feed.interrupted() => return Err(Halt::Interrupted),
                Ok(None) | Err(_) => break,
            }
        }
        if mp3::varies(&self.ahead) {
            return Self::open_as(feed, self.hint.as_deref(), Shown::Endless);
        }
        Ok(self)
    }

    fn choose(format: Box<dyn FormatReader>, edit: Option<Edit>) -> Result<Self, Halt> {
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| Halt::failed(ErrorCode::NotAudio, "no sound in it"))?;
        let Some(CodecParameters::Audio(params)) = track.codec_params.clone() else {
            return Err(Halt::failed(ErrorCode::NotAudio, "no sound in it"));
        };
        refuse_he_aac(&params)?;
        let rate = if params.codec == codec::CODEC_ID_OPUS {
            crate::SAMPLE_RATE_HZ
        } else {
            params
                .sample_rate
                .filter(|rate| *rate > 0)
                .ok_or_else(|| Halt::failed(ErrorCode::Unsupported, "unknown sample rate"))?
        };
        let time_base = track
            .time_base
            .or_else(|| TimeBase::try_from_recip(rate))
            .ok_or_else(|| Halt::failed(ErrorCode::Unsupported, "no time base"))?;
        let duration_ms = duration_ms(track, rate)
            .or_else(|| {
                let info = format.media_info();
                let time = info.time_base?.calc_duration(info.duration?)?;
                Some(time.as_secs_f64() * 1000.0)
            })
            .filter(|ms| *ms > 0.0);
        let mut media = Self {
            track_id: track.id,
            guessed_length: params.codec == codec::CODEC_ID_MP3 && track.delay.is_none(),
            alone: format.tracks().len() == 1,
            coarse_times: format.format_info().format == FORMAT_ID_MKV,
            granule_times: format.format_info().format == FORMAT_ID_OGG,
            params,
            time_base,
            rate,
            lead_in: 0,
            end: None,
            duration_ms,
            format,
            cut_off: false,
            hint: None,
            sequential: false,
            forward_only: false,
            first_cue: None,
            origin: 0,
            read_to: i64::MIN,
            variable: false,
            ahead: VecDeque::new(),
        };
        if let Some(edit) = edit {
            media.lead_in = media.samples(edit.start as i64);
            if edit.length_ms > 0 {
                media.duration_ms = Some(edit.length_ms as f64);
                media.end =
                    Some((u128::from(edit.length_ms) * u128::from(rate)).div_ceil(1000) as i64);
            }
        }
        Ok(media)
    }

    /// The trade's name of the codec.
    #[must_use]
    pub fn codec_name(&self) -> &'static str {
        match self.params.codec {
            codec::CODEC_ID_MP3 => "mp3",
            codec::CODEC_ID_AAC => "aac",
            codec::CODEC_ID_FLAC => "flac",
            codec::CODEC_ID_VORBIS => "vorbis",
            codec::CODEC_ID_OPUS => "opus",
            _ => "pcm",
        }
    }

    #[must_use]
    pub fn is_opus(&self) -> bool {
        self.params.codec == codec::CODEC_ID_OPUS
    }

    /// The next packet of the chosen track.
    ///
    /// # Errors
    /// When interrupted. What is broken in the middle of a file ends it, as a listener would expect.
    pub fn next(&mut self, feed: &Feed) -> Result<Next, Halt> {
        loop {
            let next = match self.ahead.pop_front() {
                Some(packet) => Ok(Some(packet)),
                None => self.format.next_packet(),
            };
            match next {
                Ok(Some(mut packet)) if packet.track_id == self.track_id => {
                    self.read_to = packet.pts.get().saturating_add(packet.dur.get() as i64);
                    if self.guessed_length {
                        packet.trim_end = Duration::ZERO;
                    }
                    let trimmed = packet.trim_start.get() as i64;
                    let start = self.samples(
                        packet
                            .pts
                            .get()
                            .saturating_sub(self.origin)
                            .saturating_add(trimmed),
                    );
                    return Ok(Next::Piece(Piece {
                        packet,
                        start: start - self.lead_in,
                    }));
                }
                Ok(Some(_)) => (),
                Err(Error::ResetRequired) => return self.take_new_parameters(),
                Err(_) if feed.interrupted() => return Err(Halt::Interrupted),
                Ok(None) | Err(_) => return Ok(Next::End),
            }
        }
    }

    /// Goes to the last packet that starts at or before `sample`, or a little earlier. False when the
    /// track ends before it.
    ///
    /// # Errors
    /// When interrupted, or when the source can't be sought in.
    pub fn seek(&mut self, feed: &Arc<Feed>, sample: i64, exact: bool) -> Result<bool, Halt> {
        let wanted = self.ticks(sample.saturating_add(self.lead_in).max(0));
        let wanted = wanted.saturating_add(self.origin);
        let at_start = self.first_cue.is_some_and(|cue| wanted <= cue);
        let behind = wanted < self.read_to;
        if behind && (self.forward_only || at_start) {
            *self = Self::open_as(feed, self.hint.as_deref(), self.shown())?;
        }
        if at_start {
            return Ok(true);
        }
        self.ahead.clear();
        let mode = if exact || self.variable {
            SeekMode::Accurate
        } else {
            SeekMode::Coarse
        };
        let to = || SeekTo::Timestamp {
            ts: Timestamp::new(wanted),
            track_id: self.track_id,
        };
        match self.format.seek(mode, to()) {
            Err(Error::SeekError(SeekErrorKind::Unseekable)) if !exact => {
                self.format.seek(SeekMode::Accurate, to())
            }
            result => result,
        }
        .map(|_| true)
        .or_else(|error| match error {
            Error::SeekError(SeekErrorKind::OutOfRange | SeekErrorKind::Unseekable) => Ok(false),
            _ if feed.interrupted() => Err(Halt::Interrupted),
            Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            error => Err(Halt::failed(ErrorCode::DecodeFailed, error)),
        })
    }

    fn shown(&self) -> Shown {
        if self.sequential {
            Shown::Sequential
        } else {
            Shown::AsItIs
        }
    }

    fn take_new_parameters(&mut self) -> Result<Next, Halt> {
        let Some(track) = self.format.default_track(TrackType::Audio) else {
            return Ok(Next::End);
        };
        let Some(CodecParameters::Audio(params)) = track.codec_params.clone() else {
            return Ok(Next::End);
        };
        if let Some(time_base) = track.time_base {
            self.time_base = time_base;
        }
        if let (false, Some(rate)) = (params.codec == codec::CODEC_ID_OPUS, params.sample_rate) {
            self.rate = rate;
        }
        self.track_id = track.id;
        self.params = params;
        refuse_he_aac(&self.params)?;
        Ok(Next::Changed)
    }

    fn samples(&self, ticks: i64) -> i64 {
        let numer = i128::from(self.time_base.numer.get()) * i128::from(self.rate);
        let denom = i128::from(self.time_base.denom.get());
        let scaled = i128::from(ticks) * numer;
        // Rounded: a container's time of a millisecond is nearest to the sample that was meant.
        ((scaled + denom / 2).div_euclid(denom)) as i64
    }

    fn ticks(&self, samples: i64) -> i64 {
        let numer = i128::from(self.time_base.numer.get()) * i128::from(self.rate);
        let denom = i128::from(self.time_base.denom.get());
        (i128::from(samples) * denom).div_euclid(numer) as i64
    }
}

fn probe(source: Source, hint: Option<&str>) -> Result<Box<dyn FormatReader>, Error> {
    let mut probe = Probe::new_with_options(&ProbeOptions {
        max_probe_depth: PROBE_BYTES,
        ..ProbeOptions::default()
    });
    symphonia::default::register_enabled_formats(&mut probe);
    let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
    let mut told = Hint::new();
    match hint {
        Some(mime) if mime.contains('/') => told.mime_type(mime),
        Some(extension) => told.with_extension(extension),
        None => &mut told,
    };
    let limits = MetadataOptions::default()
        .limit_tag_bytes(Limit::Maximum(MAX_TAG_BYTES))
        .limit_visual_bytes(Limit::Maximum(MAX_TAG_BYTES));
    probe.probe(&told, stream, FormatOptions::default(), limits)
}

/// Tags were read elsewhere; here they only take memory.
fn drop_metadata(format: &mut dyn FormatReader) {
    let mut metadata = format.metadata();
    while metadata.pop().is_some() {}
}

fn nothing_there(feed: &Feed) -> Halt {
    if feed.interrupted() {
        Halt::Interrupted
    } else if feed.received() {
        Halt::failed(ErrorCode::NotAudio, "nothing but tags")
    } else {
        Halt::failed(ErrorCode::EmptyFile, "no bytes")
    }
}

/// What a failure while opening means.
fn halt(feed: &Feed, error: Error, otherwise: ErrorCode) -> Halt {
    if feed.interrupted() {
        return Halt::Interrupted;
    }
    match error {
        Error::Unsupported(what) if !what.starts_with("core (probe)") => {
            Halt::failed(ErrorCode::Unsupported, what)
        }
        Error::Unsupported(_) => Halt::failed(otherwise, "no known container"),
        Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Halt::failed(ErrorCode::DecodeFailed, "cut off in its head")
        }
        error => Halt::failed(ErrorCode::DecodeFailed, error),
    }
}

fn duration_ms(track: &FormatTrack, rate: u32) -> Option<f64> {
    if let Some(frames) = track.num_frames {
        return Some(frames as f64 * 1000.0 / f64::from(rate));
    }
    let time = track.time_base?.calc_duration(track.duration?)?;
    Some(time.as_secs_f64() * 1000.0)
}

/// HE-AAC would be decoded at half its rate, dull, without an error. Its signs: object type 5 (SBR) or
/// 29 (PS), the extension 0x2B7 behind an LC configuration (ISO/IEC 14496-3, section 1.6.2.1), or
/// nothing but a low rate.
fn refuse_he_aac(params: &AudioCodecParameters) -> Result<(), Halt> {
    if params.codec != codec::CODEC_ID_AAC {
        return Ok(());
    }
    let low = params
        .sample_rate
        .is_some_and(|rate| rate <= MAX_HE_AAC_CORE_HZ);
    if low || params.extra_data.as_deref().is_some_and(says_sbr) {
        return Err(Halt::failed(ErrorCode::Unsupported, "he-aac"));
    }
    Ok(())
}

fn says_sbr(config: &[u8]) -> bool {
    const SYNC: u32 = 0x2B7;
    const SBR: u8 = 5;
    const PS: u8 = 29;
    let Some(&first) = config.first() else {
        return false;
    };
    let object_type = first >> 3;
    let extended = config.len() >= 5 && {
        let bits = u32::from_be_bytes([0, config[2], config[3], config[4]]);
        bits >> 13 == SYNC && (bits >> 8) as u8 & 0x1F == SBR && bits & 0x80 != 0
    };
    object_type == SBR || object_type == PS || extended
}

#[cfg(test)]
mod tests {
    use super::says_sbr;

    #[test]
    fn he_aac_is_told_by_its_configuration() {
        assert!(!says_sbr(&[0x12, 0x10]));
        assert!(!says_sbr(&[0x12, 0x10, 0x56, 0xE5, 0x00]));
        assert!(says_sbr(&[0x12, 0x10, 0x56, 0xE5, 0x80]));
        assert!(says_sbr(&[0x2B, 0x92, 0x08, 0x00]));
        assert!(says_sbr(&[0xEB, 0x8A, 0x08, 0x00]));
    }
}
