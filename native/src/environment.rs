//! The tracks of each JavaScript environment (main thread or worker). When the environment ends,
//! they're closed, or their threads would call into freed memory.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use napi::{Env, Result};
use segue_audio::track::Track;

thread_local! {
    /// The tracks of this thread's environment; `None` before the first one.
    static TRACKS: RefCell<Option<Vec<Weak<Track>>>> = const { RefCell::new(None) };
}

/// Closes `track` when this thread's environment ends, if it's still open then.
pub(crate) fn close_at_exit(env: Env, track: &Arc<Track>) -> Result<()> {
    TRACKS.with_borrow_mut(|tracks| {
        if tracks.is_none() {
            env.add_env_cleanup_hook((), |()| close_all())?;
        }
        let tracks = tracks.get_or_insert_default();
        tracks.retain(|known| known.strong_count() > 0);
        tracks.push(Arc::downgrade(track));
        Ok(())
    })
}

fn close_all() {
    let tracks = TRACKS.with_borrow_mut(Option::take).unwrap_or_default();
    for track in tracks.iter().filter_map(Weak::upgrade) {
        track.close();
    }
}
