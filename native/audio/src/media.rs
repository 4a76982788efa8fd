//! A container and its audio track: reads the packets and seeks.

mod choosing;
mod opening;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::errors::{Error, SeekErrorKind};
use symphonia::core::formats::well_known::{FORMAT_ID_ISOMP4, FORMAT_ID_MKV};
use symphonia::core::formats::{FormatReader, SeekMode, SeekTo, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, TimeBase, Timestamp};

use crate::aac::refuse_he_aac;
use crate::budget::Work;
use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::mp3;

pub struct Media {
    format: Box<dyn FormatReader>,
    track_id: u32,
    pub params: AudioCodecParameters,
    time_base: TimeBase,
    /// The sample rate, in Hz.
    pub rate: u32,
    /// Samples at `rate` of the encoder's lead-in that lie before the track's start.
    lead_in: i64,
    /// Samples at `rate` from start to end, if an edit list tells.
    pub end: Option<i64>,
    pub duration_ms: Option<f64>,
    /// Whether the container states the length of this track. The length of the whole file may be
    /// the picture's, that of an MP3 or ADTS file may be estimated from a few frames, and that of
    /// an Ogg file of several links is its first one's.
    pub stated: bool,
    /// Whether the container's times are rounded to a millisecond.
    pub coarse_times: bool,
    /// Whether the container's times come from Ogg's granules.
    pub granule_times: bool,
    /// Whether the track ends at the length that the demuxer knows. For an MP3 without a tag that's
    /// an estimate, and the length in a tag may be that of the first of several joined files.
    told_end: bool,
    /// Whether the container holds only this track.
    pub alone: bool,
    /// Whether the file is shorter than its outermost parts say.
    pub cut_off: bool,
    hint: Option<String>,
    sequential: bool,
    /// Whether the demuxer can't go back, since it has no index or was told not to seek.
    forward_only: bool,
    /// Up to this time, in ticks, the demuxer seeks past the first packets.
    first_cue: Option<i64>,
    /// Time, in ticks, of the first packet of a recording that begins in the middle of a stream;
    /// else 0.
    origin: i64,
    /// Time, in ticks, at the end of the last packet that was read.
    read_to: i64,
    /// Whether this is an MP3 of varying bitrate, whose bytes can't be calculated from a time.
    variable: bool,
    /// Packets that were already read while opening.
    ahead: VecDeque<Packet>,
    /// It holds several links, one behind the other, in a source that can be sought in: the demuxer reads on through
    /// them, but seeks in one at most ([`crate::chain`]).
    pub chained: bool,
    /// Byte of the source that it begins with.
    pub base: u64,
    /// While set, the demuxer takes its source for one that can only be read on: at each seam it would else look for
    /// the end of the next link.
    forward: Arc<AtomicBool>,
    /// It goes on behind another stream of the same file, and may hold no sound at all.
    pub follows: bool,
}

/// A packet of the chosen track.
pub struct Piece {
    pub packet: Packet,
    /// The packet's first sample at [`Media::rate`], counted from the track's start.
    pub start: i64,
}

/// The result of asking for a packet.
pub enum Next {
    Piece(Piece),
    /// Another stream follows in the same file: take new parameters.
    Changed,
    End,
}

