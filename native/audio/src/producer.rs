//! The work of a track's thread: open the source, fill the ring, carry out seeks.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::encoder::{FrameEncoder, PacketBuffer};
use crate::event::{Event, EventSink, Halt};
use crate::feed::Feed;
use crate::media::Media;
use crate::options::{Controls, Input, Options};
use crate::opus_source::{OpusPcm, PacketLog};
use crate::passthrough::{Passthrough, Settings};
use crate::pcm::{Decoded, PcmStream, Raw};
use crate::ring::{Lead, Order, PASSED, Ring, TRANSCODED};
use crate::transcode::Transcoder;
use crate::{CHANNELS, FRAME_MS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ};

pub(crate) struct Producer {
    pub(crate) feed: Arc<Feed>,
    pub(crate) ring: Arc<Ring>,
    pub(crate) controls: Arc<Controls>,
    pub(crate) events: Arc<EventSink>,
    pub(crate) options: Options,
}

enum Player {
    Transcode(Transcoder),
    Passthrough(Box<Passthrough>),
}

struct Opened {
    player: Player,
    ready: Event,
}

impl Producer {
    /// Runs until the track is over or closed.
    pub(crate) fn run(mut self) {
        if let Err(Halt::Failed(code, detail)) = self.play() {
            self.ring.fail();
            (self.events)(Event::Failed { code, detail });
        }
    }

    fn play(&mut self) -> Result<(), Halt> {
        let mut player: Option<Player> = None;
        let mut told = false;
        let mut epoch = 0;
        let mut start = (self.options.start_ms > 0.0).then_some(self.options.start_ms);
        let mut made = 0;
        let mut frame: PacketBuffer = [0; MAX_PACKET_BYTES];
        loop {
            match self.ring.next_order(lead(player.as_ref())) {
                Order::Close => return Ok(()),
                Order::Seek { ms, epoch: newer } => {
                    epoch = newer;
                    start = Some(ms);
                    self.feed.resume(epoch);
                }
                Order::Recall(frames) => {
                    if let Some(Player::Passthrough(opus)) = &mut player {
                        opus.take_back(frames);
                    }
                }
                Order::Produce => (),
            }
            self.feed.budget.renew();
            let step = self.step(&mut player, &mut told, &mut start, epoch, &mut frame);
            match step {
                Ok(Some((len, position_ms))) => {
                    let passed =
                        matches!(&player, Some(Player::Passthrough(opus)) if opus.passed());
                    self.ring.put(&frame[..len], passed, position_ms, epoch);
                    self.feed.sound(FRAME_MS);
                    made += 1;
                    self.maybe_fault(made);
                }
                Ok(None) => {
                    if self.ring.finish(epoch) {
                        (self.events)(Event::Ended);
                    }
                }
                // A demuxer that was interrupted may be in a wrong state, so it's opened again.
                Err(Halt::Interrupted) => player = None,
                Err(failed) => return Err(failed),
            }
        }
    }

    /// One frame, and what must come before it.
    fn step(
        &self,
        player: &mut Option<Player>,
        told: &mut bool,
        start: &mut Option<f64>,
        epoch: u64,
        frame: &mut PacketBuffer,
    ) -> Result<Option<(usize, f64)>, Halt> {
        let playing = if let Some(playing) = player {
            playing
        } else {
            let opened = self.open()?;
            if !std::mem::replace(told, true) {
                (self.events)(opened.ready);
            }
            player.insert(opened.player)
        };
        self.adjust(playing)?;
        if let Some(ms) = *start {
            let found = playing.seek(ms)?;
            *start = None;
            if !found {
                return Ok(None);
            }
            self.ring.settle(playing.position_ms(), epoch);
            self.feed.measure_anew();
        }
        let position_ms = playing.position_ms();
        Ok(playing.next_frame(frame)?.map(|len| (len, position_ms)))
    }

