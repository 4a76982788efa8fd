//! Frames between the track's thread and the pacer, which polls every 20 ms and must never wait long.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::MAX_PACKET_BYTES;

/// How far ahead of the pacer a track's thread works, in frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// How many frames are made in advance.
    pub full: usize,
    /// With this many left, the sleeping thread is woken: each wake costs two thread switches.
    pub refill: usize,
}

/// For a transcoded track: 200 ms, enough to survive a busy core, and no more than is quickly made again for a new
/// volume. One wake for five frames leaves 100 ms to make the next one, since other tracks may need the core too.
pub const TRANSCODED: Lead = Lead {
    full: 10,
    refill: 5,
};
/// For a track whose packets are passed through.
pub const PASSED: Lead = Lead {
    full: 30,
    refill: 10,
};
/// The ring's capacity.
const SLOTS: usize = PASSED.full;

/// The result of [`Ring::take`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Frame(usize),
    /// No frame is ready yet.
    Empty,
    /// The track is over and the ring is empty.
    Over,
}

/// What the thread has to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// There is room for a frame.
    Produce,
    /// Seek to this position.
    Seek {
        ms: f64,
        epoch: u64,
    },
    /// The track's options have changed: make what isn't sent yet again.
    Change,
    Close,
}

pub struct Ring {
    state: Mutex<State>,
    taken: Condvar,
}

/// A frame that takes another one's place.
pub(crate) struct Frame {
    pub(crate) packet: Vec<u8>,
    pub(crate) position_ms: f64,
    /// An unchanged packet.
    pub(crate) passed: bool,
}

/// What waits to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unsent {
    pub(crate) frames: usize,
    /// How many of the last ones are unchanged packets of the stream that plays now.
    pub(crate) passed: usize,
}

impl Unsent {
    /// The same without the next ones.
    pub(crate) fn without(self, next: usize) -> Self {
        let frames = self.frames.saturating_sub(next);
        let passed = self.passed.min(frames);
        Self { frames, passed }
    }
}

struct Slot {
    bytes: [u8; MAX_PACKET_BYTES],
    len: usize,
    position_ms: f64,
    passed: bool,
}

impl Slot {
    fn set(&mut self, frame: &[u8], passed: bool, position_ms: f64) {
        self.position_ms = position_ms;
        self.len = frame.len().min(MAX_PACKET_BYTES);
        self.bytes[..self.len].copy_from_slice(&frame[..self.len]);
        self.passed = passed;
    }
}

struct State {
    slots: Box<[Slot]>,
    first: usize,
    count: usize,
    /// Grows with every seek: frames of an older epoch are dropped.
    epoch: u64,
    seek: Option<f64>,
    /// The track's options have changed since the thread looked.
    changed: bool,
    /// How many frames are left when the sleeping thread is woken; `None` while it's awake, since
    /// each wake is a system call.
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
            passed: false,
        };
        Self {
            state: Mutex::new(State {
                slots: std::iter::repeat_with(slot).take(SLOTS).collect(),
                first: 0,
                count: 0,
                epoch: 0,
                seek: None,
                changed: false,
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
        state.first = (state.first + 1) % SLOTS;
        state.count -= 1;
        if state.wake_at.is_some_and(|at| state.count <= at) {
            state.wake_at = None;
            // A thread woken while the lock is held would sleep again at once.
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

    /// Empties the ring and makes the thread go on at `ms`. Returns the new epoch; `None` when the
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

    /// Makes a change that's to be heard with the next frame that is sent.
    pub fn change(&self, change: impl FnOnce()) {
        let mut state = self.lock();
        change();
        state.changed = true;
        self.taken.notify_one();
    }

    pub(crate) fn unsent(&self) -> Unsent {
        let state = self.lock();
        let last = (0..state.count).rev().map(|index| state.slot(index));
        Unsent {
            frames: state.count,
            passed: last.take_while(|slot| slot.passed).count(),
        }
    }

    /// Puts other frames in place of the last `back`; where they're fewer, the thread goes on with what follows them, as
    /// it does unless they're the `last` ones. False, having done nothing, when some of those were taken meanwhile, or a
    /// seek made them stale.
    pub(crate) fn swap(&self, back: usize, frames: &[Frame], last: bool, epoch: u64) -> bool {
        let mut state = self.lock();
        if state.closed || epoch != state.epoch || state.count < back || frames.len() > back {
            return false;
        }
        let kept = state.count - back;
        for (index, frame) in frames.iter().enumerate() {
            let at = (state.first + kept + index) % SLOTS;
            state.slots[at].set(&frame.packet, frame.passed, frame.position_ms);
        }
        state.count = kept + frames.len();
        state.over &= last && frames.len() == back;
        true
    }

    /// What was put so far can't be made again from now on.
    pub fn keep(&self) {
        for slot in &mut self.lock().slots {
            slot.passed = false;
        }
    }

    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.count = 0;
        self.taken.notify_one();
    }

    /// Waits, on the track's thread, until there is something to do: when the ring is full, until only
    /// `refill` frames are left.
    pub fn next_order(&self, Lead { full, refill }: Lead) -> Order {
        let mut state = self.lock();
        let mut below = full;
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
            if std::mem::take(&mut state.changed) {
                state.wake_at = None;
                return Order::Change;
            }
            if state.count < below && !state.over {
                return Order::Produce;
            }
            below = refill + 1;
            // For a track that's over: the end of the last frame.
            state.wake_at = Some(if state.over { 0 } else { refill });
            state = self
                .taken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Adds a frame, unless a seek made it stale.
    pub fn put(&self, frame: &[u8], passed: bool, position_ms: f64, epoch: u64) {
        let mut state = self.lock();
        if state.closed || epoch != state.epoch || state.count == SLOTS {
            return;
        }
        let at = (state.first + state.count) % SLOTS;
        let slot = &mut state.slots[at];
        slot.set(frame, passed, position_ms);
        state.count += 1;
    }

    /// Call this after the last frame; a seek may still bring the track back. False when a seek is
    /// waiting.
    pub fn finish(&self, epoch: u64) -> bool {
        let mut state = self.lock();
        if epoch != state.epoch || state.closed {
            return false;
        }
        state.over = true;
        true
    }

    /// Call this when no frame will ever follow.
    pub fn fail(&self) {
        let mut state = self.lock();
        state.over = true;
        state.dead = true;
    }

    /// Sets the track's position once the real start after a seek is known.
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
impl Ring {
    /// Whether the thread sleeps, having done all that it was told to.
    pub(crate) fn is_settled(&self) -> bool {
        let state = self.lock();
        state.wake_at.is_some() && !state.changed
    }
}

impl State {
    /// The frame that is taken after `index` others.
    fn slot(&self, index: usize) -> &Slot {
        &self.slots[(self.first + index) % SLOTS]
    }
}

#[cfg(test)]
mod tests;
