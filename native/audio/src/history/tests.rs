use super::*;
use crate::fixtures::sound;
use crate::sound::Sound;

const LOUD: Settings = Settings {
    sound: Sound::at(100.0),
    bitrate: 96_000,
    complexity: 0,
};
const QUIET: Settings = Settings {
    sound: Sound::at(40.0),
    ..LOUD
};
const POOR: Settings = Settings {
    bitrate: 48_000,
    ..LOUD
};

/// A filter whose next frame depends on what it heard, and the limiter behind it.
fn filtered() -> Settings {
    let mut sound = Sound::at(150.0);
    sound.filters.equalizer[1] = 0.5;
    Settings { sound, ..LOUD }
}

/// What encodes a sound, and the packets that came of it.
struct Encoding {
    history: History,
    packets: Vec<Vec<u8>>,
}

impl Encoding {
    fn new() -> Self {
        let mut history = History::new(&LOUD).unwrap();
        history.begin(0);
        history.source().extend(sound(80));
        Self {
            history,
            packets: Vec::new(),
        }
    }

    fn encode(&mut self, frames: usize) {
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        for _ in 0..frames {
            let special = self.packets.len() == 7;
            let way = Way {
                independent: special,
                bitrate: special.then_some(200_000),
            };
            let len = self.history.encode(way, &mut packet).unwrap();
            self.packets.push(packet[..len].to_vec());
        }
    }

    /// The last `back` packets again.
    fn remake(&mut self, back: usize, settings: &Settings) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        self.history.remake(back, settings, &mut frames).unwrap();
        let first = self.packets.len() - back;
        for (index, frame) in frames.iter().enumerate() {
            assert_eq!(frame.at as usize, (first + index) * SAMPLES_PER_FRAME);
        }
        frames.into_iter().map(|frame| frame.packet).collect()
    }

    fn change(&mut self, back: usize, settings: &Settings) {
        let made = self.remake(back, settings);
        self.history.accept();
        assert_eq!(made.len(), back);
        self.packets.truncate(self.packets.len() - back);
        self.packets.extend(made);
    }
}

/// Packets of a run in which each setting held from its frame on.
fn straight(changes: &[(usize, Settings)], frames: usize) -> Vec<Vec<u8>> {
    let mut encoding = Encoding::new();
    for (at, settings) in changes {
        encoding.encode(at - encoding.packets.len());
        encoding.history.set(settings);
    }
    encoding.encode(frames - encoding.packets.len());
    encoding.packets
}

#[test]
fn what_is_made_again_equals_what_would_have_been_made_bit_for_bit() {
    for made in [1, 9, 11, 20, 33] {
        for back in [1, 2, 5, KEPT].map(|back| back.min(made)) {
            for settings in [QUIET, POOR, filtered()] {
                let mut encoding = Encoding::new();
                encoding.encode(made);
                encoding.change(back, &settings);
                encoding.encode(40 - made);
                let wanted = straight(&[(made - back, settings)], 40);
                assert!(encoding.packets == wanted, "{back} of {made}");
            }
        }
    }
}

#[test]
fn changes_in_quick_succession_are_all_heard_from_their_frames_on() {
    let mut encoding = Encoding::new();
    let mut changes = Vec::new();
    encoding.encode(10);
    for step in 0..25 {
        let volume = 100.0 - step as f32;
        let sound = Sound::at(volume);
        let settings = Settings { sound, ..LOUD };
        let back = [10, 9, 10, 7][step % 4];
        let from = encoding.packets.len() - back;
        changes.retain(|(at, _)| *at < from);
        changes.push((from, settings));
        encoding.change(back, &settings);
        encoding.encode(1 + step % 3);
        assert!(encoding.history.frames.len() <= KEPT + EVERY as usize);
        assert!(
            encoding.history.marks.len() <= 6,
            "{}",
            encoding.history.marks.len()
        );
    }
    assert!(encoding.packets == straight(&changes, encoding.packets.len()));
}

#[test]
fn what_comes_too_late_changes_nothing() {
    let mut encoding = Encoding::new();
    encoding.encode(23);
    for back in [9, 6, 3] {
        encoding.remake(back, &QUIET);
        encoding.history.abandon();
    }
    encoding.change(5, &POOR);
    encoding.encode(7);
    assert!(encoding.packets == straight(&[(18, POOR)], 30));
}

#[test]
fn what_was_made_before_a_new_start_is_not_made_again() {
    let mut encoding = Encoding::new();
    encoding.encode(5);
    encoding.history.begin(48_000);
    encoding.history.source().extend(sound(10));
    encoding.history.start_at(48_000 + 1920, 2).unwrap();
    assert_eq!(
        encoding.history.remake(3, &QUIET, &mut Vec::new()).unwrap(),
        0
    );
    encoding.encode(2);
    assert_eq!(
        encoding.history.remake(3, &QUIET, &mut Vec::new()).unwrap(),
        2
    );
}
