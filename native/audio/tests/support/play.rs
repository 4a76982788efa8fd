//! Plays bytes on a track as its owner does, and holds what is true of every file: it neither crashes nor
//! hangs, says what became of it, costs bounded time and memory, its frames fit, and its thread ends when the
//! track is closed. Tests and the fuzz targets play alike.

#[path = "memory.rs"]
mod memory;

use std::sync::Once;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use segue_audio::event::{ErrorCode, Event};
use segue_audio::feed::Pushed;
use segue_audio::options::{Input, Options};
use segue_audio::ring::Taken;
use segue_audio::sound::Sound;
use segue_audio::track::Track;
use segue_audio::{MAX_PACKET_BYTES, SAMPLES_PER_FRAME, opus_packet};

/// Ten seconds of sound are enough to have seen every path.
const MAX_FRAMES: u32 = 500;
/// Those of a file that is fuzzed: behind the last seek some are still made.
const MAX_FRAMES_FUZZED: u32 = 120;
/// A track gives up itself what makes no progress for ten seconds. Twice that on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time of its thread, not that on the wall, in which a closed track is gone.
const CLOSING: Duration = Duration::from_millis(100);
/// Time of all processors that a file may cost: of a whole budget without progress, and some more.
const WORK: Duration = Duration::from_secs(12);
/// Bytes on the heap that a file may cost: those that a demuxer gathers, with a copy of them.
pub const HEAP_BYTES: usize = 72 * 1024 * 1024;

/// What came of a file.
#[derive(Debug, Default)]
pub struct Played {
    pub frames: u32,
    pub failed: Option<(ErrorCode, String)>,
    pub ended: bool,
    pub ready: bool,
    /// The most that was on the heap.
    pub heap_bytes: usize,
}

/// How to play: the bits of one byte, so that files with one more byte are seeds for fuzzing.
#[derive(Clone, Copy, Debug)]
pub struct How(pub u8);

/// What the owner does while it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Changes the sound and seeks.
    Steers,
    /// Only listens.
    Listens,
    /// Closes it while it is being opened.
    ClosesAtOnce,
    /// Closes it in the middle.
    ClosesSoon,
}

impl How {
    fn seekable(self) -> bool {
        self.0 & 1 == 0
    }

    /// Whether bytes come in small pieces, each only when the one before was looked at.
    fn trickles(self) -> bool {
        self.0 & 0x40 != 0
    }

    fn script(self) -> Script {
        match self.0 >> 4 & 3 {
            0 => Script::Steers,
            1 => Script::Listens,
            2 => Script::ClosesAtOnce,
            _ => Script::ClosesSoon,
        }
    }

    fn options(self, length: u64) -> Options {
        Options {
            length_bytes: self.seekable().then_some(length),
            hint: None,
            input: if self.0 & 0x80 == 0 {
                Input::Auto
            } else {
                Input::Pcm
            },
            start_ms: if self.0 & 2 == 0 { 0.0 } else { 1500.0 },
            sound: Sound::default(),
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
/// When the track crashed, hangs, costs too much, or outlives its closing.
pub fn play<B: Bytes + ?Sized>(bytes: &B, how: How) -> Played {
    play_frames(bytes, how, MAX_FRAMES)
}

/// Plays an input of the fuzz target `play`: a file, and one byte that tells how.
///
/// # Panics
/// As [`play`].
pub fn play_input(input: &[u8]) {
    if let Some((how, bytes)) = input.split_last() {
        play_frames(bytes, How(*how), MAX_FRAMES_FUZZED);
    }
}

/// Opens an input of the fuzz target `open`, the same in form, and closes it once it was opened.
///
/// # Panics
/// As [`play`].
pub fn open_input(input: &[u8]) {
    if let Some((how, bytes)) = input.split_last() {
        play_frames(bytes, How(how & 0x4F), 0);
    }
}

/// The same as [`play`], for so many frames.
///
/// # Panics
/// As [`play`].
pub fn play_frames<B: Bytes + ?Sized>(bytes: &B, how: How, frames: u32) -> Played {
    let heap_before = memory::start();
    let work_before = process_time();
    let (told, events) = mpsc::channel();
    let sink = Box::new(move |event| drop(told.send(event)));
    let track = Track::start(how.options(bytes.length()), sink).expect("a thread");
    tell_panics();
    let mut player = Player {
        track,
        bytes,
        how,
        chunk: vec![0; if how.trickles() { 97 } else { 64 * 1024 }],
        offset: 0,
        generation: 0,
        full: false,
        played: Played::default(),
    };
    player.run(&events, frames);
    player.close();
    let work = process_time().saturating_sub(work_before);
    assert!(work < WORK, "it cost {work:?}");
    player.played.heap_bytes = memory::peak().saturating_sub(heap_before);
    let heap = player.played.heap_bytes;
    assert!(heap < HEAP_BYTES, "it took {heap} bytes");
    player.played
}

/// A panic on a track's thread is told as an event, which doesn't say where it was.
fn tell_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|info| eprintln!("{info}"))));
}

