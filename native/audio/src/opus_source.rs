//! Opus from a container: the packets in order, with their times, and their sound.

use std::collections::VecDeque;
use std::sync::Arc;

use opusic_c::{Channels, Decoder, SampleRate};

use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::media::{Media, Next};
use crate::opus_packet::{self, Head};
use crate::pcm::PcmStream;
use crate::{CHANNELS, SAMPLES_PER_FRAME};

/// Samples that a decoder needs to settle after a jump: RFC 7845, section 4.6, asks for 80 ms.
pub(crate) const PRE_ROLL: i64 = 12 * SAMPLES_PER_FRAME as i64;
const MAX_PACKET_SAMPLES: usize = 5760;

pub(crate) struct Packet {
    /// The packet's first sample, counted from the decoder's start, pre-skip included.
    pub(crate) start: i64,
    pub(crate) samples: usize,
    /// How many of its samples lie beyond the track's end.
    padding: usize,
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
    ended: bool,
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
            ended: false,
        })
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
                    self.packets.push_back(Packet {
                        start,
                        samples,
                        padding: (piece.packet.trim_end.get() as usize).min(samples),
                        data: piece.packet.data,
                    });
                    return Ok(true);
                }
                Next::Changed if self.media.is_opus() => (),
                Next::Changed | Next::End => self.ended = true,
            }
        }
        if self.next_start == Some(0) {
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

/// Decodes to stereo; a broken packet is replaced by the codec's concealment.
pub(crate) struct OpusDecoder {
    decoder: Decoder,
}

impl OpusDecoder {
    pub(crate) fn new(head: Head) -> Result<Self, Halt> {
        let failed = |error: opusic_c::ErrorCode| {
            Halt::failed(
                ErrorCode::DecodeFailed,
                format!("libopus: {}", error.message()),
            )
        };
        let mut decoder = Decoder::new(Channels::Stereo, SampleRate::Hz48000).map_err(failed)?;
        if head.gain_q8 != 0 {
            decoder.set_gain(i32::from(head.gain_q8)).map_err(failed)?;
        }
        Ok(Self { decoder })
    }

    pub(crate) fn decode(&mut self, packet: &[u8], samples: usize, out: &mut Vec<f32>) {
        let before = out.len();
        let wanted = samples * CHANNELS;
        out.resize(before + MAX_PACKET_SAMPLES * CHANNELS, 0.0);
        let got = self
            .decoder
            .decode_float_to_slice(packet, &mut out[before..], false)
            .or_else(|_| {
                let concealed = &mut out[before..before + wanted];
                self.decoder.decode_float_to_slice(&[], concealed, false)
            })
            .unwrap_or(0);
        out.truncate(before + got * CHANNELS);
        out.resize(before + wanted, 0.0);
    }
}

/// An Opus source as plain sound, never passed through.
pub(crate) struct OpusPcm {
    log: PacketLog,
    decoder: OpusDecoder,
    /// The next sample of the decoder's timeline.
    position: i64,
    /// Samples before this one are dropped.
    from: i64,
}

impl OpusPcm {
    pub(crate) fn new(log: PacketLog) -> Result<Self, Halt> {
        Ok(Self {
            decoder: OpusDecoder::new(log.head)?,
            position: 0,
            from: i64::from(log.head.pre_skip),
            log,
        })
    }
}

impl PcmStream for OpusPcm {
    fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        self.from = sample + i64::from(self.log.head.pre_skip);
        self.decoder = OpusDecoder::new(self.log.head)?;
        if !self.log.seek(self.from)? {
            return Ok(false);
        }
        self.position = (self.from - PRE_ROLL).max(0);
        Ok(true)
    }

    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        let position = self.position;
        self.log.forget_before(position);
        let Some(packet) = self.log.at(position)? else {
            return Ok(false);
        };
        let before = out.len();
        self.decoder.decode(&packet.data, packet.samples, out);
        let start = packet.start;
        self.position = start + packet.samples as i64;
        out.truncate(out.len() - packet.padding * CHANNELS);
        let skip = (self.from - start).clamp(0, (packet.samples - packet.padding) as i64) as usize;
        out.drain(before..before + skip * CHANNELS);
        Ok(true)
    }
}
