//! What a track may spend until more of its sound comes. A file that makes no progress, whatever
//! its demuxer or decoder does with it, is given up, as is one that would have to be kept in memory
//! whole.

use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Processor time of the track's thread: a busy machine or a slow source isn't the file's fault.
/// Reading that clock costs a system call, so it's read only after the first second of wall time.
const CPU: Duration = Duration::from_secs(9);
const CPU_COUNTS_AFTER: Duration = Duration::from_secs(1);
/// Wall time, once this many bytes have come: before that, a slow source may be the reason.
const WALL: Duration = Duration::from_secs(10);
const WALL_BYTES: u64 = 16 * 1024 * 1024;
/// Bytes between two pieces of sound, such as those of a film's pictures.
const BYTES: u64 = 256 * 1024 * 1024;
/// Packets between two pieces of sound, pictures among them: a film has 60 a second.
const PACKETS: u64 = 100_000;
/// Packets that should be sound but are empty or broken: three minutes at 20 ms each.
const SILENT_PACKETS: u64 = 10_000;
/// Bytes that a demuxer reads for one packet, or for an index, which it keeps in memory.
const PACKET_BYTES: u64 = 32 * 1024 * 1024;
/// Bytes that a demuxer reads while it seeks in a container that has an index.
const SEEK_BYTES: u64 = 128 * 1024 * 1024;

/// What a demuxer does with the bytes that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// The demuxer makes a packet of them, or reads an index.
    Gathering,
    /// The demuxer seeks, and may read several packets for that.
    Seeking,
    /// The demuxer seeks in a stream of short frames, which it doesn't keep.
    Scanning,
}

/// The budget of one track; only the track's own thread spends it.
pub struct Budget(Mutex<Spent>);

struct Spent {
    work: Work,
    /// The thread's time at the end of the first second.
    cpu: Option<Duration>,
    wall: Instant,
    bytes: u64,
    packets: u64,
    silent_packets: u64,
    packet_bytes: u64,
    exhausted: Option<&'static str>,
}

impl Default for Budget {
    fn default() -> Self {
        Self(Mutex::new(Spent::nothing(Work::Gathering)))
    }
}

impl Budget {
    /// Sound came, or work begins again: renews the whole budget.
    pub(crate) fn renew(&self) {
        let mut spent = self.lock();
        *spent = Spent::nothing(spent.work);
    }

    pub(crate) fn set_work(&self, work: Work) {
        let mut spent = self.lock();
        spent.work = work;
        spent.packet_bytes = 0;
    }

    /// Counts a packet of any track; false when the budget is spent.
    pub(crate) fn packet(&self) -> bool {
        let mut spent = self.lock();
        spent.packets += 1;
        spent.packet_bytes = 0;
        spent.judge()
    }

    /// Counts a packet that should be sound; if it is, the budget is renewed.
    pub(crate) fn silent_packet(&self) {
        self.lock().silent_packets += 1;
    }

    /// Counts bytes that were read.
    ///
    /// # Errors
    /// When the budget is spent.
    pub(crate) fn read(&self, bytes: usize) -> io::Result<()> {
        let mut spent = self.lock();
        spent.bytes += bytes as u64;
        spent.packet_bytes += bytes as u64;
        if spent.judge() {
            Ok(())
        } else {
            Err(io::Error::other("no progress"))
        }
    }

    /// Whether what was read exceeds the budget.
    pub(crate) fn refuse(&self, why: &'static str) {
        self.lock().exhausted = Some(why);
    }

    /// Which part of the budget is spent; none while it lasts.
    pub(crate) fn exhausted(&self) -> Option<&'static str> {
        self.lock().exhausted
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Spent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spent {
    fn nothing(work: Work) -> Self {
        Self {
            work,
            cpu: None,
            wall: Instant::now(),
            bytes: 0,
            packets: 0,
            silent_packets: 0,
            packet_bytes: 0,
            exhausted: None,
        }
    }

    fn judge(&mut self) -> bool {
        self.exhausted = self.exhausted.or_else(|| self.overspent());
        self.exhausted.is_none()
    }

    fn overspent(&mut self) -> Option<&'static str> {
        let packet_limit = match self.work {
            Work::Gathering => PACKET_BYTES,
            Work::Seeking => SEEK_BYTES,
            Work::Scanning => u64::MAX,
        };
        if self.packet_bytes > packet_limit {
            return Some("too much in one piece");
        }
        let wall = self.wall.elapsed();
        if self.packets > PACKETS || self.silent_packets > SILENT_PACKETS {
            return Some("too many packets without a sound");
        }
        if self.work != Work::Scanning {
            if self.bytes > BYTES {
                return Some("too many bytes without a sound");
            }
            if self.bytes > WALL_BYTES && wall > WALL {
                return Some("too long without a sound");
            }
        }
        if wall < CPU_COUNTS_AFTER {
            return None;
        }
        let now = cpu_time();
        let spent = now.saturating_sub(*self.cpu.get_or_insert(now));
        (spent > CPU).then_some("too much work without a sound")
    }
}

/// Processor time of the calling thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(budget: &Budget, mebibytes: usize) -> bool {
        (0..mebibytes).all(|_| budget.read(1024 * 1024).is_ok())
    }

    #[test]
    fn what_lies_between_two_packets_is_bounded_and_packets_renew_it() {
        let budget = Budget::default();
        budget.renew();
        for _ in 0..4 {
            assert!(read(&budget, 32));
            assert!(budget.packet());
        }
        assert!(!read(&budget, 33));
        assert!(budget.exhausted().is_some());
        budget.renew();
        assert!(budget.packet());
    }

    #[test]
    fn what_lies_between_two_sounds_is_bounded() {
        let budget = Budget::default();
        budget.renew();
        for _ in 0..8 {
            assert!(read(&budget, 32));
            assert!(budget.packet());
        }
        assert!(!read(&budget, 1));
        budget.renew();
        assert!((0..PACKETS).all(|_| budget.packet()));
        assert!(!budget.packet());
        budget.renew();
        (0..=SILENT_PACKETS).for_each(|_| budget.silent_packet());
        assert!(!budget.packet());
    }

    #[test]
    fn a_stream_of_short_frames_is_scanned_however_long_it_is() {
        let budget = Budget::default();
        budget.renew();
        budget.set_work(Work::Scanning);
        assert!(read(&budget, 1024));
        budget.set_work(Work::Seeking);
        budget.renew();
        assert!(read(&budget, 128));
        assert!(!read(&budget, 1));
    }
}
