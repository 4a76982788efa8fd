use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, mpsc};
use std::thread;

use super::*;
use crate::event::ErrorCode;
use crate::fixtures::{feed_with, opus_file, packets, wav};
use crate::ring::Taken;
use crate::sound::{Sound, timescale};

/// A producer at work, and its owner's ends.
struct Played {
    feed: Arc<Feed>,
    ring: Arc<Ring>,
    controls: Arc<Controls>,
    events: mpsc::Receiver<Event>,
    thread: Option<thread::JoinHandle<()>>,
}

fn options() -> Options {
    Options {
        length_bytes: None,
        hint: None,
        input: Input::Auto,
        start_ms: 0.0,
        sound: Sound::default(),
        bitrate: 128_000,
        complexity: 0,
        passthrough: true,
        exact_seek: true,
        fault_after_frames: None,
    }
}

impl Played {
    fn new(bytes: &[u8], options: Options) -> Self {
        let (tell, events) = mpsc::channel();
        let tell = Arc::new(Mutex::new(tell));
        let sink = |tell: Arc<Mutex<mpsc::Sender<Event>>>| -> EventSink {
            Box::new(move |event| drop(tell.lock().unwrap().send(event)))
        };
        let feed = feed_with(bytes, true, sink(Arc::clone(&tell)));
        let ring = Arc::new(Ring::new(options.start_ms));
        let controls = Arc::new(Controls {
            sound: Mutex::new(options.sound),
            bitrate: AtomicU32::new(options.bitrate),
            seekable: true,
        });
        let producer = Producer {
            feed: Arc::clone(&feed),
            ring: Arc::clone(&ring),
            controls: Arc::clone(&controls),
            events: Arc::new(sink(tell)),
            options,
            chain: None,
        };
        let thread = Some(thread::spawn(|| producer.run()));
        Self {
            feed,
            ring,
            controls,
            events,
            thread,
        }
    }

    /// The next frames with their positions, at most so many.
    fn take(&self, frames: usize) -> Vec<(f64, Vec<u8>)> {
        let mut out = [0; MAX_PACKET_BYTES];
        let mut taken = Vec::new();
        while taken.len() < frames {
            let position_ms = self.ring.position_ms();
            match self.ring.take(&mut out) {
                // A frame that came between the two calls tells its own place later.
                Taken::Frame(len) => taken.push((position_ms, out[..len].to_vec())),
                Taken::Over => break,
                Taken::Empty => {
                    let gone = self
                        .thread
                        .as_ref()
                        .is_none_or(thread::JoinHandle::is_finished);
                    assert!(!gone || self.ring.buffered() > 0, "its thread is gone");
                    thread::yield_now();
                }
            }
        }
        taken
    }

    fn seek(&self, ms: f64) -> u64 {
        let epoch = self.ring.seek(ms).unwrap();
        self.feed.interrupt(epoch);
        epoch
    }

    fn told_so_far(&self) -> Event {
        self.events.recv().unwrap()
    }

    /// Everything that was told to the end.
    fn told(mut self) -> Vec<Event> {
        self.thread.take().unwrap().join().unwrap();
        self.events.try_iter().collect()
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        self.ring.close();
        self.feed.close();
    }
}

/// A second of 32 kHz.
fn second() -> Vec<u8> {
    wav(32_000, 2, &vec![1_000; 2 * 32_000])
}

#[test]
fn a_file_is_told_first_and_its_end_last() {
    let played = Played::new(&second(), options());
    let frames = played.take(1_000);
    // And the 6.5 ms that the encoder holds back.
    assert_eq!(frames.len(), 51);
    let at = |index: usize| frames[index].0;
    assert!((0..51).all(|index| (at(index) - 20.0 * index as f64).abs() < 1e-9));
    let ready = Event::Ready {
        duration_ms: Some(1_000.0),
        stated: true,
        seekable: true,
        codec: "pcm",
        passthrough: false,
        cut_off: false,
    };
    assert_eq!(played.told(), [ready, Event::Ended { epoch: 0 }]);
}

#[test]
fn it_starts_where_it_was_told_and_a_seek_is_the_events_epoch() {
    let start_ms = 200.0;
    let played = Played::new(
        &second(),
        Options {
            start_ms,
            ..options()
        },
    );
    let frames = played.take(3);
    assert!((frames[0].0 - 200.0).abs() < 1e-9);
    assert_eq!(played.seek(400.0), 1);
    let frames = played.take(1_000);
    assert!((frames[0].0 - 400.0).abs() < 1e-9);
    assert_eq!(frames.len(), 31);
    let told = played.told();
    assert_eq!(told.len(), 2, "it's told ready once: {told:?}");
    assert_eq!(told[1], Event::Ended { epoch: 1 });
}

#[test]
fn a_seek_behind_the_end_is_its_end() {
    let played = Played::new(&second(), options());
    played.take(1);
    played.seek(5_000.0);
    assert_eq!(played.take(1_000).len(), 0);
    assert_eq!(played.told().last(), Some(&Event::Ended { epoch: 1 }));
}

#[test]
fn what_cannot_be_played_is_told_with_its_reason() {
    let played = Played::new(b"<html>", options());
    assert_eq!(played.take(1).len(), 0);
    let ring = Arc::clone(&played.ring);
    let told = played.told();
    let [Event::Failed { code, epoch, .. }] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!((*code, *epoch), (ErrorCode::NotAudio, Some(0)));
    assert_eq!(ring.seek(0.0), None, "nothing follows");
}

