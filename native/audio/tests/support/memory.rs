//! Counts what Rust has on the heap, so that a test can tell what a file cost. libopus's states are not in it:
//! some 100 KB for each track, whatever the file holds.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// No file may take this much: the process ends before the machine suffers.
const FATAL_BYTES: usize = 1024 * 1024 * 1024;

pub struct Counting;

#[global_allocator]
static HEAP: Counting = Counting;
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// Bytes on the heap now; the peak is counted from here.
pub fn start() -> usize {
    let held = HELD.load(Ordering::Relaxed);
    PEAK.store(held, Ordering::Relaxed);
    held
}

/// The most bytes that were on the heap since [`start`].
pub fn peak() -> usize {
    PEAK.load(Ordering::Relaxed)
}

fn took(bytes: usize) {
    let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(held, Ordering::Relaxed);
    if held > FATAL_BYTES {
        std::process::abort();
    }
}

// SAFETY: every call is the system's allocator's; only numbers are counted beside.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // What is large is moved by its pages, not copied: never are both held.
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        took(bytes);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, bytes) }
    }
}
