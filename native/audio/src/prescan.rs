//! Looks into a container before its demuxer does, for what that gets wrong: pictures of many megabytes are
//! hidden from it, an MP4 track's edit list is read, which it ignores, and the relative positions in Matroska
//! cues are hidden, with which it lands seconds late. Noted are how far those cues help, and a file's cut end.

use std::io;

use crate::source::Source;

/// What the demuxer won't tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prescan {
    pub(crate) edit: Option<Edit>,
    /// The file is shorter than its outermost parts say.
    pub(crate) cut: bool,
    /// Matroska without cues: there is no way to a time but from the times before it.
    pub(crate) unindexed: bool,
    /// In ticks, the time of Matroska's first cue: those of a film are its pictures', and may begin behind
    /// the first sound. The demuxer finds nothing before it.
    pub(crate) first_cue: Option<u64>,
}

/// The first edit of an MP4 file's first sound track (ISO/IEC 14496-12, section 8.6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Where playing starts, in units of the track's time scale: the encoder's lead-in lies before.
    pub(crate) start: u64,
    /// How long it plays, in milliseconds; 0 when not said.
    pub(crate) length_ms: u64,
}

/// Reads what is needed from the head of `source` and leaves it at its start, tags left out.
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
        // A source that can't be sought in is only looked into as far as it can be kept.
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

mod mp4 {
    //! ISO/IEC 14496-12, section 4.2: a box is four bytes of size, four of type, and its content.

    use super::{Edit, Prescan, Source, io};

    const MAX_BOXES: usize = 1024;

    struct Bounds {
        kind: [u8; 4],
        at: u64,
        body: u64,
        end: u64,
    }

    #[derive(Default)]
    struct Sound {
        audible: bool,
        scale: u32,
        edit: Option<(u64, i64)>,
    }

    pub(super) fn scan(source: &mut Source, scan: &mut Prescan) -> io::Result<()> {
        let mut indexed = false;
        let mut at = 0;
        for _ in 0..MAX_BOXES {
            let Some(found) = next(source, at, u64::MAX)? else {
                break;
            };
            match &found.kind {
                b"moov" => {
                    scan.edit = movie(source, &found)?;
                    indexed = true;
                }
                b"mdat" if indexed => {
                    scan.cut = source.ends_before(found.end);
                    break;
                }
                b"moof" => break,
                b"mdat" if !source.seekable() => break,
                b"meta" | b"udta" => hide(source, &found),
                _ => (),
            }
            at = found.end;
        }
        Ok(())
    }

    fn movie(source: &mut Source, movie: &Bounds) -> io::Result<Option<Edit>> {
        let mut movie_scale = 0;
        let mut edit = None;
        let mut at = movie.body;
        for _ in 0..MAX_BOXES {
            let Some(found) = next(source, at, movie.end)? else {
                break;
            };
            match &found.kind {
                b"mvhd" => movie_scale = time_scale(source, &found)?,
                b"trak" if edit.is_none() => {
                    let mut track = Sound::default();
                    walk_track(source, &found, &mut track)?;
                    if track.audible {
                        edit = track.edit;
                    }
                }
                b"udta" | b"meta" => hide(source, &found),
                // In fragmented files FFmpeg plays the lead-in too.
                b"mvex" => return Ok(None),
                _ => (),
            }
            at = found.end;
        }
        Ok(edit.map(|(length, start)| Edit {
            start: start.unsigned_abs(),
            length_ms: match movie_scale {
                0 => 0,
                scale => (u128::from(length) * 1000 / u128::from(scale)) as u64,
            },
        }))
    }

    fn walk_track(source: &mut Source, parent: &Bounds, track: &mut Sound) -> io::Result<()> {
        let mut at = parent.body;
        for _ in 0..MAX_BOXES {
            let Some(found) = next(source, at, parent.end)? else {
                break;
            };
            match &found.kind {
                b"edts" | b"mdia" => walk_track(source, &found, track)?,
                b"mdhd" => track.scale = time_scale(source, &found)?,
                b"hdlr" => track.audible = read::<12>(source, found.body)?[8..] == *b"soun",
                b"elst" => track.edit = first_edit(source, &found)?,
                b"udta" | b"meta" => hide(source, &found),
                _ => (),
            }
            at = found.end;
        }
        Ok(())
    }

    /// The first edit that isn't empty (media time -1): how long, and from where.
    fn first_edit(source: &mut Source, list: &Bounds) -> io::Result<Option<(u64, i64)>> {
        let head: [u8; 8] = read(source, list.body)?;
        let count = u32::from_be_bytes([head[4], head[5], head[6], head[7]]);
        let mut at = list.body + 8;
        for _ in 0..count.min(16) {
            let (length, start) = if head[0] == 1 {
                let entry: [u8; 20] = read(source, at)?;
                at += 20;
                (be64(&entry[..8]), be64(&entry[8..16]) as i64)
            } else {
                let entry: [u8; 12] = read(source, at)?;
                at += 12;
                (
                    u64::from(be32(&entry[..4])),
                    i64::from(be32(&entry[4..8]) as i32),
                )
            };
            if start >= 0 {
                return Ok(Some((length, start)));
            }
        }
        Ok(None)
    }

