//! Looks into a container before its demuxer does, for what the demuxer gets wrong. Hides pictures
//! of many megabytes, reads an MP4 track's edit list, which the demuxer ignores, and hides the
//! relative positions in Matroska cues, with which it lands seconds late. Notes how far those cues
//! help, and whether the file is cut off.

mod matroska;
mod mp4;

use std::io;

use crate::source::Source;

/// What the demuxer doesn't tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prescan {
    pub(crate) edit: Option<Edit>,
    /// Whether the file is shorter than its outermost parts say.
    pub(crate) cut: bool,
    /// Whether this is Matroska without cues, where a time can only be reached by reading up to it.
    pub(crate) unindexed: bool,
    /// Time of Matroska's first cue, in ticks: a film's cues are for its pictures and may begin
    /// after the first sound. The demuxer finds nothing before the first cue.
    pub(crate) first_cue: Option<u64>,
    /// The id of the audio track that's played by default; `None` when no track is marked.
    pub(crate) default_track: Option<u32>,
    /// MP4 in fragments without an index of all: what is said of the length holds for the first ones.
    pub(crate) unlisted: bool,
}

/// The first edit of an MP4 file's first sound track (ISO/IEC 14496-12, section 8.6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Where playing starts, in units of the track's time scale, after the encoder's lead-in.
    pub(crate) start: u64,
    /// How long it plays, in milliseconds; 0 when unknown.
    pub(crate) length_ms: u64,
}

/// Reads what's needed from the head of `source` and leaves it at its start, after any tags.
pub(crate) fn prescan(source: &mut Source) -> io::Result<Prescan> {
    skip_id3(source)?;
    let mut head = [0; 12];
    source.read_up_to(&mut head)?;
    let mut found = Prescan::default();
    let scanned = if &head[4..8] == b"ftyp" {
        mp4::scan(source, &mut found)
    } else if &head[..4] == b"fLaC" {
        hide_flac_pictures(source)
    } else if head[..4] == matroska::EBML {
        matroska::scan(source, &mut found)
    } else {
        Ok(())
    };
    source.go_to(0);
    match scanned {
        // A source that can't be seeked is read only as far as it can be kept.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(found),
    }
}

/// ID3v2 tags hold the pictures of MP3 files; the audio starts behind them (id3.org, ID3v2.4.0,
/// section 3.1: ten bytes of header, the size as four times seven bits, perhaps ten of footer).
fn skip_id3(source: &mut Source) -> io::Result<()> {
    let mut base = 0;
    for _ in 0..4 {
        source.start_at(base);
        let mut head = [0; 10];
        if source.read_up_to(&mut head)? < head.len() || &head[..3] != b"ID3" {
            break;
        }
        let size = head[6..10]
            .iter()
            .fold(0u64, |size, byte| size << 7 | u64::from(byte & 0x7F));
        let footer = if head[5] & 0x10 == 0 { 0 } else { 10 };
        base += 10 + size + footer;
    }
    source.start_at(base);
    Ok(())
}

/// Shows picture blocks as padding (RFC 9639, section 8.1: a bit for the last block, seven bits of
/// type, 24 of length).
fn hide_flac_pictures(source: &mut Source) -> io::Result<()> {
    const PADDING: u8 = 1;
    const PICTURE: u8 = 6;
    let mut at = 4;
    for _ in 0..128 {
        source.go_to(at);
        let mut head = [0; 4];
        if source.read_up_to(&mut head)? < head.len() {
            break;
        }
        if head[0] & 0x7F == PICTURE {
            source.patch(at, head[0] & 0x80 | PADDING);
        }
        if head[0] & 0x80 != 0 {
            break;
        }
        at += 4 + u64::from(u32::from_be_bytes([0, head[1], head[2], head[3]]));
    }
    Ok(())
}
