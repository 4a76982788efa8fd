//! Frames between the track's thread and the pacer, which polls every 20 ms and must never wait long.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::MAX_PACKET_BYTES;

/// 200 ms: enough to ride out a busy core, short enough that a new volume is heard within 0.3 s.
pub const FRAMES: usize = 10;
/// With this many frames left, the thread of a track that is transcoded is woken: one wake for five
/// frames, and 100 ms to make the next one in, for other tracks may want the core too.
pub const REFILL_TRANSCODED: usize = FRAMES / 2;
/// With this many, that of a track whose packets are passed through: little work, but on a busy machine
/// it is the waking that takes its time.
pub const REFILL_PASSED: usize = FRAMES / 2;

/// What [`Ring::take`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Frame(usize),
    /// None is ready yet.
    Empty,
    /// The track is over and the ring is empty.
    Over,
}

/// What the thread is to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// There is room for a frame.
    Produce,
    /// Go on at this position.
    Seek {
        ms: f64,
        epoch: u64,
    },
    Close,
}

pub struct Ring {
    state: Mutex<State>,
    taken: Condvar,
}

struct Slot {
    bytes: [u8; MAX_PACKET_BYTES],
    len: usize,
    position_ms: f64,
}

struct State {
    slots: Box<[Slot]>,
    first: usize,
    count: usize,
    /// Raised by every seek: frames of an older epoch are dropped.
    epoch: u64,
    seek: Option<f64>,
    /// Frames at which the sleeping thread is woken; `None` while it is awake. A wake is a system call,
    /// whoever sleeps.
    wake_at: Option<usize>,
    /// Where the next frame will start, when the ring holds none.
    position_ms: f64,
    /// No frame follows those that are in the ring; a seek may still bring the track back.
    over: bool,
    /// No frame follows, whatever comes.
    dead: bool,
    closed: bool,
}

impl Ring {
    #[must_use]
    pub fn new(position_ms: f64) -> Self {
        let slot = || Slot {
            bytes: [0; MAX_PACKET_BYTES],
            len: 0,
            position_ms: 0.0,
        };
        Self {
            state: Mutex::new(State {
                slots: std::iter::repeat_with(slot).take(FRAMES).collect(),
                first: 0,
                count: 0,
                epoch: 0,
                seek: None,
                wake_at: None,
                position_ms,
                over: false,
                dead: false,
                closed: false,
            }),
            taken: Condvar::new(),
        }
    }

    /// Copies the next frame into `out`; allocates nothing. A frame that doesn't fit is cut off.
    pub fn take(&self, out: &mut [u8]) -> Taken {
        let mut state = self.lock();
        if state.count == 0 {
            return if state.over || state.closed {
                Taken::Over
            } else {
                Taken::Empty
            };
        }
        let slot = &state.slots[state.first];
        let len = slot.len.min(out.len());
        out[..len].copy_from_slice(&slot.bytes[..len]);
        state.position_ms = slot.position_ms + f64::from(crate::FRAME_MS);
        state.first = (state.first + 1) % FRAMES;
        state.count -= 1;
        if state.wake_at.is_some_and(|at| state.count <= at) {
            state.wake_at = None;
            // Woken with the lock held, it would at once sleep again.
            drop(state);
            self.taken.notify_one();
        }
        Taken::Frame(len)
    }

    /// Milliseconds into the track of the frame that [`Ring::take`] gives next.
    pub fn position_ms(&self) -> f64 {
        let state = self.lock();
        if state.count > 0 {
            state.slots[state.first].position_ms
        } else {
            state.position_ms
        }
    }

    pub fn buffered(&self) -> usize {
        self.lock().count
    }