    /// The time scale in `mvhd` and `mdhd` follows two times of 4 bytes each, in version 1 of 8.
    fn time_scale(source: &mut Source, found: &Bounds) -> io::Result<u32> {
        let head: [u8; 24] = read(source, found.body)?;
        let at = if head[0] == 1 { 20 } else { 12 };
        Ok(be32(&head[at..at + 4]))
    }

    fn hide(source: &mut Source, found: &Bounds) {
        for (index, byte) in b"free".iter().enumerate() {
            source.patch(found.at + 4 + index as u64, *byte);
        }
    }

    fn next(source: &mut Source, at: u64, end: u64) -> io::Result<Option<Bounds>> {
        source.go_to(at);
        let mut head = [0; 16];
        let read = source.read_up_to(&mut head[..8])?;
        if at.saturating_add(8) > end || read < 8 {
            return Ok(None);
        }
        let (size, header) = match be32(&head[..4]) {
            1 => {
                if source.read_up_to(&mut head[8..])? < 8 {
                    return Ok(None);
                }
                (be64(&head[8..]), 16)
            }
            0 => (end.saturating_sub(at), 8),
            size => (u64::from(size), 8),
        };
        if size < header {
            return Ok(None);
        }
        Ok(Some(Bounds {
            kind: [head[4], head[5], head[6], head[7]],
            at,
            body: at + header,
            end: at.saturating_add(size).min(end),
        }))
    }

    fn read<const N: usize>(source: &mut Source, at: u64) -> io::Result<[u8; N]> {
        let mut out = [0; N];
        source.go_to(at);
        source.read_up_to(&mut out)?;
        Ok(out)
    }

    fn be32(bytes: &[u8]) -> u32 {
        bytes
            .iter()
            .take(4)
            .fold(0, |value, byte| value << 8 | u32::from(*byte))
    }

    fn be64(bytes: &[u8]) -> u64 {
        bytes
            .iter()
            .take(8)
            .fold(0, |value, byte| value << 8 | u64::from(*byte))
    }
}

mod matroska {
    //! RFC 8794 (EBML) and RFC 9559 (Matroska): an element is an id, a size, and its content.

    use super::{Prescan, Source, io};

    pub(super) const EBML: [u8; 4] = [0x1A, 0x45, 0xDF, 0xA3];
    const SEGMENT: u32 = 0x1853_8067;
    const SEEK_HEAD: u32 = 0x114D_9B74;
    const SEEK: u32 = 0x4DBB;
    const SEEK_ID: u32 = 0x53AB;
    const SEEK_POSITION: u32 = 0x53AC;
    const CLUSTER: u32 = 0x1F43_B675;
    const CUES: u32 = 0x1C53_BB6B;
    const CUE_POINT: u32 = 0xBB;
    const CUE_TIME: u32 = 0xB3;
    const CUE_TRACK_POSITIONS: u32 = 0xB7;
    const CUE_RELATIVE_POSITION: u32 = 0xF0;
    const ATTACHMENTS: u32 = 0x1941_A469;
    const VOID: u8 = 0xEC;

    const MAX_ELEMENTS: usize = 1024;
    const MAX_CUES_BYTES: u64 = 2 * 1024 * 1024;

    struct Element {
        id: u32,
        at: u64,
        body: u64,
        size: u64,
    }

    pub(super) fn scan(source: &mut Source, scan: &mut Prescan) -> io::Result<()> {
        let Some(ebml) = next(source, 0)? else {
            return Ok(());
        };
        let Some(segment) = next(source, ebml.body.saturating_add(ebml.size))? else {
            return Ok(());
        };
        if segment.id != SEGMENT {
            return Ok(());
        }
        let end = segment.body.saturating_add(segment.size);
        scan.cut = segment.size != u64::MAX && source.ends_before(end);
        let mut cues = None;
        scan.unindexed = true;
        scan.first_cue = Some(0);
        let mut at = segment.body;
        for _ in 0..MAX_ELEMENTS {
            let Some(found) = next(source, at)? else {
                break;
            };
            match found.id {
                SEEK_HEAD => {
                    let body = content(source, &found)?;
                    cues = cues.or_else(|| seek_entry(&body, CUES));
                    if let (true, Some(position)) =
                        (source.seekable(), seek_entry(&body, ATTACHMENTS))
                    {
                        hide_attachments(source, segment.body.saturating_add(position))?;
                    }
                }
                CUES => read_cues(source, &found, scan)?,
                ATTACHMENTS => hide_attachments(source, found.at)?,
                CLUSTER => break,
                _ => (),
            }
            at = found.body.saturating_add(found.size);
        }
        if let (true, Some(position)) = (source.seekable(), cues)
            && let Some(found) = next(source, segment.body.saturating_add(position))?
            && found.id == CUES
        {
            read_cues(source, &found, scan)?;
        }
        Ok(())
    }

