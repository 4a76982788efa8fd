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
mod tests {
    use super::*;

    fn feed(length: Option<u64>) -> (Arc<Feed>, Arc<Mutex<Vec<Event>>>) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let events: EventSink = Box::new(move |event| sink.lock().unwrap().push(event));
        (Arc::new(Feed::new(length, Arc::new(events))), told)
    }

    #[test]
    fn bytes_are_read_across_chunks_in_order() {
        let (feed, _) = feed(None);
        feed.push(&[1, 2, 3], 0);
        feed.push(&[4, 5], 0);
        feed.end(0);
        let mut out = [0; 4];
        assert_eq!(feed.read_at(0, &mut out).unwrap(), 4);
        assert_eq!(out, [1, 2, 3, 4]);
        assert_eq!(feed.read_at(4, &mut out).unwrap(), 1);
        assert_eq!(feed.read_at(5, &mut out).unwrap(), 0);
    }

    #[test]
    fn a_jump_outside_the_queue_asks_for_a_range_and_stale_bytes_are_ignored() {
        let (feed, told) = feed(Some(100));
        feed.push(&[0; 10], 0);
        let reader = Arc::clone(&feed);
        let read = std::thread::spawn(move || {
            let mut out = [0; 2];
            reader.read_at(50, &mut out).map(|n| (n, out))
        });
        while told.lock().unwrap().is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(
            told.lock().unwrap()[0],
            Event::Range {
                offset: 50,
                generation: 1
            }
        );
        assert_eq!(feed.push(&[9, 9], 0), Pushed::Ignored);
        assert_eq!(feed.push(&[7, 8], 1), Pushed::Wanted);
        assert_eq!(read.join().unwrap().unwrap(), (2, [7, 8]));
    }

    #[test]
    fn a_jump_within_the_queue_needs_no_range() {
        let (feed, told) = feed(Some(100));
        feed.push(&[0, 1, 2, 3, 4, 5], 0);
        let mut out = [0; 1];
        assert_eq!(feed.read_at(4, &mut out).unwrap(), 1);
        assert_eq!(out, [4]);
        assert!(told.lock().unwrap().is_empty());
    }

    #[test]
    fn a_source_of_unknown_length_can_not_be_read_backwards() {
        let (feed, _) = feed(None);
        feed.push(&[0; 8], 0);
        let mut out = [0; 4];
        feed.read_at(0, &mut out).unwrap();
        assert!(feed.read_at(0, &mut out).is_err());
    }

    #[test]
    fn an_interrupt_ends_a_waiting_read_and_a_close_frees_the_bytes() {
        let (feed, _) = feed(None);
        let reader = Arc::clone(&feed);
        let read = std::thread::spawn(move || reader.read_at(0, &mut [0; 1]).is_err());
        feed.interrupt(1);
        assert!(read.join().unwrap());
        feed.resume(1);
        feed.push(&[1], 0);
        feed.close();
        assert_eq!(feed.push(&[1], 0), Pushed::Ignored);
        assert!(feed.lock().chunks.is_empty());
    }

    #[test]
    fn hunger_is_told_once_after_the_feed_was_full() {
        let (feed, told) = feed(None);
        let high = Pace::default().high_water();
        assert_eq!(feed.push(&vec![0; high - 1], 0), Pushed::Wanted);
        assert_eq!(feed.push(&[0], 0), Pushed::Full);
        let mut out = vec![0; high - Pace::default().low_water() + 1];
        feed.read_at(0, &mut out).unwrap();
        feed.read_at(out.len() as u64, &mut [0; 8]).unwrap();
        assert_eq!(*told.lock().unwrap(), [Event::Hungry]);
    }
}