    /// Empties the ring and orders the thread to go on at `ms`. Gives the new epoch; `None` when the
    /// track is over.
    pub fn seek(&self, ms: f64) -> Option<u64> {
        let mut state = self.lock();
        if state.closed || state.dead || (state.over && state.count == 0) {
            return None;
        }
        state.epoch += 1;
        state.seek = Some(ms);
        state.count = 0;
        state.position_ms = ms;
        state.over = false;
        self.taken.notify_one();
        Some(state.epoch)
    }

    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.count = 0;
        self.taken.notify_one();
    }

    /// Waits, on the track's thread, until there is something to do: when the ring is full, until only
    /// `refill` frames are left.
    pub fn next_order(&self, refill: usize) -> Order {
        let mut state = self.lock();
        let mut below = FRAMES;
        loop {
            if state.closed {
                return Order::Close;
            }
            if let Some(ms) = state.seek.take() {
                return Order::Seek {
                    ms,
                    epoch: state.epoch,
                };
            }
            if state.over && state.count == 0 {
                return Order::Close;
            }
            if state.count < below && !state.over {
                return Order::Produce;
            }
            below = refill + 1;
            // Of a track that is over, the end of the last frame.
            state.wake_at = Some(if state.over { 0 } else { refill });
            state = self
                .taken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Adds a frame, unless a seek made it stale.
    pub fn put(&self, frame: &[u8], position_ms: f64, epoch: u64) {
        let mut state = self.lock();
        if state.closed || epoch != state.epoch || state.count == FRAMES {
            return;
        }
        let at = (state.first + state.count) % FRAMES;
        let slot = &mut state.slots[at];
        slot.len = frame.len().min(MAX_PACKET_BYTES);
        slot.bytes[..slot.len].copy_from_slice(&frame[..slot.len]);
        slot.position_ms = position_ms;
        state.count += 1;
    }

    /// The last frame was put; a seek may still bring the track back. False when a seek is waiting.
    pub fn finish(&self, epoch: u64) -> bool {
        let mut state = self.lock();
        if epoch != state.epoch || state.closed {
            return false;
        }
        state.over = true;
        true
    }

    /// No frame will ever follow.
    pub fn fail(&self) {
        let mut state = self.lock();
        state.over = true;
        state.dead = true;
    }

    /// Where the track is, once the real start after a seek is known.
    pub fn settle(&self, position_ms: f64, epoch: u64) {
        let mut state = self.lock();
        if epoch == state.epoch && state.count == 0 {
            state.position_ms = position_ms;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_in_order_with_their_positions() {
        let ring = Ring::new(0.0);
        ring.put(&[1, 2], 0.0, 0);
        ring.put(&[3], 20.0, 0);
        let mut out = [0; MAX_PACKET_BYTES];
        assert_eq!(ring.take(&mut out), Taken::Frame(2));
        assert_eq!(&out[..2], [1, 2]);
        assert!((ring.position_ms() - 20.0).abs() < f64::EPSILON);
        assert_eq!(ring.take(&mut out), Taken::Frame(1));
        assert_eq!(ring.take(&mut out), Taken::Empty);
    }

    #[test]
    fn a_seek_drops_what_is_buffered_and_what_was_made_before_it() {
        let ring = Ring::new(0.0);
        ring.put(&[1], 0.0, 0);
        assert_eq!(ring.seek(5000.0), Some(1));
        ring.put(&[2], 20.0, 0);
        assert_eq!(ring.buffered(), 0);
        assert_eq!(
            ring.next_order(REFILL_TRANSCODED),
            Order::Seek {
                ms: 5000.0,
                epoch: 1
            }
        );
    }

    #[test]
    fn the_end_is_told_after_the_last_frame() {
        let ring = Ring::new(0.0);
        ring.put(&[1], 0.0, 0);
        assert!(ring.finish(0));
        let mut out = [0; 4];
        assert_eq!(ring.take(&mut out), Taken::Frame(1));
        assert_eq!(ring.take(&mut out), Taken::Over);
    }

    #[test]
    fn the_thread_sleeps_until_so_many_frames_are_left() {
        let ring = Ring::new(0.0);
        for _ in 0..FRAMES {
            ring.put(&[1], 0.0, 0);
        }
        std::thread::scope(|scope| {
            let left = scope.spawn(|| {
                assert_eq!(ring.next_order(REFILL_PASSED), Order::Produce);
                ring.buffered()
            });
            while ring.lock().wake_at.is_none() {
                std::thread::yield_now();
            }
            for _ in REFILL_PASSED..FRAMES - 1 {
                ring.take(&mut [0; 4]);
                assert!(ring.lock().wake_at.is_some());
            }
            ring.take(&mut [0; 4]);
            assert_eq!(left.join().unwrap(), REFILL_PASSED);
        });
    }
}