struct Player<'a, B: Bytes + ?Sized> {
    track: Track,
    bytes: &'a B,
    how: How,
    chunk: Vec<u8>,
    offset: u64,
    generation: u32,
    full: bool,
    played: Played,
}

impl<B: Bytes + ?Sized> Player<'_, B> {
    fn run(&mut self, events: &Receiver<Event>, frames: u32) {
        let mut out = [0; MAX_PACKET_BYTES];
        let mut since = Instant::now();
        let script = self.how.script();
        let frames = match script {
            Script::ClosesAtOnce => return self.feed(),
            Script::ClosesSoon => frames.min(30),
            Script::Steers | Script::Listens => frames,
        };
        while self.played.frames < frames || !(frames > 0 || self.played.ready) {
            self.feed();
            match self.track.take(&mut out) {
                Taken::Frame(len) => {
                    let samples = opus_packet::samples(&out[..len]);
                    assert_eq!(samples, Some(SAMPLES_PER_FRAME), "no frame");
                    self.played.frames += 1;
                    since = Instant::now();
                    if script == Script::Steers {
                        self.steer();
                    }
                }
                Taken::Over => return self.hear_the_end(events),
                Taken::Empty => {
                    assert!(since.elapsed() < PATIENCE, "it hangs");
                    if let Ok(event) = events.recv_timeout(Duration::from_micros(100)) {
                        self.answer(event);
                    }
                }
            }
            while let Ok(event) = events.try_recv() {
                self.answer(event);
            }
        }
    }

    /// What ended it may be told later than the ring is over.
    fn hear_the_end(&mut self, events: &Receiver<Event>) {
        while !self.played.ended && self.played.failed.is_none() {
            let event = events.recv_timeout(PATIENCE).expect("it says why it ended");
            self.answer(event);
        }
    }

    fn steer(&self) {
        let seek = |ms| {
            self.track.seek(ms);
        };
        match self.played.frames {
            20 => self.track.set_sound(Sound::at(50.0)),
            40 => seek(700.0),
            60 => self.track.set_sound(Sound::at(100.0)),
            80 => seek(100.0),
            100 => seek(3000.0),
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
            Event::Failed { code, detail, .. } => {
                assert!(code != ErrorCode::DecoderCrashed, "{detail}");
                self.played.failed = Some((code, detail));
            }
            Event::Ended { .. } => self.played.ended = true,
            Event::Ready { .. } => self.played.ready = true,
        }
    }

    /// Hands over a few chunks, as far as the track wants them.
    fn feed(&mut self) {
        for _ in 0..16 {
            if self.full {
                return;
            }
            let read = self.bytes.read(self.offset, &mut self.chunk);
            if read == 0 {
                self.track.end(self.generation);
                self.full = true;
                return;
            }
            let pushed = self.track.push(&self.chunk[..read], self.generation);
            self.full = pushed != Pushed::Wanted;
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
            std::thread::sleep(Duration::from_micros(200));
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

/// What this process has used in all, threads that are gone included: fields 14 and 15 of stat (proc(5)), in
/// hundredths of a second.
fn process_time() -> Duration {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return Duration::ZERO;
    };
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = (behind_name.split_whitespace().skip(11).take(2))
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}
