//! How many bytes a second of sound takes, and how many of them are worth to be held ahead.

/// Sound that is held ahead. A server cuts a connection that isn't read for a minute, and a pause of the network
/// that is longer than this is none that one waits for.
const AHEAD_SECONDS: f64 = 8.0;
/// Held at least: what the demuxers read at once, twice.
const FEWEST_BYTES: usize = 64 * 1024;
/// Held before the pace is known: of 96 kbit/s not too much, of a CD enough to go on from.
const FIRST_BYTES: usize = 128 * 1024;
/// Held at most, by far the most of a track's memory: 1.5 s of a WAV file from a CD.
const MOST_BYTES: usize = 256 * 1024;
/// The pace is measured over so much sound at most, so that it follows a bitrate that varies.
const WINDOW_MS: u64 = 16_000;
/// Before so much sound one block of bytes says little.
const FIRST_MS: u64 = 500;

/// Demuxers read in blocks of up to 32 KiB: the bytes of the blocks before the last one took the time from the
/// first block to the last one.
#[derive(Default)]
pub(crate) struct Pace {
    bytes_per_second: Option<f64>,
    /// Read since the measurement began.
    bytes: u64,
    /// Made since the first of those were read.
    sound_ms: u64,
    /// Sound when bytes were read last.
    read_at_ms: u64,
}

impl Pace {
    /// The container tells it.
    pub(crate) fn expect(&mut self, bytes_per_second: f64) {
        self.bytes_per_second = Some(bytes_per_second);
    }

    /// What was read since is no sound that follows: a head, an index, what a seek looked through.
    pub(crate) fn measure_anew(&mut self) {
        self.bytes = 0;
        self.sound_ms = 0;
        self.read_at_ms = 0;
    }

    pub(crate) fn sound(&mut self, ms: u64) {
        self.sound_ms += ms;
    }

    pub(crate) fn read(&mut self, bytes: usize) {
        if self.bytes == 0 {
            self.measure_anew();
        }
        if self.sound_ms > self.read_at_ms && self.sound_ms >= FIRST_MS {
            self.bytes_per_second = Some(self.bytes as f64 * 1000.0 / self.sound_ms as f64);
            if self.sound_ms >= WINDOW_MS {
                self.bytes /= 2;
                self.sound_ms /= 2;
            }
        }
        self.read_at_ms = self.sound_ms;
        self.bytes += bytes as u64;
    }

    /// Past this many buffered bytes the feed is full.
    pub(crate) fn high_water(&self) -> usize {
        self.bytes_per_second.map_or(FIRST_BYTES, |pace| {
            ((pace * AHEAD_SECONDS) as usize).clamp(FEWEST_BYTES, MOST_BYTES)
        })
    }

    /// Below this many it is hungry.
    pub(crate) fn low_water(&self) -> usize {
        self.high_water() / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: usize = 32 * 1024;

    /// Reads blocks as sound is made of them, for `seconds`.
    fn play(pace: &mut Pace, bytes_per_second: usize, seconds: usize) {
        let mut read = 0;
        for frame in 0..seconds * 50 {
            while read <= frame * bytes_per_second / 50 {
                pace.read(BLOCK);
                read += BLOCK;
            }
            pace.sound(20);
        }
    }

    #[test]
    fn eight_seconds_of_sound_are_held_within_bounds() {
        let held = |kbit: usize, seconds| {
            let mut pace = Pace::default();
            play(&mut pace, kbit * 125, seconds);
            pace.high_water()
        };
        assert_eq!(Pace::default().high_water(), 128 * 1024);
        assert_eq!(held(24, 30), 64 * 1024);
        assert!((96_000 * 95 / 100..96_000 * 105 / 100).contains(&held(96, 30)));
        assert!((128_000 * 95 / 100..128_000 * 105 / 100).contains(&held(128, 30)));
        assert_eq!(held(1_411, 2), 256 * 1024);
    }

    #[test]
    fn the_marks_follow_a_bitrate_that_changes() {
        let mut pace = Pace::default();
        play(&mut pace, 40_000, 60);
        assert_eq!(pace.high_water(), 256 * 1024);
        play(&mut pace, 12_000, 60);
        assert!(pace.high_water() < 102_000, "{}", pace.high_water());
    }

    #[test]
    fn a_head_and_what_a_seek_reads_count_for_nothing() {
        let mut pace = Pace::default();
        pace.read(10 * 1024 * 1024);
        pace.measure_anew();
        play(&mut pace, 12_000, 10);
        assert!(pace.high_water() < 102_000, "{}", pace.high_water());
    }

    #[test]
    fn what_the_container_tells_holds_until_it_is_measured() {
        let mut pace = Pace::default();
        pace.expect(16_000.0);
        assert_eq!(pace.high_water(), 128_000);
        assert_eq!(pace.low_water(), 64_000);
        play(&mut pace, 12_000, 20);
        assert!(pace.high_water() < 102_000, "{}", pace.high_water());
    }
}
