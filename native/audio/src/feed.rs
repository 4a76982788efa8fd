//! The queue of compressed bytes between the caller, who pushes, and the track's thread, which reads.
//!
//! Bytes are tagged with a generation: a jump to bytes that are not in the queue raises it and asks
//! for a range, and whatever still arrives for an older generation is ignored.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::budget::Budget;
use crate::event::{ErrorCode, Event, EventSink, Halt};
use crate::pace::Pace;

/// The result of [`Feed::push`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// More may follow.
    Wanted,
    /// Enough for now: [`Event::Hungry`] tells when more is wanted.
    Full,
    /// The bytes are of an older generation, or the track is closed.
    Ignored,
}

pub struct Feed {
    state: Mutex<State>,
    bytes_came: Condvar,
    events: Arc<EventSink>,
    length: Option<u64>,
    pub(crate) budget: Budget,
}

#[derive(Default)]
struct State {
    chunks: VecDeque<Vec<u8>>,
    /// Bytes of the first chunk that were read already.
    consumed: usize,
    buffered: usize,
    /// Offset in the source of the next byte in the queue.
    offset: u64,
    generation: u32,
    ended: bool,
    full: bool,
    /// Reads fail while the owner's epoch is ahead of the reader's, since a seek is pending then.
    owner_epoch: u64,
    reader_epoch: u64,
    closed: bool,
    received: bool,
    pace: Pace,
}

impl Feed {
    #[must_use]
    pub fn new(length: Option<u64>, events: Arc<EventSink>) -> Self {
        Self {
            state: Mutex::default(),
            bytes_came: Condvar::new(),
            events,
            length,
            budget: Budget::default(),
        }
    }

