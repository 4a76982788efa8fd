//! Opens bytes as a container whose sound can be read: refuses some files and corrects others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::{Hint, Probe, ProbeOptions};
use symphonia::core::formats::well_known::FORMAT_ID_MP3;
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::default::formats;

use super::Media;
use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::mp3::{self, Rate};
use crate::ogg::{self, LinkEnd};
use crate::opus_packet::Head;
use crate::prescan::{self, Prescan};
use crate::sniff::{self, Verdict};
use crate::source::Source;

/// How far into a file a container may start; a longer scan would find a false one in random bytes.
const PROBE_BYTES: u32 = 64 * 1024;
const MAX_TAG_BYTES: usize = 64 * 1024;

/// How the source is presented to the demuxer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    AsItIs,
    /// As one that can't be seeked.
    Sequential,
    /// As one whose length isn't known while it's opened.
    Endless,
    /// As one whose length isn't known, without the tag in its first frame: that counts the frames of the
    /// first of several joined files, behind which the demuxer would refuse to seek.
    Untagged,
    /// One link of several: from this byte on, and for its demuxer's search up to that one.
    Link(u64, Option<u64>),
}

impl Media {
    /// # Errors
    /// With the code that tells what the bytes are instead.
    pub fn open(feed: &Arc<Feed>, hint: Option<&str>) -> Result<Self, Halt> {
        match Self::open_as(feed, hint, Shown::AsItIs) {
            // A file that's cut off contradicts its own index, so it's read forward as far as it
            // goes.
            Err(Halt::Failed(ErrorCode::DecodeFailed, _)) if feed.length().is_some() => {
                Self::open_as(feed, hint, Shown::Sequential)
            }
            result => result,
        }
    }

    /// Opens one link of an Ogg file, the one that begins at byte `start`.
    ///
    /// # Errors
    /// As [`Media::open`].
    pub(crate) fn open_link(
        feed: &Arc<Feed>,
        hint: Option<&str>,
        start: u64,
        end: Option<&LinkEnd>,
    ) -> Result<Self, Halt> {
        let shown = Shown::Link(start, end.map(|end| end.at));
        let mut media = Self::open_as(feed, hint, shown)?;
        let granules = end.map_or(&[][..], |end| &end.granules);
        let last = granules
            .iter()
            .find(|(serial, _)| *serial == media.track_id);
        if let (None, Some((_, granule))) = (media.duration_ms, last) {
            let samples = media.samples(i64::try_from(*granule).unwrap_or(0) - media.origin);
            media.duration_ms = Some(samples as f64 * 1000.0 / f64::from(media.rate));
        }
        Ok(media)
    }

    /// How long the sound of this link is; an Opus granule counts what a decoder leaves out at the start.
    pub(crate) fn link_ms(&self) -> Option<f64> {
        let left_out = if self.is_opus() {
            Head::parse(self.params.extra_data.as_deref(), None).pre_skip
        } else {
            0
        };
        let left_out_ms = f64::from(left_out) * 1000.0 / f64::from(crate::SAMPLE_RATE_HZ);
        self.duration_ms.map(|ms| (ms - left_out_ms).max(0.0))
    }

    fn open_as(feed: &Arc<Feed>, hint: Option<&str>, shown: Shown) -> Result<Self, Halt> {
        let sequential = shown == Shown::Sequential;
        let opened = Arc::new(AtomicBool::new(false));
        let mut source = Source::new(Arc::clone(feed), Arc::clone(&opened), sequential);
        let io = |error: std::io::Error| halt(feed, Error::IoError(error), ErrorCode::NotAudio);
        let scan = match shown {
            Shown::Link(start, end) => {
                source.start_at(start);
                if let Some(end) = end {
                    source.end_at(end);
                }
                Prescan::default()
            }
            _ => prescan::prescan(&mut source).map_err(io)?,
        };
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
        if matches!(shown, Shown::Endless | Shown::Untagged) {
            source.hide_length();
        }
        if let (Shown::Untagged, Some(at)) = (shown, mp3::tag_at(&head[..read])) {
            source.patch(at as u64, 0);
        }
        let is_ogg = head.starts_with(ogg::MARK);
        let has_last_page = is_ogg && source.seekable();
        let chained = has_last_page && ogg::is_chain(&mut source, 0).map_err(io)?;
        source.go_to(0);
        let base = source.base();
        let forward = Arc::new(AtomicBool::new(
            chained && !matches!(shown, Shown::Link(..)),
        ));
        source.read_on_while(Arc::clone(&forward));
        let length = source.whole_length();
        let format = probe(source, hint).map_err(|error| halt(feed, error, ErrorCode::NotAudio))?;
        let mut media = Self::choose(format, &scan)?;
        drop_metadata(&mut *media.format);
        opened.store(true, Ordering::Relaxed);
        forward.store(is_ogg, Ordering::Relaxed);
        media.chained = chained;
        media.base = base;
        media.forward = forward;
        media.hint = hint.map(Into::into);
        media.sequential = sequential;
        media.forward_only = sequential || scan.unindexed;
        media.first_cue = scan.first_cue.map(|ticks| ticks as i64);
        if let (FORMAT_ID_MP3, Some(length)) = (media.format.format_info().format, length) {
            let head = &head[..read];
            let rate = mp3::tagged_rate(head);
            if shown == Shown::Untagged {
                media.lead_in = mp3::lead_in(head);
            } else if mp3::tagged_bytes(head).is_some_and(|told| told + mp3::TAGS_BYTES < length) {
                return Self::open_as(feed, hint, Shown::Untagged);
            }
            media.stated = rate != Rate::Untold && media.duration_ms.is_some();
            return media.judge_rate(feed, rate, shown);
        }
        if media.coarse_times || media.granule_times {
            media.find_origin(feed)?;
        }
        // The last page tells it, where that is of this very stream.
        media.stated |= has_last_page && !chained && media.alone && media.duration_ms.is_some();
        Ok(media)
    }

