//! The work of a track's thread: open the source, fill the ring, carry out seeks.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::chain::Chain;
use crate::encoder::PacketBuffer;
use crate::event::{Event, EventSink, Halt};
use crate::feed::Feed;
use crate::linked::Linked;
use crate::media::Media;
use crate::options::{Controls, Input, Options, Settings};
use crate::opus_source::PacketLog;
use crate::passthrough::Passthrough;
use crate::pcm::{PcmStream, Raw};
use crate::ring::{Frame, Lead, Order, PASSED, Ring, TRANSCODED, Unsent};
use crate::transcode::Transcoder;
use crate::{CHANNELS, FRAME_MS, MAX_PACKET_BYTES, SAMPLE_RATE_HZ};

pub(crate) struct Producer {
    pub(crate) feed: Arc<Feed>,
    pub(crate) ring: Arc<Ring>,
    pub(crate) controls: Arc<Controls>,
    pub(crate) events: Arc<EventSink>,
    pub(crate) options: Options,
    /// The links of a file that has several.
    pub(crate) chain: Option<Chain>,
}

/// Frames that are left as they are, in each try to make those behind them again.
const SPARED: [usize; 5] = [0, 0, 1, 2, 4];

enum Player {
    Transcode(Box<Transcoder>),
    Passthrough(Box<Passthrough>),
}

/// What plays now: all of a file, or streams of it from one of several on.
struct Playing {
    player: Player,
    /// Milliseconds into the track at which the player's sound starts.
    base_ms: f64,
}

struct Opened {
    player: Player,
    ready: Event,
}

/// What a step came to.
enum Step {
    /// A frame of so many bytes, at this position.
    Frame(usize, f64),
    Over,
}

impl Producer {
    /// Runs until the track is over or closed.
    pub(crate) fn run(mut self) {
        let mut epoch = 0;
        if let Err(Halt::Failed(code, detail)) = self.play(&mut epoch) {
            self.ring.fail();
            let epoch = Some(epoch);
            (self.events)(Event::Failed {
                code,
                detail,
                epoch,
            });
        }
    }

    /// `epoch`: the seek that it works on.
    fn play(&mut self, epoch: &mut u64) -> Result<(), Halt> {
        let mut playing: Option<Playing> = None;
        let mut told = false;
        let mut start = (self.options.start_ms > 0.0).then_some(self.options.start_ms);
        let mut made = 0;
        let mut frame: PacketBuffer = [0; MAX_PACKET_BYTES];
        loop {
            match self.ring.next_order(lead(playing.as_ref())) {
                Order::Close => return Ok(()),
                Order::Seek { ms, epoch: newer } => {
                    *epoch = newer;
                    start = Some(ms);
                    self.feed.resume(*epoch);
                }
                Order::Change => {
                    match playing.as_mut().map(|now| self.change(now, *epoch)) {
                        Some(Err(Halt::Interrupted)) => playing = None,
                        Some(Err(failed)) => return Err(failed),
                        Some(Ok(())) | None => (),
                    }
                    continue;
                }
                Order::Produce => (),
            }
            self.feed.budget.renew();
            let step = self.step(&mut playing, &mut told, &mut start, *epoch, &mut frame);
            match step {
                Ok(Step::Frame(len, position_ms)) => {
                    let passed = playing.as_ref().is_some_and(Playing::passed);
                    self.ring.put(&frame[..len], passed, position_ms, *epoch);
                    self.feed.sound(FRAME_MS);
                    made += 1;
                    self.maybe_fault(made);
                }
                Ok(Step::Over) => {
                    if self.ring.finish(*epoch) {
                        (self.events)(Event::Ended { epoch: *epoch });
                    }
                }
                // A demuxer that was interrupted may be in a wrong state, so it's opened again.
                Err(Halt::Interrupted) => playing = None,
                Err(failed) => return Err(failed),
            }
        }
    }

    /// One frame, and what must come before it.
    fn step(
        &mut self,
        playing: &mut Option<Playing>,
        told: &mut bool,
        start: &mut Option<f64>,
        epoch: u64,
        frame: &mut PacketBuffer,
    ) -> Result<Step, Halt> {
        let mut now = if let Some(now) = playing {
            now
        } else {
            let opened = self.open()?;
            if !std::mem::replace(told, true) {
                (self.events)(opened.ready);
            }
            playing.insert(Playing {
                player: opened.player,
                base_ms: 0.0,
            })
        };
        if let Some(ms) = *start {
            now.player.set(&self.settings())?;
            let found = self.seek(now, ms)?;
            *start = None;
            if !found {
                return Ok(Step::Over);
            }
            self.ring.settle(now.position_ms(), epoch);
            self.feed.measure_anew();
        }
        loop {
            let position_ms = now.position_ms();
            if let Some(len) = now.player.next_frame(frame)? {
                return Ok(Step::Frame(len, position_ms));
            }
            if !now.player.is_followed() {
                return Ok(Step::Over);
            }
            self.ring.keep();
            let Some(before) = playing.take() else {
                return Ok(Step::Over);
            };
            now = playing.insert(self.follower(before)?);
        }
    }

    /// Goes to `ms`; false when the track ends before it.
    fn seek(&mut self, now: &mut Playing, ms: f64) -> Result<bool, Halt> {
        if let Some(chain) = &mut self.chain {
            let hint = self.options.hint.as_deref();
            let (media, base_ms) = chain.open(&self.feed, hint, ms)?;
            let player = self.player(media, None)?;
            *now = Playing { player, base_ms };
        }
        now.player.seek(ms - now.base_ms)
    }

