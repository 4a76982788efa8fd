//! What holds of every Opus packet and every stream's head, whatever the bytes are.

use segue_audio::opus_packet::{self, Head};
use segue_audio::{MAX_PACKET_BYTES, SAMPLES_PER_FRAME};

/// # Panics
/// When something is told that no packet can be.
pub fn look_at(input: &[u8]) {
    if let Some(samples) = opus_packet::samples(input) {
        // From 2.5 ms to 120 ms (RFC 6716, section 3.2.5).
        assert!((120..=5760).contains(&samples) && samples.is_multiple_of(120));
    }
    if opus_packet::passes(input) {
        assert!(input.len() <= MAX_PACKET_BYTES);
        assert_eq!(opus_packet::samples(input), Some(SAMPLES_PER_FRAME));
    }
    let channels = input.first().map(|byte| usize::from(*byte));
    let head = Head::parse(Some(input), channels);
    assert!(u16::try_from(head.pre_skip).is_ok());
}
