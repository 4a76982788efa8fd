//! Plays bytes on a track as its owner does, and holds what is true of every file: it neither crashes nor
//! hangs, its frames fit, and its thread ends when the track is closed. Fuzzing plays what it finds the same way.

use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use segue_audio::MAX_PACKET_BYTES;
use segue_audio::event::{ErrorCode, Event};
use segue_audio::options::{Input, Options};
use segue_audio::ring::Taken;
use segue_audio::track::Track;

/// Ten seconds of sound are enough to have seen every path.
const MAX_FRAMES: u32 = 500;
/// A track gives up itself what makes no progress for ten seconds. Twice that on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time of its thread, not that on the wall, in which a closed track is gone.
const CLOSING: Duration = Duration::from_millis(100);

/// What came of a file.
#[derive(Debug, Default)]
pub struct Played {
    pub frames: u32,
    pub failed: Option<(ErrorCode, String)>,
    pub ended: bool,
}

/// How to play: the bits of one byte, so that files with one more byte are seeds for fuzzing.
#[derive(Clone, Copy, Debug)]
pub struct How(pub u8);

impl How {
    fn seekable(self) -> bool {
        self.0 & 1 == 0
    }

    fn options(self, length: u64) -> Options {
        Options {
            length_bytes: self.seekable().then_some(length),
            hint: None,
            input: Input::Auto,
            start_ms: if self.0 & 2 == 0 { 0.0 } else { 1500.0 },
            volume: 100.0,
            bitrate: 128_000,
            complexity: 0,
            passthrough: self.0 & 4 == 0,
            exact_seek: self.0 & 8 == 0,
            fault_after_frames: None,
        }
    }
}

/// Bytes that need not lie in memory.
pub trait Bytes {
    fn length(&self) -> u64;
    /// Fills `out` from `offset`, as far as there are any.
    fn read(&self, offset: u64, out: &mut [u8]) -> usize;
}

impl Bytes for [u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> usize {
        let from = usize::try_from(offset).map_or(self.len(), |at| at.min(self.len()));
        let read = out.len().min(self.len() - from);
        out[..read].copy_from_slice(&self[from..from + read]);
        read
    }
}

/// Plays at most ten seconds of `bytes`, turns the volume and seeks on the way, and closes the track.
///
/// # Panics
/// When the track crashed, hangs, or outlives its closing.
pub fn play<B: Bytes + ?Sized>(bytes: &B, how: How) -> Played {
    let (told, events) = mpsc::channel();
    let sink = Box::new(move |event| drop(told.send(event)));
    let track = Track::start(how.options(bytes.length()), sink).expect("a thread");
    let mut player = Player {
        track,
        bytes,
        offset: 0,
        generation: 0,
        full: false,
        played: Played::default(),
    };
    player.run(&events);
    player.close();
    player.played
}

struct Player<'a, B: Bytes + ?Sized> {
    track: Track,
    bytes: &'a B,
    offset: u64,
    generation: u32,
    full: bool,
    played: Played,
}

impl<B: Bytes + ?Sized> Player<'_, B> {
    fn run(&mut self, events: &Receiver<Event>) {
        let mut out = [0; MAX_PACKET_BYTES];
        let mut since = Instant::now();
        while self.played.frames < MAX_FRAMES {
            self.feed();
            match self.track.take(&mut out) {
                Taken::Frame(len) => {
                    assert!(len <= MAX_PACKET_BYTES);
                    self.played.frames += 1;
                    since = Instant::now();
                    self.steer();
                }
                Taken::Over => break,
                Taken::Empty => assert!(since.elapsed() < PATIENCE, "it hangs"),
            }
            while let Ok(event) = events.recv_timeout(Duration::from_micros(100)) {
                self.answer(event);
            }
        }
        // What ended it may be told later than the ring is over.
        while let Ok(event) = events.recv_timeout(Duration::from_millis(5)) {
            self.answer(event);
        }
    }

    fn steer(&self) {
        match self.played.frames {
            20 => self.track.set_volume(50.0),
            40 => self.track.seek(700.0),
            60 => self.track.set_volume(100.0),
            80 => self.track.seek(100.0),
            100 => self.track.seek(3000.0),
            _ => (),
        }
    }

    fn answer(&mut self, event: Event) {
        match event {
            Event::Range { offset, generation } => {
                self.offset = offset;
                self.generation = generation;
                self.full = false;
            }
            Event::Hungry => self.full = false,
            Event::Failed { code, detail } => {
                assert!(code != ErrorCode::DecoderCrashed, "{detail}");
                self.played.failed = Some((code, detail));
            }
            Event::Ended => self.played.ended = true,
            Event::Ready { .. } => (),
        }
    }

    /// Hands over a few chunks, as far as the track wants them.
    fn feed(&mut self) {
        let mut chunk = vec![0; 64 * 1024];
        for _ in 0..16 {
            if self.full {
                return;
            }
            let read = self.bytes.read(self.offset, &mut chunk);
            if read == 0 {
                self.track.end(self.generation);
                self.full = true;
                return;
            }
            self.full = self.track.push(&chunk[..read], self.generation).is_full();
            self.offset += read as u64;
        }
    }

    fn close(&self) {
        let before = thread_time();
        self.track.close();
        let since = Instant::now();
        while !self.track.is_gone() {
            let used = thread_time().saturating_sub(before);
            assert!(used < CLOSING, "it worked on for {used:?} after its end");
            assert!(since.elapsed() < PATIENCE, "its thread never ends");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What the threads of tracks have used: first field of schedstat (sched-stats(5)), nanoseconds.
fn thread_time() -> Duration {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Duration::ZERO;
    };
    let of = |path: std::path::PathBuf| {
        let name = std::fs::read_to_string(path.join("comm")).ok()?;
        let stat = std::fs::read_to_string(path.join("schedstat")).ok()?;
        let used: u64 = stat.split(' ').next()?.parse().ok()?;
        (name.trim() == "segue-track").then_some(Duration::from_nanos(used))
    };
    threads.flatten().filter_map(|task| of(task.path())).sum()
}
