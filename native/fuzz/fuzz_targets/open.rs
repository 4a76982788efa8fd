//! As `play`, but a file is only opened: every walk over boxes, elements, pages and tags, many times faster.
#![no_main]

#[path = "../../audio/tests/support/play.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod play;

libfuzzer_sys::fuzz_target!(|input: &[u8]| play::open_input(input));
