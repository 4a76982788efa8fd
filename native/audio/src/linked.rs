//! The sound of a file from its first stream to its last: where another codec follows, another decoder goes on.

use std::sync::Arc;

use crate::event::Halt;
use crate::feed::Feed;
use crate::media::Media;
use crate::opus_pcm::OpusPcm;
use crate::opus_source::PacketLog;
use crate::pcm::{Decoded, PcmStream};

/// Decodes whatever streams a file has, one behind the other.
pub(crate) struct Linked {
    feed: Arc<Feed>,
    exact: bool,
    /// Absent only while one takes another's place, and after that failed.
    now: Option<Decoding>,
}

enum Decoding {
    Opus(Box<OpusPcm>),
    Other(Box<Decoded>),
}

impl Linked {
    pub(crate) fn new(feed: Arc<Feed>, media: Media, exact: bool) -> Result<Self, Halt> {
        let now = if media.is_opus() {
            Decoding::opus(PacketLog::new(Arc::clone(&feed), media, exact)?)?
        } else {
            Decoding::Other(Box::new(Decoded::new(Arc::clone(&feed), media, exact)?))
        };
        let now = Some(now);
        Ok(Self { feed, exact, now })
    }

    /// Of packets that were read already.
    pub(crate) fn opus(feed: Arc<Feed>, log: PacketLog, exact: bool) -> Result<Self, Halt> {
        let now = Some(Decoding::opus(log)?);
        Ok(Self { feed, exact, now })
    }
}

impl PcmStream for Linked {
    fn seek(&mut self, sample: i64) -> Result<bool, Halt> {
        match &mut self.now {
            Some(now) => now.stream().seek(sample),
            None => Ok(false),
        }
    }

    fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, Halt> {
        let Some(mut now) = self.now.take() else {
            return Ok(false);
        };
        let more = now.stream().read(out);
        if !matches!(more, Ok(false)) || !now.is_followed() {
            self.now = Some(now);
            return more;
        }
        *self = Self::new(Arc::clone(&self.feed), now.into_follower(), self.exact)?;
        Ok(true)
    }
}

impl Decoding {
    fn opus(log: PacketLog) -> Result<Self, Halt> {
        Ok(Self::Opus(Box::new(OpusPcm::new(log)?)))
    }

    fn stream(&mut self) -> &mut dyn PcmStream {
        match self {
            Self::Opus(opus) => &mut **opus,
            Self::Other(other) => &mut **other,
        }
    }

    fn is_followed(&self) -> bool {
        match self {
            Self::Opus(opus) => opus.is_followed(),
            Self::Other(other) => other.is_followed(),
        }
    }

    fn into_follower(self) -> Media {
        match self {
            Self::Opus(opus) => opus.into_follower(),
            Self::Other(other) => other.into_follower(),
        }
    }
}