    fn open(&self) -> Result<Opened, Halt> {
        if self.options.input == Input::Pcm {
            return self.opened_pcm();
        }
        let media = Media::open(&self.feed, self.options.hint.as_deref())?;
        if let Some(bytes_per_second) = bytes_per_second(&media, self.feed.length()) {
            self.feed.expect(bytes_per_second);
        }
        self.feed.measure_anew();
        let duration_ms = media.duration_ms;
        let stated = media.stated;
        let codec = media.codec_name();
        let cut_off = media.cut_off;
        let player = self.player(media)?;
        let passthrough = matches!(&player, Player::Passthrough(opus) if opus.passes());
        Ok(Opened {
            player,
            ready: Event::Ready {
                duration_ms,
                stated,
                seekable: self.controls.seekable,
                codec,
                passthrough,
                cut_off,
            },
        })
    }

    fn opened_pcm(&self) -> Result<Opened, Halt> {
        let stream = Raw::new(Arc::clone(&self.feed));
        self.feed
            .expect(f64::from(SAMPLE_RATE_HZ) * (2 * CHANNELS) as f64);
        Ok(Opened {
            player: self.transcoded(Box::new(stream))?,
            ready: Event::Ready {
                duration_ms: None,
                stated: false,
                seekable: self.controls.seekable,
                codec: "pcm",
                passthrough: false,
                cut_off: false,
            },
        })
    }

    fn player(&self, media: Media) -> Result<Player, Halt> {
        let feed = Arc::clone(&self.feed);
        let exact = self.options.exact_seek;
        if !media.is_opus() {
            return self.transcoded(Box::new(Decoded::new(feed, media, exact)?));
        }
        let log = PacketLog::new(feed, media, exact)?;
        let log = if self.options.passthrough {
            match Passthrough::new(log, self.settings())? {
                Ok(opus) => return Ok(Player::Passthrough(Box::new(opus))),
                Err(log) => log,
            }
        } else {
            log
        };
        self.transcoded(Box::new(OpusPcm::new(log)?))
    }

    fn transcoded(&self, stream: Box<dyn PcmStream>) -> Result<Player, Halt> {
        let settings = self.settings();
        let encoder = FrameEncoder::new(settings.bitrate, settings.complexity, settings.volume)?;
        Ok(Player::Transcode(Transcoder::new(stream, encoder)))
    }

    fn settings(&self) -> Settings {
        Settings {
            volume: f32::from_bits(self.controls.volume.load(Ordering::Relaxed)),
            bitrate: self.controls.bitrate.load(Ordering::Relaxed),
            complexity: self.options.complexity,
        }
    }

    fn adjust(&self, player: &mut Player) -> Result<(), Halt> {
        let settings = self.settings();
        match player {
            Player::Transcode(transcoder) => {
                transcoder.encoder().set_volume(settings.volume);
                transcoder.encoder().set_bitrate(settings.bitrate)
            }
            Player::Passthrough(opus) => opus.set(settings),
        }
    }

    fn maybe_fault(&self, made: u32) {
        assert!(
            self.options.fault_after_frames != Some(made),
            "a fault that was asked for"
        );
    }
}

/// By what the container tells; a length that was guessed is good enough for that. Plain samples need none.
fn bytes_per_second(media: &Media, length_bytes: Option<u64>) -> Option<f64> {
    if let (Some(bytes), Some(ms)) = (length_bytes, media.duration_ms) {
        return Some(bytes as f64 * 1000.0 / ms);
    }
    let channels = media.params.channels.as_ref()?.count();
    let bits = media.params.bits_per_sample? as usize * channels;
    (media.codec_name() == "pcm").then_some(f64::from(media.rate) * bits as f64 / 8.0)
}

/// How far ahead this player works.
fn lead(player: Option<&Player>) -> Lead {
    match player {
        Some(Player::Passthrough(opus)) if opus.is_passing() => PASSED,
        _ => TRANSCODED,
    }
}

impl Player {
    fn seek(&mut self, ms: f64) -> Result<bool, Halt> {
        match self {
            Self::Transcode(transcoder) => transcoder.seek(ms),
            Self::Passthrough(opus) => opus.seek(ms),
        }
    }

    fn next_frame(&mut self, out: &mut PacketBuffer) -> Result<Option<usize>, Halt> {
        match self {
            Self::Transcode(transcoder) => transcoder.next_frame(out),
            Self::Passthrough(opus) => opus.next_frame(out),
        }
    }

    fn position_ms(&self) -> f64 {
        match self {
            Self::Transcode(transcoder) => transcoder.position_ms(),
            Self::Passthrough(opus) => opus.position_ms(),
        }
    }
}
