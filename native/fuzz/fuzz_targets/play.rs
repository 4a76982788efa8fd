//! Whatever the bytes are, a track that is fed with them, seeks, changes its volume and is closed keeps to what
//! `play.rs` of the tests holds.
#![no_main]

#[path = "../../audio/tests/support/play.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod play;

libfuzzer_sys::fuzz_target!(|input: &[u8]| play::play_input(input));
