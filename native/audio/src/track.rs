//! One playing track: the handle that its owner holds. The work is done on a thread of its own.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Once};
use std::thread;

use crate::event::{ErrorCode, Event, EventSink};
use crate::feed::{Feed, Pushed};
use crate::options::{Controls, Options};
use crate::producer::Producer;
use crate::ring::{Ring, Taken};
use crate::sound::Sound;

const THREAD_NAME: &str = "segue-track";
const STACK_BYTES: usize = 512 * 1024;

pub struct Track {
    feed: Arc<Feed>,
    ring: Arc<Ring>,
    controls: Arc<Controls>,
    thread: thread::JoinHandle<()>,
}

impl Track {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system can't start a thread.
    pub fn start(options: Options, events: EventSink) -> io::Result<Self> {
        keep_panics_quiet();
        let events = Arc::new(events);
        let controls = Arc::new(Controls {
            sound: Mutex::new(options.sound),
            bitrate: AtomicU32::new(options.bitrate),
            seekable: options.length_bytes.is_some(),
        });
        let feed = Arc::new(Feed::new(options.length_bytes, Arc::clone(&events)));
        let ring = Arc::new(Ring::new(options.start_ms));
        let producer = Producer {
            feed: Arc::clone(&feed),
            ring: Arc::clone(&ring),
            controls: Arc::clone(&controls),
            events: Arc::clone(&events),
            options,
            chain: None,
        };
        let failing = Arc::clone(&ring);
        let thread = thread::Builder::new()
            .name(THREAD_NAME.into())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let Err(cause) = panic::catch_unwind(AssertUnwindSafe(|| producer.run())) else {
                    return;
                };
                failing.fail();
                events(Event::Failed {
                    code: ErrorCode::DecoderCrashed,
                    detail: words(&*cause),
                    epoch: None,
                });
            })?;
        Ok(Self {
            feed,
            ring,
            controls,
            thread,
        })
    }

    /// Whether its thread has ended, as it does soon after a close.
    pub fn is_gone(&self) -> bool {
        self.thread.is_finished()
    }

    /// Adds bytes of the source.
    pub fn push(&self, chunk: &[u8], generation: u32) -> Pushed {
        self.feed.push(chunk, generation)
    }

    /// No more bytes follow in this generation.
    pub fn end(&self, generation: u32) {
        self.feed.end(generation);
    }

    /// Copies the next frame into `out`; allocates nothing.
    pub fn take(&self, out: &mut [u8]) -> Taken {
        self.ring.take(out)
    }

    pub fn position_ms(&self) -> f64 {
        self.ring.position_ms()
    }

    pub fn buffered(&self) -> usize {
        self.ring.buffered()
    }

    /// Drops everything buffered and goes on at `ms`. Returns the seek's number, which its events carry;
    /// `None` when it does nothing: for a source of unknown length, and once the track is over.
    pub fn seek(&self, ms: f64) -> Option<u64> {
        if !self.controls.seekable || !ms.is_finite() {
            return None;
        }
        let epoch = self.ring.seek(ms.max(0.0))?;
        self.feed.interrupt(epoch);
        Some(epoch)
    }

    /// What it sounds like from the next frame on that's made.
    pub fn sound(&self) -> Sound {
        self.controls.sound()
    }

    pub fn set_sound(&self, sound: Sound) {
        if self.controls.sound() != sound {
            self.ring.change(|| self.controls.set_sound(sound));
        }
    }

    pub fn set_bitrate(&self, bitrate: u32) {
        let control = &self.controls.bitrate;
        if control.load(Ordering::Relaxed) != bitrate {
            self.ring
                .change(|| control.store(bitrate, Ordering::Relaxed));
        }
    }

    /// Ends the thread and frees the buffers at once; repeating it is harmless.
    pub fn close(&self) {
        self.ring.close();
        self.feed.close();
    }
}

impl Drop for Track {
    fn drop(&mut self) {
        self.close();
    }
}

fn words(cause: &(dyn std::any::Any + Send)) -> String {
    cause
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".into())
}

/// A panic on a track's thread becomes an event; elsewhere it's reported as usual.
fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD_NAME) {
                before(info);
            }
        }));
    });
}