    /// Times that begin a second or more after zero are counted from the first one.
    fn find_origin(&mut self, feed: &Feed) -> Result<(), Halt> {
        loop {
            feed.packet()?;
            let Ok(Some(packet)) = self.format.next_packet() else {
                return feed.halt().map_or(Ok(()), Err);
            };
            // Packets of other tracks are dropped; a film has many pictures before its first sound.
            if packet.track_id != self.track_id {
                continue;
            }
            let pts = packet.pts.get();
            self.ahead.push_back(packet);
            if self.samples(pts) >= i64::from(self.rate) {
                self.origin = pts;
                let before_ms = self.samples(pts) as f64 * 1000.0 / f64::from(self.rate);
                self.duration_ms = self.duration_ms.map(|end_ms| end_ms - before_ms);
                self.duration_ms = self.duration_ms.filter(|ms| *ms > 0.0);
            }
            return Ok(());
        }
    }

    /// Without a tag the demuxer estimates the length from the first frames; when the bitrate
    /// varies, that estimate is useless and would only forbid seeking beyond it.
    fn judge_rate(mut self, feed: &Arc<Feed>, rate: Rate, shown: Shown) -> Result<Self, Halt> {
        let endless = matches!(shown, Shown::Endless | Shown::Untagged);
        self.variable = rate == Rate::Variable || endless;
        if rate != Rate::Untold || self.variable {
            return Ok(self);
        }
        while self.ahead.len() < mp3::LOOKED_AT {
            feed.packet()?;
            match self.format.next_packet() {
                Ok(Some(packet)) => self.ahead.push_back(packet),
                Ok(None) | Err(_) => break,
            }
        }
        if let Some(halt) = feed.halt() {
            return Err(halt);
        }
        if mp3::varies(&self.ahead) {
            return Self::open_as(feed, self.hint.as_deref(), Shown::Endless);
        }
        Ok(self)
    }

    /// Reads the container from its beginning, as it was opened.
    pub(super) fn open_again(&self, feed: &Arc<Feed>) -> Result<Self, Halt> {
        Self::open_as(feed, self.hint.as_deref(), self.shown())
    }

    fn shown(&self) -> Shown {
        if self.sequential {
            Shown::Sequential
        } else {
            Shown::AsItIs
        }
    }
}

fn probe(source: Source, hint: Option<&str>) -> Result<Box<dyn FormatReader>, Error> {
    let mut probe = Probe::new_with_options(&ProbeOptions {
        max_probe_depth: PROBE_BYTES,
        ..ProbeOptions::default()
    });
    // Without readers of tags: those were read elsewhere, and nested ID3v2 chapters would be
    // followed to any depth.
    probe.register_format::<formats::AdtsReader<'_>>();
    probe.register_format::<formats::FlacReader<'_>>();
    probe.register_format::<formats::IsoMp4Reader<'_>>();
    probe.register_format::<formats::MpaReader<'_>>();
    probe.register_format::<formats::WavReader<'_>>();
    probe.register_format::<formats::OggReader<'_>>();
    probe.register_format::<formats::MkvReader<'_>>();
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

/// Tags were read elsewhere; here they only use memory.
fn drop_metadata(format: &mut dyn FormatReader) {
    let mut metadata = format.metadata();
    while metadata.pop().is_some() {}
}

fn nothing_there(feed: &Feed) -> Halt {
    if let Some(halt) = feed.halt() {
        halt
    } else if feed.received() {
        Halt::failed(ErrorCode::NotAudio, "nothing but tags")
    } else {
        Halt::failed(ErrorCode::EmptyFile, "no bytes")
    }
}

/// The code for a failure while opening.
fn halt(feed: &Feed, error: Error, otherwise: ErrorCode) -> Halt {
    if let Some(halt) = feed.halt() {
        return halt;
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

#[cfg(test)]
mod tests;
