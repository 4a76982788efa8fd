//! Judges the first bytes when the demuxers would guess wrongly or take long.

/// A verdict without asking the demuxers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Audio, or a container that may hold audio, in a format for another decoder.
    Foreign(&'static str),
    /// Something else.
    NotAudio(&'static str),
}

/// Signatures at offset 0 of formats that aren't decoded here.
const FOREIGN: [(&[u8], &str); 15] = [
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "asf"),
    (b"FLV", "flv"),
    (b"FORM", "aiff"),
    (b"caff", "caf"),
    (b"wvpk", "wavpack"),
    (b"MAC ", "monkey's audio"),
    (b"TTA", "true audio"),
    (b"MP+", "musepack"),
    (b"MPCK", "musepack"),
    (b"tBaK", "tak"),
    (b"#!AMR", "amr"),
    (b".snd", "au"),
    (b"DSD ", "dsd"),
    (b"\x0B\x77", "ac-3"),
    (b"\x7F\xFE\x80\x01", "dts"),
];

/// Signatures at offset 0 of files that are never audio.
const OTHER: [(&[u8], &str); 10] = [
    (b"\x89PNG", "png"),
    (b"\xFF\xD8\xFF", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1F\x8B", "gzip"),
    (b"\x7FELF", "elf"),
    (b"#EXTM3U", "playlist"),
    (b"<", "markup"),
    (b"{", "json"),
];

/// Judges the first bytes of a source; `None` when the demuxers should look.
pub(crate) fn sniff(head: &[u8]) -> Option<Verdict> {
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Verdict::Foreign(name));
    }
    if head.starts_with(b"RIFF") && head.get(8..12).is_some_and(|form| form != b"WAVE") {
        return Some(Verdict::Foreign("riff, not wave"));
    }
    if transport_stream(head) {
        return Some(Verdict::Foreign("mpeg-ts"));
    }
    if mpeg_layer_1_or_2(head) {
        return Some(Verdict::Foreign("mpeg layer 1 or 2"));
    }
    let text = head.trim_ascii_start();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let (_, name) = OTHER.iter().find(|(magic, _)| text.starts_with(magic))?;
    Some(Verdict::NotAudio(name))
}

/// A sync byte every 188 bytes (ISO/IEC 13818-1, section 2.4.3.2).
fn transport_stream(head: &[u8]) -> bool {
    const SYNC: u8 = 0x47;
    const PACKET_BYTES: usize = 188;
    head.len() > 2 * PACKET_BYTES
        && [0, PACKET_BYTES, 2 * PACKET_BYTES]
            .iter()
            .all(|&at| head[at] == SYNC)
}

/// ISO/IEC 11172-3, section 2.4.1.3: eleven bits of sync, two of version, two of layer. AAC in ADTS
/// has layer 0 there, MP3 layer 1 (which means III).
fn mpeg_layer_1_or_2(head: &[u8]) -> bool {
    let [0xFF, second, third, ..] = head else {
        return false;
    };
    let synced = second & 0xE0 == 0xE0 && second & 0x18 != 0x08;
    let bitrate = third >> 4;
    synced && matches!((second >> 1) & 3, 2 | 3) && bitrate != 0 && bitrate != 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_for_another_decoder_are_told_from_what_is_no_audio() {
        assert_eq!(sniff(b"wvpk...."), Some(Verdict::Foreign("wavpack")));
        assert_eq!(
            sniff(b"  \n<!doctype html>"),
            Some(Verdict::NotAudio("markup"))
        );
        assert_eq!(
            sniff(b"RIFF....AVI LIST"),
            Some(Verdict::Foreign("riff, not wave"))
        );
        assert_eq!(sniff(b"RIFF....WAVEfmt "), None);
        assert_eq!(sniff(b"OggS"), None);
    }

    #[test]
    fn mp3_and_adts_are_left_to_the_demuxers_and_layer_2_is_not() {
        assert_eq!(sniff(&[0xFF, 0xFB, 0x90, 0x64]), None);
        assert_eq!(sniff(&[0xFF, 0xF1, 0x50, 0x80]), None);
        assert_eq!(
            sniff(&[0xFF, 0xFD, 0xA4, 0x04]),
            Some(Verdict::Foreign("mpeg layer 1 or 2"))
        );
    }
}