#[test]
fn raw_samples_are_played_as_they_are() {
    let input = Input::Pcm;
    let played = Played::new(&vec![0; 4 * 48_000], Options { input, ..options() });
    assert_eq!(played.take(1_000).len(), 51);
    assert!(matches!(
        played.told()[0],
        Event::Ready {
            duration_ms: None,
            codec: "pcm",
            stated: false,
            ..
        }
    ));
}

#[test]
fn packets_pass_unless_that_is_switched_off() {
    let packets = packets(60);
    let file = opus_file(1, &packets, 0);
    for passthrough in [true, false] {
        let played = Played::new(
            &file,
            Options {
                passthrough,
                ..options()
            },
        );
        let made: Vec<_> = played
            .take(60)
            .into_iter()
            .map(|(_, frame)| frame)
            .collect();
        assert_eq!(made == packets, passthrough);
        let told = played.told_so_far();
        assert!(matches!(told, Event::Ready { passthrough: says, .. } if says == passthrough));
    }
}

/// Once its thread has nothing to do, plays on at half the volume.
fn halve(played: &Played) {
    let wait = || {
        while !played.ring.is_settled() {
            thread::yield_now();
        }
    };
    wait();
    let quiet = Sound::at(50.0);
    played.ring.change(|| played.controls.set_sound(quiet));
    wait();
}

/// The file from its first frame to its last, at one volume from frame `at` on.
fn straight(file: &[u8], at: usize) -> Vec<Vec<u8>> {
    let feed = crate::fixtures::feed(file, true);
    let media = Media::open(&feed, None).unwrap();
    let settings = Settings {
        sound: Sound::default(),
        bitrate: 128_000,
        complexity: 0,
    };
    let stream = Linked::new(feed, media, true).unwrap();
    let mut transcoder = Transcoder::new(Box::new(stream), &settings).unwrap();
    let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
    let mut made = Vec::new();
    loop {
        if made.len() == at {
            let sound = Sound::at(50.0);
            transcoder.history().set(&Settings { sound, ..settings });
        }
        let Some(len) = transcoder.next_frame(&mut packet).unwrap() else {
            return made;
        };
        made.push(packet[..len].to_vec());
    }
}

#[test]
fn a_volume_is_heard_with_the_next_frame_that_is_taken_bit_for_bit() {
    let file = second();
    for taken in [0, 3, 17] {
        let played = Played::new(&file, options());
        let mut frames = played.take(taken);
        halve(&played);
        frames.extend(played.take(1_000));
        let made: Vec<_> = frames.into_iter().map(|(_, frame)| frame).collect();
        assert!(made == straight(&file, taken), "after {taken} frames");
    }
}

#[test]
fn packets_that_wait_are_made_again_with_the_new_volume() {
    let packets = packets(100);
    let played = Played::new(&opus_file(1, &packets, 0), options());
    played.take(1);
    halve(&played);
    let frames = played.take(1_000);
    assert_eq!(frames.len(), 99, "none is lost or made twice");
    let changed = (0..99)
        .find(|index| frames[*index].1 != packets[index + 1])
        .unwrap();
    assert!(changed <= 4, "the volume is heard after {changed} frames");
    assert!((changed..99).all(|index| frames[index].1 != packets[index + 1]));
    assert!((1..99).all(|index| frames[index].0 > frames[index - 1].0));
}

#[test]
fn twice_as_fast_two_seconds_of_the_track_pass_in_one() {
    let rate = 48_000;
    let source = wav(rate, 2, &vec![1_000; 2 * 4 * rate as usize]);
    let mut faster = options();
    faster.sound.filters.timescale = Some(timescale::Options {
        speed: 2.0,
        pitch: 1.0,
        rate: 1.0,
    });
    let played = Played::new(&source, faster);
    let frames = played.take(1_000);
    assert!((100..=102).contains(&frames.len()), "{}", frames.len());
    for (index, (position_ms, _)) in frames.iter().enumerate() {
        let off = position_ms - index as f64 * 40.0;
        assert!(off.abs() < 20.0, "frame {index} at {position_ms} ms");
    }
}

#[test]
fn a_chain_goes_on_and_a_seek_finds_its_second_link() {
    let packets = packets(50);
    let chain = [opus_file(1, &packets, 0), opus_file(2, &packets, 0)].concat();
    let played = Played::new(&chain, options());
    let frames = played.take(60);
    let made: Vec<_> = frames.iter().map(|(_, frame)| frame.clone()).collect();
    assert_eq!(made[..50], packets);
    // The second begins where the sound of the first, 6.5 ms shorter than its packets, ends.
    assert!(
        (frames[52].0 - (993.5 + 2.0 * 20.0 - 6.5)).abs() < 0.01,
        "{}",
        frames[52].0
    );
    played.seek(1_500.0);
    let frames = played.take(1_000);
    let at = frames[0].0;
    assert!((1_480.0..=1_500.0).contains(&at), "{at}");
    // From there to the end of the second link's sound.
    assert!((23..=26).contains(&frames.len()), "{}", frames.len());
    assert_eq!(played.told().last(), Some(&Event::Ended { epoch: 1 }));
}

#[test]
fn bytes_a_second_are_told_by_length_or_by_kind() {
    let media = |file: &[u8], told| {
        let feed = crate::fixtures::feed(file, told);
        Media::open(&feed, None).unwrap()
    };
    let second = second();
    let length = second.len() as u64;
    let by_length = bytes_per_second(&media(&second, true), Some(length)).unwrap();
    assert!((by_length - length as f64).abs() < 1e-6);
    let by_kind = bytes_per_second(&media(&second, false), None).unwrap();
    assert!((by_kind - 128_000.0).abs() < 1e-6);
    let opus = opus_file(1, &packets(10), 0);
    assert_eq!(bytes_per_second(&media(&opus, false), None), None);
}
