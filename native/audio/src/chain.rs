//! A way to a time in an Ogg file of several links: each states its length, but none where it starts.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::budget::Work;
use crate::event::{ErrorCode, Halt};
use crate::feed::Feed;
use crate::media::Media;
use crate::ogg::{self, LinkEnd};
use crate::source::Source;

/// Links that one seek may pass: a recorded station has some twenty an hour.
const MAX_LINKS: usize = 4096;

/// The links that are known, from the first one on.
pub(crate) struct Chain(Vec<Link>);

#[derive(Clone, Copy)]
struct Link {
    /// Byte of the file that it begins with.
    offset: u64,
    /// Milliseconds into the track at which it begins.
    start_ms: f64,
}

impl Chain {
    /// `offset`: byte that the first link begins with.
    pub(crate) fn new(offset: u64) -> Self {
        let start_ms = 0.0;
        Self(vec![Link { offset, start_ms }])
    }

    /// The link that holds `ms`, or the last one, and the milliseconds into the track at which it begins.
    ///
    /// # Errors
    /// When interrupted, and when links before it can't be read.
    pub(crate) fn open(
        &mut self,
        feed: &Arc<Feed>,
        hint: Option<&str>,
        ms: f64,
    ) -> Result<(Media, f64), Halt> {
        let known = self.0.partition_point(|link| link.start_ms <= ms).max(1);
        let mut link = self.0[known - 1];
        for _ in 0..MAX_LINKS {
            // Each one leads on.
            feed.budget.renew();
            let end = end_of(feed, link)?;
            let media = Media::open_link(feed, hint, link.offset, end.as_ref())?;
            let Some((end, length_ms)) = end.zip(media.link_ms()) else {
                return Ok((media, link.start_ms));
            };
            if ms < link.start_ms + length_ms {
                return Ok((media, link.start_ms));
            }
            link = Link {
                offset: end.at,
                start_ms: link.start_ms + length_ms,
            };
            let last = self.0[self.0.len() - 1];
            if last.offset < link.offset && self.0.len() < MAX_LINKS {
                self.0.push(link);
            }
        }
        Err(Halt::failed(ErrorCode::NoProgress, "too many links"))
    }
}

fn end_of(feed: &Arc<Feed>, link: Link) -> Result<Option<LinkEnd>, Halt> {
    let mut source = Source::new(Arc::clone(feed), Arc::new(AtomicBool::new(false)), false);
    feed.budget.set_work(Work::Scanning);
    let end = ogg::link_end(&mut source, link.offset);
    feed.budget.set_work(Work::Gathering);
    end.map_err(|error| {
        feed.halt()
            .unwrap_or_else(|| Halt::failed(ErrorCode::DecodeFailed, error))
    })
}
