//! Turns sound into packets, and can make the last ones again: a change is heard with the next frame that is sent, and
//! the listener's decoder goes on as if all frames had been made that way.

use std::collections::VecDeque;

use crate::encoder::PacketBuffer;
use crate::event::Halt;
use crate::maker::{Made, Maker, Way};
use crate::options::Settings;
use crate::ring::TRANSCODED;
use crate::{CHANNELS, MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

/// The most frames that can be made again: those that may wait to be sent.
const KEPT: usize = TRANSCODED.full;
/// Frames between two snapshots. A snapshot takes as much memory as the sound of six frames, and making frames again
/// begins at one: with ten it's 250 KB a track at most, and on average 15 frames to encode.
const EVERY: u64 = 10;
/// Where frames were made again there's another one, for the next change may follow soon; but not with every frame.
const SOONEST: u64 = 5;

pub(crate) struct History {
    maker: Maker,
    /// Of the frames from the next one on.
    settings: Settings,
    /// What the frames are made of, from sample `begins` of the source on.
    source: Vec<f32>,
    begins: i64,
    /// Sample of the source that the next frame begins with.
    cursor: i64,
    /// Nothing follows in the source.
    ended: bool,
    /// Number of the next frame.
    next: u64,
    /// The last frames, up to the one before `next`.
    frames: VecDeque<Made>,
    /// In order; the first one is where `frames` begin.
    marks: VecDeque<Mark>,
    trial: Option<Trial>,
}

/// A packet that was made again.
pub(crate) struct Remade {
    pub(crate) packet: Vec<u8>,
    /// Sample of the source that it begins with.
    pub(crate) at: i64,
}

/// What the maker was before a frame.
struct Mark {
    number: u64,
    maker: Maker,
}

/// Frames that were made again, and perhaps come too late.
struct Trial {
    /// Number of the first one.
    from: u64,
    frames: Vec<Made>,
    settings: Settings,
    /// What the maker was behind the frames in place of which they were made, and where.
    before: Maker,
    cursor: i64,
}

impl History {
    /// # Errors
    /// When libopus refuses, for lack of memory.
    pub(crate) fn new(settings: &Settings) -> Result<Self, Halt> {
        Ok(Self {
            maker: Maker::new(settings)?,
            settings: *settings,
            source: Vec::new(),
            begins: 0,
            cursor: 0,
            ended: false,
            next: 0,
            frames: VecDeque::new(),
            marks: VecDeque::new(),
            trial: None,
        })
    }

    /// The source goes on at this sample, and what was made before can't be made again.
    pub(crate) fn begin(&mut self, sample: i64) {
        self.source.clear();
        self.begins = sample;
        self.cursor = sample;
        self.ended = false;
        self.frames.clear();
        self.marks.clear();
    }

    /// Samples of the source go here.
    pub(crate) fn source(&mut self) -> &mut Vec<f32> {
        &mut self.source
    }

    /// The source ends behind what it gave; silence pushes out what the encoder will hold.
    pub(crate) fn end(&mut self) {
        if !self.ended {
            self.ended = true;
            let tail = self.maker.delay() * CHANNELS;
            self.source.resize(self.source.len() + tail, 0.0);
        }
    }

    /// The sample behind the last one that the source gave.
    pub(crate) fn given_to(&self) -> i64 {
        self.begins + (self.source.len() / CHANNELS) as i64
    }

    /// The samples from `from` to `to`, as far as there are any.
    fn values(&self, from: i64, to: i64) -> &[f32] {
        &self.source[self.index(from)..self.index(to)]
    }

    /// Sample of the source that the next frame begins with.
    pub(crate) fn cursor(&self) -> i64 {
        self.cursor
    }

    /// Whether the source has to give more before the next frame can be made.
    pub(crate) fn wants_more(&self) -> bool {
        !self.ended && self.given_to() < self.cursor + self.maker.wants() as i64
    }

    /// Whether nothing is left to make a frame of.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.ended && self.given_to() <= self.cursor
    }

    /// Of the frames from the next one on.
    pub(crate) fn set(&mut self, settings: &Settings) {
        self.settings = *settings;
    }

    /// Goes on at `sample` for a listener who heard nothing before it: up to `frames` of the sound before it are encoded
    /// first, so that filters and overlap match.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn start_at(&mut self, sample: i64, frames: usize) -> Result<(), Halt> {
        let whole = (sample - self.begins) as usize / SAMPLES_PER_FRAME;
        let before = (whole.min(frames) * SAMPLES_PER_FRAME) as i64;
        let before = self.values(sample - before, sample).to_vec();
        self.maker.start_after(before, &self.settings)?;
        self.cursor = sample;
        Ok(())
    }

    /// Encodes the next frame, of which silence fills up what the source doesn't give; gives the packet's length.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn encode(&mut self, way: Way, out: &mut PacketBuffer) -> Result<usize, Halt> {
        self.mark();
        let frame = Made {
            at: self.cursor,
            settings: self.settings,
            way,
        };
        let (len, went) = self.make(&frame, out)?;
        self.frames.push_back(frame);
        self.next += 1;
        self.cursor += went;
        Ok(len)
    }

    /// Makes up to `back` of the last frames again with other settings. Nothing is changed by that until they're
    /// accepted. Fewer come out where their sound takes more of the source than it has given. Returns in place of how
    /// many they are.
    ///
    /// # Errors
    /// When libopus refuses.
    pub(crate) fn remake(
        &mut self,
        back: usize,
        settings: &Settings,
        out: &mut Vec<Remade>,
    ) -> Result<usize, Halt> {
        let back = back.min(KEPT).min(self.frames.len());
        if back == 0 {
            return Ok(0);
        }
        let from = self.next - back as u64;
        let mut trial = Trial {
            from,
            frames: Vec::with_capacity(back),
            settings: *settings,
            before: self.maker.clone(),
            cursor: self.cursor,
        };
        self.go_to(from)?;
        let first = self.frames.len() - back;
        let mut packet: PacketBuffer = [0; MAX_PACKET_BYTES];
        while trial.frames.len() < back && !self.wants_more() && !self.is_exhausted() {
            let frame = Made {
                at: self.cursor,
                settings: *settings,
                way: self.frames[first + trial.frames.len()].way,
            };
            let (len, went) = self.make(&frame, &mut packet)?;
            out.push(Remade {
                packet: packet[..len].to_vec(),
                at: self.cursor,
            });
            trial.frames.push(frame);
            self.cursor += went;
        }
        self.trial = Some(trial);
        Ok(if out.is_empty() { 0 } else { back })
    }

    /// The frames that were made again last are the ones that are heard.
    pub(crate) fn accept(&mut self) {
        let Some(trial) = self.trial.take() else {
            return;
        };
        self.marks.retain(|mark| mark.number <= trial.from);
        let kept = self.frames.len() - (self.next - trial.from) as usize;
        self.frames.truncate(kept);
        self.next = trial.from + trial.frames.len() as u64;
        self.frames.extend(trial.frames);
        self.settings = trial.settings;
    }

    /// The frames that were made again last came too late.
    pub(crate) fn abandon(&mut self) {
        if let Some(trial) = self.trial.take() {
            self.maker = trial.before;
            self.cursor = trial.cursor;
        }
    }

    /// Brings the maker to where it was before frame `number`.
    fn go_to(&mut self, number: u64) -> Result<(), Halt> {
        let at = self.marks.partition_point(|mark| mark.number <= number);
        let Some(mark) = at.checked_sub(1).and_then(|last| self.marks.get(last)) else {
            return Ok(());
        };
        self.maker.clone_from(&mark.maker);
        let begins = mark.number;
        let first = self.frames.len() - (self.next - begins) as usize;
        let count = (number - begins) as usize;
        let mut thrown_away: PacketBuffer = [0; MAX_PACKET_BYTES];
        for index in first..first + count {
            let frame = self.frames[index];
            self.make(&frame, &mut thrown_away)?;
        }
        self.cursor = self.frames[first + count].at;
        if number - begins >= SOONEST {
            let maker = self.maker.clone();
            self.marks.insert(at, Mark { number, maker });
        }
        Ok(())
    }

    /// Makes a frame; gives the packet's length, and how many samples of the source it took.
    fn make(&mut self, frame: &Made, out: &mut PacketBuffer) -> Result<(usize, i64), Halt> {
        let needs = self.maker.needs(frame) as i64;
        let (first, last) = (self.index(frame.at), self.index(frame.at + needs));
        self.maker.make(frame, &self.source[first..last], out)
    }

    /// Takes a snapshot where one is due, in the memory of one that isn't needed any more.
    fn mark(&mut self) {
        let number = self.next;
        let last = self.marks.back();
        if last.is_some_and(|last| number - last.number < EVERY) {
            return;
        }
        let mark = if let Some(mut mark) = self.forget() {
            mark.number = number;
            mark.maker.clone_from(&self.maker);
            mark
        } else {
            let maker = self.maker.clone();
            Mark { number, maker }
        };
        self.marks.push_back(mark);
    }

    /// Forgets what isn't needed any more to make the last frames again, the one that's made next among them.
    fn forget(&mut self) -> Option<Mark> {
        let oldest = (self.next + 1).saturating_sub(KEPT as u64);
        let mut forgotten = None;
        while self.marks.get(1).is_some_and(|mark| mark.number <= oldest) {
            forgotten = self.marks.pop_front();
        }
        let first = self.marks.front().map_or(self.next, |mark| mark.number);
        let surplus = self.frames.len() - (self.next - first) as usize;
        self.frames.drain(..surplus);
        let begins = self.frames.front().map_or(self.cursor, |frame| frame.at);
        let surplus = self.index(begins);
        self.source.drain(..surplus);
        self.begins += (surplus / CHANNELS) as i64;
        forgotten
    }

    /// Where in `source` this sample is.
    fn index(&self, sample: i64) -> usize {
        let given = sample.clamp(self.begins, self.given_to());
        (given - self.begins) as usize * CHANNELS
    }
}

#[cfg(test)]
mod tests;