    /// Bytes of the whole source; `None` when unknown, and then it can only be read forward.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    pub fn push(&self, chunk: &[u8], generation: u32) -> Pushed {
        let mut state = self.lock();
        if state.closed || generation != state.generation {
            return Pushed::Ignored;
        }
        if !chunk.is_empty() {
            state.received = true;
            state.buffered += chunk.len();
            state.chunks.push_back(chunk.to_vec());
            self.bytes_came.notify_one();
        }
        state.full = state.buffered >= state.pace.high_water();
        if state.full {
            Pushed::Full
        } else {
            Pushed::Wanted
        }
    }

    /// So many bytes a second of sound takes, by what the container tells.
    pub(crate) fn expect(&self, bytes_per_second: f64) {
        self.lock().pace.expect(bytes_per_second);
    }

    /// From here on what is read becomes sound.
    pub(crate) fn measure_anew(&self) {
        self.lock().pace.measure_anew();
    }

    /// So much sound was made of what was read.
    pub(crate) fn sound(&self, ms: u32) {
        self.lock().pace.sound(u64::from(ms));
    }

    /// No more bytes follow in this generation.
    pub fn end(&self, generation: u32) {
        let mut state = self.lock();
        if generation == state.generation {
            state.ended = true;
            self.bytes_came.notify_one();
        }
    }

    /// Makes a waiting read and every later one fail until [`Feed::resume`] with this epoch.
    pub fn interrupt(&self, epoch: u64) {
        self.lock().owner_epoch = epoch;
        self.bytes_came.notify_one();
    }

    pub fn resume(&self, epoch: u64) {
        self.lock().reader_epoch = epoch;
    }

    /// Whether reads fail because of a pending seek.
    pub fn interrupted(&self) -> bool {
        self.lock().interrupted()
    }

    /// Why work on these bytes has to stop, even if a demuxer hides the error: a seek is pending,
    /// or the budget is spent.
    pub(crate) fn halt(&self) -> Option<Halt> {
        if self.interrupted() {
            return Some(Halt::Interrupted);
        }
        let spent = self.budget.exhausted()?;
        Some(Halt::failed(ErrorCode::NoProgress, spent))
    }

    /// Counts a packet of any track. Called for each one, so that no loop over packets goes on for
    /// ever.
    ///
    /// # Errors
    /// When interrupted, or when the budget is spent.
    pub(crate) fn packet(&self) -> Result<(), Halt> {
        self.budget.packet();
        self.halt().map_or(Ok(()), Err)
    }

    /// Frees the bytes at once and ends every read.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.buffered = 0;
        state.consumed = 0;
        state.chunks = VecDeque::new();
        self.bytes_came.notify_one();
    }

    /// Whether a single byte ever came.
    pub fn received(&self) -> bool {
        self.lock().received
    }

    /// Reads what lies at `offset`, waiting for it; 0 at the end of the source.
    ///
    /// # Errors
    /// When interrupted, or when `offset` lies before the reader in a source that can't be seeked.
    pub fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let mut state = self.lock();
        self.seek(&mut state, offset)?;
        loop {
            if state.interrupted() {
                return Err(interrupted());
            }
            if offset >= state.offset {
                let wanted = (offset - state.offset).min(state.buffered as u64) as usize;
                state.skip(wanted);
            }
            if state.buffered > 0 && state.offset == offset {
                break;
            }
            if state.ended || self.length.is_some_and(|length| offset >= length) {
                return Ok(0);
            }
            // The skipped bytes may have been the last ones.
            if std::mem::take(&mut state.full) {
                (self.events)(Event::Hungry);
            }
            state = self.wait(state);
        }
        let read = state.read(out);
        state.pace.read(read);
        let low = state.pace.low_water();
        let hungry = state.full && state.buffered < low && !state.ended;
        if hungry {
            state.full = false;
        }
        drop(state);
        if hungry {
            (self.events)(Event::Hungry);
        }
        Ok(read)
    }

    /// Asks for a range unless `offset` is in the queue already or soon reached by reading.
    fn seek(&self, state: &mut MutexGuard<'_, State>, offset: u64) -> io::Result<()> {
        let behind = offset < state.offset;
        let beyond = offset > state.offset + state.buffered as u64;
        let Some(length) = self.length else {
            return if behind {
                Err(io::Error::new(io::ErrorKind::Unsupported, "not seekable"))
            } else {
                Ok(())
            };
        };
        if state.closed || offset >= length || !(behind || beyond) {
            return Ok(());
        }
        state.chunks.clear();
        state.consumed = 0;
        state.buffered = 0;
        state.offset = offset;
        state.ended = false;
        state.full = false;
        state.generation = state.generation.wrapping_add(1);
        (self.events)(Event::Range {
            offset,
            generation: state.generation,
        });
        Ok(())
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.bytes_came
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn interrupted(&self) -> bool {
        self.closed || self.owner_epoch > self.reader_epoch
    }

    fn skip(&mut self, bytes: usize) {
        let mut left = bytes;
        while left > 0 {
            let Some(first) = self.chunks.front() else {
                return;
            };
            let step = left.min(first.len() - self.consumed);
            left -= step;
            self.advance(step);
        }
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        let mut filled = 0;
        while filled < out.len() {
            let Some(first) = self.chunks.front() else {
                break;
            };
            let rest = &first[self.consumed..];
            let step = rest.len().min(out.len() - filled);
            out[filled..filled + step].copy_from_slice(&rest[..step]);
            filled += step;
            self.advance(step);
        }
        filled
    }

    fn advance(&mut self, bytes: usize) {
        self.consumed += bytes;
        self.buffered -= bytes;
        self.offset += bytes as u64;
        if self
            .chunks
            .front()
            .is_some_and(|first| self.consumed == first.len())
        {
            self.chunks.pop_front();
            self.consumed = 0;
        }
    }
}

const INTERRUPTED: &str = "interrupted by the track's owner";

fn interrupted() -> io::Error {
    io::Error::other(INTERRUPTED)
}

#[cfg(test)]
mod tests;
