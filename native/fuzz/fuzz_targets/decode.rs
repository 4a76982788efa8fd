//! Whatever the bytes are, opening and decoding them neither panics nor hangs.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use segue_audio::event::EventSink;
use segue_audio::feed::Feed;
use segue_audio::media::Media;
use segue_audio::pcm::{Decoded, PcmStream};

/// Ten seconds of sound are enough to have seen every path.
const MAX_VALUES: usize = 960_000;

fuzz_target!(|bytes: &[u8]| {
    let quiet: EventSink = Box::new(|_| ());
    let feed = Arc::new(Feed::new(None, Arc::new(quiet)));
    feed.push(bytes, 0);
    feed.end(0);
    let Ok(media) = Media::open(&feed, None) else {
        return;
    };
    let Ok(mut decoded) = Decoded::new(feed, media, true) else {
        return;
    };
    let mut samples = Vec::new();
    while samples.len() < MAX_VALUES && matches!(decoded.read(&mut samples), Ok(true)) {}
});