    /// Notes when the first one is, and hides the relative positions of all.
    fn read_cues(source: &mut Source, cues: &Element, scan: &mut Prescan) -> io::Result<()> {
        let body = content(source, cues)?;
        let mut found = Vec::new();
        scan.unindexed = false;
        scan.first_cue = children(&body)
            .find(|(_, id)| *id == CUE_POINT)
            .and_then(|(point, _)| {
                let point = &body[point];
                let (time, _) = children(point).find(|(_, id)| *id == CUE_TIME)?;
                Some(number(&point[time]))
            })
            .or(scan.first_cue);
        for (point, _) in children(&body).filter(|(_, id)| *id == CUE_POINT) {
            for (track, id) in children(&body[point.clone()]) {
                if id != CUE_TRACK_POSITIONS {
                    continue;
                }
                let start = point.start + track.start;
                let inner = &body[start..start + track.len()];
                found.extend(
                    headers(inner)
                        .filter(|(_, id)| *id == CUE_RELATIVE_POSITION)
                        .map(|(at, _)| start + at),
                );
            }
        }
        for at in found {
            source.patch(cues.body + at as u64, VOID);
        }
        Ok(())
    }

    /// Shows the element as a void one: its size takes the bytes of the longer id too.
    fn hide_attachments(source: &mut Source, at: u64) -> io::Result<()> {
        let Some(found) = next(source, at)? else {
            return Ok(());
        };
        let width = (found.body - found.at - 1) as u32;
        if found.id != ATTACHMENTS || width > 8 || found.size >= 1 << (7 * width) {
            return Ok(());
        }
        source.patch(at, VOID);
        let size = found.size | 1 << (7 * width);
        for index in 0..width {
            let byte = (size >> (8 * (width - 1 - index))) as u8;
            source.patch(at + 1 + u64::from(index), byte);
        }
        Ok(())
    }

    fn seek_entry(head: &[u8], wanted: u32) -> Option<u64> {
        for (seek, id) in children(head) {
            if id != SEEK {
                continue;
            }
            let entry = &head[seek];
            let value = |id| {
                children(entry)
                    .find(|(_, found)| *found == id)
                    .map(|(range, _)| number(&entry[range]))
            };
            if value(SEEK_ID) == Some(u64::from(wanted)) {
                return value(SEEK_POSITION);
            }
        }
        None
    }

    fn number(bytes: &[u8]) -> u64 {
        bytes
            .iter()
            .take(8)
            .fold(0, |value, byte| value << 8 | u64::from(*byte))
    }

    fn content(source: &mut Source, element: &Element) -> io::Result<Vec<u8>> {
        if element.size > MAX_CUES_BYTES {
            return Ok(Vec::new());
        }
        let mut body = vec![0; element.size as usize];
        source.go_to(element.body);
        let read = source.read_up_to(&mut body)?;
        body.truncate(read);
        Ok(body)
    }

    /// The contents of the elements in `bytes`, with their ids.
    fn children(bytes: &[u8]) -> impl Iterator<Item = (std::ops::Range<usize>, u32)> + '_ {
        elements(bytes).map(|(_, body, id)| (body, id))
    }

    /// Where the elements in `bytes` start, with their ids.
    fn headers(bytes: &[u8]) -> impl Iterator<Item = (usize, u32)> + '_ {
        elements(bytes).map(|(at, _, id)| (at, id))
    }

    fn elements(bytes: &[u8]) -> impl Iterator<Item = (usize, std::ops::Range<usize>, u32)> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (id, size, header) = head(&bytes[at..])?;
            let start = at;
            let body = at + header;
            let end = body.checked_add(usize::try_from(size).ok()?)?;
            if end > bytes.len() {
                return None;
            }
            at = end;
            Some((start, body..end, id))
        })
    }

    fn next(source: &mut Source, at: u64) -> io::Result<Option<Element>> {
        let mut bytes = [0; 12];
        source.go_to(at);
        let read = source.read_up_to(&mut bytes)?;
        Ok(head(&bytes[..read]).map(|(id, size, header)| Element {
            id,
            at,
            body: at + header as u64,
            size,
        }))
    }

    /// Id, size of the content, bytes of both (RFC 8794, sections 4 and 5).
    fn head(bytes: &[u8]) -> Option<(u32, u64, usize)> {
        let first = *bytes.first()?;
        let id_bytes = first.leading_zeros() as usize + 1;
        if id_bytes > 4 || bytes.len() <= id_bytes {
            return None;
        }
        let id = number(&bytes[..id_bytes]) as u32;
        let size_first = bytes[id_bytes];
        let size_bytes = size_first.leading_zeros() as usize + 1;
        if size_bytes > 8 || bytes.len() < id_bytes + size_bytes {
            return None;
        }
        let raw = number(&bytes[id_bytes..id_bytes + size_bytes]);
        let mask = (1u64 << (7 * size_bytes)) - 1;
        // All ones mean "unknown": such an element reaches to the end of its parent.
        let size = if raw & mask == mask {
            u64::MAX
        } else {
            raw & mask
        };
        Some((id, size, id_bytes + size_bytes))
    }
}
