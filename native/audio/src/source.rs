//! The feed as a file that demuxers read.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use symphonia::core::io::MediaSource;

use crate::feed::Feed;
use crate::runs::Runs;

/// While a container is opened, its index is read more than once and from both ends of the file; up
/// to this many bytes are kept, so that they aren't fetched again.
const RECORD_BYTES: usize = 4 * 1024 * 1024;

pub(crate) struct Source {
    feed: Arc<Feed>,
    /// Where the audio starts in the feed, after any tags.
    base: u64,
    /// Where it is shown to end, counted from the base; what lies behind can be read all the same.
    end: Option<u64>,
    position: u64,
    record: Vec<(u64, Vec<u8>)>,
    recorded: usize,
    /// How far a source that can't be seeked was read.
    frontier: u64,
    opened: Arc<AtomicBool>,
    /// Whether the source is presented as one that can't be seeked.
    sequential: bool,
    length_hidden: bool,
    /// While set, it is shown as one that can only be read on.
    forward: Option<Arc<AtomicBool>>,
    patches: BTreeMap<u64, u8>,
    /// For a fragmented MP4 file.
    runs: Option<Runs>,
}

impl Source {
    pub(crate) fn new(feed: Arc<Feed>, opened: Arc<AtomicBool>, sequential: bool) -> Self {
        Self {
            feed,
            base: 0,
            end: None,
            position: 0,
            record: Vec::new(),
            recorded: 0,
            frontier: 0,
            opened,
            sequential,
            length_hidden: false,
            forward: None,
            patches: BTreeMap::new(),
            runs: None,
        }
    }

    /// Drops everything before `base`.
    pub(crate) fn start_at(&mut self, base: u64) {
        self.base = base;
        self.position = 0;
        self.frontier = self.frontier.max(base);
    }

    /// Shows an end at `end` of the feed.
    pub(crate) fn end_at(&mut self, end: u64) {
        self.end = Some(end.saturating_sub(self.base));
    }

    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// Bytes from the base to the real end.
    pub(crate) fn whole_length(&self) -> Option<u64> {
        self.feed
            .length()
            .map(|length| length.saturating_sub(self.base))
    }

    /// Can only be read on while `forward` is set.
    pub(crate) fn read_on_while(&mut self, forward: Arc<AtomicBool>) {
        self.forward = Some(forward);
    }

    /// Presents `byte` at `offset` instead of the real one.
    pub(crate) fn patch(&mut self, offset: u64, byte: u8) {
        self.patches.insert(offset, byte);
    }

    /// Refuses impossible runs of samples from now on.
    pub(crate) fn watch_runs(&mut self) {
        self.runs = Some(Runs::default());
    }

    pub(crate) fn seekable(&self) -> bool {
        !self.sequential && self.feed.length().is_some()
    }

    /// Whether the source is known to be shorter than `end`.
    pub(crate) fn ends_before(&self, end: u64) -> bool {
        self.byte_len().is_some_and(|length| length < end)
    }

    /// From now on, until the container is open, hides the source's length and can't be seeked.
    pub(crate) fn hide_length(&mut self) {
        self.length_hidden = true;
    }

    /// Seeks to `position`; nothing is fetched before the next read.
    pub(crate) fn go_to(&mut self, position: u64) {
        self.position = position;
    }

    /// Fills `out` as far as the source goes.
    pub(crate) fn read_up_to(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < out.len() {
            match self.read(&mut out[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }

    /// Bytes that are skipped while opening are needed later, and can't be fetched again.
    fn read_up_to_offset(&mut self, offset: u64) -> io::Result<()> {
        let gap = offset.saturating_sub(self.frontier) as usize;
        if self.recorded + gap > RECORD_BYTES {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "not seekable"));
        }
        let mut skipped = vec![0; gap];
        let mut filled = 0;
        while filled < gap {
            let at = self.frontier + filled as u64;
            match self.feed.read_at(at, &mut skipped[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        self.remember(self.frontier, &skipped[..filled]);
        self.frontier += filled as u64;
        Ok(())
    }

    fn recorded(&self, offset: u64, out: &mut [u8]) -> Option<usize> {
        let (start, bytes) = self
            .record
            .iter()
            .find(|(start, bytes)| (*start..*start + bytes.len() as u64).contains(&offset))?;
        let from = (offset - start) as usize;
        let read = out.len().min(bytes.len() - from);
        out[..read].copy_from_slice(&bytes[from..from + read]);
        Some(read)
    }

    fn remember(&mut self, offset: u64, bytes: &[u8]) {
        if self.recorded + bytes.len() > RECORD_BYTES {
            return;
        }
        self.recorded += bytes.len();
        let next = self
            .record
            .iter_mut()
            .find(|(start, known)| start + known.len() as u64 == offset);
        match next {
            Some((_, known)) => known.extend_from_slice(bytes),
            None => self.record.push((offset, bytes.to_vec())),
        }
    }
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        // Otherwise bytes kept from the opening would still be read after a close.
        if self.feed.interrupted() {
            return Err(io::Error::other("interrupted"));
        }
        let offset = self.base + self.position;
        let opening = !self.opened.load(Ordering::Relaxed);
        if !opening && !self.record.is_empty() {
            self.record = Vec::new();
        }
        let read = if let Some(read) = self.recorded(offset, out) {
            read
        } else {
            if opening && !self.seekable() {
                self.read_up_to_offset(offset)?;
            }
            let read = self.feed.read_at(offset, out)?;
            if opening {
                self.remember(offset, &out[..read]);
                self.frontier = offset + read as u64;
            }
            read
        };
        self.feed.budget.read(read)?;
        if let Some(runs) = &mut self.runs
            && runs.impossible(self.position, &out[..read])
        {
            self.feed
                .budget
                .refuse("a run of samples that nobody can hear");
            return Err(io::Error::other("refused"));
        }
        let end = self.position + read as u64;
        for (&at, &byte) in self.patches.range(self.position..end) {
            out[(at - self.position) as usize] = byte;
        }
        self.position = end;
        Ok(read)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let refused = || io::Error::new(io::ErrorKind::InvalidInput, "seek outside the source");
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self
                .byte_len()
                .and_then(|length| length.checked_add_signed(by)),
        };
        self.position = target.ok_or_else(refused)?;
        Ok(self.position)
    }
}

impl MediaSource for Source {
    fn is_seekable(&self) -> bool {
        let forward = self.forward.as_ref();
        self.seekable()
            && (!self.length_hidden || self.opened.load(Ordering::Relaxed))
            && !forward.is_some_and(|forward| forward.load(Ordering::Relaxed))
    }

    fn byte_len(&self) -> Option<u64> {
        let whole = self.whole_length().filter(|_| !self.sequential);
        whole.map(|length| self.end.map_or(length, |end| end.min(length)))
    }
}
