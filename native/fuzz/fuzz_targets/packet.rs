//! Opus packets and stream heads: what is told of them is within the codec's bounds.
#![no_main]

#[path = "../../audio/tests/support/packet.rs"]
mod packet;

libfuzzer_sys::fuzz_target!(|input: &[u8]| packet::look_at(input));
