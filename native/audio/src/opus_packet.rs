//! The first byte of an Opus packet, and the head of an Opus stream.

use crate::SAMPLES_PER_FRAME;

/// Samples per channel at 48 kHz that a packet decodes to; `None` for a malformed one
/// (RFC 6716, section 3.1, table 2, and section 3.2).
#[must_use]
pub fn samples(packet: &[u8]) -> Option<usize> {
    const MAX_SAMPLES: usize = 5760;
    let toc = *packet.first()?;
    let config = toc >> 3;
    let frame = match config {
        0..12 => [480, 960, 1920, 2880][usize::from(config % 4)],
        12..16 => [480, 960][usize::from(config % 2)],
        _ => [120, 240, 480, 960][usize::from(config % 4)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => usize::from(packet.get(1)? & 0x3F),
    };
    let total = frame * frames;
    (total > 0 && total <= MAX_SAMPLES).then_some(total)
}

/// Whether Discord takes the packet unchanged: 20 ms, and no longer than its buffers.
#[must_use]
pub fn passes(packet: &[u8]) -> bool {
    packet.len() <= crate::MAX_PACKET_BYTES && samples(packet) == Some(SAMPLES_PER_FRAME)
}

/// The header of an Opus stream (RFC 7845, section 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub channels: u8,
    /// Samples at 48 kHz to drop at the start.
    pub pre_skip: u32,
    /// Gain in dB, times 256.
    pub gain_q8: i16,
}

impl Head {
    /// libopus's lookahead, for streams that don't state theirs.
    const USUAL_PRE_SKIP: u32 = 312;

    #[must_use]
    pub fn parse(extra: Option<&[u8]>, channels: Option<usize>) -> Self {
        match extra {
            Some(head) if head.starts_with(b"OpusHead") && head.len() >= 19 => {
                // In MP4 the fields are big-endian and the version is 0 ("Encapsulation of Opus in ISO
                // Base Media File Format", section 4.3.2); the demuxer only sets the name before them.
                let order = |pair: [u8; 2]| match head[8] {
                    0 => u16::from_be_bytes(pair),
                    _ => u16::from_le_bytes(pair),
                };
                Self {
                    channels: head[9],
                    pre_skip: u32::from(order([head[10], head[11]])),
                    gain_q8: order([head[16], head[17]]).cast_signed(),
                }
            }
            _ => Self {
                channels: channels.unwrap_or(CHANNELS_WHEN_UNKNOWN) as u8,
                pre_skip: Self::USUAL_PRE_SKIP,
                gain_q8: 0,
            },
        }
    }
}

const CHANNELS_WHEN_UNKNOWN: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_tells_the_length() {
        assert_eq!(samples(&[0xFC]), Some(960));
        assert_eq!(samples(&[0xF4]), Some(480));
        assert_eq!(samples(&[0xF5]), Some(960));
        assert_eq!(samples(&[0x78]), Some(960));
        assert_eq!(samples(&[0x18]), Some(2880));
        assert_eq!(samples(&[0xFF, 3]), Some(2880));
        assert_eq!(samples(&[0xFF]), None);
        assert_eq!(samples(&[0xFF, 0]), None);
        assert_eq!(samples(&[]), None);
    }

    #[test]
    fn the_head_of_a_stream_is_parsed() {
        let mut head = b"OpusHead\x01\x02\x38\x01\x80\xBB\x00\x00\x00\x01\x00".to_vec();
        assert_eq!(
            Head::parse(Some(&head), None),
            Head {
                channels: 2,
                pre_skip: 312,
                gain_q8: 256
            }
        );
        let mp4 = b"OpusHead\x00\x02\x01\x38\x00\x00\xBB\x80\x00\x00\x00";
        assert_eq!(Head::parse(Some(mp4), None).pre_skip, 312);
        head.truncate(10);
        assert_eq!(Head::parse(Some(&head), Some(1)).channels, 1);
    }
}
