//! How a feed is filled: a connection is read often enough that no server cuts it, and early enough that nothing
//! is missing. Time is that of the sound that was taken, so that no test depends on a clock.

use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use segue_audio::FRAME_MS;
use segue_audio::MAX_PACKET_BYTES;
use segue_audio::event::Event;
use segue_audio::feed::Pushed;
use segue_audio::options::{Input, Options};
use segue_audio::ring::Taken;
use segue_audio::sound::Sound;
use segue_audio::track::Track;

/// What a connection hands over at once.
const CHUNK_BYTES: usize = 16 * 1024;
/// In which a frame comes for which the bytes are there, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the owner of a track saw.
#[derive(Debug, Default)]
struct Seen {
    frames: u32,
    /// The longest time for which nothing was wanted.
    unread_ms: u32,
    times_full: u32,
}

struct Owner<'a> {
    track: Track,
    events: Receiver<Event>,
    file: &'a [u8],
    offset: usize,
    /// Sound taken when the feed was full.
    full_since: Option<u32>,
    seen: Seen,
}

fn track(length: Option<usize>) -> (Track, Receiver<Event>) {
    let (told, events) = mpsc::channel();
    let options = Options {
        length_bytes: length.map(|bytes| bytes as u64),
        hint: None,
        input: Input::Auto,
        start_ms: 0.0,
        sound: Sound::default(),
        bitrate: 128_000,
        complexity: 0,
        passthrough: true,
        exact_seek: false,
        fault_after_frames: None,
    };
    let sink = Box::new(move |event| drop(told.send(event)));
    (Track::start(options, sink).expect("a thread"), events)
}

impl<'a> Owner<'a> {
    fn new(file: &'a [u8], length_known: bool) -> Self {
        let (track, events) = track(length_known.then_some(file.len()));
        Self {
            track,
            events,
            file,
            offset: 0,
            full_since: None,
            seen: Seen::default(),
        }
    }

    /// Takes `frames`; when more bytes are wanted, they come `late_ms` of sound later.
    fn play(mut self, frames: u32, late_ms: u32) -> Seen {
        let mut out = [0; MAX_PACKET_BYTES];
        let mut due_ms = Some(0);
        let started = Instant::now();
        while self.seen.frames < frames {
            let now_ms = self.seen.frames * FRAME_MS;
            self.hear(&mut due_ms, now_ms, late_ms);
            if due_ms.is_some_and(|due| due <= now_ms) {
                due_ms = None;
                self.push(now_ms);
            }
            match self.track.take(&mut out) {
                Taken::Frame(_) => self.seen.frames += 1,
                Taken::Over => break,
                Taken::Empty => {
                    assert!(
                        started.elapsed() < PATIENCE,
                        "nothing more: {:?}",
                        self.seen
                    );
                    std::thread::sleep(Duration::from_micros(50));
                }
            }
        }
        self.seen
    }

    fn hear(&mut self, due_ms: &mut Option<u32>, now_ms: u32, late_ms: u32) {
        while let Ok(event) = self.events.try_recv() {
            match event {
                Event::Hungry => {
                    let since = self.full_since.take().expect("it was full");
                    let unread_ms = now_ms - since;
                    self.seen.unread_ms = self.seen.unread_ms.max(unread_ms);
                    *due_ms = Some(now_ms + late_ms);
                }
                Event::Failed { code, detail, .. } => panic!("{code:?}: {detail}"),
                Event::Range { .. } => panic!("it plays from its start on"),
                Event::Ready { .. } | Event::Ended { .. } => (),
            }
        }
    }

    fn push(&mut self, now_ms: u32) {
        loop {
            let end = self.file.len().min(self.offset + CHUNK_BYTES);
            if self.offset == end {
                self.track.end(0);
                return;
            }
            let pushed = self.track.push(&self.file[self.offset..end], 0);
            assert_ne!(pushed, Pushed::Ignored);
            self.offset = end;
            if pushed == Pushed::Full {
                self.full_since = Some(now_ms);
                self.seen.times_full += 1;
                return;
            }
        }
    }
}

/// Silence in frames of MPEG-1 layer III at 48 kHz (ISO/IEC 11172-3, section 2.4.1.3), 24 ms each.
fn mp3(kbit: usize, seconds: usize) -> Vec<u8> {
    let index = match kbit {
        32 => 1,
        96 => 7,
        128 => 9,
        _ => 14,
    };
    let mut frame = vec![0; 144 * kbit / 48];
    frame[..4].copy_from_slice(&[0xFF, 0xFB, index << 4 | 0x04, 0x64]);
    frame.repeat(seconds * 1000 / 24)
}

/// Of a CD: 1,411 kbit/s.
fn wav(seconds: usize) -> Vec<u8> {
    let bytes = seconds * 44_100 * 4;
    let mut file = Vec::from(*b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0");
    file[4..8].copy_from_slice(&u32::try_from(bytes + 36).unwrap().to_le_bytes());
    file.extend(44_100u32.to_le_bytes());
    file.extend((44_100u32 * 4).to_le_bytes());
    file.extend(b"\x04\0\x10\0data");
    file.extend(u32::try_from(bytes).unwrap().to_le_bytes());
    file.resize(file.len() + bytes, 0);
    file
}

#[test]
fn a_connection_is_read_every_ten_seconds_of_sound() {
    // What is held at least lasts longer where a second takes 4 KB; servers wait for a minute.
    for (kbit, seconds, at_most_ms) in [
        (32, 80, 30_000),
        (96, 60, 10_000),
        (128, 60, 10_000),
        (320, 20, 10_000),
    ] {
        let file = mp3(kbit, seconds);
        for length_known in [true, false] {
            let frames = u32::try_from(seconds).unwrap() * 50 - 100;
            let seen = Owner::new(&file, length_known).play(frames, 0);
            eprintln!("{kbit} kbit/s: {seen:?}");
            assert!(seen.unread_ms <= at_most_ms, "{kbit} kbit/s: {seen:?}");
            assert!(seen.times_full > 2, "{kbit} kbit/s: {seen:?}");
        }
    }
}

#[test]
fn at_the_rate_of_a_cd_nothing_is_missing_when_bytes_come_half_a_second_late() {
    let file = wav(20);
    for length_known in [true, false] {
        let seen = Owner::new(&file, length_known).play(900, 500);
        eprintln!("{seen:?}");
        assert_eq!(seen.frames, 900);
    }
}
