//! RFC 8794 (EBML) and RFC 9559 (Matroska): an element is an id, a size, and its content.

use super::{Prescan, Source, io};

pub(super) const EBML: [u8; 4] = [0x1A, 0x45, 0xDF, 0xA3];
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114D_9B74;
const SEEK: u32 = 0x4DBB;
const SEEK_ID: u32 = 0x53AB;
const SEEK_POSITION: u32 = 0x53AC;
const CLUSTER: u32 = 0x1F43_B675;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const TRACK_NUMBER: u32 = 0xD7;
const TRACK_TYPE: u32 = 0x83;
const TRACK_IS_SOUND: u64 = 2;
const FLAG_DEFAULT: u32 = 0x88;
const CUES: u32 = 0x1C53_BB6B;
const CUE_POINT: u32 = 0xBB;
const CUE_TIME: u32 = 0xB3;
const CUE_TRACK_POSITIONS: u32 = 0xB7;
const CUE_RELATIVE_POSITION: u32 = 0xF0;
const ATTACHMENTS: u32 = 0x1941_A469;
const TAGS: u32 = 0x1254_C367;
const CHAPTERS: u32 = 0x1043_A770;
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
                blank_entries(source, &found, &body);
            }
            CUES => read_cues(source, &found, scan)?,
            ATTACHMENTS | TAGS | CHAPTERS => hide(source, &found),
            TRACKS => scan.default_track = default_sound(&content(source, &found)?),
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

/// Number of the first track of sound whose FlagDefault is set, as it is where it is absent (RFC 9559, 5.1.4.1.5).
fn default_sound(tracks: &[u8]) -> Option<u32> {
    children(tracks)
        .filter(|(_, id)| *id == TRACK_ENTRY)
        .find_map(|(entry, _)| {
            let entry = &tracks[entry];
            let value = |wanted| {
                children(entry)
                    .find(|(_, id)| *id == wanted)
                    .map(|(range, _)| number(&entry[range]))
            };
            let plays = value(TRACK_TYPE) == Some(TRACK_IS_SOUND)
                && value(FLAG_DEFAULT).is_none_or(|flag| flag != 0);
            plays.then(|| value(TRACK_NUMBER)).flatten()
        })
        .and_then(|number| u32::try_from(number).ok())
}

/// Notes the time of the first cue, and hides the relative positions of all.
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

/// Presents the element as a void one, whose size includes the rest of the longer id.
fn hide(source: &mut Source, found: &Element) {
    let width = (found.body - found.at - 1) as u32;
    if width > 8 || found.size >= 1 << (7 * width) {
        return;
    }
    source.patch(found.at, VOID);
    let size = found.size | 1 << (7 * width);
    for index in 0..width {
        let byte = (size >> (8 * (width - 1 - index))) as u8;
        source.patch(found.at + 1 + u64::from(index), byte);
    }
}

/// Hides the entries that lead to tags, chapters and attached files, wherever these lie.
fn blank_entries(source: &mut Source, seek_head: &Element, body: &[u8]) {
    for (seek, _) in children(body).filter(|(_, id)| *id == SEEK) {
        let entry = &body[seek.clone()];
        for (name, _) in children(entry).filter(|(_, id)| *id == SEEK_ID) {
            let to = number(&entry[name.clone()]);
            if [ATTACHMENTS, TAGS, CHAPTERS].map(u64::from).contains(&to) {
                for at in name {
                    source.patch(seek_head.body + (seek.start + at) as u64, 0);
                }
            }
        }
    }
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