    fn open(&mut self) -> Result<Opened, Halt> {
        if self.options.input == Input::Pcm {
            return self.opened_pcm();
        }
        let media = Media::open(&self.feed, self.options.hint.as_deref())?;
        if let Some(bytes_per_second) = bytes_per_second(&media, self.feed.length()) {
            self.feed.expect(bytes_per_second);
        }
        self.feed.measure_anew();
        if media.chained && self.chain.is_none() {
            self.chain = Some(Chain::new(media.base));
        }
        let duration_ms = media.duration_ms;
        let stated = media.stated;
        let codec = media.codec_name();
        let cut_off = media.cut_off;
        let player = self.player(media, None)?;
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

    /// Goes on behind packets that passed with the stream that follows them.
    fn follower(&self, before: Playing) -> Result<Playing, Halt> {
        let Player::Passthrough(opus) = before.player else {
            return Ok(before);
        };
        let (follower, bitrate) = opus.into_follower();
        let length_ms = follower.start as f64 * 1000.0 / f64::from(SAMPLE_RATE_HZ);
        Ok(Playing {
            player: self.player(follower.media, Some(bitrate))?,
            base_ms: before.base_ms + length_ms,
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

    /// `bitrate`: what to expect of its packets where those before it tell.
    fn player(&self, media: Media, bitrate: Option<f64>) -> Result<Player, Halt> {
        let feed = Arc::clone(&self.feed);
        let exact = self.options.exact_seek;
        if !media.is_opus() || !self.options.passthrough {
            return self.transcoded(Box::new(Linked::new(feed, media, exact)?));
        }
        let log = PacketLog::new(Arc::clone(&feed), media, exact)?;
        match Passthrough::new(log, &self.settings(), bitrate)? {
            Ok(opus) => Ok(Player::Passthrough(Box::new(opus))),
            Err(log) => self.transcoded(Box::new(Linked::opus(feed, log, exact)?)),
        }
    }

    fn transcoded(&self, stream: Box<dyn PcmStream>) -> Result<Player, Halt> {
        let transcoder = Transcoder::new(stream, &self.settings())?;
        Ok(Player::Transcode(Box::new(transcoder)))
    }

    fn settings(&self) -> Settings {
        Settings {
            sound: self.controls.sound(),
            bitrate: self.controls.bitrate.load(Ordering::Relaxed),
            complexity: self.options.complexity,
        }
    }

    /// Makes what isn't sent yet again with the settings as they are now. The pacer takes frames meanwhile; when it took
    /// one that was made again, they're made once more from a later one on.
    fn change(&self, now: &mut Playing, epoch: u64) -> Result<(), Halt> {
        let settings = self.settings();
        let player = &mut now.player;
        for spared in SPARED {
            let mut frames = Vec::new();
            let unsent = self.ring.unsent().without(spared);
            let back = player.remake(unsent, &settings, &mut frames)?;
            for frame in &mut frames {
                frame.position_ms += now.base_ms;
            }
            if back > 0 && self.ring.swap(back, &frames, player.is_over(), epoch) {
                player.accept();
                return Ok(());
            }
            player.abandon();
            if back == 0 {
                break;
            }
        }
        player.set(&settings)
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
fn lead(playing: Option<&Playing>) -> Lead {
    match playing.map(|playing| &playing.player) {
        Some(Player::Passthrough(opus)) if opus.is_passing() => PASSED,
        _ => TRANSCODED,
    }
}

impl Playing {
    fn position_ms(&self) -> f64 {
        self.base_ms + self.player.position_ms()
    }

    /// Whether the frame that was made last is a packet as it came.
    fn passed(&self) -> bool {
        matches!(&self.player, Player::Passthrough(opus) if opus.passed())
    }
}

impl Player {
    /// Whether it is at its end, and what follows in the same file needs another player.
    fn is_followed(&self) -> bool {
        matches!(self, Self::Passthrough(opus) if opus.is_followed())
    }

    fn set(&mut self, settings: &Settings) -> Result<(), Halt> {
        match self {
            Self::Transcode(transcoder) => {
                transcoder.history().set(settings);
                Ok(())
            }
            Self::Passthrough(opus) => opus.set(settings),
        }
    }

    /// See [`Transcoder::remake`] and [`Passthrough::remake`].
    fn remake(
        &mut self,
        unsent: Unsent,
        settings: &Settings,
        out: &mut Vec<Frame>,
    ) -> Result<usize, Halt> {
        match self {
            Self::Transcode(transcoder) => transcoder.remake(unsent.frames, settings, out),
            Self::Passthrough(opus) => opus.remake(unsent.passed, settings, out),
        }
    }

    /// Whether no frame follows those that were made.
    fn is_over(&self) -> bool {
        match self {
            Self::Transcode(transcoder) => transcoder.is_over(),
            // As many packets as there were end where those did.
            Self::Passthrough(_) => true,
        }
    }

    fn accept(&mut self) {
        match self {
            Self::Transcode(transcoder) => transcoder.history().accept(),
            Self::Passthrough(opus) => opus.accept(),
        }
    }

    fn abandon(&mut self) {
        match self {
            Self::Transcode(transcoder) => transcoder.history().abandon(),
            Self::Passthrough(opus) => opus.abandon(),
        }
    }

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

#[cfg(test)]
mod tests;
