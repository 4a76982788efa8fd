//! What an MP3 stream tells of its bitrate: where it varies, a byte's place says nothing about its time.

use symphonia::core::packet::Packet;

/// Packets that are looked at where no tag tells: 3.3 s at 44.1 kHz, longer than most silent beginnings.
pub(crate) const LOOKED_AT: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rate {
    Constant,
    Variable,
    /// There is no tag, and the length is a guess.
    Untold,
}

/// By the tag in the first frame, behind at most 38 bytes of header, checksum and side information:
/// "Xing" or "VBRI" where the rate varies, "Info" where it doesn't (LAME tag specification, revision 1).
pub(crate) fn tagged_rate(head: &[u8]) -> Rate {
    let mut words = head[..head.len().min(42)].windows(4);
    match words.find(|word| matches!(*word, b"Xing" | b"VBRI" | b"Info")) {
        Some(b"Info") => Rate::Constant,
        Some(_) => Rate::Variable,
        None => Rate::Untold,
    }
}

/// Whether the packets differ in the four bits that tell the bitrate (ISO/IEC 11172-3, section 2.4.2.3).
pub(crate) fn varies<'a>(packets: impl IntoIterator<Item = &'a Packet>) -> bool {
    let mut rates = packets
        .into_iter()
        .filter_map(|packet| packet.data.get(2).map(|byte| byte >> 4));
    let first = rates.next();
    rates.any(|rate| Some(rate) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_tells_whether_the_rate_varies() {
        let mut frame = [0; 400];
        frame[..4].copy_from_slice(&[0xFF, 0xFB, 0x90, 0x64]);
        assert_eq!(tagged_rate(&frame), Rate::Untold);
        assert_eq!(tagged_rate(&frame[..2]), Rate::Untold);
        frame[36..40].copy_from_slice(b"Info");
        assert_eq!(tagged_rate(&frame), Rate::Constant);
        frame[36..40].copy_from_slice(b"VBRI");
        assert_eq!(tagged_rate(&frame), Rate::Variable);
        frame[38..42].copy_from_slice(b"Xing");
        assert_eq!(tagged_rate(&frame), Rate::Variable);
    }
}
