//! What an MP3 stream tells about its bitrate: when that varies, a byte's offset says nothing about
//! its time.

use symphonia::core::packet::Packet;

/// Packets to look at without a tag: 3.3 s at 44.1 kHz, longer than most silent beginnings.
pub(crate) const LOOKED_AT: usize = 128;

/// The most whole packets of padding: a tag states up to 4,095 samples of it, in packets of at
/// least 576, of which the first may be partly sound.
pub(crate) const PADDING_PACKETS: usize = 7;

/// The most bytes of tags after the sound; more than that is another file that was joined.
pub(crate) const TAGS_BYTES: u64 = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rate {
    Constant,
    Variable,
    /// There's no tag, and the length is an estimate.
    Untold,
}

/// Read from the tag in the first frame, which follows at most 38 bytes of header, checksum and
/// side information: "Xing" or "VBRI" when the rate varies, "Info" when it doesn't (LAME tag
/// specification, revision 1).
pub(crate) fn tagged_rate(head: &[u8]) -> Rate {
    let mut words = head[..head.len().min(42)].windows(4);
    match words.find(|word| matches!(*word, b"Xing" | b"VBRI" | b"Info")) {
        Some(b"Info") => Rate::Constant,
        Some(_) => Rate::Variable,
        None => Rate::Untold,
    }
}

/// Where the word of such a tag is, but for VBRI.
pub(crate) fn tag_at(head: &[u8]) -> Option<usize> {
    head[..head.len().min(42)]
        .windows(4)
        .position(|word| matches!(word, b"Xing" | b"Info"))
}

/// Samples before the sound of a stream whose first frame is such a tag: that frame, the encoder's delay, of
/// which the tag tells, and the decoder's of 529 (LAME tag specification, revision 1, "Encoder delays").
pub(crate) fn lead_in(head: &[u8]) -> i64 {
    const DECODER: i64 = 529;
    const DELAYS: usize = 141;
    let frame = if head.get(1).is_some_and(|byte| byte >> 3 & 3 == 3) {
        1152
    } else {
        576
    };
    let delay = tag_at(head)
        .and_then(|at| head.get(at + DELAYS..at + DELAYS + 2))
        .map_or(0, |bytes| {
            i64::from(bytes[0]) << 4 | i64::from(bytes[1]) >> 4
        });
    frame + if delay == 0 { 0 } else { delay + DECODER }
}

/// Bytes of the stream, as the tag in the first frame states them: four bytes of flags follow the
/// word, then the count of frames if bit 0 is set, then that of bytes if bit 1 is.
pub(crate) fn tagged_bytes(head: &[u8]) -> Option<u64> {
    let at = tag_at(head)?;
    let field = |index: usize| {
        let bytes = head.get(at + 4 * index..at + 4 * index + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let flags = field(1)?;
    let bytes = field(2 + (flags & 1) as usize)?;
    (flags & 2 != 0).then_some(u64::from(bytes))
}

/// What all frames of one stream have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) rate: u32,
    mono: bool,
}

/// Read from a frame's header (ISO/IEC 11172-3, section 2.4.2.3; 13818-3, section 2.4.2.3).
pub(crate) fn kind(packet: &[u8]) -> Option<Kind> {
    let &[_, second, third, fourth, ..] = packet else {
        return None;
    };
    let rate = match third >> 2 & 3 {
        0 => 44_100,
        1 => 48_000,
        2 => 32_000,
        _ => return None,
    };
    // MPEG-2 has half of MPEG-1's rates, MPEG-2.5 half of those.
    let halved = match second >> 3 & 3 {
        3 => 0,
        2 => 1,
        0 => 2,
        _ => return None,
    };
    Some(Kind {
        rate: rate >> halved,
        mono: fourth >> 6 == 3,
    })
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
    fn the_tag_tells_the_bytes_of_its_stream() {
        let mut frame = [0; 400];
        assert_eq!(tagged_bytes(&frame), None);
        frame[36..40].copy_from_slice(b"Info");
        assert_eq!(tagged_bytes(&frame), None);
        frame[43] = 3;
        frame[48..52].copy_from_slice(&70_000u32.to_be_bytes());
        assert_eq!(tagged_bytes(&frame), Some(70_000));
        frame[43] = 2;
        frame[44..48].copy_from_slice(&80_000u32.to_be_bytes());
        assert_eq!(tagged_bytes(&frame), Some(80_000));
        assert_eq!(tagged_bytes(&frame[..46]), None);
    }

    #[test]
    fn the_header_tells_the_kind_of_a_frame() {
        let told = |bytes: [u8; 4]| kind(&bytes).map(|kind| (kind.rate, kind.mono));
        assert_eq!(told([0xFF, 0xFB, 0x90, 0x64]), Some((44_100, false)));
        assert_eq!(told([0xFF, 0xF3, 0x94, 0xC4]), Some((24_000, true)));
        assert_eq!(told([0xFF, 0xE3, 0x98, 0x04]), Some((8_000, false)));
        assert_eq!(told([0xFF, 0xFB, 0x9C, 0x64]), None);
        assert_eq!(kind(&[0xFF]), None);
    }

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