impl Media {
    /// The usual name of the codec.
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
    /// When interrupted. A file that breaks in the middle just ends there, as a listener would
    /// expect.
    pub fn next(&mut self, feed: &Feed) -> Result<Next, Halt> {
        loop {
            feed.packet()?;
            let next = match self.ahead.pop_front() {
                Some(packet) => Ok(Some(packet)),
                None => self.format.next_packet(),
            };
            match next {
                Ok(Some(mut packet)) if packet.track_id == self.track_id => {
                    feed.budget.silent_packet();
                    self.read_to = packet.pts.get().saturating_add(packet.dur.get() as i64);
                    if self.told_end && self.is_left_out(&packet) {
                        self.told_end = !self.goes_on(feed)?;
                    }
                    if !self.told_end && self.params.codec == codec::CODEC_ID_MP3 {
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
                Ok(None) | Err(_) => return feed.halt().map_or(Ok(Next::End), Err),
            }
        }
    }

    /// Whether the demuxer takes the whole packet for the encoder's padding.
    fn is_left_out(&self, packet: &Packet) -> bool {
        self.params.codec == codec::CODEC_ID_MP3 && packet.trim_end >= packet.dur
    }

    /// Whether more packets follow than an encoder pads: then another file was joined to this one.
    fn goes_on(&mut self, feed: &Feed) -> Result<bool, Halt> {
        while self.ahead.len() < mp3::PADDING_PACKETS {
            match self.format.next_packet() {
                Ok(Some(packet)) => self.ahead.push_back(packet),
                Err(_) if feed.interrupted() => return Err(Halt::Interrupted),
                Ok(None) | Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Seeks to the last packet that starts at or before `sample`, or a little earlier. False when
    /// the track ends before `sample`.
    ///
    /// # Errors
    /// When interrupted, or when the source can't be seeked.
    pub fn seek(&mut self, feed: &Arc<Feed>, sample: i64, exact: bool) -> Result<bool, Halt> {
        let wanted = self.ticks(sample.saturating_add(self.lead_in).max(0));
        let wanted = wanted.saturating_add(self.origin);
        let at_start = self.first_cue.is_some_and(|cue| wanted <= cue);
        let behind = wanted < self.read_to;
        if behind && (self.forward_only || at_start) {
            *self = self.open_again(feed)?;
        }
        if at_start {
            return Ok(true);
        }
        if self.forward_only && self.coarse_times {
            return self.read_on_to(feed, wanted);
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
        feed.budget.set_work(self.seeking());
        let forward = self.forward.swap(false, Ordering::Relaxed);
        let sought = match self.format.seek(mode, to()) {
            Err(Error::SeekError(SeekErrorKind::Unseekable)) if !exact => {
                self.format.seek(SeekMode::Accurate, to())
            }
            result => result,
        };
        feed.budget.set_work(Work::Gathering);
        self.forward.store(forward, Ordering::Relaxed);
        sought.map(|_| true).or_else(|error| match error {
            _ if feed.halt().is_some() => Err(feed.halt().unwrap_or(Halt::Interrupted)),
            Error::SeekError(SeekErrorKind::OutOfRange | SeekErrorKind::Unseekable) => Ok(false),
            Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            error => Err(Halt::failed(ErrorCode::DecodeFailed, error)),
        })
    }

    /// Without an index, Matroska is read packet by packet up to the one that `wanted` lies in.
    fn read_on_to(&mut self, feed: &Feed, wanted: i64) -> Result<bool, Halt> {
        loop {
            feed.packet()?;
            let next = match self.ahead.pop_front() {
                Some(packet) => Ok(Some(packet)),
                None => self.format.next_packet(),
            };
            match next {
                Ok(Some(packet)) if packet.track_id == self.track_id => {
                    // A long film has many packets, and each is progress.
                    feed.budget.renew();
                    let end = packet.pts.get().saturating_add(packet.dur.get() as i64);
                    if end >= wanted {
                        self.ahead.push_front(packet);
                        return Ok(true);
                    }
                }
                Ok(Some(_)) => (),
                Ok(None) | Err(_) => return feed.halt().map_or(Ok(false), Err),
            }
        }
    }

    /// What the demuxer does with the bytes that it reads while seeking.
    fn seeking(&self) -> Work {
        match self.format.format_info().format {
            FORMAT_ID_MKV | FORMAT_ID_ISOMP4 => Work::Seeking,
            _ => Work::Scanning,
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
        if params.codec == codec::CODEC_ID_OPUS {
            self.rate = crate::SAMPLE_RATE_HZ;
        } else if let Some(rate) = params.sample_rate.filter(|rate| *rate > 0) {
            self.rate = rate;
        }
        self.track_id = track.id;
        self.params = params;
        self.origin = 0;
        self.follows = true;
        refuse_he_aac(&self.params)?;
        Ok(Next::Changed)
    }

    fn samples(&self, ticks: i64) -> i64 {
        let numer = i128::from(self.time_base.numer.get()) * i128::from(self.rate);
        let denom = i128::from(self.time_base.denom.get());
        let scaled = i128::from(ticks) * numer;
        // Rounded to the nearest sample, since the container's time was rounded to a millisecond.
        ((scaled + denom / 2).div_euclid(denom)) as i64
    }

    fn ticks(&self, samples: i64) -> i64 {
        let numer = i128::from(self.time_base.numer.get()) * i128::from(self.rate);
        let denom = i128::from(self.time_base.denom.get());
        (i128::from(samples) * denom).div_euclid(numer) as i64
    }
}
