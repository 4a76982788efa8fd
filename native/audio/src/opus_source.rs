//! Opus from a container: its packets in order, with their times.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::media::{Media, Next};
use crate::opus_packet::{self, Head};
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// Samples that a decoder needs to settle after a jump: RFC 7845, section 4.6, asks for 80 ms.
pub(crate) const PRE_ROLL: i64 = 12 * SAMPLES_PER_FRAME as i64;

pub(crate) struct Packet {
    /// The packet's first sample, counted from the decoder's start, pre-skip included.
    pub(crate) start: i64,
    pub(crate) samples: usize,
    /// How many of its samples lie beyond the track's end.
    pub(crate) padding: usize,
    pub(crate) data: Box<[u8]>,
}

/// The packets around the current position.
pub(crate) struct PacketLog {
    feed: Arc<Feed>,
    media: Media,
    exact: bool,
    pub(crate) head: Head,
    packets: VecDeque<Packet>,
    next_start: Option<i64>,
    /// Sample behind the last one that is meant to be heard, as far as was read.
    sound_end: i64,
    ended: bool,
    /// Another stream follows in the same file.
    changed: bool,
}

/// The sound of another stream that follows in the same file, and where it starts.
pub(crate) struct Follower {
    pub(crate) media: Media,
    /// Samples at 48 kHz from the start of the stream before it.
    pub(crate) start: i64,
}

impl PacketLog {
    pub(crate) fn new(feed: Arc<Feed>, media: Media, exact: bool) -> Result<Self, Halt> {
        let channels = media
            .params
            .channels
            .as_ref()
            .map(symphonia::core::audio::Channels::count);
        let head = Head::parse(media.params.extra_data.as_deref(), channels);
        if head.channels > CHANNELS as u8 {
            return Err(Halt::failed(
                ErrorCode::Unsupported,
                "opus in more than two channels",
            ));
        }
        Ok(Self {
            feed,
            media,
            exact,
            head,
            packets: VecDeque::new(),
            next_start: Some(0),
            sound_end: i64::from(head.pre_skip),
            ended: false,
            changed: false,
        })
    }

    /// Whether all was read, and another stream follows in the same file.
    pub(crate) fn is_followed(&self) -> bool {
        self.changed
    }

    /// That stream.
    pub(crate) fn into_follower(self) -> Follower {
        let start = self.sound_end - i64::from(self.head.pre_skip);
        Follower {
            media: self.media,
            start: start.max(0),
        }
    }

    /// The packet that holds `sample`; `None` when the track ends before.
    pub(crate) fn at(&mut self, sample: i64) -> Result<Option<&Packet>, Halt> {
        while self
            .packets
            .back()
            .is_none_or(|last| last.start + last.samples as i64 <= sample)
        {
            if !self.pull()? {
                return Ok(None);
            }
        }
        Ok(self
            .packets
            .iter()
            .find(|packet| packet.start + packet.samples as i64 > sample))
    }

    /// The packets that a decoder has to hear before `sample`.
    pub(crate) fn pre_roll(&self, sample: i64) -> Vec<&Packet> {
        self.packets
            .iter()
            .filter(|packet| packet.start + packet.samples as i64 > sample - PRE_ROLL)
            .take_while(|packet| packet.start + packet.samples as i64 <= sample)
            .collect()
    }

    pub(crate) fn forget_before(&mut self, sample: i64) {
        while self
            .packets
            .front()
            .is_some_and(|first| first.start + (first.samples as i64) <= sample)
        {
            self.packets.pop_front();
        }
    }

    /// Seeks to `sample`; the next packets start there, or earlier by the pre-roll.
    pub(crate) fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        let target = (sample - PRE_ROLL).max(0);
        if self.feed.length().is_none() {
            let first = self
                .packets
                .front()
                .map_or(self.next_start, |first| Some(first.start));
            return if first.is_some_and(|first| first <= target) {
                Ok(true)
            } else {
                Err(Halt::failed(ErrorCode::DecodeFailed, "can't go back"))
            };
        }
        self.packets.clear();
        self.ended = false;
        self.changed = false;
        self.next_start = None;
        let pre_skip = i64::from(self.head.pre_skip);
        self.media
            .seek(&self.feed, (target - pre_skip).max(0), self.exact)
    }

    fn pull(&mut self) -> Result<bool, Halt> {
        while !self.ended {
            match self.media.next(&self.feed)? {
                Next::Piece(piece) => {
                    let Some(samples) = opus_packet::samples(&piece.packet.data) else {
                        continue;
                    };
                    self.feed.budget.renew();
                    let told = piece.start - piece.packet.trim_start.get() as i64;
                    let told = told + self.pre_skip_left_out(told, samples as i64);
                    let start = match self.next_start {
                        Some(start) => start,
                        None if self.media.coarse_times => snap(told),
                        None => told,
                    };
                    self.next_start = Some(start + samples as i64);
                    let padding = (piece.packet.trim_end.get() as usize).min(samples);
                    self.sound_end = start + (samples - padding) as i64;
                    self.packets.push_back(Packet {
                        start,
                        samples,
                        padding,
                        data: piece.packet.data,
                    });
                    return Ok(true);
                }
                Next::Changed => {
                    self.ended = true;
                    self.changed = true;
                }
                Next::End => self.ended = true,
            }
        }
        if self.next_start == Some(0) && !self.changed && !self.media.follows {
            return Err(Halt::failed(
                ErrorCode::DecodeFailed,
                "it ends before the first sound",
            ));
        }
        Ok(false)
    }

    /// Most containers count from the end of the pre-skip. Ogg's demuxer does so on the first page
    /// only, and counts later ones by their granules, which include the pre-skip. The time that
    /// lies on the grid of packets is right.
    fn pre_skip_left_out(&self, told: i64, samples: i64) -> i64 {
        let pre_skip = i64::from(self.head.pre_skip);
        let contained = self.media.granule_times && told.rem_euclid(samples) == 0;
        if contained { 0 } else { pre_skip }
    }

    /// Average bit/s, from the container's figures or else from `seconds` of packets.
    pub(crate) fn average_bitrate(&mut self, seconds: i64) -> Result<f64, Halt> {
        if let (Some(bytes), Some(ms), true) =
            (self.feed.length(), self.media.duration_ms, self.media.alone)
        {
            return Ok(bytes as f64 * 8000.0 / ms);
        }
        self.at(seconds * i64::from(crate::SAMPLE_RATE_HZ))?;
        let bytes: usize = self.packets.iter().map(|packet| packet.data.len()).sum();
        let samples: usize = self.packets.iter().map(|packet| packet.samples).sum();
        Ok(bytes as f64 * 8.0 * f64::from(crate::SAMPLE_RATE_HZ) / samples.max(1) as f64)
    }
}

/// Matroska rounds to a millisecond; packets of 20 ms lie on a grid of 20 ms.
fn snap(told: i64) -> i64 {
    const TOLERANCE: i64 = 96;
    let frame = SAMPLES_PER_FRAME as i64;
    let nearest = (told + frame / 2).div_euclid(frame) * frame;
    if (nearest - told).abs() <= TOLERANCE {
        nearest
    } else {
        told
    }
}
