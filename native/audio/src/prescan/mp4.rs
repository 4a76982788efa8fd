//! ISO/IEC 14496-12, section 4.2: a box is four bytes of size, four of type, and its content.

use super::{Edit, Prescan, Source, io};

/// The most top-level boxes to look at.
const MAX_BOXES: usize = 1024;
/// The most boxes of a movie in all; a film has a few dozen tracks of a dozen boxes. A file with
/// more is refused.
const MAX_BOXES_IN_MOVIE: usize = 4096;

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
    /// The track is played by default (ISO/IEC 14496-12, section 8.3.2).
    enabled: bool,
    id: u32,
}

pub(super) fn scan(source: &mut Source, scan: &mut Prescan) -> io::Result<()> {
    let mut indexed = false;
    let mut listed = false;
    let mut at = 0;
    for _ in 0..MAX_BOXES {
        let Some(found) = next(source, at, u64::MAX)? else {
            break;
        };
        match &found.kind {
            b"moov" => {
                movie(source, &found, scan)?;
                indexed = true;
            }
            b"mdat" if indexed => {
                scan.cut = source.ends_before(found.end);
                break;
            }
            b"sidx" => listed = listed || lists_all(source, &found)?,
            b"moof" => {
                scan.unlisted = !listed;
                break;
            }
            b"mdat" if !source.seekable() => break,
            b"meta" | b"udta" => hide(source, &found),
            _ => (),
        }
        at = found.end;
    }
    Ok(())
}

fn movie(source: &mut Source, movie: &Bounds, scan: &mut Prescan) -> io::Result<()> {
    let mut movie_scale = 0;
    let mut edit = None;
    let mut fragmented = false;
    let mut left = MAX_BOXES_IN_MOVIE;
    let mut at = movie.body;
    while let Some(found) = next(source, at, movie.end)? {
        count_down(&mut left)?;
        match &found.kind {
            b"mvhd" => movie_scale = time_scale(source, &found)?,
            b"trak" if scan.default_track.is_none() => {
                let mut track = Sound::default();
                walk_track(source, &found, &mut track, &mut left)?;
                if track.audible && track.enabled {
                    scan.default_track = Some(track.id);
                    edit = track.edit;
                } else if track.audible && edit.is_none() {
                    edit = track.edit;
                }
            }
            b"udta" | b"meta" => hide(source, &found),
            // In fragmented files FFmpeg plays the lead-in too.
            b"mvex" => fragmented = true,
            _ => (),
        }
        at = found.end;
    }
    if fragmented {
        source.watch_runs();
        return Ok(());
    }
    scan.edit = edit.map(|(length, start)| Edit {
        start: start.unsigned_abs(),
        length_ms: match movie_scale {
            0 => 0,
            scale => (u128::from(length) * 1000 / u128::from(scale)) as u64,
        },
    });
    Ok(())
}

/// Whether the segments in an index (ISO/IEC 14496-12, section 8.16.3) reach to the end of the file. Many files have one
/// for each fragment.
fn lists_all(source: &mut Source, index: &Bounds) -> io::Result<bool> {
    const REFERENCE_BYTES: usize = 12;
    let wide = read::<1>(source, index.body)?[0] != 0;
    // Behind version, flags, id and scale come two numbers, of which the second is the gap to the first segment.
    let (gap, counts) = if wide {
        let gap: [u8; 8] = read(source, index.body + 20)?;
        (be64(&gap), index.body + 28)
    } else {
        let gap: [u8; 4] = read(source, index.body + 16)?;
        (u64::from(be32(&gap)), index.body + 20)
    };
    let [_, _, high, low] = read(source, counts)?;
    let count = usize::from(u16::from_be_bytes([high, low]));
    let mut bytes = vec![0; count * REFERENCE_BYTES];
    source.go_to(counts + 4);
    let read = source.read_up_to(&mut bytes)?;
    // One bit of kind, 31 of size.
    let sizes = bytes[..read].chunks_exact(REFERENCE_BYTES);
    let size: u64 = sizes.map(|each| u64::from(be32(each) & 0x7FFF_FFFF)).sum();
    let end = index.end.saturating_add(gap).saturating_add(size);
    Ok(source.whole_length().is_none_or(|length| end >= length))
}

/// Walks the boxes of a `trak`, and of its direct children that have the needed ones: no deeper.
fn walk_track(
    source: &mut Source,
    parent: &Bounds,
    track: &mut Sound,
    left: &mut usize,
) -> io::Result<()> {
    let mut at = parent.body;
    while let Some(found) = next(source, at, parent.end)? {
        count_down(left)?;
        match &found.kind {
            b"edts" | b"mdia" if parent.kind == *b"trak" => {
                walk_track(source, &found, track, left)?;
            }
            b"tkhd" => {
                let head: [u8; 24] = read(source, found.body)?;
                track.enabled = head[3] & 1 != 0;
                let at = if head[0] == 1 { 20 } else { 12 };
                track.id = be32(&head[at..at + 4]);
            }
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

fn count_down(left: &mut usize) -> io::Result<()> {
    *left = left
        .checked_sub(1)
        .ok_or_else(|| io::Error::other("too many boxes"))?;
    Ok(())
}

/// The length and the start of the first edit that isn't empty (media time -1).
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
